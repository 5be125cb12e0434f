"""A server in Python that answers by turns: by the number of the connection it serves, serves its other chain, hangs up, resets, or says
nothing. So do balancers with dead servers behind them, limits of rates, and servers that wake up."""

import itertools
import ssl

from .python import ANSWER, listen, request, reset, waits


def _by_number(act_of):
    """`act_of` says what the n-th connection meets, n from 0."""

    def start(setting):
        contexts = {"serves": _context(setting.chain), "serves the other": setting.also and _context(setting.also)}
        numbers = itertools.count()

        def handle(connection, over):
            act = act_of(next(numbers))
            if act in contexts:
                return _serve(contexts[act], connection)
            # Closing with bytes unread would turn a FIN into a RST.
            connection.recv(65536)
            return {"resets": lambda: reset(connection), "is silent": lambda: waits(connection, over), "closes": lambda: None}[act]()

        return listen(handle, setting.ip, setting.port)

    return start


def _context(chain):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(chain.all_pem, chain.own.key)
    return made


def _serve(context, connection):
    with context.wrap_socket(connection, server_side=True) as tls:
        if request(tls):
            tls.sendall(ANSWER)


def _every(count, act, first=0):
    """Each `count`-th connection meets the act."""
    return _by_number(lambda n: act if n % count == first else "serves")


BEHAVIOURS = {
    "first of two closed": _every(2, "closes"),
    "second of two closed": _every(2, "closes", 1),
    "first of three reset": _every(3, "resets"),
    "two of three closed": _by_number(lambda n: "serves" if n % 3 == 2 else "closes"),
    "first of two silent": _every(2, "is silent"),
    "first closed": _by_number(lambda n: "serves" if n else "closes"),
    "first silent": _by_number(lambda n: "serves" if n else "is silent"),
    "first four served": _by_number(lambda n: "serves" if n < 4 else "closes"),
    "first four served, then silent": _by_number(lambda n: "serves" if n < 4 else "is silent"),
    "two chains": _by_number(lambda n: "serves the other" if n % 2 else "serves"),
    "two chains, the second for one of three": _by_number(lambda n: "serves the other" if n % 3 == 2 else "serves"),
}
