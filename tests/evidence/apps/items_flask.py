from flask import Flask, request

app = Flask(__name__)


@app.post("/items/<int:number>")
def items(number):
    return {"number": number, "q": request.args["q"], "sent": request.get_json()}
