"""Attune to whom a page from elsewhere speaks: ``python -m tests.faults.foreign_origin_case FOLDER``; prints the answer."""

import socket
import sys
from pathlib import Path

from tests.running import Server


def handshake(port: int) -> str:
    """The first line of what a websocket of a page from elsewhere is answered."""
    lines = [
        "GET /_stcore/stream HTTP/1.1", f"Host: 127.0.0.1:{port}", "Origin: https://elsewhere.example",
        "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return connection.recv(1000).split(b"\r\n")[0].decode()


if __name__ == "__main__":
    server = Server(Path(sys.argv[1])).start()
    sys.stdout.write(handshake(server.port) + "\n")
    server.stop()
