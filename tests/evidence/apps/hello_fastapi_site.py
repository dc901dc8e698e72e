from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi_csrf_protect import CsrfProtect
from pwdlib import PasswordHash
from sqlmodel import create_engine
from starlette.middleware.sessions import SessionMiddleware
from starlette_admin.contrib.sqla import Admin


@CsrfProtect.load_config
def settings():
    return [("secret_key", "for the proof"), ("token_location", "body"), ("token_key", "token")]


async def guard(request: Request, csrf: Annotated[CsrfProtect, Depends()]):
    if request.method == "POST":
        await csrf.validate_csrf(request)


app = FastAPI(dependencies=[Depends(guard)])
passwords = PasswordHash.recommended()
app.add_middleware(SessionMiddleware, secret_key="for the proof")
Admin(create_engine("sqlite://"), secret_key="for the proof").mount_to(app)


@app.get("/", response_class=HTMLResponse)
async def hello():
    return "Hello, world!"
