# SPDX-FileCopyrightText: 2026 Greenroom contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Python's websockets, and @connections with nothing but the standard library."""
import asyncio
import json
import os
import urllib.error
import urllib.parse
import urllib.request

import websockets

WS_URL, HTTP_URL = os.environ["WS_URL"], os.environ["HTTP_URL"]


def call(method, connection, data=None):
    url = f"{HTTP_URL}/@connections/{urllib.parse.quote(connection, safe='')}"
    request = urllib.request.Request(url, data=data, method=method)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


async def main():
    loop = asyncio.get_running_loop()
    async with websockets.connect(WS_URL) as socket:
        await socket.send("hello")
        assert await socket.recv() == "hello"
        await socket.send(json.dumps({"action": "who"}))
        connection = await socket.recv()
        status, _ = await loop.run_in_executor(None, call, "POST", connection, "später".encode())
        assert status == 200, status
        assert await socket.recv() == "später"
        status, facts = await loop.run_in_executor(None, call, "GET", connection)
        facts = {name.lower(): value for name, value in json.loads(facts).items()}
        assert status == 200 and "connectedat" in facts, facts
        await socket.ping()
        status, _ = await loop.run_in_executor(None, call, "DELETE", connection)
        assert status in (200, 204), status
        try:
            await socket.recv()
            raise AssertionError("the connection is open after DELETE")
        except websockets.ConnectionClosed as closed:
            print("closed with", closed.code)
        status, _ = await loop.run_in_executor(None, call, "POST", connection, b"x")
        assert status == 410, status
    large = "x" * 40_000   # a client of this library splits nothing: one frame over 32 KB
    async with websockets.connect(WS_URL) as socket:
        await socket.send(large)
        try:
            await socket.recv()
            raise AssertionError("a frame over 32 KB was taken")
        except websockets.ConnectionClosed as closed:
            assert closed.code == 1009, closed.code
    async with websockets.connect(WS_URL, max_size=None) as socket:
        await socket.send(large[at:at + 20_000] for at in (0, 20_000))
        assert await socket.recv() == large
    print("all held")


asyncio.run(main())
