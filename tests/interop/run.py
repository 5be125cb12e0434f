#!/usr/bin/env python3
"""The promises of `probe`, kept against programs that we did not write.

    cargo build --release --bins --examples && python3 tests/interop/run.py --probe target/release/probe

`README.md` beside this file tells its groups. Servers: `openssl s_server`, nginx, Caddy, Python's `ssl`, bare sockets, a distribution registry, an S3 server. Proxies: Squid, mitmproxy,
tinyproxy, Privoxy, dante, microsocks, HAProxy, sslsplit. Readers of the bundles: curl, Go, openssl, Python, Node, Java, GnuTLS, NSS, Chromium, rustls, skopeo,
restic, rclone, boto3. Clients of clusters: kubectl. Everything is in namespaces of its own (`sandbox.py`), with certificates made for
the run and deleted with it. A program that is missing is a failure."""

import argparse
import contextlib
import itertools
import re
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import addresses
import bundles
import clients
import clusters
import console
import dialect
import endpoints
import formats
import habits
import healthy
import interceptors
import keys
import legacy
import limits
import lookups
import matrix
import mutual
import pod
import protocols
import proxied
import registries
import replay
import reports
import s3hosts
import said
import sandbox
import secrecy
import signals
import storages
import strangers
import transparent
import verifiers
import withheld
from consumers import Consumers
from pki import Pki
from report import Report
from tool import PROGRAMS, Failed, Probe, program


GROUPS = {"endpoints": endpoints, "bundles": bundles, "formats": formats, "habits": habits, "proxied": proxied}
GROUPS |= {"matrix": matrix, "transparent": transparent, "interceptors": interceptors, "secrecy": secrecy}
GROUPS |= {"addresses": addresses, "withheld": withheld, "healthy": healthy, "strangers": strangers, "mutual": mutual}
GROUPS |= {"protocols": protocols}
GROUPS |= {"replay": replay, "dialect": dialect, "clients": clients, "pod": pod, "signals": signals}
GROUPS |= {"legacy": legacy}
GROUPS |= {"registries": registries, "storages": storages, "clusters": clusters, "console": console}
GROUPS |= {"s3hosts": s3hosts}
GROUPS |= {"said": said}
GROUPS |= {"reports": reports}
GROUPS |= {"verifiers": verifiers, "lookups": lookups, "keys": keys, "limits": limits}


class Lab:
    """What every case needs: the binary, the certificates, the clients, and a place to put files."""

    def __init__(self, probe, static, folder, gos=(), axe=None):
        self.dir = Path(folder)
        # Others may pass through: one habit is tried as another user.
        self.dir.chmod(0o711)
        copy = self.dir / "probe"
        shutil.copy(probe, copy)
        copy.chmod(0o755)
        (self.dir / "home").mkdir()
        self.probe = Probe(copy, self.dir / "home")
        self.pki = Pki(self.dir / "pki")
        # The binary for the image; what needs it fails without.
        self.static = static
        # Other versions of Go than that of the machine.
        self.gos = gos
        # The script that looks for what keeps people from a page.
        self.axe = axe
        self.consumers = Consumers(self.dir / "clients", self.pki)
        # What `cargo test` and `cargo build --examples` put beside the binary.
        self.rustls_client = Path(probe).resolve().parent / "examples" / "rustls_client"
        # What is left running until all groups are through.
        self.stack = contextlib.ExitStack()
        self._folders = itertools.count(1)

    def folder(self):
        made = self.dir / f"{next(self._folders):03}"
        made.mkdir()
        return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--probe", required=True, type=Path, help="the binary under test")
    parser.add_argument("--static", type=Path, help="the statically linked binary, as deploy/Containerfile builds it")
    parser.add_argument("--go", type=Path, action="append", default=[], help="the `go` of another version than the machine's: 1.23, 1.27")
    parser.add_argument("--axe", type=Path, help="`axe.min.js` of axe-core, of npm")
    parser.add_argument("--only", default="", metavar="REGEX", help="only the cases whose `group name server` matches")
    parser.add_argument("--times", type=int, default=1, metavar="N", help="all of that so often")
    parser.add_argument("--keep", action="store_true", help="leave the files of the run where they are")
    args = parser.parse_args()
    if not args.probe.is_file():
        parser.error(f"no such file: {args.probe} (build it first)")
    # Whoever runs the suite may ignore it (`nohup`), and children inherit that.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    sandbox.enter()
    folder = tempfile.mkdtemp(prefix="probe-interop-")
    report = Report()
    try:
        everything(args, folder, report)
    finally:
        if args.keep:
            print(f"files: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return report.close()


def everything(args, folder, report):
    for name in PROGRAMS:
        report.case("programs", name, "", "present", lambda n=name: program(n) and "present")
    try:
        lab = Lab(args.probe, args.static, folder, args.go, args.axe)
    except (Failed, OSError) as why:
        report.case("programs", "lab", "", "made", lambda why=why: _raise(why))
        return
    start = time.monotonic()
    for _ in range(args.times):
        with lab.stack:
            for group, module in GROUPS.items():
                wanted = (case for case in module.cases(lab) if re.search(args.only, f"{group} {case[0]} {case[1]}"))
                report.cases(group, wanted, getattr(module, "ROWS_AT_ONCE", 1))
    print(f"\n{time.monotonic() - start:.0f} s")


def _raise(why):
    raise why


if __name__ == "__main__":
    sys.exit(main())
