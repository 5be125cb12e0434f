"""A machine of our own for the run: namespaces of its own for network, mounts and processes, so that real programs can be given
names, a resolver, and a gateway that redirects, while nothing outside is touched or reached. Needs root, and ends with the run.

    client (198.51.100.2) --- gate (198.51.100.1: resolver, origins on 203.0.113.10, and where a redirect is set, the interceptor)

Everything else happens on the gate's loopback."""

import contextlib
import os
import socket
import struct
import sys
import tempfile
import threading
from pathlib import Path

from tool import HOST, expect, program, run, tail

INSIDE = "PROBE_INTEROP_INSIDE"
GATE, CLIENT = "198.51.100.1", "198.51.100.2"
# An origin that is there, its second address, and an address where nobody is.
FAR, SECOND, DEAD = "203.0.113.10", "203.0.113.11", "203.0.113.99"
# The same two addresses in IPv6.
FAR_6, SECOND_6 = "2001:db8:2::10", "2001:db8:2::11"
# Known to the lab's resolver; any other name does not exist.
NAMES = {HOST: "127.0.0.1", "proxy.probe.test": "127.0.0.1", "forbidden.probe.test": "127.0.0.1"}
# A cluster has its wildcard.
NAMES |= {"api.cluster.probe.test": "127.0.0.1", "*.apps.cluster.probe.test": "127.0.0.1"}
# A company's own name, below a public suffix of two labels.
NAMES |= {"console.shop.co.jp": "127.0.0.1"}
# Where strangers lead.
NAMES |= {f"{name}.strangers.probe.test": at for name, at in (("loop", "127.0.0.1"), ("cloud", "169.254.169.254"), ("far", FAR))}
FILES = {
    "/etc/hosts": "127.0.0.1 localhost\n",
    "/etc/resolv.conf": f"nameserver {GATE}\noptions timeout:1 attempts:1\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n",
}
A, IN = 1, 1
NO_ERROR, NO_SUCH_NAME = 0x8580, 0x8583


def enter():
    """Starts this program again inside, unless it is there already."""
    if os.environ.get(INSIDE):
        return _furnish()
    sudo = [] if os.geteuid() == 0 else ["sudo", "--preserve-env"]
    unshare = [program("unshare"), "--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    argv = [*sudo, "env", f"{INSIDE}=1", f"PATH={os.environ['PATH']}", *unshare, "--", sys.executable, *sys.argv]
    return os.execvp(argv[0], argv)


def from_client(argv):
    """The same command, on the far side of the gate."""
    return [program("ip"), "netns", "exec", "client", *map(str, argv)]


@contextlib.contextmanager
def alias(address):
    """One more address of the gate's own, for as long as the block lasts."""
    _do("ip", f"addr add {address}/32 dev lo")
    try:
        yield
    finally:
        _do("ip", f"addr del {address}/32 dev lo")


class Gate:
    """What the kernel does to the client's packets, for as long as the block lasts."""

    def __init__(self, hook, rule):
        self.hook, self.rule = hook, rule

    @classmethod
    def redirecting(cls, port, to, address=""):
        """What is sent to a port of any address, or of this one only, ends at a port of the gate."""
        where = f"ip daddr {address} " if address else ""
        return cls("type nat hook prerouting priority -100", f"iifname gate {where}tcp dport {port} redirect to :{to}")

    @classmethod
    def dropping(cls, what):
        """Without a word to either side."""
        hook = "output" if "oifname" in what else "input"
        return cls(f"type filter hook {hook} priority 0", f"{what} drop")

    def __enter__(self):
        _do("nft", "add table ip lab")
        _do("nft", f"add chain ip lab catch {{ {self.hook} ; }}")
        _do("nft", f"add rule ip lab catch {self.rule}")

    def __exit__(self, *_):
        _do("nft", "delete table ip lab")


def _do(name, line):
    words = [line] if name == "nft" else line.split()
    ran = run([program(name), *words], "/")
    expect(ran.code == 0, f"{name} {line}: {tail(ran.err)}")


def _furnish():
    # Names of network namespaces are files; these are ours alone.
    Path("/run/netns").mkdir(exist_ok=True)
    _do("mount", "-t tmpfs none /run/netns")
    for line in (
        "link set lo up",
        "netns add client",
        "link add gate type veth peer name out netns client",
        f"addr add {GATE}/24 dev gate",
        f"addr add {FAR}/32 dev lo",
        f"addr add {SECOND}/32 dev lo",
        f"addr add {FAR_6}/128 dev lo",
        f"addr add {SECOND_6}/128 dev lo",
        "addr add 2001:db8:1::1/64 dev gate nodad",
        "link set gate up",
        "-n client link set lo up",
        f"-n client addr add {CLIENT}/24 dev out",
        "-n client link set out up",
        f"-n client route add default via {GATE}",
        "-n client addr add 2001:db8:1::2/64 dev out nodad",
        "-n client route add default via 2001:db8:1::1",
    ):
        _do("ip", line)
    with tempfile.TemporaryDirectory(dir="/run/netns") as folder:
        for path, text in FILES.items():
            Path(path).touch()
            ours = Path(folder) / Path(path).name
            ours.write_text(text)
            ours.chmod(0o644)
            _do("mount", f"--bind {ours} {Path(path).resolve()}")
    _resolver()


def _resolver():
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((GATE, 53))

    def loop():
        while True:
            query, client = listener.recvfrom(512)
            answer = _answer(query)
            if answer:
                listener.sendto(answer, client)

    threading.Thread(target=loop, daemon=True).start()


def _answer(query):
    """One question, one answer (RFC 1035 4): an address, none of that kind, or no such name."""
    labels, at = [], 12
    while at < len(query) and query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]])
        at += 1 + query[at]
    question = query[12 : at + 5]
    if len(question) < 5 or at + 5 > len(query):
        return None
    kind = struct.unpack("!H", query[at + 1 : at + 3])[0]
    name = b".".join(labels).decode("ascii", "replace").lower()
    address = NAMES.get(name) or NAMES.get("*." + name.partition(".")[2])
    record = b""
    if address and kind == A:
        record = struct.pack("!HHHIH", 0xC00C, A, IN, 60, 4) + socket.inet_aton(address)
    flags = NO_ERROR if address else NO_SUCH_NAME
    return query[:2] + struct.pack("!HHHHH", flags, 1, 1 if record else 0, 0, 0) + question + record
