#!/usr/bin/env python3
"""The licences of all that is linked into the program: every crate of the normal dependencies for one target, with the texts that it is
published with; a text that several have stands once. Reads `cargo metadata` on stdin and the crates' own folders."""

import hashlib
import json
import re
import sys
from pathlib import Path

NAMES = re.compile(r"(?i)^(licen[cs]e|copying|copyright|notice|unlicense)")
HEAD = """What is linked into this program, and under which licence. The program itself is under the Apache License 2.0 (LICENSE).

Beside the crates below:
  Rust's standard library: MIT OR Apache-2.0, https://www.rust-lang.org
  the GNU C library: LGPL-2.1-or-later, https://www.gnu.org/software/libc (the source of this program and Cargo.lock are what links it anew)
  GCC's runtime library: GPL-3.0-or-later WITH GCC-exception-3.1, https://gcc.gnu.org
"""


def linked(metadata):
    """The packages that are linked in: what the program needs, what that needs, and so on; not what only builds or tests it."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    wanted, queue = set(), [metadata["resolve"]["root"]]
    while queue:
        node = nodes[queue.pop()]
        for dependency in node["deps"]:
            normal = any(kind["kind"] is None for kind in dependency["dep_kinds"])
            if normal and dependency["pkg"] not in wanted:
                wanted.add(dependency["pkg"])
                queue.append(dependency["pkg"])
    return sorted((p for p in metadata["packages"] if p["id"] in wanted), key=lambda p: (p["name"], p["version"]))


def texts(package):
    folder = Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if path.is_file() and NAMES.match(path.name))
    return [path.read_text(errors="replace").strip().replace("\r\n", "\n") for path in files]


def main():
    packages = linked(json.load(sys.stdin))
    holders = {}
    print(HEAD)
    for package in packages:
        name = f"{package['name']} {package['version']}"
        own = texts(package)
        print(f"  {name}: {package['license']}" + ("" if own else ", published without a text"))
        for text in own:
            holders.setdefault(hashlib.sha256(text.encode()).digest(), (text, []))[1].append(name)
    for text, names in holders.values():
        print("\n" + "=" * 100 + "\n" + ", ".join(names) + "\n" + "-" * 100 + "\n" + text)


if __name__ == "__main__":
    main()
