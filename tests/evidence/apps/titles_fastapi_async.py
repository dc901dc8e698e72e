import asyncio
from typing import Annotated

from fastapi import Depends, FastAPI
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

app = FastAPI()
engine = create_async_engine("sqlite+aiosqlite:///fastapi_async.sqlite3")


class Book(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str


async def fill():
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    async with AsyncSession(engine) as session:
        session.add_all([Book(title=f"Book {number:03}") for number in range(100)])
        await session.commit()
    await engine.dispose()


asyncio.run(fill())


async def get_session():
    async with AsyncSession(engine) as session:
        yield session


@app.get("/")
async def titles(session: Annotated[AsyncSession, Depends(get_session)]) -> dict[str, list[str]]:
    books = await session.exec(select(Book).order_by(Book.title).limit(20))
    return {"titles": [book.title for book in books]}
