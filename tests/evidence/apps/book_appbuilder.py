from flask import Flask
from flask_appbuilder import AppBuilder, Model, ModelView
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.utils.legacy import get_sqla_class
from sqlalchemy import Column, Integer, Numeric, String

SQLA = get_sqla_class()
app = Flask(__name__)
app.config.update(SECRET_KEY="for the proof", SQLALCHEMY_DATABASE_URI=f"sqlite:///{app.root_path}/books.sqlite3")
db = SQLA(app)

class Book(Model):
    __tablename__ = "book"
    id = Column(Integer, primary_key=True)
    title = Column(String(80), nullable=False)
    price = Column(Numeric(6, 2), nullable=False)

class BookView(ModelView):
    datamodel = SQLAInterface(Book)
    list_columns = ["title", "price"]

with app.app_context():
    appbuilder = AppBuilder(app, db.session)
    appbuilder.add_view(BookView, "Books")
    db.create_all()
