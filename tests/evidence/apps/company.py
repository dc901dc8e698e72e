"""A stand-in for a company's sign-on (OpenID Connect): everybody who comes is Ann."""

import time

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, redirect, request

app = Flask(__name__)
key = rsa.generate_private_key(65537, 2048)
nonces = {}
ANN = {"email": "ann@shop.example", "email_verified": True}

@app.get("/.well-known/openid-configuration")
def describe():
    base = request.host_url[:-1]
    return {
        "issuer": base,
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": f"{base}/token",
        "userinfo_endpoint": f"{base}/userinfo",
        "jwks_uri": f"{base}/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    }

@app.get("/authorize")
def authorize():
    nonces["code"] = request.args.get("nonce")
    return redirect(f"{request.args['redirect_uri']}?code=code&state={request.args['state']}")

@app.post("/token")
def token():
    claims = {"iss": request.host_url[:-1], "aud": "our-id", "sub": "1", "nonce": nonces["code"]}
    now = int(time.time())
    signed = jwt.encode(claims | ANN | {"iat": now, "exp": now + 60}, key, "RS256", headers={"kid": "1"})
    return {"access_token": "ann", "token_type": "Bearer", "id_token": signed}

@app.get("/userinfo")
def userinfo():
    return {"sub": "1"} | ANN

@app.get("/keys")
def keys():
    public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]}
