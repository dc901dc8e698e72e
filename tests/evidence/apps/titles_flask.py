from flask import Flask
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///flask.sqlite3"
db = SQLAlchemy(app)


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80))


with app.app_context():
    db.create_all()
    db.session.add_all([Book(title=f"Book {number:03}") for number in range(100)])
    db.session.commit()


@app.get("/")
def titles():
    books = db.session.scalars(db.select(Book).order_by(Book.title).limit(20))
    return {"titles": [book.title for book in books]}
