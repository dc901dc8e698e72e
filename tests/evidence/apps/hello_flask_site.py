from flask import Flask
from flask_admin import Admin
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

app = Flask(__name__)
app.config.update(SECRET_KEY="for the proof", SQLALCHEMY_DATABASE_URI="sqlite://")
Migrate(app, SQLAlchemy(app))
LoginManager(app)
CSRFProtect(app)
Admin(app)

@app.get("/")
def hello():
    return "Hello, world!"
