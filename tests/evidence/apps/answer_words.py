"""An answer, word by word, as a language model gives it: it stays open until `wanted` are open, or for `patience` s."""

import asyncio
import time

open_now, most = [], [0]


def start(patience: int) -> float:
    open_now.append("an answer")
    most[0] = max(most[0], len(open_now))
    return time.monotonic() + patience


def words(wanted: int, patience: int):
    end = start(patience)
    yield "Open:"
    while most[0] < wanted and time.monotonic() < end:
        time.sleep(0.05)
    yield str(most[0])
    open_now.pop()


async def awaited_words(wanted: int, patience: int):
    end = start(patience)
    yield "Open:"
    while most[0] < wanted and time.monotonic() < end:
        await asyncio.sleep(0.05)
    yield str(most[0])
    open_now.pop()
