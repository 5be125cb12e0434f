"""Python's `ssl`, in threads of this process; and the handshakes that no real server cuts on purpose."""

import contextlib
import socket
import ssl
import struct
import threading
import time

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n"


def listen(handle, ip="127.0.0.1", port=0):
    """Accepts on a port (0: one of its own) and gives each connection to `handle`, until stopped."""
    listener = socket.create_server((ip, port), family=socket.AF_INET6 if ":" in ip else socket.AF_INET, backlog=16)
    over = threading.Event()

    def one(connection):
        # What a client does to its own connection is no concern of the server.
        with contextlib.suppress(OSError, ValueError), connection:
            connection.settimeout(10)
            handle(connection, over)

    def loop():
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    def stop():
        over.set()
        # Wakes the accept; close alone would leave it waiting.
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()

    threading.Thread(target=loop, daemon=True).start()
    return listener.getsockname()[:2], stop


def context(setting, version=None):
    """How the setting's chain is served."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(setting.chain.all_pem, setting.chain.own.key)
    if version:
        made.minimum_version = made.maximum_version = version
    return made


def _served(setting, context, answer):
    return listen(_handler(context, answer), setting.ip, setting.port)


def request(tls):
    """What a client asks, its whole head; nothing where it hangs up before."""
    asked = b""
    while b"\r\n\r\n" not in asked:
        more = tls.recv(4096)
        if not more:
            return b""
        asked += more
    return asked


def _handler(context, answer):
    def handle(connection, over):
        with context.wrap_socket(connection, server_side=True) as tls:
            if request(tls):
                answer(tls, over)

    return handle


def _answers(tls, _over):
    tls.sendall(ANSWER)


def waits(_connection, over):
    over.wait(10)


def answers_tls(context):
    """How a connection is handled that is well."""
    return _handler(context, _answers)


def lingering(handle):
    """The same, but the connection stays until the client ends it: what that still sends meets no reset, which would overtake an alert."""

    def handled(connection, over):
        with connection.dup() as same:
            try:
                handle(connection, over)
            finally:
                with contextlib.suppress(OSError):
                    while same.recv(4096):
                        pass

    return handled


def _tls(version=None):
    return lambda setting: _served(setting, context(setting, version), _answers)


def _client_certificate(version):
    def start(setting):
        asking = context(setting, version)
        asking.verify_mode = ssl.CERT_REQUIRED
        asking.load_verify_locations(setting.pki.certs["root"].pem)
        return _served(setting, asking, _answers)

    return start


def _alert_40(setting):
    odd = context(setting, ssl.TLSVersion.TLSv1_2)
    odd.set_ciphers("AES128-SHA")
    return _served(setting, odd, _answers)


def _alert_112(setting):
    choosy = context(setting)
    choosy.sni_callback = lambda *_: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
    return _served(setting, choosy, _answers)


def _http_silent(setting):
    return _served(setting, context(setting), waits)


def _http_trickle(setting):
    def drip(tls, over):
        for byte in ANSWER:
            tls.sendall(bytes([byte]))
            if over.wait(0.2):
                return

    return _served(setting, context(setting), drip)


def _http_endless(setting):
    def flood(tls, over):
        tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
        while not over.is_set():
            tls.sendall(b"x" * 65536)

    return _served(setting, context(setting), flood)


def _flight(setting, connection, served=None):
    """What a TLS 1.2 server sends up to ServerHelloDone, the certificate among it."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    served = served or context(setting, ssl.TLSVersion.TLSv1_2)
    half = served.wrap_bio(incoming, outgoing, server_side=True)
    while not outgoing.pending:
        incoming.write(connection.recv(4096))
        with contextlib.suppress(ssl.SSLWantReadError):
            half.do_handshake()
    return outgoing.read()


def reset(connection):
    """RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _reset_after_certificate(setting):
    def handle(connection, _over):
        connection.sendall(_flight(setting, connection))
        # A reset may overtake what it follows: let the client read first.
        time.sleep(0.3)
        reset(connection)

    return listen(handle)


def _trickle(setting):
    def handle(connection, over):
        for byte in _flight(setting, connection):
            connection.sendall(bytes([byte]))
            if over.wait(0.2):
                return

    return listen(handle)


BEHAVIOURS = {
    "tls": _tls(),
    "tls 1.2": _tls(ssl.TLSVersion.TLSv1_2),
    "client certificate 1.2": _client_certificate(ssl.TLSVersion.TLSv1_2),
    "client certificate 1.3": _client_certificate(ssl.TLSVersion.TLSv1_3),
    "alert 40": _alert_40,
    "alert 112": _alert_112,
    "http silent": _http_silent,
    "http trickle": _http_trickle,
    "http endless": _http_endless,
    "reset after the certificate": _reset_after_certificate,
    "trickle": _trickle,
}
