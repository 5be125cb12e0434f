"""Every topology × every client: what `probe export-bundle` writes persuades whoever can be persuaded, and where nobody can, or not Go,
nothing is written and the reason is the true one. Then, for every topology × bundle, what `probe` says of Go and of rustls is what they
do."""

import contextlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from forge import Forge
from readers import AT_ONCE, NAMES, Check, Readers
from servers.chains import Aia, sending
from tool import expect, fingerprints, tail
from topologies import TOPOLOGIES

WIDTH = 8
# Where a row's cells begin: behind the name and the report's column of servers.
INDENT = 80
LIMIT = 10


def cases(lab):
    bench = Bench(lab)
    # These do the work, many things at once; the rows below look up what came of it.
    yield "certificates and servers", "", f"{len(TOPOLOGIES)} topologies", lambda: bench.done(bench.make)
    yield "bundles", "", "", lambda: bench.done(bench.export)
    yield "verdicts", "", "", lambda: bench.done(bench.judge)
    yield "readers", "", " ".join(NAMES), lambda: bench.done(bench.ask)
    yield "a bundle for another server", "", "no reader connects", bench.control
    print("\n" + " " * INDENT + "".join(f"{name:<{WIDTH}}" for name in NAMES))
    for topology in TOPOLOGIES:
        for attempt in topology.tries:
            name = f"{topology.number:<5}{topology.what:<48}{attempt.how:<17}"
            yield name, "", bench.expected(attempt), lambda t=topology, a=attempt: bench.kept(t, a)
        if topology.renewed:
            yield f"{topology.number:<5}{'the same bundles, after the renewal':<65}", "", "the same", lambda t=topology: bench.outlives(t)
    print("\nverdicts: what probe says of Go and rustls, and what they do")
    for topology in TOPOLOGIES:
        yield f"{topology.number:<5}{topology.what:<48}", "", "go and strict as they are", lambda t=topology: bench.true_verdicts(t)
    bench.close()


class Bench:
    """What was made, what came out, and what the readers said of it."""

    def __init__(self, lab):
        self.lab, self.dir = lab, lab.folder()
        (self.dir / "pki").mkdir()
        self.stack = contextlib.ExitStack()
        self.aia = Aia(self.dir / "pki")
        self.stack.callback(self.aia.stop)
        expect(lab.rustls_client.is_file(), f"no {lab.rustls_client}: cargo build --examples")
        self.readers = Readers(lab, lab.rustls_client)
        # Until every build has the flag, what it would bring is not expected.
        self.has_aia = b"--aia" in lab.probe.run("export-bundle", "--help").out
        self.forges, self.served, self.after = {}, {}, {}
        self.exports, self.verdicts, self.said = {}, {}, {}
        self._begun = set()

    def close(self):
        self.stack.close()

    def done(self, *steps):
        """What the steps say, each gone only once: what failed is told once, and what then lacks fails by itself."""
        new = [step for step in steps if step not in self._begun]
        self._begun.update(new)
        return " ".join(step() or "" for step in new)

    def _everything(self):
        """For a row that was asked for alone."""
        self.done(self.make, self.export, self.judge, self.ask)

    def make(self):
        for topology, forge in _at_once(self._forge, TOPOLOGIES):
            self.forges[topology.number] = forge
            chains = {name: forge.chain(sent.split()) for name, sent in topology.by_name.items()}
            self.served[topology.number] = self.stack.enter_context(sending(forge.chain(topology.sent.split()), chains))
            if topology.renewed:
                self.after[topology.number] = self.stack.enter_context(sending(forge.chain(topology.renewed.split())))

    def _forge(self, topology):
        forge = Forge(self.dir / "pki" / topology.number, topology.number, {"aia": self.aia.url})
        for order in topology.orders:
            forge.make(order)
        return forge

    def export(self):
        for topology, made in _at_once(self._exports, TOPOLOGIES):
            for attempt, one in made:
                self.exports[topology.number, attempt] = one
        written = [check for _, check, _ in self.exports.values() if check]
        return f"{len(written)} written, {len(self.exports) - len(written)} refused"

    def _exports(self, topology):
        return [(attempt, self._export(topology, attempt, place)) for place, attempt in enumerate(topology.tries)]

    def _export(self, topology, attempt, place):
        """The run, what there is for readers to check, and how often an AIA address was asked."""
        given = []
        if attempt.given:
            file = self.dir / f"{topology.number}.{place}.given.pem"
            file.write_text(self.forges[topology.number].text(attempt.given.split()))
            given = ["--ca", file]
        more = ["--aia"] if attempt.aia and self.has_aia else []
        before = self._asked(topology)
        ran = self.lab.probe.run("export-bundle", *self._flags(topology), *given, *more, self._target(topology))
        if not ran.out:
            return ran, None, self._asked(topology) - before
        bundle = self.dir / f"{topology.number}.{place}.bundle.pem"
        bundle.write_bytes(ran.out)
        return ran, self._check(bundle, topology), self._asked(topology) - before

    def _asked(self, topology):
        return sum(path.startswith(f"/{topology.number}/") for path in self.aia.asked)

    def _flags(self, topology):
        ip, port = self.served[topology.number]
        lead = [] if topology.host == ip else ["--resolve", f"{topology.host}:{port}:{ip}"]
        return [*lead, "--trust", "none", "--timeout", f"{LIMIT}s"]

    def _target(self, topology):
        return f"{topology.host}:{self.served[topology.number][1]}"

    def judge(self):
        for topology, verdicts in _at_once(self._judge, TOPOLOGIES):
            for names, one in verdicts:
                self.verdicts[topology.number, names] = one
        return f"{len(self.verdicts)} of topology and bundle"

    def _judge(self, topology):
        return [(names, self._verdict(topology, names)) for names in topology.bundles]

    def _with(self, topology, names):
        """What readers say where they trust these certificates."""
        bundle = self.dir / f"{topology.number}.{names.replace(' ', '-')[:80]}.trusted.pem"
        bundle.write_text(self.forges[topology.number].text(names.split()))
        return self._check(bundle, topology)

    def _check(self, bundle, topology):
        return Check(bundle, self.served[topology.number], topology.host, topology.number)

    def _verdict(self, topology, names):
        """What probe says of Go and rustls, and what there is for those to check."""
        check = self._with(topology, names)
        flags = [*self._flags(topology), "--ca", check.bundle, "-o", "json"]
        trust = self.lab.probe.run("endpoints", *flags, self._target(topology)).json()["endpoints"][0]["trust"] or {}
        says = {"go": trust.get("go"), "rustls": trust.get("strict")}
        return says, check

    def ask(self):
        checks = [self._stranger()]
        for (number, _), (_, check, _) in self.exports.items():
            if check:
                checks += [check] + ([replace(check, address=self.after[number])] if number in self.after else [])
        for topology in TOPOLOGIES:
            checks += [self._with(topology, attempt.holds) for attempt in topology.tries if attempt.refused and attempt.holds]
        self.said = self.readers.ask(checks)
        self.said |= self.readers.ask([check for _, check in self.verdicts.values()], ("go", "rustls"))
        return f"{len(self.said)} answers"

    def _stranger(self):
        return self._with(next(t for t in TOPOLOGIES if t.number == "T09"), "stranger")

    def control(self):
        """They do verify: that they accept means something."""
        self._everything()
        accept = [name for name in NAMES if not self.said[name, self._stranger()]]
        expect(not accept, f"accepted by {' '.join(accept)}")

    # What must have come of it.

    def _refused(self, attempt):
        """The reason why there must be no file, if there must be none."""
        return attempt.refused or ("intermediate-missing" if attempt.aia and not self.has_aia else "")

    def expected(self, attempt):
        if not self._refused(attempt):
            accept = self.readers.expected(attempt.best)
            return "".join(f"{'yes' if name in accept else '-':<{WIDTH}}" for name in NAMES)
        what = "nothing, for Go's sake" if attempt.refused and attempt.best else "nothing"
        return f"{what}: {self._refused(attempt)}" + (" (no --aia yet)" if not attempt.refused else "")

    def kept(self, topology, attempt):
        self._everything()
        ran, check, asked = self.exports[topology.number, attempt]
        expect(ran.took <= LIMIT, f"took {ran.took:.1f} s")
        expect(attempt.aia or not asked, f"{asked} requests to an AIA address without --aia")
        code = self._refused(attempt)
        if code:
            return self._nothing(topology, attempt, code, ran)
        expect(ran.code == 0 and check, f"exit {ran.code}: {tail(ran.err)}")
        held = self._names(topology, ran.out.decode())
        expect(held == attempt.holds, f"holds {held}, not {attempt.holds}")
        self._accepted(attempt, check)
        if self.has_aia:
            self._foretold(attempt, ran.err)
        return f"[{held}]"

    def _foretold(self, attempt, said):
        """Those who refuse the file are named beforehand, and nobody else is."""
        notes = re.findall(r"^note: (.+?) refuses? \S+ with it: ", re.sub(r"\n {2,}", " ", said), re.M)
        named = [name for name in NAMES if any(name in self.readers.called(note) for note in notes)]
        refuse = [name for name in NAMES if name not in self.readers.expected(attempt.best)]
        expect(named == refuse, f"refused by {' '.join(refuse) or 'nobody'}, said to be by {' '.join(named) or 'nobody'}")

    def _nothing(self, topology, attempt, code, ran):
        held = self._names(topology, ran.out.decode())
        expect(ran.out == b"", f"a bundle of {held}")
        expect(ran.code == 3, f"exit {ran.code}: {tail(ran.err)}")
        row = rf"^  {re.escape(code)} +{re.escape(self._target(topology))}(\s|$)"
        expect(re.search(row, ran.err, re.M), f"another reason: {ran.err[:300]}")
        if not attempt.refused or not attempt.holds:
            return "nothing"
        self._accepted(attempt, self._with(topology, attempt.holds))
        self._foretold_of_nothing(topology, attempt, ran.err)
        return f"nothing; [{attempt.holds}] for {' '.join(self.readers.expected(attempt.best)) or 'nobody'}"

    def _foretold_of_nothing(self, topology, attempt, said):
        """Whom the file would serve that is not written for Go's sake. rustls has a verdict of its own."""
        hint = " ".join(re.findall(r"hint: (.+? would accept it with .+?)(?: ->|$)", re.sub(r"\n {2,}", " ", said), re.M))
        named = [name for name in NAMES if name in self.readers.called(hint)]
        accept = [name for name in self.readers.expected(attempt.best) if name not in ("go", "rustls")]
        expect(named == (accept if topology.told else []), f"would serve {' '.join(accept) or 'nobody'}, said is {' '.join(named) or 'nobody'}")

    def _accepted(self, attempt, check):
        accept = self.readers.expected(attempt.best)
        short = [f"{name}: {self.said[name, check]}" for name in accept if self.said[name, check]]
        expect(not short, f"falls short: {'; '.join(short)}")
        beyond = [name for name in NAMES if name not in accept and not self.said[name, check]]
        expect(not beyond, f"accepted beyond what was measured: {' '.join(beyond)}")

    def outlives(self, topology):
        """The bundle still does what it did."""
        self._everything()
        for attempt in topology.tries:
            _, check, _ = self.exports[topology.number, attempt]
            self._accepted(attempt, replace(check, address=self.after[topology.number]))

    def true_verdicts(self, topology):
        self._everything()
        for names in topology.bundles:
            says, check = self.verdicts[topology.number, names]
            for name, verdict in says.items():
                accepts = verdict is not None and verdict["accepted"]
                real = self.said[name, check]
                if name == "go" and self.readers.old_go and topology.new_go_refuses:
                    expect(not accepts, f"[{names}] Go of today refuses")
                    continue
                words = f"[{names}] {name}: probe says {verdict}, it says {real or 'ok'!r}"
                expect(accepts == (real == ""), words)
        return f"{len(topology.bundles)} bundles"

    def _names(self, topology, text):
        known = {cert.sha256: name for name, cert in self.forges[topology.number].certs.items()}
        return " ".join(known.get(one, one[:8]) for one in fingerprints(text)) or "nothing"


def _at_once(act, topologies):
    """Several at a time; in their order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(zip(topologies, pool.map(act, topologies), strict=True))
