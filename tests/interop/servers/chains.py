"""A server that picks what it sends by the name it is asked for, refuses no certificate of its own, however weak; and, over plain HTTP,
the place that AIA points to."""

import contextlib
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tool import program, run

from .python import answers_tls, lingering, listen

# Python's own defaults would not load a SHA-1 certificate or a short key.
ANY = "ALL:@SECLEVEL=0"


@contextlib.contextmanager
def sending(chain, by_name=None, newest=ssl.TLSVersion.TLSv1_3, clients_of=None):
    """The address of a server that sends `chain`, or, asked for one of these names, that one's; to anybody, or to who shows a certificate
    of the CAs in this file."""
    contexts = {name: _context(other, newest) for name, other in (by_name or {}).items()}
    context = _context(chain, newest)
    if clients_of:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients_of)

    def chosen(connection, name, _context):
        connection.context = contexts.get(name, context)

    context.sni_callback = chosen
    handle = answers_tls(context)
    address, stop = listen(lingering(handle) if clients_of else handle)
    try:
        yield address
    finally:
        stop()


def _context(chain, newest):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = newest
    context.set_ciphers(ANY)
    context.load_cert_chain(chain.all_pem, chain.own.key)
    return context


class Aia:
    """`URL/TOPOLOGY/NAME.FORM` is that certificate in that form: der, pem, p7c, or silent. Anything else is a 404."""

    def __init__(self, folder):
        self.dir, self.asked, self._over = folder, [], threading.Event()
        aia = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                aia.answer(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._over.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asking):
        self.asked.append(asking.path)
        number, _, file = asking.path.strip("/").partition("/")
        name, _, form = file.partition(".")
        pem = self.dir / number / f"{name}.pem"
        if form == "silent":
            self._over.wait(30)
            return
        body = self._body(pem, form) if pem.is_file() else None
        asking.send_response(200 if body else 404)
        asking.send_header("Content-Length", str(len(body or b"")))
        asking.end_headers()
        asking.wfile.write(body or b"")

    def _body(self, pem, form):
        commands = {
            "der": ["x509", "-in", pem, "-outform", "DER"],
            "pem": ["x509", "-in", pem],
            "p7c": ["crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", "DER"],
        }
        return run([program("openssl"), *commands[form]], self.dir).out if form in commands else None
