from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from sqlmodel import Field, Session, SQLModel, create_engine, select

app = FastAPI(title="Books")
engine = create_engine("sqlite:///books.sqlite3")


class BookIn(SQLModel):
    title: str = Field(min_length=1, max_length=80)
    price: float = Field(ge=0)


class Book(BookIn, table=True):
    id: int | None = Field(default=None, primary_key=True)


def open_session():
    with Session(engine) as session:
        yield session


Database = Annotated[Session, Depends(open_session)]


def find_book(book_id: int, session: Database):
    if book := session.get(Book, book_id):
        return book
    raise HTTPException(404)


Found = Annotated[Book, Depends(find_book)]
SQLModel.metadata.create_all(engine)


@app.get("/books")
def index(session: Database) -> list[Book]:
    return session.exec(select(Book).order_by(Book.id)).all()


@app.post("/books", status_code=201)
def create(data: BookIn, session: Database) -> Book:
    book = Book(**data.model_dump())
    session.add(book)
    session.commit()
    session.refresh(book)
    return book


@app.get("/books/{book_id}")
def show(book: Found) -> Book:
    return book


@app.put("/books/{book_id}")
def update(book: Found, data: BookIn, session: Database) -> Book:
    book.sqlmodel_update(data)
    session.commit()
    session.refresh(book)
    return book


@app.delete("/books/{book_id}", status_code=204)
def delete(book: Found, session: Database):
    session.delete(book)
    session.commit()
