from model import species
from nanodjango import Django

app = Django(SECRET_KEY="for the proof", ALLOWED_HOSTS=["127.0.0.1"], API_URL="")


class Petal(app.ninja.Schema):
    length: float
    width: float


@app.api.post("/predict")
def predict(request, petal: Petal):
    return {"species": species(petal.length, petal.width)}
