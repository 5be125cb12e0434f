"""How a name is looked up: resolvers that are dead, silent, refuse or disagree, aliases that lead nowhere, the hosts file and
nsswitch.conf. What `probe` says is held against what Go's own resolver and curl (the C library's) meet in the very same place."""

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass, field

from sandbox import FILES
from servers import Setting, nginx, serving
from tool import HOST, clean_env, expect, program, run, tail

# The first and the second resolver, and an address where nobody listens.
FIRST, SECOND, NOBODY = "127.53.0.1", "127.53.0.2", "127.53.0.9"
HERE = "127.0.0.1"
PUBLIC = "console.shop.co.jp"
# The sandbox's own files lie there already.
PRIVATE = """for file in hosts resolv.conf nsswitch.conf; do
  place="$(readlink -f /etc/$file)"; umount "$place"; mount --bind "$0/$file" "$place"
done; exec "$@"
"""
A, CNAME, AAAA = 1, 5, 28
BOM = b"\xef\xbb\xbf"
FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, NOTAUTH = 1, 2, 3, 4, 5, 9


def address(name, kind):
    """Every name is here."""
    return 0, ([(name, A, socket.inet_aton(HERE))] if kind == A else [])


def code(number):
    return lambda name, kind: (number, [])


def silence(name, kind):
    return None


def late(name, kind):
    time.sleep(3.2)
    return address(name, kind)


def only_a(name, kind):
    return address(name, kind) if kind == A else None


def unlike(of_a, of_aaaa):
    """Each family is answered in its own way."""
    return lambda name, kind: (of_a if kind == A else of_aaaa)(name, kind)


def on_a_link(name, kind):
    return 0, ([(name, AAAA, socket.inet_pton(socket.AF_INET6, "fe80::1"))] if kind == AAAA else [])


def dangling(rcode):
    """An alias; what it leads to does not exist."""
    return lambda name, kind: (NXDOMAIN, []) if name == "gone.probe.test" else (rcode, [(name, CNAME, _wire("gone.probe.test"))])


def zero(name, kind):
    return 0, ([(name, A, bytes(4))] if kind == A else [])


def only_bare(name, kind):
    """With a suffix behind it the name leads elsewhere."""
    return (0, [(name, A, socket.inet_aton("127.0.0.9"))] if kind == A else []) if name.endswith("suffix.test") else address(name, kind)


@dataclass
class Scene:
    """What the machine is given, and what is to come of it."""

    resolvers: dict
    code: str
    # Go's own resolver does, and curl, which uses the C library's, unless it is said that it does not.
    connects: bool
    beside: tuple = ()
    host: str = HOST
    options: str = "timeout:1 attempts:1"
    search: str = ""
    hosts: bytes = FILES["/etc/hosts"].encode()
    nsswitch: str = "files dns"
    said: tuple = field(default=())
    curl: bool | None = None

    @property
    def curl_connects(self):
        return self.connects if self.curl is None else self.curl


GOOD = {FIRST: address}
SCENES = {
    "all well": Scene(GOOD, "ok", True),
    "the first is dead": Scene({NOBODY: None, SECOND: address}, "ok", True, ("resolver-failing",)),
    "the first is silent": Scene({FIRST: silence, SECOND: address}, "ok", True, ("resolver-failing",)),
    "the first fails": Scene({FIRST: code(SERVFAIL), SECOND: address}, "ok", True, ("resolver-failing",)),
    "the first refuses": Scene({FIRST: code(REFUSED), SECOND: address}, "ok", True, ("resolver-failing",)),
    "the first knows no queries": Scene({FIRST: code(NOTIMP), SECOND: address}, "ok", True, ("resolver-failing",)),
    # After these the C library asks nobody else, and Go does.
    "the first cannot read it": Scene(
        {FIRST: code(FORMERR), SECOND: address}, "ok", True, ("resolver-failing",), curl=False, said=("asks no other",)
    ),
    "the first is of another zone": Scene(
        {FIRST: code(NOTAUTH), SECOND: address}, "ok", True, ("resolver-failing",), curl=False, said=("asks no other",)
    ),
    "the first fails for A only": Scene(
        {FIRST: unlike(code(SERVFAIL), code(0)), SECOND: address}, "ok", True, ("resolver-failing",), curl=False, said=("asks no other",)
    ),
    "the first denies it": Scene({FIRST: code(NXDOMAIN), SECOND: address}, "resolvers-disagree", False, said=(FIRST, SECOND, HERE)),
    "the second denies it": Scene({FIRST: address, SECOND: code(NXDOMAIN)}, "ok", True),
    "both deny it": Scene({FIRST: code(NXDOMAIN), SECOND: code(NXDOMAIN)}, "name-not-found", False),
    "both are silent": Scene({FIRST: silence, SECOND: silence}, "timeout-dns", False),
    "both fail": Scene({FIRST: code(SERVFAIL), SECOND: code(SERVFAIL)}, "dns-failure", False, said=("SERVFAIL",)),
    "an answer after 3.2 s": Scene({FIRST: late}, "ok", True, options=""),
    "AAAA hangs": Scene({FIRST: only_a}, "ok", True, ("lookup-half-answered",)),
    "AAAA fails": Scene({FIRST: unlike(address, code(SERVFAIL))}, "ok", True, ("lookup-half-answered",), said=("nobody waits",)),
    "AAAA is refused": Scene({FIRST: unlike(address, code(REFUSED))}, "ok", True, ("lookup-half-answered",), said=("nobody waits",)),
    "AAAA cannot be read": Scene({FIRST: unlike(address, code(FORMERR))}, "ok", True, ("lookup-half-answered",), said=("nobody waits",)),
    "the first has an alias of nothing, the second an address": Scene(
        {FIRST: dangling(NXDOMAIN), SECOND: address}, "resolvers-disagree", False, said=("gone.probe.test", "correct that alias", SECOND)
    ),
    "the same, without an error": Scene(
        {FIRST: dangling(0), SECOND: address}, "resolvers-disagree", False, said=("gone.probe.test", "correct that alias", SECOND)
    ),
    "the first an address, the second an alias of nothing": Scene({FIRST: address, SECOND: dangling(NXDOMAIN)}, "ok", True),
    "a link-local answer": Scene({FIRST: on_a_link}, "name-leads-nowhere", False, said=("fe80::1", "one link only", FIRST)),
    "an alias of nothing": Scene({FIRST: dangling(NXDOMAIN)}, "alias-dangling", False, said=("gone.probe.test",)),
    "an alias of nothing, without an error": Scene({FIRST: dangling(0)}, "alias-dangling", False, said=("gone.probe.test",)),
    "0.0.0.0": Scene({FIRST: zero}, "name-leads-nowhere", False, host=PUBLIC, said=("0.0.0.0", FIRST)),
    "a bad byte in the hosts file": Scene(
        {FIRST: code(NXDOMAIN)}, "ok", True, hosts=b"192.0.2.1 caf\xe9.test\n" + f"{HERE} {HOST}\n".encode()
    ),
    "a bad byte in a comment of the hosts file": Scene({FIRST: code(NXDOMAIN)}, "ok", True, hosts=f"{HERE} {HOST} # ".encode() + b"caf\xe9\n"),
    "a bad byte in another name of the line": Scene({FIRST: code(NXDOMAIN)}, "ok", True, hosts=f"{HERE} ".encode() + b"caf\xe9.test " + HOST.encode() + b"\n"),
    "a byte order mark before the name": Scene({FIRST: code(NXDOMAIN)}, "name-not-found", False, hosts=BOM + f"{HERE} {HOST}\n".encode()),
    "a byte order mark before another line": Scene({FIRST: code(NXDOMAIN)}, "ok", True, hosts=BOM + f"# all\n{HERE} {HOST}\n".encode()),
    "a no-break space in the hosts file": Scene({FIRST: code(NXDOMAIN)}, "name-not-found", False, hosts=f"{HERE}\u00a0{HOST}\n".encode()),
    "a final dot": Scene({FIRST: only_bare}, "ok", True, host=f"{HOST}.", search="suffix.test", options="ndots:5 timeout:1 attempts:1"),
    "dns before files": Scene(GOOD, "ok", True, hosts=f"127.0.0.9 {HOST}\n".encode(), nsswitch="dns files"),
    "files before dns": Scene({FIRST: code(NXDOMAIN)}, "ok", True, hosts=f"{HERE} {HOST}\n".encode()),
    "files only": Scene(GOOD, "dns-failure", False, nsswitch="files", said=("only the hosts file was asked", "nsswitch.conf")),
    "dns only": Scene({FIRST: code(NXDOMAIN)}, "name-not-found", False, hosts=f"{HERE} {HOST}\n".encode(), nsswitch="dns"),
}
LISTED = f"{HERE} {HOST}\n".encode()
SAYS = {"NXDOMAIN": code(NXDOMAIN), "NODATA": code(0), "SERVFAIL": code(SERVFAIL), "REFUSED": code(REFUSED), "nothing": silence}
# What follows `hosts:`, what the resolver says of a name that the hosts file has, and what comes of that: the code, and curl; Go
# without cgo passes over every rule. To the C library whatever fails is UNAVAIL.
RULES = (
    ("dns [!UNAVAIL=return] files", "NXDOMAIN", "name-not-found", False),
    ("dns [!UNAVAIL=return] files", "NODATA", "name-without-address", False),
    ("dns [!UNAVAIL=return] files", "SERVFAIL", "ok", True),
    ("dns [!UNAVAIL=return] files", "REFUSED", "ok", True),
    ("dns [!UNAVAIL=return] files", "nothing", "ok", True),
    ("dns [NOTFOUND=return] files", "SERVFAIL", "ok", True),
    ("dns [NOTFOUND=return] files", "NXDOMAIN", "name-not-found", False),
    ("dns [UNAVAIL=return] files", "SERVFAIL", "dns-failure", False),
    ("dns [UNAVAIL=return] files", "REFUSED", "dns-failure", False),
    ("dns [UNAVAIL=return] files", "nothing", "timeout-dns", False),
    ("dns [UNAVAIL=return] files", "NXDOMAIN", "ok", True),
    ("dns [TRYAGAIN=return] files", "SERVFAIL", "ok", True),
)
SCENES |= {
    f"{line}, the resolver says {word}": Scene({FIRST: SAYS[word]}, verdict, True, hosts=LISTED, nsswitch=line, curl=curl)
    for line, word, verdict, curl in RULES
}
SCENES |= {
    f"{line}, the hosts file has no such name": Scene(GOOD, verdict, True, nsswitch=line, said=said, curl=curl)
    for line, verdict, said, curl in (
        ("files [NOTFOUND=return] dns", "dns-failure", ("Go without cgo passes over the rule",), False),
        ("files [!UNAVAIL=return] dns", "dns-failure", ("Go without cgo passes over the rule",), False),
        ("files [SUCCESS=continue] dns", "ok", (), True),
    )
}
# Each has resolvers at the same addresses.
ROWS_AT_ONCE = 1


def cases(lab):
    for name, scene in SCENES.items():
        yield name, "", _foretold(scene), lambda s=scene: _look(lab, s)
    yield "a link-local address", "nginx", "ok on its interface, a name for the other", lambda: _link_local(lab)
    for host in ("010.0.0.1", "0x7f.1", "127.1", "1", "127.0.0.1."):
        yield f"the host {host}", "", "refused as ambiguous", lambda h=host: _ambiguous(lab, h)


def _foretold(scene):
    word = {True: "connects", False: "fails"}
    return f"{scene.code}; Go {word[scene.connects]}, curl {word[scene.curl_connects]}"


def _look(lab, scene):
    port = 0 if scene.host != PUBLIC else 1
    with contextlib.ExitStack() as stack:
        for ip, says in scene.resolvers.items():
            if says:
                stack.enter_context(_resolver(ip, says))
        if not port:
            setting = Setting(lab.pki.chains["leaf+root"], lab.pki, lab.folder())
            port = stack.enter_context(serving(nginx, "tls 1.3", setting))[1]
        place = _files(lab, scene)
        root, url = lab.pki.certs["root"].pem, f"https://{scene.host}:{port}/"
        _probe(lab, scene, place, [f"{scene.host}:{port}", "--ca", root])
        # Go's own resolver, as in programs that are linked statically.
        go = _inside(place, [lab.consumers.go_client(), root, "-", url], lab, GODEBUG="netdns=go")
        expect((go.code == 0) == scene.connects, f"Go: exit {go.code}: {tail(go.err)}")
        curl = [program("curl"), "-q", "-sS", "--max-time", "8", "--noproxy", "*", "--cacert", root, url]
        curl = _inside(place, curl, lab)
        expect((curl.code == 0) == scene.curl_connects, f"curl: exit {curl.code}: {tail(curl.err)}")


def _probe(lab, scene, place, args):
    flags = ["--trust", "none", "--proxy-from", "none", "-o", "json"]
    ran = lab.probe.check(_inside(place, [lab.probe.path, "endpoints", *flags, *args], lab))
    endpoint = ran.json()["endpoints"][0]
    verdict, beside = endpoint["verdict"], tuple(v["code"] for v in endpoint["findings"])
    expect(verdict["code"] == scene.code, f"{verdict['code']}: {verdict['remedy']}")
    expect(beside == scene.beside, f"beside it: {beside}")
    told = " ".join(f"{v['remedy']} {v['details']}" for v in (verdict, *endpoint["findings"]))
    for words in scene.said:
        expect(words in told, f"{words!r} is not in {told!r}")
    first = next(iter(scene.resolvers))
    asked = [answer["resolver"] for answer in (endpoint["resolution"] or {}).get("asked", [])]
    expect(not asked or asked[0] == first, f"asked {asked}")


def _files(lab, scene):
    place = lab.folder()
    lines = [f"nameserver {ip}" for ip in scene.resolvers]
    lines += [f"search {scene.search}"] if scene.search else []
    lines += [f"options {scene.options}"] if scene.options else []
    (place / "resolv.conf").write_text("\n".join(lines) + "\n")
    (place / "hosts").write_bytes(scene.hosts)
    (place / "nsswitch.conf").write_text(FILES["/etc/nsswitch.conf"].replace("files dns", scene.nsswitch))
    return place


def _inside(place, argv, lab, **env):
    shell = [program("unshare"), "--mount", "--", "sh", "-ec", PRIVATE, place]
    return run([*shell, *argv], lab.dir, timeout=40, env=clean_env(lab.dir) | env)


@contextlib.contextmanager
def _resolver(ip, says):
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind((ip, 53))

    def answer(query, client):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1 : at + 1 + query[at]])
            at += 1 + query[at]
        question, kind = query[12 : at + 5], struct.unpack("!H", query[at + 1 : at + 3])[0]
        said = says(b".".join(labels).decode().lower(), kind)
        if said is None:
            return
        rcode, records = said
        body = b"".join(_wire(name) + struct.pack("!HHIH", of, 1, 60, len(data)) + data for name, of, data in records)
        head = query[:2] + struct.pack("!HHHHH", 0x8180 | rcode, 1, len(records), 0, 0)
        with contextlib.suppress(OSError):
            listener.sendto(head + question + body, client)

    over = threading.Event()
    listener.settimeout(0.1)

    def loop():
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                query, client = listener.recvfrom(512)
                threading.Thread(target=answer, args=(query, client), daemon=True).start()

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        listener.close()


def _wire(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def _link_local(lab):
    """The gate's own interface has such an address; the certificate proves a name, not that."""
    shown = run([program("ip"), "-6", "-o", "addr", "show", "dev", "gate", "scope", "link"], "/").out.decode()
    ip = shown.split("inet6 ")[1].split("/")[0]
    setting = Setting(lab.pki.chains["leaf+root"], lab.pki, lab.folder(), ip="::")
    with serving(nginx, "tls 1.3", setting) as (_, port):
        common = ["endpoints", "--trust", "none", "--proxy-from", "none", "-o", "json", "--ca", lab.pki.certs["root"].pem, "--servername", HOST]
        for text in (f"[{ip}%gate]:{port}", f"https://[{ip}%25gate]:{port}"):
            endpoint = lab.probe.run(*common, text).json()["endpoints"][0]
            expect(endpoint["verdict"]["code"] == "ok", endpoint["verdict"]["remedy"])
            expect(endpoint["target"]["authority"] == f"[{ip}%gate]:{port}", endpoint["target"]["authority"])
        for text, said in ((f"[{ip}%nowhere]:{port}", "`nowhere`"), (f"[{ip}]:{port}", f"write [{ip}%gate]:{port}")):
            ran = lab.probe.run(*common, text)
            expect(ran.code == 2 and said in ran.err and "its interfaces are" in ran.err, f"exit {ran.code}: {tail(ran.err)}")


def _ambiguous(lab, host):
    ran = lab.probe.run("endpoints", "--proxy-from", "none", f"{host}:443")
    expect(ran.code == 2 and "ambiguous" in ran.err, f"exit {ran.code}: {tail(ran.err)}")
