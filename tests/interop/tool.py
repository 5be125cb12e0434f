"""Running programs as a person's shell would, with nothing inherited that could change their answers."""

import json
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

HOST = "svc.probe.test"
# The repository.
ROOT = Path(__file__).resolve().parents[2]
# Each step of a probe, and the whole; a stuck endpoint may cost its step and a second of slack, never more.
STEP, WHOLE, SLACK = 2.0, 3.0, 1.0
# What must be on the machine, and the Debian package that brings it.
PROGRAMS = {
    "openssl": "openssl",
    "nginx": "nginx-light",
    "curl": "curl",
    "go": "golang-go",
    "node": "nodejs",
    # The whole kit and not just the runtime: `java` is to compile a client of one file.
    "java": "default-jdk-headless",
    "keytool": "default-jdk-headless",
    "unshare": "util-linux",
    "ip": "iproute2",
    "nft": "nftables",
    "squid": "squid-openssl",
    "tinyproxy": "tinyproxy",
    "danted": "dante-server",
    "microsocks": "microsocks",
    "haproxy": "haproxy",
    "caddy": "caddy",
    "privoxy": "privoxy",
    "sslsplit": "sslsplit",
    "mitmdump": "mitmproxy",
    "gnutls-cli": "gnutls-bin",
    "certutil": "libnss3-tools",
    "tstclnt": "libnss3-tools",
    "chromium-headless-shell": "chromium-headless-shell",
    "gnutls-serv": "gnutls-bin",
    "stunnel": "stunnel4",
    "sshd": "openssh-server",
    "ssh-keygen": "openssh-client",
    "vsftpd": "vsftpd",
    "slapd": "slapd",
    "aiosmtpd": "python3-aiosmtpd",
    "redis-server": "redis-server",
    "memcached": "memcached",
    "nats-server": "nats-server",
    "kubectl": "kubernetes-client",
    "docker-registry": "docker-registry",
    "skopeo": "skopeo",
    "restic": "restic",
    "rclone": "rclone",
    "s3s-fs": "s3s-fs, of crates.io",
    "readelf": "binutils",
    "kubernetes-validate": "kubernetes-validate, of PyPI",
    "prometheus": "prometheus",
    "promtool": "prometheus",
    "pdftotext": "poppler-utils",
    "junitparser": "junitparser, of PyPI",
    "xmlschema-validate": "xmlschema, of PyPI",
    "markdown-it": "markdown-it-py, of PyPI",
    "check-jsonschema": "check-jsonschema, of PyPI",
}


class Failed(Exception):
    """An expectation was not met; the words say which."""


def expect(condition, words):
    if not condition:
        raise Failed(words)


def program(name):
    """The path of a program. Daemons live in sbin, which not every PATH has."""
    found = shutil.which(name) or shutil.which(name, path="/usr/local/sbin:/usr/sbin:/sbin")
    expect(found, f"{name} is not on this machine: install {PROGRAMS.get(name, name)}")
    return found


def clean_env(home):
    """No proxy, CA, kubeconfig or colour variable of the caller reaches a child."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(home), "LANG": "C.UTF-8", "TZ": "UTC"}


@dataclass
class Ran:
    """What a program did."""

    code: int
    out: bytes
    err: str
    took: float

    def json(self):
        try:
            return json.loads(self.out)
        except ValueError as why:
            raise Failed(f"stdout is not JSON ({why}): {self.out[:80]!r}, exit {self.code}, stderr {tail(self.err)}") from None


def tail(text, width=200):
    """The last words of a long text, on one line."""
    return " / ".join(text.split("\n"))[-width:]


def run(argv, home, stdin=b"", timeout=20, **more):
    """Runs a program to its end. One that does not end is killed, and that is a failure of the caller's row."""
    argv = [str(a) for a in argv]
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": clean_env(home)} | more
    start = time.monotonic()
    try:
        done = subprocess.run(argv, input=stdin, timeout=timeout, check=False, **more)
    except subprocess.TimeoutExpired:
        raise Failed(f"{os.path.basename(argv[0])} did not end within {timeout} s") from None
    took = time.monotonic() - start
    return Ran(done.returncode, done.stdout or b"", (done.stderr or b"").decode("utf-8", "replace"), took)


class Probe:
    """The binary under test. Every run of it is also checked for what must never happen."""

    def __init__(self, path, home):
        self.path, self.home = path, home

    def run(self, *args, **more):
        return self.check(run([self.path, *args], self.home, **more))

    @staticmethod
    def check(ran):
        expect("panicked" not in ran.err and "RUST_BACKTRACE" not in ran.err, f"panicked: {tail(ran.err)}")
        expect(ran.code in (0, 1, 2, 3, 129, 130, 143), f"undocumented exit code {ran.code}: {tail(ran.err)}")
        return ran

    def start(self, *args, **more):
        """A run to be interfered with while it goes on."""
        argv = [str(self.path), *map(str, args)]
        return subprocess.Popen(argv, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, env=clean_env(self.home), **more)


def reach(address, host=HOST):
    """Flags and target that lead a name to a loopback address, with every deadline short."""
    ip, port = address
    # fmt: off
    return ["--resolve", f"{host}:{port}:{ip}", "--timeout", f"{WHOLE:g}s", "--dns-timeout", f"{STEP:g}s",
            "--connect-timeout", f"{STEP:g}s", "--tls-timeout", f"{STEP:g}s", "--http-timeout", f"{STEP:g}s"], f"{host}:{port}"
    # fmt: on


def fingerprints(pem_text):
    """SHA-256 of each certificate in a PEM text, in its order, lower-case hex."""
    import base64
    import hashlib

    blocks = re.findall(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", pem_text, re.S)
    return [hashlib.sha256(base64.b64decode(b)).hexdigest() for b in blocks]
