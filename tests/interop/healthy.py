"""Nobody innocent is accused: each shape of `README.md`, measured directly, through its proxy, around it, and with both routes compared, with
its addresses in both orders. Whatever the verdict says, it accuses nobody, and no word of interception is above "possible"."""

import contextlib
import importlib
import threading
from pathlib import Path

from forge import Forge
from proxied import PROXY_HOST
from servers import Setting, free_port
from shapes import ORDERS
from shapes_more import SHAPES
from tool import Failed, expect, tail

# No shape asks for anything of another.
ROWS_AT_ONCE = 4
README = Path(__file__).with_name("README.md")
LEAST = 60
ACCUSING = {"intercepted", "proxy-cuts-tunnel", "sni-filtered", "large-hello-cut", "mtu-black-hole", "block-page"}
ACCUSING |= {"proxy-answers-in-clear", "proxy-intercepts-others"}
DEADLINES = ["--dns-timeout", "1s", "--connect-timeout", "1s", "--tls-timeout", "1s", "--http-timeout", "1s", "--timeout", "8s"]
# What a proxy's lookup leads to, what the direct route leads to where that is another, and a second address of that.
OUTSIDE, INSIDE, SECOND = "127.0.0.1", "127.0.0.2", "127.0.0.3"


def cases(lab):
    bench = Bench(lab)
    yield "the list in README.md", "", f"these rows, at least {LEAST}", listed
    for shape in SHAPES:
        yield shape.name, "", _expected(shape), lambda s=shape: bench.accuses_nobody(s)


def _expected(shape):
    if not shape.direct:
        return "nobody accused"
    return " or ".join(shape.direct) + (f"; {' or '.join(shape.proxied) or 'any'}" if shape.proxied is not None else "")


def table():
    """The rows as the list shows them."""
    return [f"| {shape.name} | {shape.runs} | {shape.resembles} |" for shape in SHAPES]


def listed():
    shown = README.read_text().partition("\n|---|---|---|\n")[2].splitlines()
    missing, surplus = [r for r in table() if r not in shown], [r for r in shown if r not in table()]
    expect(not missing and not surplus, f"README.md lacks {missing}, and has {surplus}")
    expect(len({shape.name for shape in SHAPES}) == len(SHAPES) >= LEAST, f"{len(SHAPES)} rows, some of one name")
    return f"{len(SHAPES)} shapes"


class Bench:
    def __init__(self, lab):
        self.lab, self.lock, self.forge, self.chains, self.proxies = lab, threading.RLock(), None, {}, {}

    def chain(self, names):
        if names in self.lab.pki.chains:
            return self.lab.pki.chains[names]
        with self.lock:
            if names not in self.chains:
                self.chains[names] = self.forged().chain(names.split())
            return self.chains[names]

    def forged(self):
        with self.lock:
            if self.forge is None:
                self.forge = Forge(self.lab.folder() / "pki", "healthy", {})
                self.forge.certs |= self.lab.pki.certs
                for order in ORDERS:
                    self.forge.make(order)
            return self.forge

    def start(self, stack, at, ip=OUTSIDE, port=0):
        """The address of that server, which runs until the stack is closed."""
        behind = [":".join(map(str, self.start(stack, one))) for one in at.behind]
        more = {"upstream": at.upstream or ",".join(behind), "also": at.also and self.chain(at.also)}
        setting = Setting(self.chain(at.chain), self.lab.pki, self.lab.folder(), ip, port, at.version, **more)
        address, stop = importlib.import_module(f"servers.{at.module}").BEHAVIOURS[at.behaviour](setting)
        stack.callback(stop)
        return address

    def proxy(self, stack, shape):
        """Its URL. What only passes on is shared by all shapes; one that goes by turns is not."""
        if shape.proxy.behind:
            port = self.start(stack, shape.proxy)[1]
        else:
            with self.lock:
                if shape.proxy not in self.proxies:
                    self.proxies[shape.proxy] = self.start(self.lab.stack, shape.proxy)
                port = self.proxies[shape.proxy][1]
        return f"{shape.scheme}://{PROXY_HOST}:{port}"

    def accuses_nobody(self, shape):
        with contextlib.ExitStack() as stack:
            port, proxy = free_port(), ["--proxy", self.proxy(stack, shape)]
            self.start(stack, shape.outside or shape.inside, OUTSIDE, port)
            first = INSIDE if shape.outside or shape.second else OUTSIDE
            if first == INSIDE:
                self.start(stack, shape.inside, INSIDE, port)
            orders = [(first,)]
            if shape.second:
                self.start(stack, shape.second, SECOND, port)
                orders = [(first, SECOND), (SECOND, first)]
            around, both = ["--no-proxy", shape.host], ["--compare-routes"]
            seen = []
            for way, flags in (("direct", []), ("proxied", proxy), ("around", proxy + around), ("proxied, compared", proxy + both),
                               ("around, compared", proxy + around + both), ("direct, nothing more asked", ["--no-extra-probes"])):  # fmt: skip
                # The proxy looks the name up by itself.
                for order in orders[:1] if way == "proxied" else orders:
                    seen.append(self.measured(shape, f"{way} {' '.join(order)}", flags, order, port))
        return " ".join(dict.fromkeys(seen))

    def measured(self, shape, way, flags, order, port):
        given = [part for name in shape.given for part in ("--ca", self.forged().certs[name].pem)]
        target = f"{shape.role}=https://{shape.host}:{port}" if shape.role else f"{shape.host}:{port}"
        lead = ["--resolve", f"{shape.host}:{port}:{','.join(order)}", "--proxy-from", "none", "--trust", "none"]
        ran = self.lab.probe.run("endpoints", *DEADLINES, *lead, *given, *flags, "-o", "json", target, timeout=60)
        try:
            return judged(shape, way, ran)
        except Failed as why:
            raise Failed(f"{way}: {why}{self.kept(shape, way, ran)}") from None

    def kept(self, shape, way, ran):
        """Where the whole answer is, for whoever runs the suite with `--keep`."""
        file = self.lab.folder() / "answer.json"
        file.write_bytes(ran.out)
        return f" ({file})"


def judged(shape, way, ran):
    """The headline. It is what the row says, and neither it nor anything beside it accuses."""
    endpoint = ran.json()["endpoints"][0]
    verdicts = [endpoint["verdict"], *endpoint["findings"]]
    codes = [v["code"] for v in verdicts]
    all_of_them = f"{' '.join(codes)}; {tail(ran.err)}"
    rightly = () if way.startswith("direct") else shape.rightly
    expect(not ACCUSING.intersection(codes) - set(rightly), f"accuses: {all_of_them}")
    sure = [v["code"] for v in verdicts if (v["details"] or {}).get("confidence") in ("certain", "likely")]
    expect(not sure, f"sure of {sure}: {all_of_them}")
    wanted = shape.proxied if way.startswith("proxied") and shape.proxied is not None else shape.direct
    expect(not wanted or codes[0] in wanted, f"not {' or '.join(wanted)}: {all_of_them}")
    return codes[0]
