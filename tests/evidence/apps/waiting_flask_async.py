import asyncio

from flask import Flask

app = Flask(__name__)
in_flight = []


@app.get("/")
async def ask_a_slow_service():
    in_flight.append("a request")
    seen = len(in_flight)
    await asyncio.sleep(0.2)
    in_flight.pop()
    return str(seen)
