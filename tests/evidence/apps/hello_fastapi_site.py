from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from pwdlib import PasswordHash
from sqlmodel import create_engine
from starlette.middleware.sessions import SessionMiddleware
from starlette_admin.contrib.sqla import Admin
from starlette_csrf import CSRFMiddleware

app = FastAPI()
passwords = PasswordHash.recommended()
app.add_middleware(SessionMiddleware, secret_key="for the proof")
app.add_middleware(CSRFMiddleware, secret="for the proof")
Admin(create_engine("sqlite://"), secret_key="for the proof").mount_to(app)


@app.get("/", response_class=HTMLResponse)
async def hello():
    return "Hello, world!"
