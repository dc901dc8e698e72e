from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastcrud import crud_router
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

engine = create_async_engine("sqlite+aiosqlite:///books.sqlite3")


class BookIn(SQLModel):
    title: str = Field(min_length=1, max_length=80)
    price: float = Field(ge=0)


class Book(BookIn, table=True):
    id: int | None = Field(default=None, primary_key=True)


async def open_session():
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session


@asynccontextmanager
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield


app = FastAPI(lifespan=lifespan)
app.include_router(crud_router(open_session, Book, BookIn, BookIn, select_schema=Book, path="/books"))
