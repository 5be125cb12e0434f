"""A proxy's credentials are nowhere: not in what is printed, saved or logged, nor in what is said when something is wrong."""

import base64
import re
from itertools import product
from urllib.parse import quote

from proxied import DEADLINES, PROXY_HOST, Running
from tool import HOST, clean_env, expect, tail

USER, PASSWORD = "zebra.crossing@corp", "gr4nite@hidden%25falcon/~"
# Any of these in any output is a leak, in whatever case and coding.
WORDS = ("zebra", "crossing", "gr4nite", "hidden", "falcon")
ENCODED = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"
# As people write it: only what would end the authority is encoded.
HALF = "zebra.crossing@corp:gr4nite@hidden%2525falcon%2F~@"
OUTPUTS = (
    ["endpoints"],
    ["endpoints", "-o", "wide"],
    ["endpoints", "-o", "json"],
    ["endpoints", "-o", "jsonl"],
    ["endpoints", "--color", "always"],
    ["export-bundle"],
    ["export-bundle", "--allow-partial"],
)
LOUD = {"RUST_LOG": "trace", "RUST_BACKTRACE": "full", "SSLKEYLOGFILE": "", "DEBUG": "*"}
# Proxy, who it knows, scheme.
PROXIES = {
    "right, a tunnel": (("squid", "basic"), (USER, PASSWORD), "http"),
    "refused": (("squid", "basic"), ("somebody", "else"), "http"),
    "refused by SOCKS": (("tunnels", "microsocks, password"), ("somebody", "else"), "socks5h"),
    "right, SOCKS": (("tunnels", "microsocks, password"), (USER, PASSWORD), "socks5"),
    "right, intercepted": (("mitmproxy", "basic"), (USER, PASSWORD), "http"),
    "not asked for, forbidden": (("squid", "deny"), (USER, PASSWORD), "http"),
    "not asked for, TLS": (("squid", "plain over TLS"), (USER, PASSWORD), "https"),
    "a page in clear": (("squid", "splice"), (USER, PASSWORD), "http"),
    "no proxy": (("nginx", "plain http"), (), "http"),
    "silent": (("raw", "silent"), (), "http"),
    "nobody there": (("raw", "refused"), (), "http"),
}
# None of these can be used; each is refused or leads nowhere, and says so without repeating it.
BROKEN = (
    f"htp://{ENCODED}{PROXY_HOST}:3128",
    f"http://{ENCODED}{PROXY_HOST}:99999",
    f"http://{ENCODED}{PROXY_HOST}:port",
    f"http://{ENCODED}",
    f"http://{ENCODED}two words:3128",
    f"http://{ENCODED}[::1:3128",
    f"http:/{ENCODED}{PROXY_HOST}:3128",
    f"{ENCODED}nowhere.probe.test:3128",
    f"http://{ENCODED}nowhere.probe.test:3128",
    f"http://{USER}:gr4nite/hidden#falcon@{PROXY_HOST}:3128",
    f"http://{USER}:gr4nite\nhidden@{PROXY_HOST}:3128",
    f"zebra crossing:gr4nite hidden@{PROXY_HOST}",
)


def cases(lab):
    with Running(lab) as running:
        bench = Bench(lab, running)
        for name in PROXIES:
            yield f"credentials {name}", "", "in no output", lambda n=name: bench.everywhere(n)
        for number, url in enumerate(BROKEN, 1):
            yield f"credentials in a broken URL, {number}", "", "in no output", lambda u=url: bench.broken(u)
        yield "credentials beside a wrong flag", "", "exit 2, in no output", bench.wrong_flag
        yield "credentials work as they are given", "", "ok", bench.used


class Bench:
    def __init__(self, lab, running):
        self.lab, self.running = lab, running
        self.port = running.origin("good", "1.3")[1]

    def everywhere(self, name):
        proxy, known, scheme = PROXIES[name]
        clear, _ = self.running.proxy(*proxy, "1.3" if proxy[0] == "mitmproxy" or proxy[1] == "splice" else "", scheme, known=known)
        place = clear.split("://")[1]
        host = "nowhere.probe.test" if proxy[1] == "splice" else HOST
        waits = ["--timeout", "1s", "--no-extra-probes"] if name == "silent" else []
        for number, (output, credentials) in enumerate(product(OUTPUTS, (ENCODED, HALF))):
            url = f"{scheme}://{credentials}{place}"
            # By flag and by variable in turn.
            flags, env = (["--proxy", url], {}) if number % 4 < 2 else ([], {"HTTPS_PROXY": url, "https_proxy": url, "ALL_PROXY": url})
            self.run(env, *output, *flags, *waits, f"{host}:{self.port}")

    def run(self, env, *args):
        folder = self.lab.folder()
        saved = folder / "saved.json"
        target = [*DEADLINES, "--trust", "none", "--save", saved, *args]
        env = clean_env(self.lab.probe.home) | LOUD | env | {"SSLKEYLOGFILE": str(folder / "keys")}
        ran = self.lab.probe.run(args[0], *target[: len(target) - len(args)], *args[1:], env=env, cwd=folder)
        self.search(ran, folder)
        if saved.is_file():
            for output in (["-o", "wide"], ["-o", "json"]):
                self.search(self.lab.probe.run("endpoints", "--from", saved, *output, env=env, cwd=folder), folder)
        return ran

    @staticmethod
    def search(ran, folder):
        texts = {"stdout": ran.out, "stderr": ran.err.encode()}
        texts |= {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        pair = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        for place, raw in texts.items():
            text = raw.decode("utf-8", "replace")
            for word in (*WORDS, pair[4:16]):
                found = re.search(re.escape(word), text, re.I)
                expect(not found, f"{word!r} in {place}: {found and tail(text[max(0, found.start() - 80) : found.end() + 40])}")

    def broken(self, url):
        for number, output in enumerate(OUTPUTS):
            flags, env = (["--proxy", url], {}) if number % 2 else ([], {"HTTPS_PROXY": url, "NO_PROXY": "elsewhere.test"})
            ran = self.run(env, *output, *flags, f"{HOST}:{self.port}")
            expect(ran.code != 0 or "nowhere" in url, f"exit 0 with a proxy that cannot be used ({'flag' if flags else 'variable'})")

    def wrong_flag(self):
        url = f"http://{ENCODED}{PROXY_HOST}:3128"
        given = ["--proxy", url]
        for args in ([*given, "--no-such-flag"], ["--no-such-flag", *given], [*given, "--loudly"], [f"--prox={url}"]):
            ran = self.run({"HTTPS_PROXY": url}, "endpoints", *args, f"{HOST}:{self.port}")
            expect(ran.code == 2, f"exit {ran.code}: {tail(ran.err)}")

    def used(self):
        """They do reach the proxy, in both spellings: else all of the above shows nothing."""
        for credentials in (ENCODED, HALF):
            clear, setting = self.running.proxy("squid", "basic", "", known=(USER, PASSWORD))
            root = self.lab.pki.certs["root"].pem
            ran = self.run({}, "endpoints", "--ca", root, "-x", clear.replace("://", f"://{credentials}"), f"{HOST}:{self.port}")
            expect(ran.code == 0, f"exit {ran.code}: {tail(ran.out.decode())}")
            expect("zebra" in (setting.work / "access.log").read_text(), "the proxy has not seen them")
