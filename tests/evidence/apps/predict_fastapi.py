from fastapi import FastAPI
from model import species
from pydantic import BaseModel

app = FastAPI()


class Petal(BaseModel):
    length: float
    width: float


@app.post("/predict")
def predict(petal: Petal):
    return {"species": species(petal.length, petal.width)}
