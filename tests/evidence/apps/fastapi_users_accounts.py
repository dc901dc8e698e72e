from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin
from fastapi_users.authentication import AuthenticationBackend, CookieTransport, JWTStrategy
from fastapi_users.db import BaseUserDatabase
from fastapi_users.schemas import BaseUser, BaseUserCreate, BaseUserUpdate
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field, SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

SECRET = "for the proof, and long enough for a token"
engine = create_async_engine("sqlite+aiosqlite:///people.sqlite3")

class User(SQLModel, table=True):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    email: str = Field(unique=True)
    hashed_password: str
    is_active: bool = True
    is_superuser: bool = False
    is_verified: bool = False

class Store(BaseUserDatabase):
    def __init__(self, session):
        self.session = session

    async def get(self, id):
        return await self.session.get(User, id)

    async def get_by_email(self, email):
        return (await self.session.exec(select(User).where(User.email == email.lower()))).first()

    async def create(self, values):
        return await self.update(User(), values | {"email": values["email"].lower()})

    async def update(self, user, values):
        user.sqlmodel_update(values)
        self.session.add(user)
        await self.session.commit()
        return user

class Manager(UUIDIDMixin, BaseUserManager):
    reset_password_token_secret = verification_token_secret = SECRET

async def manager():
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield Manager(Store(session))

def strategy():
    return JWTStrategy(SECRET, lifetime_seconds=3600)

backend = AuthenticationBackend("cookie", CookieTransport(), strategy)
users = FastAPIUsers(manager, [backend])
Member = Annotated[User, Depends(users.current_user(active=True))]

@asynccontextmanager
async def lifespan(app):
    async with engine.begin() as connection:
        await connection.run_sync(SQLModel.metadata.create_all)
    yield

app = FastAPI(lifespan=lifespan)
app.include_router(users.get_auth_router(backend))
app.include_router(users.get_register_router(BaseUser, BaseUserCreate))
app.include_router(users.get_reset_password_router())
app.include_router(users.get_users_router(BaseUser, BaseUserUpdate), prefix="/users")

@app.get("/me")
def me(member: Member):
    return "for members only"
