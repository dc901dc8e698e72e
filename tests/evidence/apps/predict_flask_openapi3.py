from flask_openapi3 import OpenAPI
from model import species
from pydantic import BaseModel

app = OpenAPI(__name__)


class Petal(BaseModel):
    length: float
    width: float


@app.post("/predict")
def predict(body: Petal):
    return {"species": species(body.length, body.width)}
