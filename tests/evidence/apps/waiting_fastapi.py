import asyncio
import time

from fastapi import FastAPI

app = FastAPI()
in_flight = []


@app.get("/")
async def ask_a_slow_service():
    in_flight.append("a request")
    seen = len(in_flight)
    await asyncio.sleep(0.2)
    in_flight.pop()
    return seen


@app.get("/plain")
def ask_in_a_thread():
    in_flight.append("a request")
    seen = len(in_flight)
    time.sleep(0.2)
    in_flight.pop()
    return seen


@app.get("/blocking")
async def ask_and_hold_up_everybody():
    return ask_in_a_thread()
