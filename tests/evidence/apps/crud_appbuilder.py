from flask import Flask
from flask_appbuilder import AppBuilder, Model
from flask_appbuilder.api import ModelRestApi
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.utils.legacy import get_sqla_class
from marshmallow.validate import Length, Range
from sqlalchemy import Column, Float, Integer, String

app = Flask(__name__)
app.config.update(SECRET_KEY="for the proof", SQLALCHEMY_DATABASE_URI=f"sqlite:///{app.root_path}/books.sqlite3")
db = get_sqla_class()(app)


class Book(Model):
    __tablename__ = "book"
    id = Column(Integer, primary_key=True)
    title = Column(String(80), nullable=False)
    price = Column(Float, nullable=False)


class BookApi(ModelRestApi):
    resource_name = "books"
    datamodel = SQLAInterface(Book)
    validators_columns = {"title": Length(1), "price": Range(min=0)}


with app.app_context():
    appbuilder = AppBuilder(app, db.session)
    appbuilder.add_api(BookApi)
    db.create_all()
