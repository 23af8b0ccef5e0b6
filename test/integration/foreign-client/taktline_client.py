#!/usr/bin/env python3
"""A client of a Taktline appliance, written against docs/protocol.md alone, with nothing but Python's standard library.

Usage: taktline_client.py http://HOST:PORT/#code=CODE

It connects, follows every unit and keeps what it is shown. It takes commands as lines of its standard input and answers
each with one line of JSON:

    record            all live samples that it holds, as [unit, table, name, timeMs, value or null]
    history JSON      asks for history; JSON holds "series", "range" and maybe "pointBudget"
    cut               drops its connection without a word and comes back with its token
    link              the link between appliance and plant, as last told
    answer            what the last subscribe was answered by: "snapshot" or "resumed"
    quit              says goodbye
"""

import base64
import hashlib
import json
import os
import random
import select
import socket
import struct
import sys
import time
import urllib.parse
import zlib

MAGIC = 0x31544C54
BUCKET_MS = {"1min": 60_000, "5min": 300_000, "1hour": 3_600_000, "1day": 86_400_000}
WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
# Nothing heard for so long: the link is broken (docs/protocol.md, "Link and freshness").
SILENCE_S = 3.0
RING_MS = 600_000
ACK_S = 0.5


class Closed(Exception):
    """The connection has ended."""

    def __init__(self, code):
        super().__init__(f"closed with {code}")
        self.code = code


class WebSocket:
    """RFC 6455, as far as a client of this protocol needs it."""

    def __init__(self, host, port, path):
        self._socket = socket.create_connection((host, port), timeout=5)
        self._buffer = b""
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        self._socket.sendall(request.encode())
        head = self._take_head()
        expected = base64.b64encode(hashlib.sha1((key + WEBSOCKET_GUID).encode()).digest()).decode()
        if " 101 " not in head.split("\r\n", 1)[0] or expected not in head:
            raise Closed(int(head.split(" ", 2)[1]))

    def fileno(self):
        return self._socket.fileno()

    def send(self, message):
        self._send_frame(TEXT, json.dumps(message).encode())

    def abort(self):
        """Ends without a goodbye, as a pulled plug does."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()

    def close(self):
        self._send_frame(CLOSE, struct.pack(">H", 1000))
        self._socket.close()

    def receive(self):
        """Reads what has arrived and returns the whole messages in it: text as decoded JSON, binary as bytes."""
        chunk = self._socket.recv(65536)
        if chunk == b"":
            raise Closed(1006)
        self._buffer += chunk
        messages = []
        while (frame := self._take_frame()) is not None:
            opcode, payload = frame
            if opcode == TEXT:
                messages.append(json.loads(payload.decode()))
            elif opcode == BINARY:
                messages.append(payload)
            elif opcode == PING:
                self._send_frame(PONG, payload)
            elif opcode == CLOSE:
                raise Closed(struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005)
        return messages

    def _take_head(self):
        while b"\r\n\r\n" not in self._buffer:
            chunk = self._socket.recv(4096)
            if chunk == b"":
                raise Closed(1006)
            self._buffer += chunk
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        return head.decode("latin-1")

    def _take_frame(self):
        if len(self._buffer) < 2:
            return None
        first, second = self._buffer[0], self._buffer[1]
        length, at = second & 0x7F, 2
        if length == 126:
            length, at = (struct.unpack(">H", self._buffer[2:4])[0], 4) if len(self._buffer) >= 4 else (1 << 62, 4)
        elif length == 127:
            length, at = (struct.unpack(">Q", self._buffer[2:10])[0], 10) if len(self._buffer) >= 10 else (1 << 62, 10)
        if len(self._buffer) < at + length:
            return None
        payload, self._buffer = self._buffer[at : at + length], self._buffer[at + length :]
        if not first & 0x80:
            raise ValueError("the appliance does not split its messages")
        return first & 0x0F, payload

    def _send_frame(self, opcode, payload):
        mask = os.urandom(4)
        if len(payload) < 126:
            head = struct.pack("BB", 0x80 | opcode, 0x80 | len(payload))
        else:
            head = struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, len(payload))
        masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
        self._socket.sendall(head + mask + masked)


class Record:
    """The live samples of every unit: a snapshot, and updates on top of it."""

    def __init__(self):
        self.samples = {}
        self.epoch = None
        self.sequence = -1

    def take_snapshot(self, message):
        self.samples = {}
        self.epoch, self.sequence = message["epoch"], message["sequence"]
        self._take_units(message["units"])

    def take_update(self, message):
        if message["sequence"] <= self.sequence:
            raise ValueError("updates are in order")
        self.sequence = message["sequence"]
        self._take_units(message["units"])

    def take_latest(self, message):
        """Present values with a hole before them; a connection cut now resumes from the last update before."""
        for unit in message["units"]:
            for series in unit["series"]:
                key = (unit["workUnitId"], series["table"], series["name"])
                self.samples[key] = list(zip(series["timesMs"], series["values"]))

    def forget_before(self, plant_time_ms):
        """Keeps the newest sample of each series and, beside it, the last ten minutes."""
        for key, samples in self.samples.items():
            newest = max((time_ms for time_ms, _ in samples), default=0)
            since = min(newest, plant_time_ms - RING_MS)
            self.samples[key] = [sample for sample in samples if sample[0] >= since]

    def rows(self):
        return sorted(
            ([*key, time_ms, value] for key, samples in self.samples.items() for time_ms, value in samples),
            key=lambda row: json.dumps(row),
        )

    def _take_units(self, units):
        for unit in units:
            for series in unit["series"]:
                key = (unit["workUnitId"], series["table"], series["name"])
                known = self.samples.get(key, [])
                replaces = series.get("replaces")
                if replaces is not None:
                    known = [s for s in known if not replaces["fromMs"] <= s[0] < replaces["toMs"]]
                self.samples[key] = known + list(zip(series["timesMs"], series["values"]))


def decode_tile(tile):
    """One tile's header and rows; each row of a raw one is [timeMs, value], of others [bucketMs, sum, count, min, max, bad]."""
    magic, checksum, header_bytes, count = struct.unpack_from("<IIII", tile, 0)
    if magic != MAGIC:
        raise ValueError("no tile")
    if zlib.crc32(tile[8:]) != checksum:
        raise ValueError("the checksum differs: throw the tile away and ask again")
    header = json.loads(tile[16 : 16 + header_bytes].decode())
    column_count = 2 if header["resolution"] == "raw" else 5
    if len(tile) != 16 + header_bytes + 8 * count * column_count:
        raise ValueError("the tile's length is not that of its columns")
    columns = [
        struct.unpack_from(f"<{count}d", tile, 16 + header_bytes + 8 * count * at) for at in range(column_count)
    ]
    if header["resolution"] != "raw":
        bucket_ms = BUCKET_MS[header["resolution"]]
        columns.insert(0, [header["fromMs"] + at * bucket_ms for at in range(count)])
    return header, [list(row) for row in zip(*columns)]


def decode_history_frame(frame):
    """The head, with the rows of all tiles within the range under "rows"; NaN as None."""
    (head_bytes,) = struct.unpack_from("<I", frame, 0)
    head = json.loads(frame[4 : 4 + head_bytes].decode())
    at, rows = 4 + head_bytes, []
    for length in head["tileBytes"]:
        header, tile_rows = decode_tile(frame[at : at + length])
        if any(header[name] != head["series"][name] for name in ("table", "workUnitId", "name")):
            raise ValueError("a tile of another series")
        rows += tile_rows
        at += length
    if at != len(frame):
        raise ValueError("the frame is longer than its tiles")
    span = BUCKET_MS.get(head["resolution"], 0)
    within = [row for row in rows if row[0] + max(span, 0.001) > head["range"]["fromMs"] and row[0] < head["range"]["toMs"]]
    head["rows"] = [[None if value != value else value for value in row] for row in within]
    return head


class Client:
    """Keeps a connection: hello, subscribe, and again after each loss with a growing, jittered wait."""

    def __init__(self, address):
        parts = urllib.parse.urlsplit(address)
        self._host, self._port = parts.hostname, parts.port
        self._key = {"code": urllib.parse.parse_qs(parts.fragment)["code"][0]}
        self._socket = None
        self._heard = 0.0
        self._failures = 0
        self._request_id = 0
        self._waiting = {}
        self._answer = None
        self._acknowledged = (-1, 0.0)
        self.record = Record()
        self.link = None

    def run(self):
        while True:
            try:
                self._connect()
                self._serve()
            except (Closed, OSError) as error:
                if getattr(error, "code", None) in (4400, 4401, 4426):
                    raise
                self._failures += 1
                time.sleep(random.uniform(0.1, 1) * min(15, 0.5 * 2 ** (self._failures - 1)))

    def _connect(self):
        self._socket = WebSocket(self._host, self._port, "/live")
        self._heard = time.monotonic()
        self._socket.send({"type": "hello", "version": 1, **self._key})
        subscribe = {"type": "subscribe", "workUnitIds": "all", "tailMs": RING_MS}
        if self.record.epoch is not None:
            subscribe["resume"] = {"epoch": self.record.epoch, "sequence": self.record.sequence}
        self._socket.send(subscribe)
        # A random part of the distance first, so that many screens do not answer as one.
        self._acknowledged = (-1, time.monotonic() - random.uniform(0, ACK_S))
        for request in self._waiting.values():
            self._socket.send(request)

    def _serve(self):
        while True:
            readable, _, _ = select.select([self._socket, sys.stdin], [], [], 0.25)
            if self._socket in readable:
                self._heard = time.monotonic()
                for message in self._socket.receive():
                    self._take(message)
                self._acknowledge()
            elif time.monotonic() - self._heard > SILENCE_S:
                self._socket.abort()
                raise Closed(1006)
            if sys.stdin in readable:
                self._command(sys.stdin.readline().strip())

    def _acknowledge(self):
        sequence, since = self._acknowledged
        if self.record.sequence > sequence and time.monotonic() - since >= ACK_S:
            self._acknowledged = (self.record.sequence, time.monotonic())
            self._socket.send({"type": "ack", "sequence": self.record.sequence})

    def _take(self, message):
        if isinstance(message, bytes):
            answer = decode_history_frame(message)
            self._waiting.pop(answer["requestId"], None)
            say(answer)
        elif message["type"] == "welcome":
            # The token is for the next connection, and works until the appliance stops.
            self._key = {"token": message["token"]}
            self.link = message["link"]
            self._failures = 0
        elif message["type"] == "link":
            self.link = message["link"]
        elif message["type"] in ("snapshot", "resumed"):
            self._answer = message["type"]
            if message["type"] == "snapshot":
                self.record.take_snapshot(message)
        elif message["type"] == "update":
            self.record.take_update(message)
        elif message["type"] == "latest":
            self.record.take_latest(message)
            self._socket.send({"type": "ack", "sequence": message["sequence"]})
        elif message["type"] == "heartbeat":
            self.record.forget_before(message["plantTimeMs"])
        elif message["type"] == "error":
            self._waiting.pop(message.get("requestId"), None)
            say(message)

    def _command(self, line):
        command, _, rest = line.partition(" ")
        if command == "record":
            say(self.record.rows())
        elif command == "answer":
            say(self._answer)
        elif command == "link":
            say(self.link)
        elif command == "history":
            self._request_id += 1
            request = {"type": "history", "requestId": self._request_id, **json.loads(rest)}
            self._waiting[self._request_id] = request
            self._socket.send(request)
        elif command == "cut":
            self._socket.abort()
            say("cut")
            raise Closed(1006)
        else:
            self._socket.close()
            sys.exit(0)


def say(answer):
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    Client(sys.argv[1]).run()
