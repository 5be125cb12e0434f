"""`probe endpoints` through every proxy, to every origin it has a row with."""

import contextlib
import importlib
from urllib.parse import quote

from servers import Setting, serving
from tool import HOST, Failed, expect, tail
from ways import ORIGINS, USER, WAYS

# No step may take longer, and no endpoint with all of its extra measurements.
STEP, LIMIT = 2.0, 20.0
DEADLINES = ["--dns-timeout", "2s", "--connect-timeout", "2s", "--tls-timeout", "2s", "--http-timeout", "2s", "--timeout", "6s"]
PROXY_HOST = "proxy.probe.test"


def cases(lab):
    with Running(lab) as running:
        for way in WAYS:
            for version in way.versions:
                yield way.name, version, _expected(way), lambda w=way, v=version: _cell(lab, running, w, v)


def _expected(way):
    return " ".join(filter(None, [" or ".join(way.codes), way.confidence, way.product, *way.among]))


class Running:
    """Servers and proxies, each started when first wanted and left running for the next row."""

    def __init__(self, lab):
        self.lab, self.started = lab, {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for _, stop, _ in self.started.values():
            with contextlib.suppress(OSError):
                stop()

    def get(self, name, behaviour, chain="leaf+root", **more):
        """(address, setting) of one that is running."""
        # What cannot be told a version is the same for each.
        key = (name, behaviour, chain, *sorted(more.items()))
        if key not in self.started:
            setting = Setting(self.lab.pki.chains[chain], self.lab.pki, self.lab.folder(), **more)
            address, stop = importlib.import_module(f"servers.{name}").BEHAVIOURS[behaviour](setting)
            self.started[key] = address, stop, setting
        address, _, setting = self.started[key]
        return address, setting

    @contextlib.contextmanager
    def alone(self, name, behaviour, chain, **more):
        """One that must not be left running."""
        setting = Setting(self.lab.pki.chains[chain], self.lab.pki, self.lab.folder(), **more)
        with serving(importlib.import_module(f"servers.{name}"), behaviour, setting):
            yield

    def origin(self, name, version):
        """(host, port) to ask for."""
        if ORIGINS[name] is None:
            return "nowhere.probe.test", 443
        module, behaviour, chain = ORIGINS[name]
        more = {"version": version} if module == "haproxy" else {}
        if name == "by name":
            more["upstream"] = "127.0.0.1:{}".format(self.origin("good", version)[1])
        return HOST, self.get(module, behaviour.format(v=version), chain, **more)[0][1]

    def proxy(self, name, behaviour, version, scheme="http", user=(), known=USER):
        """(URL, setting)."""
        more = {"version": version} if version and name in ("squid", "mitmproxy") else {}
        (_, port), setting = self.get(name, behaviour, user=known, **more)
        who = "".join(f"{quote(part, safe='')}{end}" for part, end in zip(user, ":@"))
        return f"{scheme}://{who}{PROXY_HOST}:{port}", setting


def arguments(lab, running, way, version):
    """Flags and target of a row."""
    url, setting = running.proxy(*way.proxy, version, way.scheme, way.user)
    host, port = running.origin(way.origin, version or "1.3")
    target = f"{way.role}=https://{host}:{port}" if way.role else f"{host}:{port}"
    given = ["--ca", lab.pki.certs["root"].pem] if way.ca else []
    return ["--proxy", url, "--trust", "none", *given, *DEADLINES, *way.flags], target, setting


def _cell(lab, running, way, version):
    flags, target, setting = arguments(lab, running, way, version)
    ran = lab.probe.run("endpoints", *flags, "-o", "json", target, timeout=60)
    try:
        return check(ran, way, version)
    except Failed as why:
        raise Failed(f"{why}{_said(setting)}") from None


def check(ran, way, version):
    endpoint = ran.json()["endpoints"][0]
    verdicts = [endpoint["verdict"], *endpoint["findings"]]
    codes = [v["code"] for v in verdicts]
    details = {v["code"]: v["details"] for v in verdicts}
    headline = codes[0]
    all_of_them = f"{endpoint['verdict']['family']}/{' '.join(codes)}"
    expect(headline in way.codes, all_of_them)
    for code in way.among:
        expect(code in codes, f"without {code}: {all_of_them}")
    for code in way.never:
        expect(code not in codes, f"{code} besides: {all_of_them}")
    if headline != "intercepted":
        sure = [v["code"] for v in verdicts if v["details"].get("confidence") in ("certain", "likely")]
        expect(not sure, f"interception said to be {sure} beside {all_of_them}")
    about = details[headline]
    for name, wanted in (("confidence", way.confidence), ("product", way.product), ("kind", way.kind)):
        if wanted and wanted != "any":
            expect(about.get(name) == wanted, f"{all_of_them}, {name} {about.get(name)!r}: {about.get('signs', '')}")
    spoken = [s["tls"]["saw"]["version"] for s in endpoint["steps"] if (s.get("tls") or {}).get("saw")] if version else []
    expect(all(v in (None, f"TLS {version}") for v in spoken), f"{all_of_them}, but {spoken} was spoken")
    expect(ran.took <= LIMIT, f"{all_of_them}, but it took {ran.took:.1f} s")
    good = endpoint["verdict"]["severity"] != "failure"
    expect(ran.code == (0 if good else 1), f"{all_of_them}, but exit {ran.code}: {tail(ran.err)}")
    named = about.get("product") or ""
    return f"{all_of_them} {about.get('confidence', '')} {named}".rstrip()


def _said(setting):
    """The last words of the proxy's own logs, for whoever reads the failure."""
    logs = [setting.work / name for name in ("server.log", "cache.log", "access.log")]
    words = [tail(log.read_text(errors="replace").strip(), 300) for log in logs if log.is_file()]
    return "".join(f"\n      proxy: {w}" for w in words if w)
