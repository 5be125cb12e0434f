"""What ends a run from outside: SIGTERM and its kin, to a plain process and to process 1 of a PID namespace, whom the kernel spares every
signal that it does not handle. No clock decides when: the server that never answers tells that it was reached."""

import fcntl
import json
import os
import pty
import select
import signal
import socket
import struct
import subprocess
import termios
import time
from contextlib import contextmanager
from pathlib import Path

from endpoints import MODULES
from servers import Setting, serving, wait_for
from tool import HOST, clean_env, expect, program, tail

# Longer than any case takes, so that whatever ends early was really cut short.
PATIENT = ["--timeout", "600s", "--tls-timeout", "600s", "--trust", "none"]
PROMPT = 2.0


def cases(lab):
    setting = Setting(lab.pki.chains["leaf+root"], lab.pki, lab.folder())
    with serving(MODULES["python"], "tls", setting) as good, silent() as listener:
        bench = Bench(lab, good, listener)
        for name, expected, act in (
            ("TERM, --save, -o jsonl", "143, printed, saved", lambda: bench.ends(signal.SIGTERM, 143)),
            ("HUP, --save, -o jsonl", "129, printed, saved", lambda: bench.ends(signal.SIGHUP, 129)),
            ("INT, --save, -o jsonl", "130, printed, saved", lambda: bench.ends(signal.SIGINT, 130)),
            ("TERM, export-bundle --save", "143, saved, no bundle", bench.bundle),
            ("TERM twice at once", "143, printed, saved", lambda: bench.ends(signal.SIGTERM, 143, times=2)),
            ("timeout(1), which signals twice", "printed, saved", bench.by_timeout),
            ("nohup, then HUP, then TERM", "143: HUP is not heard", bench.outliving),
            ("process 1, TERM from outside", "143, printed, saved", lambda: bench.first(within=False)),
            ("process 1, TERM from within", "143, printed, saved", lambda: bench.first(within=True)),
            ("process 1, while stdin is read", "143 at once", bench.first_reading),
            ("process 1 that handles nothing", "TERM is not heard", bench.first_deaf),
            ("TERM while stdin is read", "143 at once", bench.reading),
        ):
            yield name, "", expected, act


@contextmanager
def silent():
    """Accepts by the kernel alone."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        listener.settimeout(5)
        yield listener


class Bench:
    def __init__(self, lab, good, listener):
        self.lab, self.good, self.listener = lab, good, listener
        self.names = [f"{HOST}:{port}" for port in (good[1], listener.getsockname()[1])]
        self.flags = [*PATIENT, *(word for name in self.names for word in ("--resolve", f"{name}:127.0.0.1"))]

    @contextmanager
    def started(self, argv, **more):
        # What an earlier run has left.
        while select.select([self.listener], [], [], 0)[0]:
            self.listener.accept()[0].close()
        more = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
        running = subprocess.Popen([str(a) for a in argv], env=clean_env(self.lab.dir / "home") | {"TERM": "xterm"}, **more)
        try:
            yield running
        finally:
            running.kill()
            running.communicate()

    def endpoints(self, saved):
        return [self.lab.probe.path, "endpoints", "-o", "jsonl", "--save", saved, *self.flags, *self.names]

    def midway(self, running):
        """One endpoint is printed, the other was reached and is waited for. Gives the line."""
        connection, _ = self.listener.accept()
        connection.close()
        ready, _, _ = select.select([running.stdout], [], [], 5)
        expect(ready, "no line within 5 s")
        return running.stdout.readline()

    @staticmethod
    def over(running, code):
        """How it ended: soon, and so. What is left of its words."""
        start = time.monotonic()
        try:
            out, err = running.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            expect(False, "still running 10 s after the signal")
        took, err = time.monotonic() - start, (err or b"").decode()
        expect("panicked" not in err, tail(err))
        expect(running.returncode == code, f"exit {running.returncode}: {tail(err)}")
        expect(took <= PROMPT, f"ended {took:.1f} s after the signal")
        return out, err

    def kept(self, line, rest, err, saved, name):
        printed = [json.loads(text) for text in [line, *rest.splitlines()]]
        expect([p["target"]["authority"] for p in printed] == self.names[:1], f"printed {printed}")
        expect(f"interrupted ({name}): 1 of 2 endpoints were measured" in err, tail(err))
        self.saved(saved)

    def saved(self, path):
        again = self.lab.probe.run("endpoints", "--from", path, "-o", "json").json()["endpoints"]
        expect([e["target"]["authority"] for e in again] == self.names[:1], f"saved {again}")
        there = sorted(p.name for p in Path(path).parent.iterdir())
        expect(there == [Path(path).name], f"left behind: {there}")

    def ends(self, number, code, times=1):
        saved = self.lab.folder() / "run.jsonl"
        with self.started(self.endpoints(saved)) as running:
            line = self.midway(running)
            for _ in range(times):
                os.kill(running.pid, number)
            out, err = self.over(running, code)
        self.kept(line, out, err, saved, "Ctrl-C" if number == signal.SIGINT else signal.Signals(number).name)

    def bundle(self):
        saved = self.lab.folder() / "run.jsonl"
        # Nothing is printed before the end, but to a terminal how far it is.
        screen, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        argv = [self.lab.probe.path, "export-bundle", "--save", saved, *self.flags, *self.names]
        try:
            with self.started(argv, stderr=terminal) as running:
                said = b""
                while b"1 of 2" not in said:
                    expect(select.select([screen], [], [], 5)[0], f"no progress within 5 s: {said!r}")
                    said += os.read(screen, 4096)
                running.send_signal(signal.SIGTERM)
                out, _ = self.over(running, 143)
            while b"error: interrupted (SIGTERM)" not in said:
                expect(select.select([screen], [], [], 5)[0], f"another end: {said!r}")
                said += os.read(screen, 4096)
        finally:
            os.close(screen)
            os.close(terminal)
        expect(out == b"" and b"interrupted (SIGTERM): 1 of 2 endpoints were measured" in said, f"{out[:80]!r} {said!r}")
        self.saved(saved)

    def by_timeout(self):
        saved = self.lab.folder() / "run.jsonl"
        with self.started([program("timeout"), "600", *self.endpoints(saved)], start_new_session=True) as running:
            line = self.midway(running)
            # It passes the signal on to its child, and then to its group.
            running.send_signal(signal.SIGTERM)
            out, err = running.communicate(timeout=10)
        self.kept(line, out, err.decode(), saved, "SIGTERM")

    def outliving(self):
        saved = self.lab.folder() / "run.jsonl"
        with self.started([program("nohup"), *self.endpoints(saved)]) as running:
            line = self.midway(running)
            # The first signal is the last bit.
            expect(int(_status(running.pid, "SigIgn"), 16) & 1, "it hears SIGHUP")
            running.send_signal(signal.SIGHUP)
            running.send_signal(signal.SIGTERM)
            out, err = self.over(running, 143)
        self.kept(line, out, err, saved, "SIGTERM")

    def alone(self, argv, **more):
        return self.started([program("unshare"), "--pid", "--fork", "--kill-child", "--mount-proc", "--", *argv], **more)

    @staticmethod
    def child(running):
        """The process that is 1 there, by its number here."""
        listed = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        child = int(wait_for(lambda: listed.read_text().strip(), "a child of unshare").split()[0])
        inner = wait_for(lambda: _status(child, "NSpid"), "its numbers").split()
        expect(inner[-1] == "1" and len(inner) > 1, f"it is no process 1: {inner}")
        return child

    def first(self, within):
        saved = self.lab.folder() / "run.jsonl"
        with self.alone(self.endpoints(saved)) as running:
            line = self.midway(running)
            child = self.child(running)
            if within:
                # As the processes of a pod see each other.
                argv = [program("nsenter"), "--target", str(child), "--pid", program("kill"), "-TERM", "1"]
                expect(subprocess.run(argv, check=False).returncode == 0, "no signal was sent")
            else:
                os.kill(child, signal.SIGTERM)
            out, err = self.over(running, 143)
        self.kept(line, out, err, saved, "SIGTERM")

    def waits_for_stdin(self, starting):
        """Runs a probe until it has been given a first list of targets and waits for a second one, on stdin."""
        pipe = self.lab.folder() / "pipe"
        os.mkfifo(pipe)
        argv = [self.lab.probe.path, "endpoints", "-f", pipe, "-f", "-"]
        read, write = os.pipe()
        try:
            with starting(argv, stdin=read) as running:
                # Opened once somebody reads it.
                pipe.write_text("a.test\n")
                os.kill(self.child(running) if starting == self.alone else running.pid, signal.SIGTERM)
                out, err = self.over(running, 143)
        finally:
            os.close(read)
            os.close(write)
        expect(out == b"" and err == "interrupted (SIGTERM)\n", f"{out[:80]!r} {tail(err)}")

    def reading(self):
        self.waits_for_stdin(self.started)

    def first_reading(self):
        self.waits_for_stdin(self.alone)

    def first_deaf(self):
        """Why it matters: what handles nothing is spared, so the cases above could fail."""
        with self.alone([program("cat")], stdin=subprocess.PIPE) as running:
            child = self.child(running)
            wait_for(lambda: _status(child, "Name") == "cat", "cat to run")
            os.kill(child, signal.SIGTERM)
            out, _ = running.communicate(b"still here", timeout=5)
        expect(out == b"still here" and running.returncode == 0, f"exit {running.returncode}: {out!r}")


def _status(pid, field):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == field:
            return value.strip()
    return ""
