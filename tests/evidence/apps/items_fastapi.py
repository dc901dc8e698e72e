from fastapi import FastAPI

app = FastAPI()


@app.post("/items/{number}")
def items(number: int, q: str, sent: dict):
    return {"number": number, "q": q, "sent": sent}
