"""A saved run holds every connection that was made, and says the same when it is judged again."""

import collections
import json
import time

from proxied import Running, arguments
from tool import expect, run
from ways import WAYS, Way

# Names of rows: one of each kind of evidence.
KINDS = (
    "http squid plain: good",
    "http squid plain: good --compare-routes",
    "http squid plain: good, root not given",
    "http squid plain: rst",
    "http squid deny: good",
    "http squid terminate: good",
    "http squid splice: unknown",
    "https squid plain over TLS: good",
    "https squid plain over TLS: good, root not given",
    "http squid bump: good",
    "http squid bump: good --no-extra-probes",
    "http squid lax: self-signed",
    "http squid splice this, bump others: good --compare-routes",
    "socks5h tunnels dante: good",
    "socks5h tunnels dante, deny: good",
    "http mitmproxy eager: good",
    "http mitmproxy lazy, unknown CA: good",
    "http tunnels tinyproxy, filter: good",
    "http nginx plain http: good",
    "http raw refused: good",
)
# Where Squid's own log counts the CONNECTs: the proxy's word against the evidence.
COUNTED = (
    Way(("squid", "plain"), "good", ()),
    Way(("squid", "plain"), "good", (), ca=False),
    Way(("squid", "plain"), "good", (), ca=False, flags=("--compare-routes",)),
    Way(("squid", "plain"), "good", (), ca=False, flags=("--no-extra-probes",)),
    Way(("squid", "plain"), "refused", ()),
    Way(("squid", "plain"), "rst", ()),
    Way(("squid", "plain"), "rst", (), flags=("--no-extra-probes",)),
    Way(("squid", "deny"), "good", ()),
    Way(("squid", "deny"), "good", (), flags=("--no-extra-probes",)),
)
# Further connections: to settle a doubt at one address on one route, to complete a capture there, and for an endpoint in all.
MOST_TO_SETTLE, MOST_TO_COMPLETE, MOST = 6, 3, 24


def cases(lab):
    with Running(lab) as running:
        ways = {way.name: way for way in WAYS}
        for name in KINDS:
            for version in ways[name].versions:
                yield name, version, "judged again: the same", lambda w=ways[name], v=version: _again(lab, running, w, v)
        for way in COUNTED:
            yield way.name, "1.3", "every CONNECT is in it", lambda w=way: _counted(lab, running, w)


def _saved(lab, running, way, version, *more):
    flags, target, setting = arguments(lab, running, way, version)
    saved = lab.folder() / "run.jsonl"
    ran = lab.probe.run("endpoints", *flags, "--save", saved, *more, target, timeout=60)
    return ran, saved, setting


def _again(lab, running, way, version):
    first, saved, _ = _saved(lab, running, way, version, "-o", "json")
    # The stores are in it too, so nothing is given again; and nothing is asked of any network.
    alone = ["unshare", "--net", "--", str(lab.probe.path)]
    second = lab.probe.check(run([*alone, "endpoints", "--from", saved, "-o", "json"], lab.probe.home))
    one, two = (json.dumps(ran.json()["endpoints"], indent=1) for ran in (first, second))
    expect(one == two, _difference(one, two))
    expect(first.code == second.code, f"exit {first.code}, judged again {second.code}")
    made = _made(saved)
    _within_budget(saved)
    if "--no-extra-probes" in way.flags:
        expect(not made and not _records(saved, "canary"), f"made in spite of the flag: {made}")
    return f"the same; further: {' '.join(made) or 'none'}"


def _within_budget(saved):
    for attempt in _attempts(saved):
        to = collections.Counter()
        for extra in attempt["extras"]:
            for connection in extra["connections"]:
                to[connection["address"], json.dumps(extra.get("route"))] += 1
        expect(max(to.values(), default=0) <= MOST_TO_SETTLE + MOST_TO_COMPLETE and sum(to.values()) <= MOST, f"further connections: {to}")


def _difference(one, two):
    pairs = zip(one.splitlines(), two.splitlines())
    return next((f"first {a.strip()!r}, judged again {b.strip()!r}" for a, b in pairs if a != b), "one is longer")


def _records(saved, kind):
    """What the lines of this kind in a saved run hold."""
    lines = (json.loads(line) for line in saved.read_text().splitlines())
    return [line[kind] for line in lines if kind in line]


def _attempts(saved):
    return [attempt["evidence"] for attempt in _records(saved, "attempt")]


def _made(saved):
    return [extra["kind"]["kind"] for attempt in _attempts(saved) for extra in attempt["extras"]]


def _counted(lab, running, way):
    url = running.proxy(*way.proxy, "")[1].work / "access.log"
    before = _connects(url) if url.is_file() else []
    _, saved, _ = _saved(lab, running, way, "1.3" if way.proxy[0] != "squid" else "")
    measured = [m for attempt in _attempts(saved) for m in (attempt, *attempt["extras"])] + _records(saved, "canary")
    made = [c for m in measured for c in m["connections"] if (c["proxy"].get("saw") or {}).get("asked")]
    # Further connections, to read a chain in clear or to offer other protocols, go the same way as the first.
    again = [c for c in made for _ in range(_completing(c["tls"].get("saw") or {}))]
    asked = [c["proxy"]["saw"]["asked"] for c in made + again]
    end = time.monotonic() + 3
    while len(seen := _connects(url)[len(before) :]) < len(asked) and time.monotonic() < end:
        time.sleep(0.05)
    expect(sorted(seen) == sorted(asked), f"the proxy saw {seen}, the evidence holds {asked}")
    return f"{len(asked)}: {' '.join(_made(saved)) or 'no further'}"


def _completing(session):
    refused = [session.get("http1_refused"), session.get("http2_refused")]
    return len(session.get("hellos", [])) + sum(map(bool, refused))


def _connects(log):
    lines = (line.split() for line in log.read_text(errors="replace").splitlines())
    return [f"CONNECT {words[6]}" for words in lines if len(words) > 6 and words[5] == "CONNECT"]
