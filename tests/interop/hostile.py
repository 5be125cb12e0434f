"""A server whose every word is meant for another program: elements, attributes, scripts, tables, links, ends of sections, control
characters. Its certificates, its answer and its challenge hold them."""

import contextlib
import http.server
import ssl
import threading

from forge import Forge, leaf, root
from tool import HOST, reach

# What would be something else than text in HTML, in Markdown, in XML, in the text format of Prometheus.
WORDS = (
    "<img src=x onerror=alert(1)>",
    '"><script>alert(2)</script>',
    "</p></details></section><h1>gone",
    "|one|two|",
    "`code` **b** [l](javascript:a(3)) ![i](http://x.test)",
    "]]></failure><failure>",
    "&lt;b&gt;&amp;&#60;",
    "{{ 7*7 }}{% raw %}",
)
# Letters that an IA5String can hold, for an alternative name.
NAMES = ("<b>bold</b>.probe.test", "|a|b|.probe.test", '"quoted".probe.test', "`tick`.probe.test")
# Not shown as they are: a terminal would obey the first, a reader be deceived by the second.
HIDDEN = ("\x1b[2J", "\u202e")


@contextlib.contextmanager
def served(lab):
    """Flags and targets that lead to it."""
    forge = Forge(lab.folder() / "forge", "hostile", {})
    # In a subject a slash begins the next part, a plus sign one more.
    word = lambda text: text.replace("\\", "\\\\").replace("/", "\\/").replace("+", "\\+")  # noqa: E731
    orders = []
    for number, text in enumerate(WORDS):
        sans = ", ".join((f"DNS:{HOST}", f"DNS:{NAMES[number % len(NAMES)]}"))
        above = root(f"root{number}", cn=word(text), o=word(WORDS[number - 1]))
        orders.append((above, leaf(above.name, f"leaf{number}", o=word(text), san=sans)))
    with contextlib.ExitStack() as stack:
        flags, targets = [], []
        for number, (above, below) in enumerate(orders):
            forge.make(above)
            forge.make(below)
            # By turns with and without its root.
            sent = [below.name, above.name] if number % 2 else [below.name]
            port = stack.enter_context(answering(forge.chain(sent), WORDS[number]))
            led, target = reach(("127.0.0.1", port))
            flags += led[:2] if flags else led
            role = ("registry", "repository", "plain", "oauth")[number % 4]
            targets.append(f"{role}=https://{target}")
        yield [*flags, "--trust", "none"], targets


@contextlib.contextmanager
def answering(chain, text):
    """The port of a server that sends this chain and answers so."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = f"<html><title>{text}</title>{text}</html>".encode()
            self.send_response(401, text + HIDDEN[0])
            self.send_header("WWW-Authenticate", f'{text} realm="{text}"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def version_string(self):
            return text

        def log_message(self, *_):
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain.all_pem, chain.own.key)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.handle_error = lambda *_: None
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
