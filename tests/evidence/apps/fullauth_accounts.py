from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_fullauth import FullAuth, FullAuthConfig
from fastapi_fullauth.adapters import SQLModelAdapter
from fastapi_fullauth.dependencies import CurrentUser
from fastapi_fullauth.models.sqlmodel import MFAMixin, RefreshTokenMixin, UserMixin
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlmodel import Relationship, SQLModel

engine = create_async_engine("sqlite+aiosqlite:///people.sqlite3")

class RefreshToken(RefreshTokenMixin, table=True):
    pass

class MFA(MFAMixin, table=True):
    pass

class User(UserMixin, table=True):
    refresh_tokens: list[RefreshToken] = Relationship()

@asynccontextmanager
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield

app = FastAPI(lifespan=lifespan)
sessions = async_sessionmaker(engine, expire_on_commit=False)
config = FullAuthConfig(SECRET_KEY="for the proof, and long enough for a token", MFA_ISSUER="shop")
store = SQLModelAdapter(sessions, user_model=User, refresh_token_model=RefreshToken, mfa_model=MFA)
FullAuth(adapter=store, config=config).init_app(app)

@app.get("/me")
def me(user: CurrentUser):
    return user.email
