from flask import Flask, abort, request
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///books.sqlite3"
db = SQLAlchemy(app)


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80), nullable=False)
    price = db.Column(db.Float, nullable=False)

    def as_dict(self):
        return {"id": self.id, "title": self.title, "price": self.price}


with app.app_context():
    db.create_all()


def valid_book():
    data = request.get_json()
    title, price = (data.get("title"), data.get("price")) if isinstance(data, dict) else (None, None)
    if not isinstance(title, str) or not 0 < len(title) <= 80:
        abort(400, "title: a text of 1 to 80 characters")
    if not isinstance(price, (int, float)) or price < 0:
        abort(400, "price: a number, 0 or more")
    return {"title": title, "price": price}


@app.get("/books")
def index():
    return [book.as_dict() for book in db.session.scalars(db.select(Book).order_by(Book.id))]


@app.post("/books")
def create():
    book = Book(**valid_book())
    db.session.add(book)
    db.session.commit()
    return book.as_dict(), 201


@app.get("/books/<int:book_id>")
def show(book_id):
    return db.get_or_404(Book, book_id).as_dict()


@app.put("/books/<int:book_id>")
def update(book_id):
    book = db.get_or_404(Book, book_id)
    for name, value in valid_book().items():
        setattr(book, name, value)
    db.session.commit()
    return book.as_dict()


@app.delete("/books/<int:book_id>")
def delete(book_id):
    db.session.delete(db.get_or_404(Book, book_id))
    db.session.commit()
    return "", 204
