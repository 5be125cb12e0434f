"""The command that `probe login` prints for the console's own pod, pasted into a shell: a real Node meets real servers and proxies, and
says on one line of JSON what the console would meet. Only `oc` is a stand-in, which runs here what it was to run there."""

from proxied import DEADLINES, Running
from tool import HOST, clean_env, expect, program, run, tail
from ways import USER

OC = """#!/bin/sh
[ "$1 $2 $3 $4 $5 $6 $7" = "exec -n openshift-migration deploy/migration-ui -c mig-ui --" ] || exit 9
shift 7
exec "$@"
"""
# Longer than the script's own deadline of 15 s.
LIMIT = 25


def cases(lab):
    with Running(lab) as running:
        yield from Console(lab, running).cases()


class Console:
    def __init__(self, lab, running):
        self.lab, self.running = lab, running
        self.oc = lab.folder()
        (self.oc / "oc").write_text(OC)
        (self.oc / "oc").chmod(0o755)

    def cases(self):
        yield "a server that is well", "nginx", "ok, 200", lambda: self.direct("nginx", "tls 1.3", ok=True, status=200, via="direct")
        yield "a certificate of nobody's", "nginx", "ok: it is not verified", lambda: self.direct("nginx", "tls 1.2", "self-leaf", ok=True)
        for behaviour, step, error in (
            ("refused", "tcp", "ECONNREFUSED"),
            ("dropped syn", "tcp", "ETIMEDOUT"),
            ("rst", "tls", "ECONNRESET"),
            ("plain http", "tls", "EPROTO"),
        ):
            wanted = {"ok": False, "step": step, "error": error, "via": "direct"}
            yield behaviour, "", f"{step} {error}", lambda b=behaviour, w=wanted: self.direct("raw", b, **w)
        yield "a name that does not exist", "", "dns ENOTFOUND", self.unknown_name
        yield "CONNECT, 200", "tinyproxy", "ok, named without password", self.passed
        yield "HTTP_PROXY where there is no HTTPS_PROXY", "tinyproxy", "ok through it", self.second_choice
        yield "CONNECT, 403", "tinyproxy", "proxy answered 403", lambda: self.turned_away("tinyproxy, filter", 403)
        yield "CONNECT, 407", "tinyproxy", "proxy answered 407", lambda: self.turned_away("tinyproxy, basic", 407)
        yield "CONNECT, 401", "tinyproxy", "so it refuses a password", lambda: self.turned_away("tinyproxy, basic", 401, ("tester", "wr0ng"))
        yield "a proxy that is not there", "", "proxy ECONNREFUSED", self.no_proxy_there
        yield "proxy URLs that are none", "", "not a URL, password nowhere", self.no_url
        yield "NO_PROXY, an end of the name", "tinyproxy", "direct; a wildcard is none", self.exempt

    def command(self, authority):
        """As it is printed for people: the end of the text is the command, and the same is in the JSON."""
        login = lambda *flags: self.lab.probe.run("login", *DEADLINES, *flags, f"oauth=https://{authority}", timeout=60)  # noqa: E731
        text, told = login("--print-pod-check").out.decode(), login("-o", "json").json()["login"][0]["command"]
        command = text[text.index("oc exec ") :]
        expect(command.strip() == told, "text and JSON differ in the command")
        return command

    def asked(self, authority, secret=USER[1], **variables):
        """What the script answers in a pod with these variables."""
        env = clean_env(self.lab.dir)
        env["PATH"] = f"{self.oc}:{env['PATH']}"
        program("node")
        ran = run(["sh", "-c", self.command(authority)], self.lab.dir, timeout=LIMIT, env=env | variables)
        said = ran.json()
        expect(ran.out.count(b"\n") == 1 and not ran.err, f"more than a line: {ran.out!r} {tail(ran.err)}")
        expect(ran.code == (0 if said["ok"] else 1), f"exit {ran.code}: {said}")
        expect(said["leg"] == "pod-oauth" and said["to"] == authority and said["ms"] >= 0, str(said))
        expect(secret.encode() not in ran.out, "the proxy's password was printed")
        return said

    def holds(self, said, **wanted):
        expect({name: said.get(name) for name in wanted} == wanted, str(said))

    def direct(self, module, behaviour, chain="leaf+root", **wanted):
        (_, port), _ = self.running.get(module, behaviour, chain)
        self.holds(self.asked(f"{HOST}:{port}"), **wanted)

    def unknown_name(self):
        self.holds(self.asked("nowhere.probe.test:443"), ok=False, step="dns", error="ENOTFOUND", via="direct")

    def origin(self):
        return "{}:{}".format(*self.running.origin("good", "1.3"))

    def proxy(self, behaviour, user=()):
        """Its URL, and the same without name and password."""
        url, _ = self.running.proxy("tunnels", behaviour, None, user=user)
        return url, "http://" + url.rpartition("/")[2].rpartition("@")[2]

    def passed(self):
        url, shown = self.proxy("tinyproxy, basic", USER)
        said = self.asked(self.origin(), HTTPS_PROXY=url, HTTP_PROXY="http://127.0.0.1:1")
        self.holds(said, ok=True, status=200, via=shown)

    def second_choice(self):
        url, shown = self.proxy("tinyproxy")
        self.holds(self.asked(self.origin(), HTTP_PROXY=url), ok=True, via=shown)
        # The console does not know the small one.
        self.holds(self.asked(self.origin(), https_proxy=url), ok=True, via="direct")

    def turned_away(self, behaviour, status, user=()):
        url, shown = self.proxy(behaviour, user)
        said = self.asked(self.origin(), secret="wr0ng", HTTPS_PROXY=url)
        self.holds(said, ok=False, step="proxy", error=f"proxy answered {status}", via=shown)

    def no_proxy_there(self):
        (_, port), _ = self.running.get("raw", "refused")
        said = self.asked(self.origin(), HTTPS_PROXY=f"http://tester:{USER[1]}@127.0.0.1:{port}")
        self.holds(said, ok=False, step="proxy", error="ECONNREFUSED")

    def no_url(self):
        for url in (f"http://tester:{USER[1]}@a b", f"http://%zz:{USER[1]}@127.0.0.1:1", "proxy.probe.test:3128"):
            self.holds(self.asked(self.origin(), HTTPS_PROXY=url), ok=False, step="proxy", error="not a URL")

    def exempt(self):
        url, shown = self.proxy("tinyproxy, filter")
        said = self.asked(self.origin(), HTTPS_PROXY=url, NO_PROXY=".svc, .probe.test")
        self.holds(said, ok=True, via="direct", exempt=".probe.test")
        wildcard = self.asked(self.origin(), HTTPS_PROXY=url, NO_PROXY="*.probe.test")
        self.holds(wildcard, ok=False, via=shown, error="proxy answered 403")
