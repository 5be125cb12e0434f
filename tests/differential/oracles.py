"""The programs that are asked: this one's verdicts, and Go's own, built by each version from the same source."""

import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Oracles:
    def __init__(self, verdicts, toolchains, build):
        self.programs = {"ours": verdicts.resolve()}
        for go in toolchains:
            version = version_of(go)
            self.programs[version] = built(go, version, build)

    def ask(self, cases):
        """What each says of each case, in the cases' order; and what each Go says of a chain with the bundle that was proved for it."""
        said = {who: answers(program, cases) for who, program in self.programs.items()}
        proved = [(asked, answer) for asked, answer in zip(cases, said["ours"], strict=True) if answer.get("bundle")]
        for version in self.programs.keys() - {"ours"}:
            by_bundle = answers(self.programs[version], [asked | {"pool": answer["bundle"]} for asked, answer in proved])
            for (_, answer), of_go in zip(proved, by_bundle, strict=True):
                answer.setdefault("by bundle", {})[version] = of_go["tls"]
        return said


def answers(program, cases):
    lines = "".join(json.dumps(asked, separators=(",", ":")) + "\n" for asked in cases)
    # One thread each: the batches are what runs in parallel.
    env = {"GOMAXPROCS": "1"}
    done = subprocess.run([program], input=lines, capture_output=True, text=True, encoding="utf-8", env=env, check=False)
    if done.returncode:
        raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr[-2000:]}")
    said = [json.loads(line) for line in done.stdout.splitlines()]
    if [answer["id"] for answer in said] != [asked["id"] for asked in cases]:
        raise RuntimeError(f"{program} answered {len(said)} of {len(cases)} cases")
    return said


def version_of(go):
    """`1.23` of `go version go1.23.9 linux/amd64`."""
    said = subprocess.run([go, "version"], capture_output=True, text=True, check=True, env=environment()).stdout
    return ".".join(said.split()[2].removeprefix("go").split(".")[:2])


def built(go, version, build):
    """Without a go.mod: the version that one names decides about dozens of Go's settings, and here each Go is to be as it is by default."""
    program = build.resolve() / f"goverify-{version}"
    sources = [str(path) for path in sorted((HERE / "goverify").glob("*.go"))]
    done = subprocess.run([go, "build", "-buildvcs=false", "-o", program, *sources], capture_output=True, text=True, env=environment(), check=False)
    if done.returncode:
        raise RuntimeError(f"go {version} does not build goverify: {done.stderr[-2000:]}")
    return program


def environment():
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "GOCACHE") if name in os.environ}
    return kept | {"GOPROXY": "off", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0", "GO111MODULE": "on", "GOFLAGS": "", "GOENV": "off"}
