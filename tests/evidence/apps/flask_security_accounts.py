from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore, auth_required
from flask_security.models import fsqla_v2
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config.update(
    SECRET_KEY="for the proof",
    SECURITY_PASSWORD_SALT="for the proof too",
    SECURITY_REGISTERABLE=True,
    SECURITY_RECOVERABLE=True,
    SECURITY_CHANGEABLE=True,
    SECURITY_SEND_REGISTER_EMAIL=False,
    SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
    SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{app.root_path}/people.sqlite3",
)
db = SQLAlchemy(app)
fsqla_v2.FsModels.set_db_info(db)

class Role(db.Model, fsqla_v2.FsRoleMixin):
    pass

class User(db.Model, fsqla_v2.FsUserMixin):
    pass

Security(app, SQLAlchemyUserDatastore(db, User, Role))

with app.app_context():
    db.create_all()

@app.get("/me")
@auth_required()
def me():
    return "for members only"
