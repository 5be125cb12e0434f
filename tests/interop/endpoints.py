"""`probe endpoints` against every scenario on every server that can express it."""

from scenarios import SCENARIOS
from servers import Setting, nginx, openssl, python, raw, serving
from tool import HOST, SLACK, STEP, WHOLE, expect, fingerprints, program, reach, run, tail

MODULES = {"openssl": openssl, "nginx": nginx, "python": python, "raw": raw}


def cases(lab):
    """(scenario, server, what to do) for each cell of the table."""
    for scenario in SCENARIOS:
        for server in scenario.servers:
            yield scenario.name, server, " or ".join(scenario.codes), lambda s=scenario, m=server: _cell(lab, s, m)


def served(lab, scenario, server):
    """The scenario's server, running."""
    chain = lab.pki.chains[scenario.chain]
    return serving(MODULES[server], scenario.behaviour, Setting(chain, lab.pki, lab.folder()))


def arguments(lab, scenario, address):
    """Flags for one scenario, and its target."""
    flags, authority = reach(address)
    given = ["--ca", lab.pki.certs["root"].pem] if scenario.ca else []
    target = f"{scenario.role}=https://{authority}" if scenario.role else authority
    return [*flags, "--trust", "none", *given], target


def _cell(lab, scenario, server):
    with served(lab, scenario, server) as address:
        flags, target = arguments(lab, scenario, address)
        ran = lab.probe.run("endpoints", *flags, "-o", "json", target)
        sent = _sent(lab, scenario, address)
    report = ran.json()
    expect(len(report.get("endpoints", [])) == 1, f"one endpoint asked for, got {len(report.get('endpoints', []))}")
    endpoint = report["endpoints"][0]
    missing = [k for k in ("target", "role", "verdict", "findings", "chain", "steps", "trust") if k not in endpoint]
    expect("schema_version" in report and not missing, f"the report lacks schema_version or {missing}")
    verdict = endpoint["verdict"]
    codes = {verdict["code"], *(f["code"] for f in endpoint["findings"])}
    got = f"{verdict['family']}/{verdict['code']}"
    all_of_them = f"{got}, all: {' '.join(sorted(codes))}"
    expect(verdict["code"] in scenario.codes, all_of_them)
    expect(verdict["family"] == scenario.family, f"family {all_of_them}")
    for code in scenario.among:
        expect(code in codes, f"without {code}: {all_of_them}")
    for code in scenario.never:
        expect(code not in codes, f"{code} besides: {all_of_them}")
    chain = [c["sha256"].replace(":", "").lower() for c in endpoint.get("chain") or []]
    if sent is not None:
        expect(chain == sent, f"{got}, but chain {_short(chain)} where {_short(sent)} was sent")
    _ends_well(ran, scenario, verdict)
    return got


def _ends_well(ran, scenario, verdict):
    # Further measurements of what is stuck share the endpoint's whole deadline.
    limit = WHOLE + SLACK
    expect(ran.took <= limit, f"took {ran.took:.2f} s, at most {limit:g} s allowed")
    expect(not scenario.stuck or ran.took >= STEP * 0.9, f"gave up after {ran.took:.2f} s of {STEP:g} s")
    code = 0 if verdict["family"] == "ok" else 1
    expect(ran.code == code, f"{verdict['code']}, but exit {ran.code} instead of {code}: {tail(ran.err)}")


def _sent(lab, scenario, address):
    """What was sent: as openssl sees it, where it can see it at all."""
    if not scenario.sends:
        return None
    told = lab.pki.chains[scenario.chain].sent
    if not scenario.confirm:
        return told
    ip, port = address
    argv = [program("openssl"), "s_client", "-connect", f"{ip}:{port}", "-servername", HOST, "-showcerts"]
    # Where a client certificate is demanded, openssl too ends in an error, and prints the chain all the same.
    seen = fingerprints(run(argv, lab.dir, timeout=10).out.decode("utf-8", "replace"))
    expect(seen == told, f"the server was told to send {_short(told)}, openssl saw {_short(seen)}")
    return seen


def _short(chain):
    return "[" + " ".join(c[:8] for c in chain) + "]"
