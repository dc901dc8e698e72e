from collections.abc import AsyncIterable

from answer_words import awaited_words
from fastapi import FastAPI
from fastapi.sse import EventSourceResponse, ServerSentEvent

app = FastAPI()


@app.get("/awaited/{wanted}/{patience}", response_class=EventSourceResponse)
async def awaited(wanted: int, patience: int) -> AsyncIterable[ServerSentEvent]:
    async for word in awaited_words(wanted, patience):
        yield ServerSentEvent(raw_data=word)
