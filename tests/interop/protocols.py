"""Services that are no TLS, by their greeting or by their answer to a ClientHello: each is called by its name, and silence by none."""

from servers import Setting, other, raw, serving
from tool import expect, reach, tail

ROWS_AT_ONCE = 4
SILENT = ("silent", "fin", "rst")


def cases(lab):
    bench = Bench(lab)
    for name, (_, protocol) in other.REAL.items():
        yield name, name, protocol, lambda n=name, p=protocol: bench.named(n, p)
    for name, (_, protocol) in other.BY_CHANCE.items():
        yield name, name, f"{protocol}, or nothing", lambda n=name, p=protocol: bench.named_or_not(n, p)
    for name, (_, _, protocol) in other.REPLAYED.items():
        yield name, "bytes", protocol, lambda n=name, p=protocol: bench.named(n, p)
    for name in SILENT:
        yield name, "raw", "no name", lambda n=name: bench.unnamed(n)


class Bench:
    def __init__(self, lab):
        self.lab = lab

    def verdict(self, module, behaviour):
        setting = Setting(self.lab.pki.chains["leaf"], self.lab.pki, self.lab.folder())
        with serving(module, behaviour, setting) as address:
            flags, authority = reach(address)
            ran = self.lab.probe.run("endpoints", *flags, "--trust", "none", "-o", "json", f"api=https://{authority}", timeout=30)
        expect(ran.code == 1, f"exit {ran.code}: {tail(ran.err)}")
        return ran.json()["endpoints"][0]["verdict"]

    def named(self, behaviour, protocol):
        verdict = self.verdict(other, behaviour)
        details = verdict["details"]
        expect(verdict["code"] == "not-tls" and details["protocol"] == protocol, f"{verdict['code']}: {details}")
        return details["first bytes"][9:60]

    def named_or_not(self, behaviour, protocol):
        verdict = self.verdict(other, behaviour)
        said = verdict["details"].get("protocol")
        expect(said in (None, protocol), f"{verdict['code']}: {verdict['details']}")
        return f"{verdict['code']} {said or ''} {verdict['details'].get('first bytes', '')[9:40]}"

    def unnamed(self, behaviour):
        verdict = self.verdict(raw, behaviour)
        expect(verdict["code"] in ("timeout-tls", "closed-in-handshake") and "protocol" not in verdict["details"], f"{verdict['code']}: {verdict['details']}")
        return verdict["code"]
