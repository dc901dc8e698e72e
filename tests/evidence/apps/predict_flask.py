from flask import Flask, request
from model import species

app = Flask(__name__)


@app.post("/predict")
def predict():
    petal = request.get_json()
    return {"species": species(petal["length"], petal["width"])}
