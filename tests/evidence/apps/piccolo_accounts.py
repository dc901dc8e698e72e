from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from piccolo.apps.user.tables import BaseUser
from piccolo.table import create_db_tables
from piccolo_api.change_password.endpoints import change_password
from piccolo_api.register.endpoints import register
from piccolo_api.session_auth.endpoints import session_login, session_logout
from piccolo_api.session_auth.middleware import SessionsAuthBackend
from piccolo_api.session_auth.tables import SessionsBase
from starlette.middleware.authentication import AuthenticationMiddleware

@asynccontextmanager
async def lifespan(app):
    await create_db_tables(BaseUser, SessionsBase, if_not_exists=True)
    yield

app = FastAPI(lifespan=lifespan)
app.add_middleware(
    AuthenticationMiddleware,
    backend=SessionsAuthBackend(admin_only=False, excluded_paths=["/login/", "/register/"]),
    on_error=lambda request, error: RedirectResponse("/login/", 303),
)
app.mount("/register/", register(redirect_to="/login/", user_defaults={"active": True}))
app.mount("/login/", session_login(redirect_to="/me"))
app.mount("/logout/", session_logout(redirect_to="/me"))
app.mount("/change/", change_password(login_url="/login/"))

@app.get("/me")
def me():
    return "for members only"
