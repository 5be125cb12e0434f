#!/usr/bin/env python3
"""How long a browser takes to load a page of ten thousand endpoints, and what writing each format takes in memory for so many.

    python3 benches/page.py --probe target/release/probe [--endpoints 10000] [--format junit --format html ...]

The run is made of the recorded cases, one behind the other, each under a name of its own. What is read: the `load` event, from the start of the
navigation; the median of three. Under two seconds is what a reader of the page was promised."""

import argparse
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "interop"))

from reports import FROZEN, joined  # noqa: E402
from webpage import Webpage  # noqa: E402

CASES = ROOT / "certs-testdata" / "cases"
FORMATS = ("table", "wide", "json", "jsonl", "junit", "prometheus", "markdown", "html")
TIMES = 3


def written(path, number):
    """A log of so many attempts."""
    head, attempts = [], []
    for line in joined(sorted(CASES.glob("*.jsonl"))):
        record = json.loads(line)
        if "attempt" in record:
            attempts.append(record["attempt"])
        elif "end" not in record:
            head.append(line)
    with path.open("w") as log:
        log.writelines(head)
        for place, attempt in zip(range(number), itertools.cycle(attempts)):
            target = attempt["evidence"]["target"]
            evidence = attempt["evidence"] | {"target": target | {"port": 1 + place % 65535}}
            log.write(json.dumps({"attempt": {"place": place, "evidence": evidence}}) + "\n")
        log.write(json.dumps({"end": {"complete": True, "interrupted": None, "endpoints": number}}) + "\n")


def made(probe, log, name, to):
    """Writes one report. Its peak memory in MiB, and seconds."""
    begun = time.monotonic()
    process = subprocess.Popen([probe, "endpoints", "-q", "--from", log, "--at", FROZEN, "-o", f"{name}={to}"], stdout=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss / 1024, time.monotonic() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--probe", required=True, type=Path)
    parser.add_argument("--endpoints", type=int, default=10_000)
    parser.add_argument("--format", action="append", default=[], help="only these [default: all]")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log, page = Path(folder) / "run.jsonl", Path(folder) / "report.html"
        written(log, args.endpoints)
        for name in args.format or FORMATS:
            to = page if name == "html" else Path(folder) / "report"
            peak, took = made(args.probe.resolve(), log, name, to)
            print(f"{name:10} {args.endpoints} endpoints: peak {peak:.0f} MiB, {to.stat().st_size / 2**20:.1f} MiB written, {took:.1f} s", flush=True)
        if page.exists():
            print(f"load event: median {loaded(page, Path(folder)):.0f} ms of {TIMES}")


def loaded(page, folder):
    taken = []
    for number in range(TIMES):
        home = folder / f"browser-{number}"
        home.mkdir()
        with Webpage(home) as browser:
            browser.open(page)
            taken.append(browser.value("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    return statistics.median(taken)


if __name__ == "__main__":
    main()
