from flask import Flask
from flask_appbuilder import AppBuilder
from flask_appbuilder.utils.legacy import get_sqla_class
from flask_login import login_required

app = Flask(__name__)
app.config.update(SECRET_KEY="for the proof", SQLALCHEMY_DATABASE_URI=f"sqlite:///{app.root_path}/people.sqlite3")
db = get_sqla_class()(app)

with app.app_context():
    appbuilder = AppBuilder(app, db.session)
    appbuilder.sm.lm.login_view = "AuthDBView.login"

@app.get("/me")
@login_required
def me():
    return "for members only"
