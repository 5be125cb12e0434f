"""What the report says that Go and curl print is what they print for this very endpoint, and `probe explain` finds the verdict again in their
line. Real clients, of each version of Go, against the servers of `endpoints`."""

import re
import threading

import endpoints
from scenarios import SCENARIOS
from tool import HOST, clean_env, expect, program, run, tail

ROWS_AT_ONCE = 2
# What stands for a value in a line that is shown.
STAND_IN = re.compile(r"\b(IP:PORT|IP:53|[A-Z]{3,}|T|N|5xx)\b|\.\.\.")
# A word or two behind a line, about it.
REMARK = re.compile(r" \((?:Go|cluster|stunnel|proxy|nothing|with)\b[^)]*\)$")
# curl's number alone says what a step of the report says in more words.
COLUMNS = "1000"
# Nobody but the report's own role asks what these need to be asked: a client of `GET /` is answered.
NOT_ASKED = ("HTTP never ends",)


def cases(lab):
    bench = Bench(lab)
    for scenario in SCENARIOS:
        if scenario.name not in NOT_ASKED:
            server = scenario.servers[0]
            yield scenario.name, server, "as Go and curl print it", lambda s=scenario, m=server: bench.compare(s, m)


class Bench:
    def __init__(self, lab):
        self.lab = lab
        # Rows run side by side.
        self._building = threading.Lock()

    def compare(self, scenario, server):
        with endpoints.served(self.lab, scenario, server) as address:
            flags, target = endpoints.arguments(self.lab, scenario, address)
            ran = self.lab.probe.run("endpoints", *flags, "-o", "json", target)
            endpoint = ran.json()["endpoints"][0]
            code = endpoint["verdict"]["code"]
            codes = [code, *(finding["code"] for finding in endpoint["findings"])]
            wide = self.lab.probe.run("endpoints", *flags, "-o", "wide", target, env=clean_env(self.lab.probe.home) | {"COLUMNS": COLUMNS})
            lines = {version: self.go(client, scenario, address) for version, client in self.gos().items()}
            lines["curl"] = self.curl(scenario, address)
        if code == "ok":
            expect(not any(lines.values()), f"it is ok, and {lines}")
            return "nobody prints an error"
        wide = wide.out.decode("utf-8", "replace")
        for name, line in lines.items():
            if line:
                self.told(code, "curl" if name == "curl" else "Go", line, wide)
                self.explained(codes, line)
        failed = [name for name, line in lines.items() if line]
        return f"{code}: {', '.join(failed) or 'nobody prints an error'}"

    def told(self, code, whose, line, wide):
        """One of the lines that the report shows stands in what was printed."""
        shown = re.search(rf"^ +(?:others +)?{whose} {{2,}}(.+)$", wide, re.M)
        expect(shown, f"{code}: the report says nothing of {whose}, which prints {line!r}")
        texts = REMARK.sub("", shown[1].strip()).split(" / ")
        expect(any(re.search(pattern(text), line) for text in texts), f"{code}: the report says {shown[1]!r}, and {whose} prints {line!r}")

    def explained(self, codes, line):
        """One of what the endpoint has: curl stops at the signer, where Go looks at the date and the name first."""
        ran = self.lab.probe.run("explain", line)
        words = ran.out.decode("utf-8", "replace")
        expect(ran.code == 0, f"nobody knows {line!r}: {tail(ran.err)}")
        named = [code for code in codes if re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", words)]
        expect(named, f"explain {line!r} names none of {codes}: {words}")

    def gos(self):
        with self._building:
            return self.lab.consumers.go_of_each_version(self.lab.gos)

    def go(self, client, scenario, address):
        """What Go prints; nothing where it connects."""
        bundle = self.lab.pki.certs["root"].pem if scenario.ca else "-"
        ran = run([client, bundle, "%s:%d" % address, f"https://{HOST}:{address[1]}/"], self.lab.dir)
        return ran.err.strip() if ran.code else ""

    def curl(self, scenario, address):
        ip, port = address
        trust = ["--cacert", self.lab.pki.certs["root"].pem] if scenario.ca else []
        flags = ["-q", "-sS", "-o", "/dev/null", "--max-time", "5", "--connect-timeout", "2", *trust, "--noproxy", "*"]
        ran = run([program("curl"), *flags, "--resolve", f"{HOST}:{port}:{ip}", f"https://{HOST}:{port}/"], self.lab.dir)
        return ran.err.strip().splitlines()[0] if ran.code else ""


def pattern(text):
    """The line that is shown, with anything in the places of its values. curl's words stand behind its number, whatever is between."""
    parts, last = [], 0
    for found in STAND_IN.finditer(text):
        parts += [re.escape(text[last : found.start()]), ".+"]
        last = found.end()
    whole = "".join([*parts, re.escape(text[last:])])
    return re.sub(r"^(\\\(\d+\\\))\\ ", r"\1.*", whole)
