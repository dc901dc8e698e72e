from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

app = FastAPI(title="Books")
engine = create_engine("sqlite:///books.sqlite3")


class Base(DeclarativeBase):
    pass


class Book(Base):
    __tablename__ = "book"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    price: Mapped[float]


class BookIn(BaseModel):
    title: str = Field(min_length=1, max_length=80)
    price: float = Field(ge=0)


class BookOut(BookIn):
    id: int


def open_session():
    with Session(engine) as session:
        yield session


Database = Annotated[Session, Depends(open_session)]


def find_book(book_id: int, session: Database):
    return session.get(Book, book_id) or not_found()


def not_found():
    raise HTTPException(404)


Found = Annotated[Book, Depends(find_book)]
Base.metadata.create_all(engine)


@app.get("/books", response_model=list[BookOut])
def index(session: Database):
    return session.scalars(select(Book).order_by(Book.id)).all()


@app.post("/books", status_code=201, response_model=BookOut)
def create(data: BookIn, session: Database):
    book = Book(**data.model_dump())
    session.add(book)
    session.commit()
    return book


@app.get("/books/{book_id}", response_model=BookOut)
def show(book: Found):
    return book


@app.put("/books/{book_id}", response_model=BookOut)
def update(book: Found, data: BookIn, session: Database):
    for name, value in data.model_dump().items():
        setattr(book, name, value)
    session.commit()
    return book


@app.delete("/books/{book_id}", status_code=204)
def delete(book: Found, session: Database):
    session.delete(book)
    session.commit()
