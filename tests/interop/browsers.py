"""NSS and Chromium: they trust what was imported into a database, as an authority (`certutil -t C,,`), and read no bundle. One start of
Chromium answers for many bundles, told through its debugging pipe where to go."""

import fcntl
import itertools
import json
import os
import re
import select
import subprocess

from tool import Failed, clean_env, expect, program, run, tail

BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\n?", re.S)
# Seconds for one answer.
LIMIT = 30
AUTHORITY = "C,,"


def imported(bundles, folder, trust=AUTHORITY):
    """A database of NSS with every certificate of these files; says what it does not take, "" where it takes all."""
    folder.mkdir(parents=True)
    where = ["-d", f"sql:{folder}"]
    made = run([program("certutil"), "-N", *where, "--empty-password"], folder)
    expect(made.code == 0, f"certutil -N: {tail(made.err)}")
    blocks = dict.fromkeys(block for bundle in bundles for block in BLOCK.findall(bundle.read_text()))
    refused = []
    for number, block in enumerate(blocks):
        added = run([program("certutil"), "-A", *where, "-n", f"c{number}", "-t", trust, "-a"], folder, stdin=block.encode())
        refused += [added.err] if added.code else []
    return tail("".join(refused).strip())


class Nss:
    """NSS's own test client."""

    def __init__(self, folder):
        self.dir, self._made = folder, itertools.count()
        folder.mkdir()

    def __call__(self, check, trust=AUTHORITY):
        ip, port = check.address
        base = self.dir / f"{next(self._made)}"
        refused = imported([check.bundle], base, trust)
        name = [] if check.is_ip else ["-a", check.host]
        argv = [program("tstclnt"), "-h", ip, "-p", port, *name, "-d", f"sql:{base}", "-Q"]
        ran = run(argv, self.dir, timeout=LIMIT)
        said = re.sub(r"^.*?: ", "", ran.err.strip(), count=1, flags=re.S)
        return "" if ran.code == 0 else " ".join(filter(None, (refused, tail(said, 160)))) or f"exit {ran.code}"


class Chromium:
    """A browser that looks at pages nobody sees."""

    def __init__(self, folder):
        self.dir, self._made = folder, itertools.count()
        folder.mkdir()

    def ask(self, checks):
        """The check to the reason of its refusal. Bundles of one PKI never meet in one database."""
        said, left = {}, list(checks)
        while left:
            bundles = {}
            for check in left:
                bundles.setdefault(check.pki, check.bundle)
            now = [check for check in left if bundles[check.pki] == check.bundle]
            left = [check for check in left if bundles[check.pki] != check.bundle]
            said.update(self._round(now, sorted(set(bundles.values()))))
        return said

    def _round(self, checks, bundles):
        home = self.dir / f"{next(self._made)}"
        imported(bundles, home / ".pki" / "nssdb")
        with Browser(home) as browser:
            return {check: browser.visit(f"https://{check.host}:{check.address[1]}/") for check in checks}


class Browser:
    """One process, one tab."""

    # A name leads to the one address where everything of the suite listens; nothing is asked of any other machine.
    FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-pipe",
             "--disable-background-networking", "--disable-component-update", "--no-proxy-server", "--host-resolver-rules=MAP * 127.0.0.1")  # fmt: skip

    def __init__(self, home):
        self.home, self._number, self._rest = home, itertools.count(1), b""
        # What it told unasked.
        self.events = []

    def __enter__(self):
        theirs, self._to = os.pipe()
        self._from, answers = os.pipe()
        # It reads from descriptor 3 and writes to 4, wherever these are now. Not placed by `preexec_fn`: one of the two may be Popen's own.
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 20) for fd in (theirs, answers)]
        placed = ["bash", "-c", f'exec "$@" 3<&{high[0]} 4>&{high[1]}', "bash"]
        argv = [program("chromium-headless-shell"), *self.FLAGS, f"--user-data-dir={self.home / 'profile'}", "about:blank"]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([*placed, *argv], env=clean_env(self.home), pass_fds=high, **quiet)
        for fd in (theirs, answers, *high):
            os.close(fd)
        tab = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._tab = self._call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)

    def visit(self, url):
        """Why it does not show the page, "" where it does."""
        return self._call("Page.navigate", tab=self._tab, url=url).get("errorText", "")

    def _call(self, method, tab=None, **what):
        number = next(self._number)
        call = {"id": number, "method": method, "params": what} | ({"sessionId": tab} if tab else {})
        os.write(self._to, json.dumps(call).encode() + b"\0")
        while (answer := self._answer()).get("id") != number:
            pass
        if "error" in answer:
            raise Failed(f"chromium: {method}: {answer['error']}")
        return answer["result"]

    def _answer(self):
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], LIMIT)
            expect(ready, f"chromium says nothing for {LIMIT} s")
            more = os.read(self._from, 65536)
            expect(more, f"chromium ended, exit {self._process.poll()}")
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        told = json.loads(line)
        if "method" in told:
            self.events.append(told)
        return told
