from flask import Flask
from flask_smorest import Api, Blueprint
from flask_sqlalchemy import SQLAlchemy
from marshmallow import Schema, fields, validate

app = Flask(__name__)
app.config |= {
    "SQLALCHEMY_DATABASE_URI": "sqlite:///books.sqlite3",
    "API_TITLE": "Books", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.0", "OPENAPI_URL_PREFIX": "/",
}
db = SQLAlchemy(app)
books = Blueprint("books", __name__)


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80), nullable=False)
    price = db.Column(db.Float, nullable=False)


class BookSchema(Schema):
    id = fields.Integer(dump_only=True)
    title = fields.String(required=True, validate=validate.Length(1, 80))
    price = fields.Float(required=True, validate=validate.Range(min=0))


@books.get("/books")
@books.response(200, BookSchema(many=True))
def index():
    return db.session.scalars(db.select(Book).order_by(Book.id))


@books.post("/books")
@books.arguments(BookSchema)
@books.response(201, BookSchema)
def create(data):
    book = Book(**data)
    db.session.add(book)
    db.session.commit()
    return book


@books.get("/books/<int:book_id>")
@books.response(200, BookSchema)
def show(book_id):
    return db.get_or_404(Book, book_id)


@books.put("/books/<int:book_id>")
@books.arguments(BookSchema)
@books.response(200, BookSchema)
def update(data, book_id):
    book = db.get_or_404(Book, book_id)
    for name, value in data.items():
        setattr(book, name, value)
    db.session.commit()
    return book


@books.delete("/books/<int:book_id>")
@books.response(204)
def delete(book_id):
    db.session.delete(db.get_or_404(Book, book_id))
    db.session.commit()


Api(app).register_blueprint(books)
with app.app_context():
    db.create_all()
