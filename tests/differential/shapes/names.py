"""Names that a certificate is for, and names that are asked for."""

import certs
import der
from certs import address, dns
from der import context, oid, seq, text

HOSTS = ("svc.test", "a.svc.test", "a.b.svc.test", "test", "xn--bcher-kva.svc.test", "_srv.svc.test", "-a.svc.test", "a-.svc.test", "192.0.2.7", "2001:db8::7", "::ffff:192.0.2.7")
HOSTS += ("1.svc.test", "192.0.2.7.svc.test", "a_b.svc.test", "svc.co.uk", "::1", "::c000:207", "127.0.0.1", "localhost", "x" * 63 + ".svc.test")
HOSTS += (".".join(["y" * 49] * 5) + ".tes",)
DNS = ("svc.test", "SVC.Test", "svc.test.", ".svc.test", "*.svc.test", "*.test", "*", "*.", "**.svc.test", "a*.svc.test", "*a.svc.test", "*.*.test", "*.b.svc.test", "a.*.test", "")
DNS += (" ", "svc.test ", " svc.test", "svc..test", "..", ".", "svc_test", "_srv.svc.test", "-a.svc.test", "a-.svc.test", "-", "xn--bcher-kva.svc.test", "b\xfccher.svc.test")
DNS += ("svc.test\0", "svc.test\0.evil.test", "\0", "192.0.2.7", "2001:db8::7", "[2001:db8::7]", "a b.test", "svc.test:443", "https://svc.test", "a@svc.test", "svc.test/x", "x" * 64 + ".test")
DNS += ("x" * 63 + ".svc.test", "x" * 64 + ".svc.test", *(".".join(["y" * 49] * 5) + "." + "z" * n for n in (3, 4, 5, 6)), "localhost", "*.localhost", "xn--", "xn--a.test", "*.xn--bcher-kva.test")
DNS += ("a.xn--.test", "s\xadvc.test", "svc.test\r\n", "svc.test\n", "%73vc.test", "svc%2etest", "SVC", "*.", "*.t", "*.*", "f*o.svc.test", "xn--*.svc.test", "*-a.svc.test", "..svc.test", "svc.test..")
DNS += ("x" * 300, ".".join("a" * 60), "\x7f.test", "\x1f.test", "~.test", "!.test", "svc.test,", "*.svc.test.", "*.SVC.test", "*.xn--p1ai", "*.-a.svc.test", "co.uk", "*.co.uk", "a.svc.test")
ADDRESSES = (b"\xc0\0\2\7", b"\xc0\0\2\x08", b"\x7f\0\0\1", bytes(4), b"", b"\xc0\0\2", b"\xc0\0\2\7\0", bytes(15), bytes(16), bytes(17), bytes.fromhex("20010db8000000000000000000000007"))
ADDRESSES += (bytes(10) + b"\xff\xff\xc0\0\2\7", bytes(12) + b"\xc0\0\2\7", b"\xc0\0\2\0\xff\xff\xff\0", bytes(32), b"svc.test", bytes(15) + b"\1")
MAILS = ("a@svc.test", "A@SVC.test", "a@", "@svc.test", "svc.test", "", "a@b@svc.test", '"a b"@svc.test', '"a@b"@svc.test', "a..b@svc.test", ".a@svc.test", "a.@svc.test", "a@[192.0.2.7]")
MAILS += ("a@svc.test.", "a@.svc.test", "a b@svc.test", "\xe9@svc.test", "a@\xe9.test", "a@-svc.test", "\\a@svc.test", '"@svc.test', "a\0@svc.test", "a@sub.svc.test", "a@svc_test", "a@*.test")
URIS = ("https://svc.test/", "https://SVC.test:443/a?b#c", "https://192.0.2.7/", "https://[2001:db8::7]/", "https://[2001:db8::7]:443/", "spiffe://svc.test/a", "urn:a:b", "mailto:a@svc.test", "", "svc.test")
URIS += ("//svc.test", "https://", "https:///a", "https://a b/", "https://svc.test:port/", "https://%zz/", "https://%41.test/", "://x", "https://user:pass@svc.test/", "https://svc..test/", "https://.svc.test/")
URIS += ("https://svc.test./", "https://[::1", "https://::1/", "https://\xe9.test/", "https://a.svc.test/", "https://svc.test:/", "ht tp://x", "https://svc.test/\x7f", "https://[fe80::1%25en0]/", "1http://x/", "https://svc_test/")
URIS += ("https://*.svc.test/", "https://-.test/", "https://a:b:c/", "https://192.0.2.7:443/", "/relative", "?q", "#f", "https://svc.test\0/", "https://x" + "y" * 300)
OTHERS = ("other name", "X.400", "directory", "EDI", "registered", "mail built", "dns built", "unknown 9", "unknown 30", "universal", "empty")


def other_name(which):
    made = {
        "other name": context(0, [oid("1.3.6.1.4.1.311.20.2.3"), context(0, [text(0x0C, "a@svc.test")])]),
        "X.400": context(3, [seq()]),
        "directory": context(4, [certs.name((3, "svc.test"))]),
        "EDI": context(5, [context(1, [text(0x0C, "x")])]),
        "registered": context(8, der.oid_bytes("1.2.3")),
        "mail built": context(1, [text(0x16, "a@svc.test")]),
        "dns built": context(2, [text(0x16, "svc.test")]),
        "unknown 9": context(9, b"x"),
        "unknown 30": der.Node(0x9E, b"x"),
        "universal": text(0x16, "svc.test"),
        "empty": context(4, [seq()]),
    }
    return made[which]


def latin(value):
    return value.encode("latin-1")


def any_name(rng):
    """One general name of any kind, and what it is."""
    kind = rng.choices(("dns", "ip", "mail", "uri", "other"), (6, 3, 3, 3, 2))[0]
    if kind == "dns":
        value = rng.choice(DNS)
        return dns(value), f"dns {value[:30]!r}"
    if kind == "ip":
        value = rng.choice(ADDRESSES)
        return address(value), f"ip {value.hex()}"
    if kind == "mail":
        value = rng.choice(MAILS)
        return context(1, latin(value)), f"mail {value!r}"
    if kind == "uri":
        value = rng.choice(URIS)
        return context(6, latin(value)), f"uri {value[:40]!r}"
    value = rng.choice(OTHERS)
    return other_name(value), f"name {value}"


def leaf_names(scene):
    """What is asked for may be among them or not."""
    if scene.rng.random() < 0.5:
        scene.name = scene.rng.choice(HOSTS)
        scene.mark(f"asked for {scene.name}")
    made = [any_name(scene.rng) for _ in range(scene.rng.choice((0, 1, 1, 1, 2, 2, 3, 6)))]
    nodes = [node for node, _ in made]
    if scene.rng.random() < 0.4:
        nodes.append(own_name(scene.name))
    scene.leaf.put("subjectAltName", seq(*nodes), scene.rng.choice((None, None, None, True)))
    scene.mark("leaf names: " + ", ".join(told for _, told in made))


def own_name(host):
    import ipaddress

    try:
        return address(ipaddress.ip_address(host).packed)
    except ValueError:
        return dns(host)


def matching(scene):
    """A name against a pattern that comes near it."""
    scene.name = scene.rng.choice(HOSTS)
    label, _, rest = scene.name.partition(".")
    near = (scene.name, f"*.{rest}", f"*.{scene.name}", scene.name.upper(), scene.name + ".", f".{scene.name}", f"{label}*.{rest}", f"*{label}.{rest}", rest, f"*.{rest}.", f"x.{scene.name}")
    pattern = scene.rng.choice(near)
    both = [dns(pattern)] + ([own_name(scene.name)] if scene.rng.random() < 0.15 else [])
    scene.leaf.put("subjectAltName", seq(*both))
    scene.mark(f"asked for {scene.name}, leaf names dns {pattern!r}")


def common_name_only(scene):
    scene.leaf.subject = certs.name((3, scene.rng.choice((scene.name, "*.test", "other.test", ""))), tag=scene.rng.choice((0x0C, 0x13, 0x16, 0x14)))
    if scene.rng.random() < 0.5:
        scene.leaf.drop("subjectAltName")
    else:
        scene.leaf.put("subjectAltName", seq(any_name(scene.rng)[0]))
    scene.mark("leaf has its name in the common name")


def many_names(scene):
    count = scene.rng.choice((98, 99, 100, 101, 500))
    kind = scene.rng.random()
    if kind < 0.3:
        scene.name = "192.0.2.7"
        nodes = [address(bytes([10, 0, i // 256, i % 256])) for i in range(count)]
    else:
        nodes = [dns(f"n{i}.other.test") for i in range(count)]
    if scene.rng.random() < 0.2:
        nodes.append(own_name(scene.name))
    scene.leaf.put("subjectAltName", seq(*nodes))
    scene.mark(f"leaf has {len(nodes)} names, asked for {scene.name}")


def no_subject(scene):
    scene.leaf.subject = seq()
    names = seq() if scene.rng.random() < 0.2 else seq(own_name(scene.name))
    critical = scene.rng.choice((True, None, False))
    scene.leaf.put("subjectAltName", names, critical)
    scene.mark(f"leaf without subject, {len(names.kids)} names, critical: {critical}")


def names_of_authority(scene):
    plan = scene.rng.choice(scene.authorities())
    made = [any_name(scene.rng) for _ in range(scene.rng.choice((1, 1, 2)))]
    plan.put("subjectAltName", seq(*[node for node, _ in made]))
    scene.mark(f"{plan.role} names: " + ", ".join(told for _, told in made))


SHAPES = ((leaf_names, 8), (matching, 5), (common_name_only, 2), (many_names, 1), (no_subject, 1), (names_of_authority, 2))
