"""The servers, one module each. A module's `BEHAVIOURS` says what that server can express: name to a function of
(`Setting`), which starts it and returns (address, stop)."""

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tool import clean_env, expect, tail


_ports = itertools.count(20000)


@dataclass
class Setting:
    """What a server is given: what to send, and a folder of its own."""

    chain: object
    pki: object
    work: Path
    # Where it listens: an address of this machine, and a port of its own unless one is given.
    ip: str = "127.0.0.1"
    port: int = 0
    # The TLS version it speaks, for one that can be told.
    version: str = "1.3"
    # Where it passes on to, for one that does nothing else; sslsplit wants (host, port), HAProxy may have several with a comma between.
    upstream: object = ""
    # A second chain, for one that has two.
    also: object = None
    # Where the issuer of what an interceptor mints can be had, if it does not send it.
    aia: str = ""
    # Who may pass, where a proxy asks: a name and a password.
    user: tuple = ("", "")


@contextlib.contextmanager
def serving(module, behaviour, setting):
    """The address of a server that behaves so, for as long as the block lasts."""
    setting.work.mkdir(parents=True, exist_ok=True)
    address, stop = module.BEHAVIOURS[behaviour](setting)
    try:
        yield address
    finally:
        stop()


def daemon(argv, setting, ready, limit=5.0):
    """Starts a server program and waits until `ready(its log, itself)` gives an address. Returns both and how to stop it."""
    log = setting.work / "server.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [str(a) for a in argv],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env=clean_env(setting.work),
            process_group=0,
        )

    def stop():
        # Some serve from a child; one that ended by itself has none.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def asked():
        expect(process.poll() is None, f"{argv[0]} ended: {tail(log.read_text(errors='replace'))}")
        return ready(log, process)

    try:
        return wait_for(asked, f"{argv[0]} to listen", log, limit), stop, process
    except BaseException:
        stop()
        raise


def wait_for(ask, what, log=None, limit=5.0):
    """Asks again until the answer is true, for a bounded time."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.02)
    said = tail(log.read_text(errors="replace")) if log else ""
    expect(False, f"waited {limit:g} s for {what}: {said}")


def frozen(address, stop, process):
    """A hung server: the kernel still accepts for it, nobody answers."""
    process.send_signal(signal.SIGSTOP)
    return address, stop


def listening(argv, setting, address, limit=5.0):
    """A server program that was told its address. Returns that, and how to stop it."""
    return daemon(argv, setting, lambda _log, _process: listens(address), limit)[:2]


def listens(address):
    with contextlib.suppress(OSError), socket.create_connection(address, timeout=1):
        return address
    return None


def free_port():
    """One that nobody has had. The run's network is its own, and the kernel gives ports from 32768 on."""
    return next(_ports)
