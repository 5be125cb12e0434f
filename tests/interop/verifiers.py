"""What `probe` says of clients other than Go is what they do: every statement, and every neighbour of it where it must not be made. Each row
of `oddities.py` is a server; each of its bundles is tried by every client, and told beforehand by `probe endpoints --ca`."""

import contextlib
from concurrent.futures import ThreadPoolExecutor

from forge import Forge
from oddities import ODDITIES
from readers import AT_ONCE, NAMES, Check, Readers
from servers.chains import sending
from tool import expect


def cases(lab):
    bench = Bench(lab)
    yield "servers and clients", "", f"{len(ODDITIES)} servers", bench.ask
    for odd in ODDITIES:
        for bundle, accept in odd.bundles.items():
            name = f"{odd.number:<4}{odd.what}, sends {odd.sent}; trusted: {bundle}"
            yield name, "", accept or "nobody", lambda o=odd, b=bundle: bench.as_foretold(o, b)
    bench.close()


class Bench:
    def __init__(self, lab):
        self.lab, self.dir, self.stack = lab, lab.folder(), contextlib.ExitStack()
        self.readers = Readers(lab, lab.rustls_client)
        self.checks, self.said, self.told = {}, {}, {}

    def close(self):
        self.stack.close()

    def ask(self):
        """The rest looks up what came of it."""
        if self.checks:
            return ""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for odd, forge in zip(ODDITIES, pool.map(self._forge, ODDITIES), strict=True):
                address = self.stack.enter_context(sending(forge.chain(odd.sent.split()), **odd.speaks))
                for names in odd.bundles:
                    bundle = self.dir / f"{odd.number}.{names.replace(' ', '-')}.trusted.pem"
                    bundle.write_text(forge.text(names.split()))
                    self.checks[odd.number, names] = Check(bundle, address, odd.host, odd.number)
            checks = list(self.checks.values())
            self.told = dict(zip(checks, pool.map(self._foretold, checks), strict=True))
        self.said = self.readers.ask(checks)
        return f"{len(self.said)} answers"

    def _forge(self, odd):
        forge = Forge(self.dir / odd.number, odd.number, {})
        for order in odd.orders:
            forge.make(order)
        return forge

    def _foretold(self, check):
        """Who accepts, by what `probe` says."""
        ip, port = check.address
        lead = [] if check.is_ip else ["--resolve", f"{check.host}:{port}:{ip}"]
        flags = [*lead, "--trust", "none", "--no-extra-probes", "--ca", check.bundle, "-o", "json"]
        trust = self.lab.probe.run("endpoints", *flags, f"{check.host}:{port}").json()["endpoints"][0]["trust"]
        accept = set(NAMES) if trust["go"]["accepted"] else set()
        for other in trust["others"]:
            named = set(self.readers.called(other["client"]))
            accept = accept | named if other["accepts"] else accept - named
        return accept - {"rustls"} | ({"rustls"} if trust["strict"]["accepted"] else set())

    def as_foretold(self, odd, bundle):
        self.ask()
        check = self.checks[odd.number, bundle]
        accept = [name for name in NAMES if not self.said[name, check]]
        measured = [name for name, letter in NAMES.items() if letter in odd.bundles[bundle]]
        why = "; ".join(f"{name}: {self.said[name, check]}" for name in NAMES if (name in accept) != (name in measured))
        expect(accept == measured, f"accepted by {' '.join(accept) or 'nobody'}, measured once was {' '.join(measured) or 'nobody'}: {why}")
        told = [name for name in NAMES if name in self.told[check]]
        expect(told == accept, f"accepted by {' '.join(accept) or 'nobody'}, foretold was {' '.join(told) or 'nobody'}")
        return "as foretold"
