"""What servers send, and which clients a bundle can make accept it: measured once with every client and every bundle that can be made of
these certificates. `best` are the clients that the best of them persuades, as letters: g Go before 1.23, G Go, c curl, o openssl, n Node,
p Python before 3.13, P Python since, t GnuTLS, j Java, R rustls, s NSS, h Chromium; the last two have it imported as an authority.

A documented choice: where the best bundle does not persuade Go, nothing is written, though others might accept it: what reads the file
in a migration is Go. (The server's own certificate in it would persuade Go in some of these rows, by switching off the very check that fails;
that is not done unasked. An intermediate is written where Go takes no certificate above it as an anchor, but never to evade what a CA
says of names and purposes.) Those rows say "for Go's sake"."""

from dataclasses import dataclass, field

from forge import Order, below, leaf, root
from tool import HOST

ALL = "gGconpPtjRsh"
# No root in the file: refused by those that want the path to end in a self-signed certificate.
ANCHORED = "gGcPtjRsh"
# All but Python from 3.13 on, which wants key identifiers and key usages.
NOT_STRICT = "gGconptjRsh"

# A salt as long as the digest: the only one that Go and webpki read.
PSS = ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32")
LONG_SALT = PSS[:2]
ELSEWHERE = ("nameConstraints = critical, permitted;DNS:other.test",)


@dataclass(frozen=True)
class Try:
    """One way to export, and what must come of it."""

    # What the administrator gives with --ca, as names of certificates.
    given: str = ""
    aia: bool = False
    # What the file holds, in its order, and who accepts it.
    holds: str = "root"
    best: str = ALL
    # Why there is none, as the code of the verdict; then the two above say what could have been written, and who would accept that.
    refused: str = ""

    @property
    def how(self):
        given = [f"--ca {self.given.replace(' ', '+')}"] if self.given else []
        return ", ".join(given + (["--aia"] if self.aia else [])) or "nothing given"


def no(code, given="", holds="root", **more):
    """Nobody would accept anything."""
    return Try(given, holds=holds, best="", refused=code, **more)


def unknown(code="root-not-sent", given="", **more):
    """There is nothing that could be written."""
    return no(code, given, "", **more)


def no_go(code, best, given="", holds="root"):
    """Others would accept it, Go not."""
    return Try(given, holds=holds, best=best, refused=code)


@dataclass(frozen=True)
class Topology:
    number: str
    what: str
    orders: tuple
    # Names, in the order in which they are sent.
    sent: str
    tries: tuple = (Try(),)
    host: str = HOST
    # Other names that the port is asked for, and what it then sends.
    by_name: dict = field(default_factory=dict)
    # What the server sends after a renewal, to clients that have the bundle from before it.
    renewed: str = ""
    # What the administrator would have to have, for the comparison of verdicts.
    root: str = "root"
    best_held: str = "root"
    # The Go of today refuses a certificate that the Go before 1.23 reads.
    new_go_refuses: bool = False
    # Whom a file would serve that is not written is said. It is not where nobody here can check a signature.
    told: bool = True

    @property
    def ints(self):
        return [o.name for o in self.orders if o.kind == "ca" and o.by and o.name != self.root]

    @property
    def bundles(self):
        """The bundles for which probe's verdicts are compared with real clients: as names of certificates, each once."""
        sent = (self.by_name.get(self.host) or self.sent).split()
        every = [sent[0], " ".join(dict.fromkeys(sent)), self.root, " ".join([self.root, *self.ints]), self.best_held]
        return list(dict.fromkeys(every))


def _one(number, what, *orders, sent="leaf root", tries=(Try(),), **more):
    return Topology(number, what, orders, sent, tries, **more)


def _self_signed(number, what, order, best=ALL, refused="", **more):
    tries = (Try(holds="leaf", best=best, refused=refused),)
    return Topology(number, what, (order,), "leaf", tries, root="leaf", best_held="leaf", **more)


def _aia(url):
    return (f"authorityInfoAccess = caIssuers;URI:{{aia}}/{url}",)


def _missing(number, what, url, *more, tries):
    """The server leaves its intermediate out."""
    orders = (root(), below("int", more=_aia("T07b/root.p7c") if number == "T07b" else ()), *more, leaf("int", more=_aia(url)))
    given = (unknown("intermediate-missing"), unknown("intermediate-missing", "root"), Try("root int", holds="root int"))
    return Topology(number, what, orders, "leaf", given + tries, best_held="root int")


MISSING = (
    _missing("T07", "intermediate missing, AIA in DER", "T07/int.der",
             tries=(Try(aia=True, holds="int", best=ANCHORED), Try("root", aia=True, holds="root int"))),
    _missing("T07b", "intermediate missing, AIA in PKCS#7 to the root", "T07b/int.p7c", tries=(Try(aia=True, holds="root int"),)),
    _missing("T07c", "intermediate missing, AIA answers 404", "T07c/gone.der",
             tries=(unknown("intermediate-missing", aia=True), unknown("intermediate-missing", "root", aia=True))),
    _missing("T07d", "intermediate missing, AIA is silent", "T07d/int.silent", tries=(unknown("intermediate-missing", aia=True),)),
    _missing("T07e", "intermediate missing, AIA in PEM", "T07e/int.pem",
             tries=(Try(aia=True, holds="int", best=ANCHORED), Try("root", aia=True, holds="root int"))),
    _missing("T07f", "intermediate missing, AIA gives another", "T07f/stranger.der", root("stranger"),
             tries=(unknown("intermediate-missing", aia=True), unknown("intermediate-missing", "root", aia=True))),
)  # fmt: skip

_INT = (root(), below("int"), leaf("int"))
_TWO = (root("other", cn="a CA of one name"), root(cn="a CA of one name"))
_API = (
    root("lb", cn="kube-apiserver-lb-signer"),
    root("service", cn="kube-apiserver-service-network-signer"),
    leaf("lb", "api", cn="api.c.probe.test", san="DNS:api.c.probe.test"),
    leaf("service", "inside", cn="172.30.0.1", san="DNS:kubernetes, DNS:kubernetes.default.svc, IP:127.0.0.1"),
)

TOPOLOGIES = (
    _self_signed("T01", "self-signed, CA:TRUE", leaf("", extensions=("basicConstraints = critical, CA:TRUE",)), best="gGconpPtjsh"),
    _self_signed("T02", "self-signed, CA:FALSE", leaf(""), best="gGconpPtjR"),
    _self_signed("T03", "self-signed, version 1", Order("leaf", kind="bare", cn=HOST), best="contjs", refused="no-san"),
    _one("T04", "root not sent", root(), leaf(), sent="leaf", tries=(unknown(), Try("root"))),
    _one("T05", "root sent", root(), leaf()),
    _one("T06", "intermediate sent, root not", *_INT, leaf("int", "leaf2"), sent="leaf int", renewed="leaf2 int",
         tries=(Try(holds="int", best=ANCHORED), Try("root"))),
    _one("R06", "the same, its intermediate replaced later", *_INT, below("int2"), leaf("int2", "leaf2"), sent="leaf int",
         renewed="leaf2 int2", tries=(Try("root"),)),
    *MISSING,
    _one("T08", "the whole chain", *_INT, sent="leaf int root"),
    _one("T09", "out of order, with a stranger", root(), root("stranger"), below("upper"), below("int", "upper"), leaf("int"),
         sent="leaf root stranger upper int"),
    _one("T10", "everything twice", *_INT, sent="leaf leaf int int root root"),
    _one("T11", "cross-signed root, its signer expired", root("old", days=(-900, -20)), root(),
         below("cross", "old", cn="T11 root", key_of="root"), below("int"), leaf("int"), sent="leaf int cross",
         tries=(Try(holds="cross int", best=ANCHORED), Try("root"), Try("old root"))),
    _one("T11b", "cross-signed intermediate, one root expired", root("old", days=(-900, -20)), root(), below("int"),
         below("dead", "old", cn="T11b int", key_of="int"), leaf("int"), sent="leaf dead int", best_held="root int",
         tries=(Try("root", holds="root int"), Try("old root", holds="root int"))),
    _one("T12", "expired leaf", root(), leaf(days=(-40, -20)), tries=(no("expired"), no("expired", "root"))),
    _one("T13", "expired root", root(days=(-900, -20)), leaf(), tries=(no_go("expired", "jR"), no_go("expired", "jR", "root"))),
    _one("T13c", "expired root above an intermediate", root(days=(-900, -20)), below("int"), leaf("int"), sent="leaf int root",
         best_held="int", tries=(Try(holds="int", best=ANCHORED), Try("root", holds="int", best=ANCHORED))),
    _one("T13d", "the same, not sent", root(days=(-900, -20)), below("int"), leaf("int"), sent="leaf int",
         best_held="int", tries=(Try(holds="int", best=ANCHORED), Try("root", holds="int", best=ANCHORED))),
    _one("T13e", "expired root above a cross certificate", root("old", days=(-900, -20)), root(),
         below("cross", "old", cn="T13e root", key_of="root"), below("int"), leaf("int"), sent="leaf int cross old",
         best_held="cross int", tries=(Try(holds="cross int", best=ANCHORED), Try("root"), Try("old", holds="cross int", best=ANCHORED))),
    _one("T13f", "root with an unknown critical extension", root(more=("1.2.3.4.5.6 = critical, DER:05:00",)), below("int"), leaf("int"),
         sent="leaf int root", best_held="int", tries=(Try(holds="int", best=ANCHORED),)),
    _one("T13g", "intermediate signed with SHA-1", root(), below("int", sign=("-md", "sha1")), leaf("int"), sent="leaf int root",
         best_held="int", tries=(Try(holds="int", best=ANCHORED),)),
    _one("T13h", "expired cross certificate beside its root", root("old"), root(),
         below("cross", "old", cn="T13h root", key_of="root", days=(-300, -20)), below("int"), leaf("int"), sent="leaf int cross root"),
    _one("T13b", "expired intermediate", root(), below("int", days=(-300, -20)), below("new", cn="T13b int", key_of="int"), leaf("int"),
         sent="leaf int", tries=(no_go("expired", "jR", holds="int"), no("expired", "root"), Try("root new", holds="root new"))),
    _one("T14", "another name", root(), leaf(cn="other.test", san="DNS:other.test"), tries=(no("name-mismatch"),)),
    _one("T15", "common name only", root(), leaf(san=""), tries=(no_go("no-san", "contjs"),)),
    _one("T16a", "root without key usage", root(extensions=("basicConstraints = critical, CA:TRUE",)), leaf(),
         tries=(Try(best=NOT_STRICT),)),
    _one("T16b", "path length too short", root(extensions=("basicConstraints = critical, CA:TRUE, pathlen:0", "keyUsage = keyCertSign")),
         below("upper"), below("int", "upper"), leaf("int"), sent="leaf int upper root", tries=(Try(holds="upper int", best=ANCHORED),)),
    _one("T16c", "root of version 1", Order("root", kind="bare"), leaf(ids=False), tries=(Try(best=NOT_STRICT),)),
    _one("T16d", "root that is no CA", root(extensions=("keyUsage = keyCertSign",)), leaf(),
         tries=(no_go("constraint-violated", "conptRsh"),)),
    _one("T17", "name constraints of the intermediate", root(), below("int", more=ELSEWHERE), leaf("int"),
         sent="leaf int root", tries=(no("constraint-violated"),)),
    _one("T17b", "name constraints of the root", root(more=ELSEWHERE), leaf(), tries=(no_go("constraint-violated", "j"),)),
    _one("T18", "SHA-1", root(key="RSA-2048"), leaf(sign=("-md", "sha1")), tries=(no_go("weak-key-or-signature", "js"),)),
    _one("T19", "RSA-1024", root(), leaf(key="RSA-1024"), tries=(Try(best="gGntjh"),)),
    _one("T20", "Ed25519", root(key="Ed25519"), leaf(key="Ed25519"), tries=(Try(best="gGconpPtjR"),)),
    _one("T21", "P-521", root(key="P-521"), leaf(key="P-521"), tries=(Try(best="gGconpPtjRs"),)),
    _one("T22", "RSA-PSS signatures", root(key="RSA-2048", sign=PSS), leaf(key="RSA-2048", sign=PSS), tries=(Try(best="gGconpPtjRh"),)),
    _one("T22b", "RSA-PSS keys", root(key="RSA-PSS", sign=PSS), leaf(key="RSA-PSS", sign=PSS),
         tries=(no_go("weak-key-or-signature", "conpPtj"),)),
    # As openssl makes them unless told otherwise.
    _one("T22c", "RSA-PSS signatures with the longest salt", root(key="RSA-2048", sign=LONG_SALT), leaf(key="RSA-2048", sign=LONG_SALT),
         tries=(no_go("weak-key-or-signature", "conpPj"),), told=False),
    _one("T23", "root renewed, the expired one sent", root("old", cn="T23 root", days=(-900, -20)), root(key_of="old"), leaf(),
         sent="leaf old", tries=(no_go("expired", "jR", holds="old"), Try("root"))),
    _one("T23b", "root renewed, the older one sent", root("old", cn="T23b root", days=(-900, 20)), root(key_of="old"), leaf(),
         sent="leaf old", tries=(Try(holds="old"), Try("root"))),
    _one("T24", "two roots of one name", *_TWO, leaf(), tries=(Try(), Try("other root"))),
    _one("T24b", "two roots of one name, no key ids", root("other", cn="another CA of one name", ids=False),
         root(cn="another CA of one name", ids=False), leaf(ids=False), tries=(Try(best=NOT_STRICT), Try("other root", best=NOT_STRICT))),
    _one("T25", "OpenShift ingress", root(cn="ingress-operator@1700000000"),
         leaf(cn="*.apps.c.probe.test", san="DNS:*.apps.c.probe.test"), host="console.apps.c.probe.test"),
    Topology("T26", "OpenShift API, by its name", _API, "inside service", (Try(holds="lb"),), "api.c.probe.test",
             {"api.c.probe.test": "api lb"}, root="lb", best_held="lb"),
    Topology("T26b", "OpenShift API, by its address", _API, "inside service", (Try(holds="service"),), "127.0.0.1",
             {"api.c.probe.test": "api lb"}, root="service", best_held="service"),
    _one("T27", "unknown critical extension", root(), leaf(more=("1.2.3.4.5.6 = critical, DER:05:00",)),
         tries=(no("constraint-violated"),)),
    _one("T28", "leaf with serial 0", root(), leaf(serial="0")),
    _one("T28b", "leaf with a negative serial", root(), leaf(serial="-5"),
         tries=(no_go("certificate-malformed", "gconpPtjRsh"),), new_go_refuses=True),
    _one("T28c", "leaf with a serial of 25 bytes", root(), leaf(serial="0x" + "7a" * 25)),
    _one("T28d", "root with serial 0", root(serial="0"), leaf()),
    _one("T28e", "root with a negative serial", root(serial="-5"), leaf(),
         tries=(no_go("certificate-malformed", "gconpPtjRsh"),), new_go_refuses=True),
    _one("T29", "1000 names", root(), leaf(san=", ".join([f"DNS:n{n}.probe.test" for n in range(999)] + [f"DNS:{HOST}"]))),
    _one("T30", "until the year 9999", root(until="99991231235959Z"), leaf(until="99991231235959Z")),
    _one("X2", "not for servers", root(), leaf(extensions=("basicConstraints = CA:FALSE", "extendedKeyUsage = clientAuth")),
         tries=(no("wrong-purpose"),)),
    _one("X3", "not yet valid", root(), leaf(days=(20, 90)), tries=(no("not-yet-valid"),)),
    _one("X4", "no key identifiers", root(ids=False), leaf(ids=False), tries=(Try(best=NOT_STRICT),)),
    _one("X6", "leaf named as its issuer", root(cn=HOST), leaf(), sent="leaf", tries=(unknown(), Try("root"))),
    _one("X7", "another root sent", root(), root("stranger"), leaf(), sent="leaf stranger", tries=(unknown(), Try("root"))),
    _self_signed("X8", "self-signed and expired", leaf("", days=(-40, -20)), best="j", refused="expired"),
)  # fmt: skip
