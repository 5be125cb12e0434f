"""How `probe` behaves as a command: pipes, full disks, Ctrl-C, bad inputs, secrets, files left behind."""

import contextlib
import json
import os
import secrets
import select
import signal
import subprocess
import time

from endpoints import MODULES
from servers import Setting, serving
from tool import HOST, expect, fingerprints, reach, tail

NOBODY = 65534


def cases(lab):
    bench = Bench(lab)
    for name, expected, act in (
        ("no such flag", "exit 2", bench.usage),
        ("nothing to probe", "exit 3", bench.nothing),
        ("endpoints | a reader that left", "exit 0 or 1, silence", lambda: bench.reader_left("endpoints", "-o", "json")),
        ("endpoints -o jsonl | a reader that left", "exit 0 or 1, silence", lambda: bench.reader_left("endpoints", "-o", "jsonl")),
        ("export-bundle | head -c 1", "exit 0, silence", bench.head),
        ("export-bundle | a reader that left", "exit 0, silence", lambda: bench.reader_left("export-bundle")),
        ("explain | a reader that left", "exit 0, silence", lambda: bench.reader_left("explain", target=False)),
        ("endpoints > /dev/full", "exit 3, a message", lambda: bench.full("endpoints")),
        ("endpoints -o json > /dev/full", "exit 3, a message", lambda: bench.full("endpoints", "-o", "json")),
        ("export-bundle > /dev/full", "exit 3, a message", lambda: bench.full("export-bundle")),
        ("Ctrl-C, -o jsonl", "130, the first line out", bench.ctrl_c_lines),
        ("Ctrl-C, -o json", "130, what is done out", bench.ctrl_c_json),
        ("Ctrl-C, export-bundle", "130, nothing out", bench.ctrl_c_bundle),
        ("target list with bad lines", "3, FILE:LINE, the rest", bench.bad_lines),
        ("a directory as --ca", "ok", bench.ca_directory),
        ("a file as --ca that is not there", "3, its name, the rest", bench.ca_missing),
        ("unreadable target list", "3, its name", bench.unreadable_list),
        ("unreadable --ca", "3, its name, the rest", bench.unreadable_ca),
        ("a private key as --ca", "3, a message, no key", lambda: bench.key_as_ca(alone=True)),
        ("a private key beside the CA", "a message, no key", lambda: bench.key_as_ca(alone=False)),
        ("a private key as target list", "3, no key", bench.key_as_list),
        ("export-bundle -o FILE", "the same, one file", bench.to_file),
        ("export-bundle -o FILE, failing", "3, FILE as it was", bench.to_file_failing),
        ("export-bundle -o FILE, interrupted", "130, FILE as it was", bench.to_file_interrupted),
        ("export-bundle -o into no directory", "3, a message", bench.to_nowhere),
    ):
        yield name, "", expected, act
    bench.close()


class Bench:
    """A server that is well, one that is silent, and the flags for both."""

    def __init__(self, lab):
        self.lab = lab
        self.stack = contextlib.ExitStack()
        self.root = lab.pki.certs["root"]
        setting = Setting(lab.pki.chains["leaf+root"], lab.pki, lab.folder())
        self.good = self.stack.enter_context(serving(MODULES["python"], "tls", setting))
        self.silent = self.stack.enter_context(serving(MODULES["raw"], "silent", setting))
        self.flags, self.target = reach(self.good)
        self.flags += ["--trust", "none"]
        self.stuck_target = f"{HOST}:{self.silent[1]}"
        # For Ctrl-C: the silent one would take half a minute.
        self.patient = ["--resolve", f"{HOST}:{self.good[1]}:127.0.0.1", "--resolve", f"{HOST}:{self.silent[1]}:127.0.0.1"]
        self.patient += ["--trust", "none", "--timeout", "30s", "--tls-timeout", "30s"]

    def close(self):
        self.stack.close()

    def probe(self, *args, **more):
        return self.lab.probe.run(*args, **more)

    def usage(self):
        ran = self.probe("endpoints", "--no-such-flag", self.target)
        expect(ran.code == 2 and ran.out == b"", f"exit {ran.code}, stdout {ran.out[:40]!r}")

    def nothing(self):
        empty = self.lab.folder() / "targets.txt"
        empty.write_text("# nobody yet\n\n")
        ran = self.probe("endpoints", "-f", empty)
        expect(ran.code == 3 and ran.err.strip(), f"exit {ran.code}, stderr {tail(ran.err)!r}")

    # Pipes and full disks.

    def head(self):
        line = '"$0" "$@" | head -c 1; echo " ${PIPESTATUS[0]}"'
        argv = [str(a) for a in (self.lab.probe.path, "export-bundle", *self.flags, self.target)]
        done = subprocess.run(["bash", "-c", line, *argv], capture_output=True, timeout=20, check=False, text=True)
        expect(done.stdout[1:].strip() == "0", f"head got {done.stdout!r}, stderr {tail(done.stderr)}")
        expect("panicked" not in done.stderr and "roken pipe" not in done.stderr, tail(done.stderr))

    def reader_left(self, command, *more, target=True):
        """The reader is gone before the first byte, which is what `head` does to a long output."""
        read, write = os.pipe()
        os.close(read)
        args = [*self.flags, *more, self.target] if target else more
        try:
            ran = self.probe(command, *args, stdout=write)
        finally:
            os.close(write)
        allowed = (0, 1) if command == "endpoints" else (0,)
        expect(ran.code in allowed, f"exit {ran.code}: {tail(ran.err)}")
        expect("roken pipe" not in ran.err, tail(ran.err))

    def full(self, command, *more):
        with open("/dev/full", "wb") as full:
            ran = self.probe(command, *self.flags, *more, self.target, stdout=full)
        expect(ran.code == 3, f"exit {ran.code}: {tail(ran.err)}")
        expect("space" in ran.err.lower(), f"does not say why: {tail(ran.err)}")

    # Ctrl-C.

    def _interrupted(self, *args, first_line=False):
        """Starts, waits for the first line or a second, interrupts. What came out, and on stderr."""
        running = self.lab.probe.start(*args, *self.patient, self.target, self.stuck_target, stdout=subprocess.PIPE)
        with running:
            try:
                if first_line:
                    ready, _, _ = select.select([running.stdout], [], [], 5)
                    expect(ready, "no line within 5 s of the endpoint that is well: not flushed as it finishes")
                else:
                    time.sleep(1)
                expect(running.poll() is None, f"ended by itself with {running.poll()}")
                running.send_signal(signal.SIGINT)
                start = time.monotonic()
                out, err = running.communicate(timeout=5)
                took = time.monotonic() - start
            except subprocess.TimeoutExpired:
                expect(False, "still running 5 s after Ctrl-C")
            finally:
                running.kill()
        err = err.decode("utf-8", "replace")
        expect("panicked" not in err, tail(err))
        expect(running.returncode == 130, f"exit {running.returncode}: {tail(err)}")
        expect(took <= 1.5, f"ended {took:.1f} s after Ctrl-C")
        return out, err

    def ctrl_c_lines(self):
        out, _ = self._interrupted("endpoints", "-o", "jsonl", first_line=True)
        lines = [json.loads(line) for line in out.splitlines()]
        expect(lines and str(self.good[1]) in out.decode(), f"out: {out[:100]!r}")

    def ctrl_c_json(self):
        out, _ = self._interrupted("endpoints", "-o", "json")
        codes = [e["verdict"]["code"] for e in json.loads(out)["endpoints"]]
        expect("private-ca" in codes, f"the finished endpoint is not there: {codes}")

    def ctrl_c_bundle(self):
        out, _ = self._interrupted("export-bundle")
        expect(out == b"", f"{len(out)} bytes on stdout")

    # Inputs.

    def _rest_is_told(self, ran, verdict, *words):
        """The run is not whole, says why, and reports what it could."""
        expect(ran.code == 3, f"exit {ran.code}: {tail(ran.err)}")
        for word in words:
            expect(str(word) in ran.err, f"stderr lacks {word}: {tail(ran.err)}")
        codes = [e["verdict"]["code"] for e in ran.json()["endpoints"]]
        expect(codes == [verdict], f"the rest: {codes}, not [{verdict}]")

    def bad_lines(self):
        hosts = self.lab.folder() / "targets.txt"
        hosts.write_text(f"# ours\n{HOST}:99999\n{self.target}  # the one that is well\n\nftp://{HOST}/\n")
        ran = self.probe("endpoints", *self.flags, "-o", "json", "-f", hosts)
        self._rest_is_told(ran, "private-ca", f"{hosts}:2", f"{hosts}:5")

    def ca_directory(self):
        folder = self.lab.folder() / "cas"
        folder.mkdir()
        (folder / "root.pem").write_bytes(self.root.pem.read_bytes())
        (folder / "stranger.crt").write_bytes(self.lab.pki.certs["stranger"].pem.read_bytes())
        ran = self.probe("endpoints", *self.flags, "--ca", folder, "-o", "json", self.target)
        code = ran.json()["endpoints"][0]["verdict"]["code"]
        expect(code == "ok" and ran.code == 0, f"{code}, exit {ran.code}: {tail(ran.err)}")

    def ca_missing(self):
        gone = self.lab.dir / "no-such-file.pem"
        ran = self.probe("endpoints", *self.flags, "--ca", gone, "-o", "json", self.target)
        self._rest_is_told(ran, "private-ca", gone)

    def _unreadable(self, text):
        """A file that nobody but its owner reads, and how to be somebody else: to root every file is readable."""
        secret = self.lab.folder() / "private.txt"
        secret.parent.chmod(0o755)
        secret.write_text(text)
        secret.chmod(0)
        return secret, {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}

    def unreadable_list(self):
        path, someone = self._unreadable(self.target)
        ran = self.probe("endpoints", *self.flags, "-f", path, **someone)
        expect(ran.code == 3, f"exit {ran.code}: {tail(ran.err)}")
        expect(str(path) in ran.err and "ermission denied" in ran.err, f"stderr: {tail(ran.err)}")

    def unreadable_ca(self):
        path, someone = self._unreadable(self.root.pem.read_text())
        ran = self.probe("endpoints", *self.flags, "--ca", path, "-o", "json", self.target, **someone)
        self._rest_is_told(ran, "private-ca", path, "ermission denied")

    # Secrets.

    def _key_is_safe(self, ran, key=None):
        """No line of the key's text, nor a good part of one, in anything that came out."""
        said = ran.out.decode("utf-8", "replace") + ran.err
        for line in (key or self.root.key.read_text()).splitlines():
            if "-----" not in line:
                expect(line[:16] not in said, "text of the private key is echoed")

    def key_as_ca(self, alone):
        file = self.lab.folder() / "ca.pem"
        file.write_text(self.root.key.read_text() + ("" if alone else self.root.pem.read_text()))
        ran = self.probe("endpoints", *self.flags, "--ca", file, "-o", "json", self.target)
        self._key_is_safe(ran)
        expect("private key" in ran.err, f"stderr does not warn of it: {tail(ran.err)}")
        expect(str(file) in ran.err, f"stderr does not say where: {tail(ran.err)}")
        expect(not alone or ran.code == 3, f"exit {ran.code} though the file gave nothing")
        bundle = self.probe("export-bundle", *self.flags, "--ca", file, self.target)
        self._key_is_safe(bundle)
        return f"exit {ran.code}, then {bundle.code}"

    def key_as_list(self):
        """A slip of the hand: the key's lines are bad targets, and one of them could pass for a host name to be looked up."""
        begin, *body, end = self.root.key.read_text().splitlines()
        key = "\n".join([begin, *body, secrets.token_hex(24), end, ""])
        file = self.lab.folder() / "server.key"
        file.write_text(key)
        ran = self.probe("endpoints", *self.flags, "-o", "json", "-f", file)
        self._key_is_safe(ran, key)
        expect(ran.code == 3 and str(file) in ran.err, f"exit {ran.code}: {tail(ran.err)}")

    # Files.

    def _only(self, file, content):
        there = sorted(p.name for p in file.parent.iterdir())
        expect(there == [file.name], f"left behind: {there}")
        expect(content is None or file.read_bytes() == content, f"{file.name} was changed")

    def to_file(self):
        file = self.lab.folder() / "ca_bundle.cert"
        piped = self.probe("export-bundle", *self.flags, self.target)
        ran = self.probe("export-bundle", *self.flags, "-o", file, self.target)
        expect(ran.code == 0 and ran.out == b"", f"exit {ran.code}, stdout {ran.out[:40]!r}: {tail(ran.err)}")
        self._only(file, None)
        held = file.read_text()
        expect(fingerprints(held) == [self.root.sha256], "not the root")
        expect(fingerprints(held) == fingerprints(piped.out.decode()), "not what stdout gets")

    def to_file_failing(self):
        file = self.lab.folder() / "ca_bundle.cert"
        file.write_text("what was here before\n")
        flags, target = reach(self.silent)
        ran = self.probe("export-bundle", *flags, "-o", file, target)
        expect(ran.code == 3, f"exit {ran.code}: {tail(ran.err)}")
        self._only(file, b"what was here before\n")

    def to_file_interrupted(self):
        file = self.lab.folder() / "ca_bundle.cert"
        file.write_text("what was here before\n")
        self._interrupted("export-bundle", "-o", file)
        self._only(file, b"what was here before\n")

    def to_nowhere(self):
        file = self.lab.dir / "no-such-directory" / "ca_bundle.cert"
        ran = self.probe("export-bundle", *self.flags, "-o", file, self.target)
        expect(ran.code == 3 and str(file) in ran.err, f"exit {ran.code}: {tail(ran.err)}")
