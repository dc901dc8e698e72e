from decimal import Decimal

from fastapi import FastAPI
from sqlmodel import Field, SQLModel, create_engine
from starlette_admin.contrib.sqlmodel import Admin, ModelView

engine = create_engine("sqlite:///books.sqlite3")

class Book(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str = Field(max_length=80)
    price: Decimal = Field(max_digits=6, decimal_places=2)

SQLModel.metadata.create_all(engine)
app = FastAPI()
admin = Admin(engine, secret_key="for the proof")
admin.add_view(ModelView(Book))
admin.mount_to(app)
