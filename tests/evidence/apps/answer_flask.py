from answer_words import words
from flask import Flask, Response

app = Flask(__name__)


@app.get("/answer/<int:wanted>/<int:patience>")
def answer(wanted, patience):
    events = (f"data: {word}\n\n" for word in words(wanted, patience))
    return Response(events, content_type="text/event-stream")
