#!/usr/bin/env python3
"""Certificates that are odd in one place or two, judged by this program, by two versions of Go and by rustls; any difference fails, and
any bundle that this program has proved for a chain and that a Go refuses.

    tests/differential/run.py --verdicts target/debug/examples/verdicts --go PATH_OF_GO_1.23 --go PATH_OF_GO_1.27

20 000 cases of one seed take under five minutes on two cores. Before a release, or after a change of a rule, other seeds and more of them:

    for seed in $(seq 2 20); do tests/differential/run.py … --seed $seed --cases 100000 || break; done

A difference names its seed and its number; `--case N` shows that case alone, and `--write DIR` puts it down as a file that needs no
generator (`recorded.py`): of a whole run, one case for each way in which an acceptance differs. Those that are kept are in
certs-testdata/differential; `--recorded` judges them first."""

import argparse
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import compare
import recorded
from oracles import Oracles

BATCH = 500
# Texts of refusals that must be the same, of those that both sides refuse.
TEXTS = 0.99


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", required=True, type=Path, help="examples/verdicts, built")
    parser.add_argument("--go", required=True, action="append", type=Path, help="a Go toolchain's `go`: 1.23, then 1.27")
    parser.add_argument("--build", type=Path, help="where the Go programs are built (default: beside the first toolchain)")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--case", type=int, help="this one alone, with all that is said of it")
    parser.add_argument("--kinds", type=Path, metavar="FILE", help="write the differences there, by kind")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write what differs there, to be recorded")
    parser.add_argument("--recorded", type=Path, metavar="DIR", help="judge the recorded cases of a directory as well")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    args = parser.parse_args()
    begun = time.monotonic()
    oracles = Oracles(args.verdicts, args.go, args.build or args.go[0].resolve().parent)
    print(f"built in {time.monotonic() - begun:.0f} s")
    if args.case is not None:
        return show(oracles, args)
    total = compare.Total()
    for path in recorded.files(args.recorded) if args.recorded else []:
        total.add(compare.differences([(recorded.read(path), [path.name])], oracles, "recorded"))
    begun = time.monotonic()
    with ProcessPoolExecutor(args.jobs) as workers:
        batches = [(oracles, args.seed, start, min(start + BATCH, args.cases)) for start in range(0, args.cases, BATCH)]
        for found in workers.map(compare.batch, batches):
            total.add(found)
    print(f"{total.cases} cases of seed {args.seed} in {time.monotonic() - begun:.0f} s")
    print(total.summary())
    if args.kinds:
        args.kinds.write_text(total.kinds())
    elif total.found:
        print(total.kinds(most=40))
    if args.write:
        for (field, *_), examples in total.found.items():
            if field in ("bundle", "accepted", "accepted by `go`", "accepted by `strict`", "panic"):
                record(args.write, examples[0][0][1], args.seed)
    return 0 if total.passes(TEXTS) else 1


def record(folder, number, seed):
    from cases import case

    return recorded.write(folder, seed, *case(seed, number))


def show(oracles, args):
    from cases import case

    asked, marks = case(args.seed, args.case)
    print("\n".join(marks))
    for who, said in oracles.ask([asked]).items():
        print(who, json.dumps(said[0], indent=2, ensure_ascii=False))
    found = compare.differences([(asked, marks)], oracles, args.seed)
    print(found.kinds() or "no difference")
    if args.write:
        print(record(args.write, args.case, args.seed))
    return 1 if found.found else 0


if __name__ == "__main__":
    sys.exit(main())
