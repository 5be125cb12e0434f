"""`probe -o html|junit|prometheus|markdown` in the hands of those who read them: a browser with axe-core, junitparser and a schema, Prometheus,
a CommonMark parser; and the pipelines of docs/ci.md by the schemas of GitHub and GitLab. Read are the run of `probe demo`, a run of every
recorded case, one of a case of each family, and one of a server whose every word is hostile."""

import contextlib
import json

import hostile
import pipelines
import readings
from metrics import Prometheus
from tool import ROOT, expect, tail
from walk import Reader
from webpage import SCHEMES, WIDTHS

CASES = ROOT / "certs-testdata" / "cases"
# What the frozen cases are judged as of.
FROZEN = "2026-11-23T05:00:00Z"
FORMATS = {"html": "report.html", "junit": "report.xml", "prometheus": "report.prom", "markdown": "report.md", "json": "report.json"}
# One of each family, and one with two routes.
FAMILIES = ("expires-soon", "root-not-sent", "timeout-tls", "proxy-denied", "intercepted", "name-not-found", "refused", "not-tls", "expired", "wrong-service")


def cases(lab):
    with contextlib.ExitStack() as stack:
        bench = Bench(lab)
        runs = {"demo": bench.demo, "families": bench.families, "hostile": bench.hostile, "cases": bench.everything}
        runs = {name: Made(name, make) for name, make in runs.items()}
        yield "runs", "probe", "each written in every format", lambda: bench.made(runs)
        for run in runs.values():
            yield from machines(run)
        prometheus = Prometheus(lab)
        for run in (runs["cases"], runs["hostile"]):
            yield f"scraped, alerts: {run.name}", "prometh.", "every reason fires", lambda r=run: prometheus.fires(r)
        reader = stack.enter_context(Reader(lab))
        yield from looked_at(reader, runs)
        yield from pipelines.cases(lab)


def machines(run):
    yield f"JUnit: {run.name}", "junitp.", "what the JSON says", lambda: readings.junit(run)
    yield f"JUnit, its schema: {run.name}", "xmlsch.", "valid", lambda: readings.valid_junit(run)
    yield f"metrics: {run.name}", "promtool", "nothing to complain of", lambda: readings.metrics(run)
    yield f"Markdown: {run.name}", "markdown", "tables whole, text is text", lambda: readings.markdown(run)


def looked_at(reader, runs):
    """The pages, each in every light."""
    yield "a bad page", "axe", "each fault is noticed", reader.notices
    for run in (runs["demo"], runs["families"], runs["hostile"]):
        for width in WIDTHS:
            for scheme in SCHEMES:
                for script in (True, False):
                    without = "" if script else ", no script"
                    look = lambda r=run, w=width, c=scheme, s=script: reader.looks(r, w, c, s)  # noqa: E731
                    yield f"page: {run.name}, {width}, {scheme}{without}", "axe", "no complaint, no request", look
        yield f"on paper: {run.name}", "pdftotext", "everything is there, opened", lambda r=run: reader.prints(r)
        yield f"by keyboard: {run.name}", "chromium", "every control, focus seen, Enter works", lambda r=run: reader.walks(r)
    everything, strange = runs["cases"], runs["hostile"]
    yield "page: cases", "chromium", "no complaint, filtered and sorted", lambda: reader.filters(everything)
    yield "page: hostile words", "chromium", "text, and nothing else", lambda: reader.shows_as_text(strange)


class Made:
    """A run in every format, made when it is first wanted."""

    def __init__(self, name, make):
        self.name, self._make, self._dir = name, make, None

    @property
    def dir(self):
        if self._dir is None:
            self._dir = self._make()
        return self._dir

    def file(self, name):
        return self.dir / FORMATS[name]

    def text(self, name):
        return self.file(name).read_text()

    def json(self):
        return json.loads(self.text("json"))


class Bench:
    def __init__(self, lab):
        self.lab = lab

    @staticmethod
    def made(runs):
        for run in runs.values():
            expect(all(run.file(name).is_file() for name in FORMATS), f"{run.name}: a report is missing")
        return ", ".join(f"{len(run.json()['endpoints'])} {run.name}" for run in runs.values())

    def written(self, *how):
        """A folder with this run in every format."""
        folder = self.lab.folder()
        outputs = [flag for name, file in FORMATS.items() for flag in ("-o", f"{name}={folder / file}")]
        ran = self.lab.probe.run("endpoints", "-q", *how, *outputs, timeout=120)
        expect(ran.code in (0, 1, 3), f"exit {ran.code}: {tail(ran.err)}")
        return folder

    def demo(self):
        folder = self.lab.folder()
        ran = self.lab.probe.run("demo", "-q", "--dir", folder, timeout=60)
        expect(ran.code == 0, f"probe demo: exit {ran.code}: {tail(ran.err)}")
        return self.written("--from", folder / "run.jsonl")

    def families(self):
        return self._of_cases([CASES / f"{name}.jsonl" for name in FAMILIES])

    def everything(self):
        return self._of_cases(sorted(CASES.glob("*.jsonl")))

    def _of_cases(self, files):
        log = self.lab.folder() / "run.jsonl"
        log.write_text("".join(joined(files)))
        return self.written("--from", log, "--at", FROZEN)

    def hostile(self):
        with hostile.served(self.lab) as (flags, targets):
            return self.written(*flags, *targets)


def joined(files):
    """One log of these: their attempts one behind the other, each certificate once, what they trust as one store."""
    records = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    yield from lines([records[0], {"store": {"store": 0, "name": "system", "kind": "system"}}])
    certs, held, attempts = set(), set(), 0
    for record in records:
        (kind, what), *_ = record.items()
        if kind == "cert" and what["sha256"] not in certs:
            certs.add(what["sha256"])
            yield from lines([record])
        elif kind == "held" and what["store"] == 0 and what["cert"] not in held:
            yield from lines([{"held": what | {"place": len(held)}}])
            held.add(what["cert"])
        elif kind == "canary":
            yield from lines([record])
        elif kind == "attempt":
            yield from lines([{"attempt": what | {"place": attempts}}])
            attempts += 1
    yield from lines([{"end": {"complete": True, "interrupted": None, "endpoints": attempts}}])


def lines(records):
    return (json.dumps(record) + "\n" for record in records)
