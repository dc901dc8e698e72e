from typing import Annotated

from fastapi import Depends, FastAPI
from sqlmodel import Field, Session, SQLModel, create_engine, select

app = FastAPI()
engine = create_engine("sqlite:///fastapi.sqlite3", connect_args={"check_same_thread": False})


class Book(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str


SQLModel.metadata.create_all(engine)
with Session(engine) as filling:
    filling.add_all([Book(title=f"Book {number:03}") for number in range(100)])
    filling.commit()


def get_session():
    with Session(engine) as session:
        yield session


@app.get("/")
def titles(session: Annotated[Session, Depends(get_session)]) -> dict[str, list[str]]:
    books = session.exec(select(Book).order_by(Book.title).limit(20))
    return {"titles": [book.title for book in books]}
