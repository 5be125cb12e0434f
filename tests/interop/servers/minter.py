"""Interceptors of our own, in Python: what no product does, or not so that it can be asked for. Each decides by the ClientHello whether it
answers in the origin's place or passes on, and has its own way to sign. `at` is where it stands: in the origin's place, or as a proxy."""

import contextlib
import itertools
import socket
import threading
import time

from tool import HOST

from .forger import SIGNS
from .python import ANSWER, listen, request

# What a ClientHello may be large with: a post-quantum key share.
LARGE = 1000
WHEN = {
    "always": lambda n, name, size: True,
    "every second": lambda n, name, size: n % 2 == 0,
    "every second but the first": lambda n, name, size: n % 2 == 1,
    "two of four": lambda n, name, size: n % 4 in (0, 3),
    "every third": lambda n, name, size: n % 3 == 0,
    "every third, from the second": lambda n, name, size: n % 3 == 1,
    "only the first": lambda n, name, size: n < 1,
    "only the first two": lambda n, name, size: n < 2,
    "only the first three": lambda n, name, size: n < 3,
    "after one": lambda n, name, size: n >= 1,
    "after two": lambda n, name, size: n >= 2,
    "after four": lambda n, name, size: n >= 4,
    "only without SNI": lambda n, name, size: not name,
    "only large hellos": lambda n, name, size: size > LARGE,
    "only small hellos": lambda n, name, size: size <= LARGE,
    "only names that exist": lambda n, name, size: name == HOST,
}


class Interceptor:
    """One that listens at `address`. `upstream` is the origin, (host, port); nobody's is asked for where it is a proxy that is told whom."""

    def __init__(self, setting, signs="a key for each name", when="always", proxy=False):
        self.upstream, self.proxy, self.when = setting.upstream, proxy, WHEN[when]
        self.mint = SIGNS[signs](setting)
        self.again()
        self.address, self.stop = listen(self._handle, setting.ip, setting.port)

    def again(self):
        """Counts from nought, as if nobody had connected yet."""
        self.count = itertools.count()

    def _handle(self, connection, _over):
        upstream = self.upstream
        if self.proxy:
            host, _, port = request(connection).split(b" ")[1].decode().rpartition(":")
            upstream = (host, int(port))
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        hello = _peek(connection)
        name = server_name(hello)
        if hello and self.when(next(self.count), name, len(hello)):
            with self.mint.context(name or HOST).wrap_socket(connection, server_side=True) as tls:
                if request(tls):
                    tls.sendall(ANSWER)
        elif upstream:
            with socket.create_connection(upstream, timeout=5) as origin:
                _splice(connection, origin)


def _peek(connection):
    """The whole ClientHello, which stays to be read; empty where there is none."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        seen = connection.recv(65536, socket.MSG_PEEK)
        if not seen or seen[0] != 22:
            return b""
        if len(seen) >= 5 and len(seen) >= 5 + int.from_bytes(seen[3:5], "big"):
            return seen
        time.sleep(0.01)
    return b""


def server_name(hello):
    """The name that a ClientHello asks for (RFC 8446 4.1.2, RFC 6066 3); empty where it asks for none."""
    with contextlib.suppress(IndexError):
        # Record and message header, version, random.
        at = 5 + 4 + 2 + 32
        at += 1 + hello[at]
        at += 2 + int.from_bytes(hello[at : at + 2], "big")
        at += 1 + hello[at] + 2
        while at + 4 <= len(hello):
            kind, length = int.from_bytes(hello[at : at + 2], "big"), int.from_bytes(hello[at + 2 : at + 4], "big")
            if kind == 0:
                return hello[at + 9 : at + 4 + length].decode("ascii", "replace")
            at += 4 + length
    return ""


def _splice(one, other):
    """Bytes both ways, until either side ends."""

    def pump(source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    back = threading.Thread(target=pump, args=(other, one), daemon=True)
    back.start()
    pump(one, other)
    back.join(10)


def _start(setting):
    made = Interceptor(setting)
    return made.address, made.stop


BEHAVIOURS = {"a key for each name": _start}
