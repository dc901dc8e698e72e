"""What a MongoDB server answers to a client that connects, looks around, asks and inserts: enough to see what it is asked."""

import socketserver
import struct
import threading
from collections import defaultdict
from contextlib import contextmanager

import bson
from pymongo.server_api import ServerApi


@contextmanager
def stand_in(document: dict | None):
    """Answer every `find` with `document`, if there is one. Yields the address, the version to speak, and by command what was asked."""
    asked = defaultdict(list)
    found = [{"_id": bson.ObjectId()} | document] if document else []

    class Answers(socketserver.StreamRequestHandler):
        def handle(self):
            while head := self.rfile.read(16):
                length, number, _, _ = struct.unpack("<iiii", head)
                message = self.rfile.read(length - 16)[5:]  # without the flags and the first section's kind
                end, = struct.unpack("<i", message[:4])
                question = bson.decode(message[:end])
                if inserted := message[end:]:  # the second section: its kind, size and name, and then the documents
                    question["documents"] = bson.decode_all(inserted[inserted.index(b"\0", 5) + 1:])
                command = next(iter(question))
                asked[command].append(question)
                rows = found if command == "find" else []
                answer = bson.encode({
                    "ok": 1, "n": 1, "isWritablePrimary": True, "minWireVersion": 0, "maxWireVersion": 25,
                    "version": "8.0.0", "versionArray": [8, 0, 0, 0], "cursor": {"id": bson.Int64(0), "ns": "shop.Book", "firstBatch": rows},
                })
                self.wfile.write(struct.pack("<iiiiIB", 21 + len(answer), 0, number, 2013, 0, 0) + answer)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answers) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"mongodb://127.0.0.1:{server.server_address[1]}", ServerApi("1"), asked
        server.shutdown()
