"""Bare sockets: what happens below TLS, or in its place."""

import socket

from .python import listen, reset, waits

FULL_SECONDS = 0.5


def _after_hello(act):
    """Reads the ClientHello first: closing with bytes unread would turn a FIN into a RST."""

    def handle(connection, over):
        connection.recv(65536)
        act(connection, over)

    return lambda setting: listen(handle, setting.ip, setting.port)


def _says(reply):
    def act(connection, _over):
        connection.sendall(reply)
        connection.shutdown(socket.SHUT_WR)
        # Until the client has closed too, so that nothing of the reply is lost.
        while connection.recv(4096):
            pass

    return _after_hello(act)


def _greets(banner):
    """It speaks first, as SSH, SMTP and databases do, and then waits for a word that it knows."""

    def handle(connection, _over):
        connection.sendall(banner)
        connection.recv(65536)
        connection.sendall(b"unknown command\r\n")

    return lambda setting: listen(handle, setting.ip, setting.port)


def _refused(setting):
    """A port that is taken and not listened on: nobody else can come to listen there meanwhile."""
    held = socket.socket()
    held.bind((setting.ip, setting.port))
    return held.getsockname(), held.close


def _dropped_syn(_setting):
    """A listener whose backlog is full: the kernel drops every further SYN without a word."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    address = listener.getsockname()
    held = [listener]

    def stop():
        for s in held:
            s.close()

    for _ in range(8):
        filler = socket.socket()
        held.append(filler)
        filler.settimeout(FULL_SECONDS)
        try:
            filler.connect(address)
        except TimeoutError:
            return address, stop
    stop()
    raise OSError("this kernel accepts beyond a full backlog: a dropped SYN cannot be made this way")


BEHAVIOURS = {
    "silent": _after_hello(waits),
    "plain http": _says(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    "portal": _says(b"HTTP/1.1 302 Found\r\nLocation: http://login.portal.test/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    "network login": _says(b"HTTP/1.1 511 Network Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    "ssh": _greets(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"),
    "smtp": _greets(b"220 mail.probe.test ESMTP Postfix\r\n"),
    "mysql": _greets(b"\x4a\x00\x00\x00\x0a8.0.36\x00\x08\x00\x00\x00"),
    "rst": _after_hello(lambda connection, _over: reset(connection)),
    # Before the client may know that it is connected.
    "rst at once": lambda setting: listen(lambda connection, _over: reset(connection), setting.ip, setting.port),
    "fin": _says(b""),
    "alert 40": _says(bytes([21, 3, 3, 0, 2, 2, 40])),
    "alert 112": _says(bytes([21, 3, 3, 0, 2, 2, 112])),
    "refused": _refused,
    "dropped syn": _dropped_syn,
}
