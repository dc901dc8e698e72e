from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.secret_key = "for the proof"
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{app.root_path}/books.sqlite3"
db = SQLAlchemy(app)
Babel(app)

class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(80), nullable=False)
    price = db.Column(db.Numeric(6, 2), nullable=False)

admin = Admin(app)
admin.add_view(ModelView(Book, db.session))

with app.app_context():
    db.create_all()
