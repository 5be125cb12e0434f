"""Name constraints of every kind against names of every kind."""

import certs
from certs import address, dns
from der import context, integer, seq

from shapes.names import ADDRESSES, HOSTS, MAILS, URIS, any_name, latin, other_name, own_name

DOMAINS = ("svc.test", ".svc.test", "test", ".test", "", ".", "other.test", "SVC.TEST", "a.svc.test", ".a.svc.test", "svc.test.", "*.svc.test", "*", "vc.test", "xsvc.test", "co.uk", "..test")
DOMAINS += ("svc..test", " ", "\xe9.test", "a\0b", "_x.test", "-a.svc.test", "b.a.svc.test", "192.0.2.7", "x" * 64 + ".test", "https://svc.test", "a@svc.test", "com", "a-a.test", "a.a.test")
NETWORKS = (b"\xc0\0\2\0\xff\xff\xff\0", b"\xc0\0\2\7\xff\xff\xff\xff", bytes(8), b"\xc0\0\2\0\xff\0\xff\0", b"\xc0\0\2\7\xff\xff\xff\0", b"\x0a\0\0\0\xff\0\0\0", bytes(32), b"", b"\xc0\0\2\0", bytes(7), bytes(9))
NETWORKS += (bytes.fromhex("20010db8" + "0" * 24 + "ffffffff" + "0" * 24), bytes(10) + b"\xff\xff\xc0\0\2\0" + b"\xff" * 15 + b"\0", b"\xc0\0\2\0\xff\xff\xff\1", bytes(16) + b"\xff" * 16)
NETWORKS += (b"\xc0\0\3\0\xff\xff\xff\0", b"\0\0\0\0\x80\0\0\0", bytes.fromhex("20010db8" + "0" * 56))
MAIL_DOMAINS = (*MAILS, "svc.test", ".svc.test", "other.test", "test", "")
URI_DOMAINS = (*DOMAINS, "192.0.2.7", "[2001:db8::7]", "2001:db8::7", "svc.test:443")


def base(rng):
    kind = rng.choices(("dns", "ip", "mail", "uri", "other"), (6, 4, 3, 3, 2))[0]
    if kind == "dns":
        value = rng.choice(DOMAINS)
        return dns(value), f"dns {value[:20]!r}"
    if kind == "ip":
        value = rng.choice(NETWORKS) if rng.random() < 0.9 else rng.choice(ADDRESSES)
        return address(value), f"ip {value.hex()}"
    if kind == "mail":
        value = rng.choice(MAIL_DOMAINS)
        return context(1, latin(value)), f"mail {value!r}"
    if kind == "uri":
        value = rng.choice(URI_DOMAINS) if rng.random() < 0.9 else rng.choice(URIS)
        return context(6, latin(value)), f"uri {value[:20]!r}"
    value = rng.choice(("directory", "registered", "other name", "X.400", "EDI", "dns built", "unknown 9", "empty"))
    return other_name(value), f"name {value}"


def subtree(rng):
    node, told = base(rng)
    extra = rng.choices(("", "minimum 0", "minimum 1", "maximum 5"), (20, 1, 1, 1))[0]
    more = [context(1 if "max" in extra else 0, integer(int(extra[-1])).body)] if extra else []
    return seq(node, *more), f"{told} {extra}".strip()


def trees(rng, few=(1, 1, 1, 2, 3)):
    made = [subtree(rng) for _ in range(rng.choice(few))]
    return [node for node, _ in made], ", ".join(told for _, told in made)


def constrain(scene, plan):
    rng = scene.rng
    fields, told = [], []
    shape = rng.choices(("permitted", "excluded", "both", "nothing", "empty lists", "a third"), (9, 9, 4, 1, 1, 1))[0]
    if shape == "empty lists":
        fields = rng.choice(([context(0, [])], [context(1, [])], [context(0, []), context(1, [])]))
    for number, name in ((0, "permitted"), (1, "excluded")):
        if shape in (name, "both", "a third"):
            nodes, words = trees(rng)
            fields.append(context(number, nodes))
            told.append(f"{name} {words}")
    if shape == "a third":
        fields.append(context(2, [seq(dns("x"))]))
    critical = rng.choice((True, True, True, None, False))
    plan.put("nameConstraints", seq(*fields), critical)
    scene.mark(f"{plan.role} constraints{'' if critical else ', not critical'}: {'; '.join(told) or shape}")


def constrained(scene):
    """A CA with constraints, and a leaf with names that may or may not meet them."""
    rng = scene.rng
    if rng.random() < 0.5:
        scene.name = rng.choice(HOSTS)
    made = [any_name(rng) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    scene.leaf.put("subjectAltName", seq(*[node for node, _ in made], own_name(scene.name)))
    scene.mark(f"asked for {scene.name}, leaf names too: " + ", ".join(told for _, told in made))
    for plan in rng.sample(scene.authorities(), rng.choice((1, 1, min(2, len(scene.authorities()))))):
        constrain(scene, plan)


def near(scene):
    """Constraints that the names come near, and nothing else: what is matched, not what is read."""
    rng = scene.rng
    kind = rng.choice(("dns", "dns", "dns", "ip", "mail", "uri"))
    names, bases = {
        "dns": (("svc.test", "a.svc.test", "*.svc.test", "SVC.test", "a.b.svc.test", "*.a.svc.test", "*.test", "xsvc.test"), DOMAINS[:12]),
        "ip": (tuple(a for a in ADDRESSES if len(a) in (4, 16)), tuple(n for n in NETWORKS if len(n) in (8, 32))),
        "mail": (("a@svc.test", "A@svc.test", "a@SVC.test", "a@sub.svc.test", "b@svc.test", '"a"@svc.test'), ("a@svc.test", "svc.test", ".svc.test", "A@svc.test", "a@SVC.TEST", "")),
        "uri": (("https://svc.test/", "https://a.svc.test:443/x", "https://SVC.test/", "spiffe://svc.test", "https://x.other.test/"), ("svc.test", ".svc.test", "", "other.test", "SVC.test")),
    }[kind]
    number = {"dns": 2, "ip": 7, "mail": 1, "uri": 6}[kind]

    def general(value):
        return context(number, latin(value) if isinstance(value, str) else value)

    chosen, limits = rng.sample(names, rng.choice((1, 1, 2))), rng.sample(bases, rng.choice((1, 1, 2, 3)))
    owner = rng.choice([scene.leaf, scene.leaf, *scene.ints])
    more = [own_name(scene.name)] if owner is scene.leaf else []
    owner.put("subjectAltName", seq(*more, *map(general, chosen)))
    which = rng.choice((0, 1))
    plan = rng.choice(scene.authorities())
    fields = [context(which, [seq(general(limit)) for limit in limits])]
    if rng.random() < 0.3:
        fields = [context(0, [seq(dns("")), seq(general(rng.choice(bases)))]), context(1, [seq(general(limit)) for limit in limits])]
    plan.put("nameConstraints", seq(*fields), True)
    scene.mark(f"{owner.role} names {chosen}, {plan.role} {('permits', 'excludes')[which]} {limits}")


def on_leaf(scene):
    constrain(scene, scene.leaf)


def no_names(scene):
    constrain(scene, scene.rng.choice(scene.authorities()))
    scene.leaf.drop("subjectAltName")
    scene.leaf.subject = certs.name((3, scene.name))
    scene.mark("leaf has no names")


def of_directory(scene):
    """Constraints on the subject's own name, which hardly anybody applies."""
    plan, rng = scene.rng.choice(scene.authorities()), scene.rng
    names = (certs.name((3, scene.name)), certs.name((10, "Example")), certs.name((10, "Other")), scene.leaf.subject)
    which = rng.choice((0, 1))
    trees = [seq(context(4, [rng.choice(names).copy()])) for _ in range(rng.choice((1, 2)))]
    if rng.random() < 0.3:
        trees.append(seq(dns(rng.choice(DOMAINS))))
    plan.put("nameConstraints", seq(context(which, trees)), rng.choice((True, True, None)))
    if rng.random() < 0.3:
        scene.leaf.subject = seq()
    scene.mark(f"{plan.role} {('permits', 'excludes')[which]} {len(trees)} names, directory names among them")


def host_in_subject(scene):
    """A common name that looks like a host, on the leaf or above it, under constraints for hosts."""
    plan, rng = scene.rng.choice(scene.authorities()), scene.rng
    owner = rng.choice([scene.leaf, *scene.ints])
    owner.subject = certs.name((3, rng.choice(("evil.test", "svc.other", "192.0.2.9", "not a host", "*.other"))))
    if rng.random() < 0.3:
        scene.leaf.drop("subjectAltName")
    which = rng.choice((0, 1))
    plan.put("nameConstraints", seq(context(which, [seq(dns(rng.choice(("svc.test", "evil.test", "other", ""))))])), True)
    scene.mark(f"{owner.role} has a host for its common name, {plan.role} constrains")


def many(scene):
    """More comparisons than a verifier makes; few such cases, since they are large."""
    plan = scene.rng.choice(scene.authorities())
    count = scene.rng.choice((260, 520, 1100))
    plan.put("nameConstraints", seq(context(scene.rng.choice((0, 1)), [seq(dns(f"x{i}.test")) for i in range(count)])), True)
    scene.leaf.put("subjectAltName", seq(dns(scene.name), *[dns(f"n{i}.test") for i in range(count)]))
    scene.mark(f"{plan.role} has {count} constraints, leaf as many names")


SHAPES = ((constrained, 40), (near, 40), (of_directory, 4), (host_in_subject, 4), (on_leaf, 4), (no_names, 4), (many, 1))
