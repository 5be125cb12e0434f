"""Who asks for a client certificate, and who insists: every stack in both versions of TLS, in two roles, and by every end that is known."""

from servers import Setting, mutual, python, serving
from tool import expect, reach, tail

ROWS_AT_ONCE = 4
STACKS = ("openssl", "nginx", "haproxy", "python", "gnutls", "stunnel", "node", "java", "go")
REQUIRED = "client-certificate-required"
# A role that is asked nothing, and one that is asked something over HTTP.
ROLES = ("plain", "oauth")
PAGES = ("IIS, page", "IIS 6, page", "Apache, page")
ENDS = ("FIN", "RST", *(f"alert {code}" for code in (40, 41, 42, 43, 46, 48, 49, 50, 116)))


def cases(lab):
    bench = Bench(lab)
    for stack in STACKS:
        for version in ("1.2", "1.3"):
            for role in ROLES:
                yield f"required, {version}, {role}", stack, REQUIRED, lambda s=stack, v=version, r=role: bench.told(f"{s}, required", v, r, True)
                yield f"optional, {version}, {role}", stack, f"no {REQUIRED}", lambda s=stack, v=version, r=role: bench.told(f"{s}, optional", v, r, False)
    for stack in ("haproxy", "stunnel"):
        for version in ("any", "1.2", "1.3"):
            for role in ROLES:
                row = f"optional, what is behind is gone, {version}, {role}"
                yield row, stack, f"no {REQUIRED}", lambda s=stack, v=version, r=role: bench.gone(f"{s}, gone", v, r)
    for stack in ("node", "java"):
        yield "asked by a new handshake", stack, REQUIRED, lambda s=stack: bench.late(f"{s}, late")
    for behaviour in PAGES:
        for version in ("1.2", "1.3"):
            yield f"{behaviour}, {version}", "python", REQUIRED, lambda b=behaviour, v=version: bench.told(b, v, "oauth", True)
    for end in ENDS:
        for role in ROLES:
            yield f"ends with {end}, 1.2, {role}", "python", REQUIRED, lambda e=end, r=role: bench.told(f"ends with {e}", "1.2", r, True)


class Bench:
    def __init__(self, lab):
        self.lab = lab

    def measured(self, behaviour, version, role):
        """The endpoint as it is reported, its root given."""
        upstream, stop = mutual.NOWHERE, None
        also = None
        if behaviour.startswith("stunnel") and "gone" not in behaviour:
            at, stop = python.listen(lambda connection, _over: (python.request(connection), connection.sendall(python.ANSWER)))
            upstream = f"{at[0]}:{at[1]}"
        if behaviour.startswith("go,"):
            also = self.lab.consumers.go_program("goserver")
        chain = self.lab.pki.chains["leaf+root"]
        setting = Setting(chain, self.lab.pki, self.lab.folder(), version=version, upstream=upstream, also=also)
        try:
            with serving(mutual, behaviour, setting) as address:
                flags, authority = reach(address)
                given = ["--trust", "none", "--ca", self.lab.pki.certs["root"].pem, "-o", "json"]
                ran = self.lab.probe.run("endpoints", *flags, *given, f"{role}=https://{authority}")
        finally:
            if stop:
                stop()
        expect(ran.code in (0, 1), f"exit {ran.code}: {tail(ran.err)}")
        return ran.json()["endpoints"][0]

    def told(self, behaviour, version, role, insists):
        endpoint = self.measured(behaviour, version, role)
        verdict, extras = endpoint["verdict"], [extra["kind"] for extra in endpoint["extras"]]
        codes = {verdict["code"], *(finding["code"] for finding in endpoint["findings"])}
        shown = f"{verdict['code']} {verdict['details'].get('refused with', '')} {' '.join(extras)}".strip()
        expect((REQUIRED in codes) == insists, f"{shown}, all: {' '.join(sorted(codes))}")
        expect(not insists or verdict["code"] == REQUIRED, f"not the headline: {shown}")
        expect(len(extras) <= 1, f"further connections: {shown}")
        return shown

    def gone(self, behaviour, version, role):
        endpoint = self.measured(behaviour, version, role)
        verdicts = {verdict["code"]: verdict for verdict in (endpoint["verdict"], *endpoint["findings"])}
        kinds = [extra["kind"] for extra in endpoint["extras"]]
        # A server that answers 503 itself says by that what is wrong, and where no HTTP is asked there is nothing wrong.
        expect("service-error" in verdicts or role == "plain", " ".join(verdicts))
        expect(REQUIRED not in verdicts, " ".join(verdicts))
        # TLS 1.2 alone has said it already.
        expect(len(kinds) <= (version != "1.2"), f"further connections: {kinds}")
        broken = "service-error" in verdicts and "HTTP" not in verdicts["service-error"]["details"]["answer"]
        if version == "1.3" and broken:
            expect("client certificate" in verdicts["service-error"]["remedy"], f"only one cause is told: {verdicts['service-error']['remedy']}")
        return " ".join([*verdicts, *kinds])

    def late(self, behaviour):
        endpoint = self.measured(behaviour, "1.2", "oauth")
        verdict = endpoint["verdict"]
        by = verdict["details"].get("refused with", "")
        expect(verdict["code"] == REQUIRED and "new handshake" in by, f"{verdict['code']}: {by}")
        return by
