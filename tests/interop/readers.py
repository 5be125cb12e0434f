"""Every real client that reads a bundle, asked in bulk: does it connect with this file as its only trust?"""

import ipaddress
import os
import re
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from browsers import Chromium, Nss
from consumers import HERE
from tool import Failed, clean_env, expect, program, run, tail

# In the order of the table. The letters are those of the expectations.
NAMES = {"go": "G", "curl": "c", "openssl": "o", "node": "n", "python": "p", "py3.13": "P", "gnutls": "t", "java": "j", "rustls": "R"}
NAMES |= {"nss": "s", "chromium": "h"}
# How `probe` names them, and none of the others.
CALLED = {
    "go": r"\bGo\b",
    "curl": r"\bcurl\b",
    "openssl": r"\bopenssl\b(?!')",
    "node": r"\bNode\b",
    "python": r"\bPython\b(?! 3\.13)",
    "py3.13": r"\bPython\b(?! before)",
    "gnutls": r"\bGnuTLS\b",
    "java": r"\bJava\b",
    "rustls": r"\brustls\b",
    "nss": r"\bNSS\b",
    "chromium": r"\bChromium\b",
}
# They are asked many things at once.
IN_BULK = ("java", "chromium")
# What Python sets from 3.13 on, and before not: both are asked, whichever runs this.
STRICT_PYTHON = ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
# More at once than there are processors: a client waits more than it works.
AT_ONCE = 4


@dataclass(frozen=True)
class Check:
    """One bundle for one server."""

    bundle: Path
    address: tuple
    host: str
    # Whose certificates they are: bundles of one PKI contradict each other.
    pki: str

    @property
    def is_ip(self):
        try:
            return bool(ipaddress.ip_address(self.host))
        except ValueError:
            return False


class Readers:
    def __init__(self, lab, rustls):
        self.lab, self.dir, self.rustls = lab, lab.folder(), rustls
        self._nss, self._chromium = Nss(self.dir / "nss"), Chromium(self.dir / "chromium")
        said = run([program("go"), "version"], self.dir).out.decode()
        version = tuple(int(n) for n in re.search(r"go(\d+)\.(\d+)", said).groups())
        # From 1.23 on it parses no negative serial number.
        self.old_go = version < (1, 23)
        # Once, before many want it.
        lab.consumers.go_client()

    def letter(self, name):
        return "g" if name == "go" and self.old_go else NAMES[name]

    def expected(self, letters):
        """The names of those that accept, of letters such as `gGconpPtjR`."""
        return [name for name in NAMES if self.letter(name) in letters]

    def ask(self, checks, names=tuple(NAMES)):
        """(name, check) to the reason of its refusal, "" where it accepts."""
        checks = sorted(set(checks), key=str)
        singly = [(name, check) for check in checks for name in names if name not in IN_BULK]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            java = pool.submit(self._java, checks) if "java" in names else None
            chromium = pool.submit(self._chromium.ask, checks) if "chromium" in names else None
            answers = pool.map(lambda one: self._one(*one), singly)
            said = dict(zip(singly, answers, strict=True))
        if java:
            said.update((("java", check), why) for check, why in zip(checks, java.result(), strict=True))
        if chromium:
            said.update((("chromium", check), why) for check, why in chromium.result().items())
        return said

    def called(self, words):
        """The names of those that these words of `probe` name."""
        return [name for name, called in CALLED.items() if re.search(called, words)]

    def _one(self, name, check):
        try:
            why = getattr(self, "_" + name.replace(".", ""))(check)
        except (OSError, Failed) as error:
            why = str(error) or type(error).__name__
        return why

    def _run(self, *argv):
        ran = run(argv, self.dir, timeout=20)
        return "" if ran.code == 0 else tail(ran.err.strip() or ran.out.decode("utf-8", "replace").strip(), 160) or f"exit {ran.code}"

    def _go(self, check):
        ip, port = check.address
        return self._run(self.lab.consumers.go_client(), check.bundle, f"{ip}:{port}", f"https://{check.host}:{port}/")

    def _curl(self, check):
        ip, port = check.address
        argv = [program("curl"), "-q", "-sS", "--noproxy", "*", "--max-time", "10", "--cacert", check.bundle]
        lead = [] if check.is_ip else ["--resolve", f"{check.host}:{port}:{ip}"]
        return self._run(*argv, "--capath", self.lab.consumers.empty, *lead, f"https://{check.host}:{port}/")

    def _openssl(self, check):
        ip, port = check.address
        name = ["-noservername", "-verify_ip"] if check.is_ip else ["-servername", check.host, "-verify_hostname"]
        argv = [program("openssl"), "s_client", "-connect", f"{ip}:{port}", *name, check.host, "-CAfile", check.bundle]
        return self._run(*argv, "-no-CApath", "-no-CAstore", "-verify_return_error", "-brief")

    def _node(self, check):
        return self._run(program("node"), HERE / "nodeclient.js", check.bundle, *check.address, check.host)

    def _python(self, check):
        return self._by_python(check, lambda context: context.verify_flags & ~STRICT_PYTHON)

    def _py313(self, check):
        return self._by_python(check, lambda context: context.verify_flags | STRICT_PYTHON)

    def _by_python(self, check, flags):
        context = ssl.create_default_context(cafile=check.bundle)
        context.verify_flags = flags(context)
        # As urllib3, and so requests, sets it since version 2.
        context.hostname_checks_common_name = False
        with socket.create_connection(check.address, timeout=10) as plain, context.wrap_socket(plain, server_hostname=check.host) as tls:
            tls.sendall(f"GET / HTTP/1.1\r\nHost: {check.host}\r\nConnection: close\r\n\r\n".encode())
            return "" if tls.recv(5) == b"HTTP/" else "no answer"

    def _gnutls(self, check):
        ip, port = check.address
        name = ["--disable-sni"] if check.is_ip else ["--sni-hostname", check.host]
        argv = [program("gnutls-cli"), "--x509cafile", check.bundle, "--port", port, *name, "--verify-hostname", check.host, ip]
        return self._run(*argv)

    def _rustls(self, check):
        ip, port = check.address
        return self._run(self.rustls, check.bundle, f"{ip}:{port}", check.host)

    def _java(self, checks):
        lines = "".join(f"{c.bundle} {c.address[0]} {c.address[1]} {c.host}\n" for c in checks)
        # Compiles the source in memory: its start costs seconds, once.
        argv = [program("java"), "-Xshare:auto", "-XX:TieredStopAtLevel=1", HERE / "javaclient" / "Client.java"]
        env = clean_env(self.dir) | {"JAVA_HOME": os.environ.get("JAVA_HOME", "")}
        ran = run(argv, self.dir, stdin=lines.encode(), timeout=200, env=env)
        said = ran.out.decode("utf-8", "replace").splitlines()
        expect(ran.code == 0 and len(said) == len(checks), f"java: exit {ran.code}, {len(said)} answers of {len(checks)}: {tail(ran.err)}")
        return ["" if line == "ok" else line for line in said]
