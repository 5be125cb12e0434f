"""Ways from a leaf to an anchor: several, none, in circles, too long, through the dead and the unable."""

import certs
import der
from certs import NOW, YEAR, name


def same_name(scene):
    """Others that have an issuer's name and not its key, before or behind it, sent or trusted."""
    plan = scene.rng.choice(scene.authorities())
    count = scene.rng.choice((1, 1, 2, 5))
    others = []
    for i in range(count):
        key = scene.keys.get(scene.rng.choice(("P-256", "P-256", "P-384", "RSA-2048", "Ed25519")), f"twin{i}")
        other = scene.authority(f"twin{i}", "x", plan.parent, key)
        other.subject = plan.subject
        if scene.rng.random() < 0.3:
            other.drop("subjectKeyIdentifier")
        if scene.rng.random() < 0.2:
            other.not_after = certs.time_of(NOW - 1)
        if scene.rng.random() < 0.2:
            other.put("basicConstraints", certs.basic())
        others.append(other)
    if scene.rng.random() < 0.3:
        (plan if scene.rng.random() < 0.5 else scene.leaf).drop(scene.rng.choice(("subjectKeyIdentifier", "authorityKeyIdentifier")))
    place = insert(scene, others)
    scene.mark(f"{count} of {plan.role}'s name, {place}")


def insert(scene, others):
    trusted, first = scene.rng.random() < 0.4, scene.rng.random() < 0.6
    into = scene.pool if trusted else scene.chain
    at = (0 if trusted else 1) if first else len(into)
    into[at:at] = others
    return f"{'trusted' if trusted else 'sent'}, {'first' if first else 'last'}"


def renewed(scene):
    """The same name and key, another certificate: expired, constrained, or as good."""
    plan = scene.rng.choice(scene.authorities())
    other = scene.authority(f"{plan.role} again", "x", plan.parent, plan.key)
    other.subject = plan.subject
    how = scene.rng.choice(("as good", "expired", "not yet", "no CA", "length 0", "excludes", "another purpose", "version 1", "critical", "unreadable"))
    acts = {
        "expired": lambda: setattr(other, "not_after", certs.time_of(NOW - 1)),
        "not yet": lambda: setattr(other, "not_before", certs.time_of(NOW + 1)),
        "no CA": lambda: other.put("basicConstraints", certs.basic(), True),
        "length 0": lambda: other.put("basicConstraints", certs.basic(True, 0), True),
        "excludes": lambda: other.put("nameConstraints", der.seq(der.context(1, [der.seq(certs.dns("test"))])), True),
        "another purpose": lambda: other.put("extKeyUsage", certs.usages("1.3.6.1.5.5.7.3.3")),
        "version 1": lambda: (setattr(other, "version", None), setattr(other, "extensions", [])),
        "critical": lambda: other.put("unknown", der.null(), True),
        "unreadable": lambda: other.put("subjectAltName", b"\xff"),
    }
    acts.get(how, lambda: None)()
    scene.mark(f"{plan.role} again, {how}, {insert(scene, [other])}")


def crossed(scene):
    """A root's key certified by another root; either, or both, trusted; either dead."""
    other_root = scene.authority("old root", "Old Root", key=scene.keys.get("P-256", "old root"))
    cross = scene.authority("cross", "x", other_root, scene.root.key)
    cross.subject = scene.root.subject
    told = []
    for plan in (other_root, cross, scene.root, *scene.ints):
        if scene.rng.random() < 0.25:
            plan.not_after = certs.time_of(NOW - 1)
            told.append(f"{plan.role} expired")
    scene.chain += scene.rng.choice(([cross], [cross, other_root], [cross, scene.root], [scene.root, cross], [other_root, cross]))
    scene.pool = scene.rng.choice(([scene.root], [other_root], [scene.root, other_root], [other_root, scene.root], [cross], [cross, scene.root], [scene.root, cross]))
    scene.mark(f"crossed, {', '.join(told) or 'all valid'}; sent {roles(scene.chain)}; trusted {roles(scene.pool)}")


def roles(entries):
    return "+".join(getattr(entry, "role", "bytes") for entry in entries)


def loop(scene):
    """Two that certify each other, and no way out unless one is trusted."""
    a = scene.authority("loop a", "Loop A", key=scene.keys.get("P-256", "loop a"))
    b = scene.authority("loop b", "Loop B", a, scene.keys.get("P-256", "loop b"))
    a.parent = b
    scene.leaf.parent = a
    if scene.rng.random() < 0.5:
        way_out = scene.authority("loop out", "x", scene.root, b.key)
        way_out.subject = b.subject
        scene.chain = [scene.leaf, a, b, way_out]
    else:
        scene.chain = [scene.leaf, a, b]
    if scene.rng.random() < 0.3:
        scene.pool = [scene.rng.choice((a, b))]
    scene.mark(f"loop, sent {roles(scene.chain)}, trusted {roles(scene.pool)}")


def budget(scene):
    """More candidates than a verifier tries."""
    width, depth = scene.rng.choice(((3, 5), (9, 2), (10, 2), (11, 2), (98, 1), (99, 1), (100, 1), (101, 1), (4, 4), (2, 7)))
    above, made = [scene.root], []
    for level in range(depth):
        key = scene.keys.get("P-256", f"level {level}")
        row = []
        for i in range(width):
            plan = scene.authority(f"level {level} {i}", f"Level {level}", above[0], key if width < 50 else scene.keys.get("P-256", f"level {level} {i}"))
            plan.drop("subjectKeyIdentifier")
            plan.put("subjectAltName", certs.alt_names(certs.dns(f"n{i}.test")))
            row.append(plan)
        made, above = [*row, *made], row[-1:]
    scene.leaf.parent = above[0]
    scene.leaf.drop("authorityKeyIdentifier")
    rooted = scene.rng.random() < 0.5
    if not rooted:
        scene.pool = [scene.authority("stranger", "Stranger", key=scene.keys.get("P-256", "stranger"))]
    scene.chain = [scene.leaf, *made]
    scene.mark(f"{width} by {depth} candidates, {'rooted' if rooted else 'not rooted'}")


def deep(scene):
    """A long path, with or without limits to its length."""
    above = scene.root
    made = []
    self_issued = scene.rng.random() < 0.3
    for i in range(scene.rng.choice((4, 5, 6, 7, 8, 9, 12, 25))):
        plan = scene.authority(f"deep{i}", "Self-issued" if self_issued else f"Deep {i}", above, scene.keys.get("P-256", f"deep{i}"))
        if scene.rng.random() < 0.15:
            plan.put("basicConstraints", certs.basic(True, scene.rng.choice((0, 1, 3, 7))), True)
        made.insert(0, plan)
        above = plan
    scene.leaf.parent, scene.ints = above, made
    scene.chain = [scene.leaf, *made]
    scene.mark(f"{len(made)} intermediates{', self-issued' * self_issued}")


def lengths(scene):
    told = []
    for plan in scene.authorities():
        if scene.rng.random() < 0.7:
            length = scene.rng.choice((0, 0, 1, 2))
            plan.put("basicConstraints", certs.basic(True, length), True)
            told.append(f"{plan.role} {length}")
    if scene.ints and scene.rng.random() < 0.4:
        top = scene.ints[-1]
        top.subject, top.key = (top.parent or top).subject, top.key
        told.append("self-issued")
    scene.mark(f"path lengths: {', '.join(told)}")


def trusted(scene):
    """What is trusted is not the root."""
    choices = [[scene.leaf], [*scene.ints[:1]], [scene.leaf, scene.root], [*scene.ints, scene.root], [scene.root, *scene.ints], []]
    scene.pool = scene.rng.choice(choices)
    if scene.rng.random() < 0.5:
        scene.root.not_after = certs.time_of(NOW - 1)
        scene.mark("root expired")
    if scene.rng.random() < 0.3:
        scene.leaf.put("extKeyUsage", certs.usages("1.3.6.1.5.5.7.3.2"))
        scene.mark("leaf for clients")
    scene.mark(f"trusted {roles(scene.pool)}")


def alone(scene):
    """A leaf that issued itself."""
    scene.leaf.parent, scene.leaf.issuer = None, None
    as_authority = scene.rng.random() < 0.4
    if as_authority:
        scene.leaf.put("basicConstraints", certs.basic(True), True)
    if scene.rng.random() < 0.3:
        scene.leaf.drop("basicConstraints")
    if scene.rng.random() < 0.3:
        scene.leaf.put("keyUsage", der.named_bits(0, 5), True)
    scene.chain = scene.rng.choice(([scene.leaf], [scene.leaf, scene.leaf]))
    scene.pool = scene.rng.choice(([scene.leaf], [scene.root], [scene.root, scene.leaf]))
    scene.mark(f"leaf issued itself{', as a CA' * as_authority}, trusted {roles(scene.pool)}")


def order(scene):
    rest = [*scene.chain[1:], *scene.rng.choice(([], [scene.root], scene.chain[1:]))]
    scene.rng.shuffle(rest)
    scene.chain = [scene.leaf, *rest]
    scene.mark(f"sent {roles(scene.chain)}")


def stranger(scene):
    """A certificate that has nothing to do with the path, and may be unreadable."""
    other = scene.authority("stranger", "Stranger", key=scene.keys.get(scene.rng.choice(("P-256", "RSA-8200", "RSA-2048", "secp256k1")), "stranger"))
    if scene.rng.random() < 0.4:
        other.put(scene.rng.choice(list(certs.IDS)), b"\xff", True)
    entry = other if scene.rng.random() < 0.8 else scene.rng.choice((b"", b"\0", b"\x30\0", b"\x30\x03\2\1\0", b"not DER"))
    place = scene.rng.choice((1, len(scene.chain)))
    scene.chain.insert(place, entry)
    scene.mark(f"a stranger at {place}: {getattr(entry, 'key', None) and entry.key.kind}")


def unable(scene):
    """A CA that is none, or may not sign."""
    plan = scene.rng.choice(scene.authorities())
    how = scene.rng.choice(("no basicConstraints", "not a CA", "no keyCertSign", "version 1", "for clients", "critical unknown", "unsigned"))
    acts = {
        "no basicConstraints": lambda: plan.drop("basicConstraints"),
        "not a CA": lambda: plan.put("basicConstraints", certs.basic(), True),
        "no keyCertSign": lambda: plan.put("keyUsage", der.named_bits(0), True),
        "version 1": lambda: (setattr(plan, "version", None), setattr(plan, "extensions", [])),
        "for clients": lambda: plan.put("extKeyUsage", certs.usages("1.3.6.1.5.5.7.3.2")),
        "critical unknown": lambda: plan.put("unknown", der.null(), True),
        "unsigned": lambda: setattr(plan, "signature", bytes(70)),
    }
    acts[how]()
    scene.mark(f"{plan.role}: {how}")


def no_common_name(scene):
    """A CA of the right name whose key did not sign: it is told by its organisation, its common name or its serial number."""
    plan = scene.issuers()[0]
    plan.subject = scene.rng.choice((name((10, "Only Organisation")), der.seq(), name((11, "Unit")), name((3, 'With "quotes" \\ é\n')), name((3, "First"), (3, "Second"))))
    twin = scene.authority("twin", "x", plan.parent, scene.keys.get("P-256", "twin"))
    twin.subject = plan.subject
    scene.chain = [scene.leaf, twin]
    scene.pool = [scene.root] if plan is not scene.root else [twin]
    scene.mark("only a twin of the issuer, by an odd name")


def not_the_leaf_first(scene):
    """A server that sends its certificates in another order, or another one as its own."""
    rest = [plan for plan in scene.chain if plan is not scene.leaf]
    chosen = scene.rng.choice(([*rest, scene.leaf], [*rest, scene.root], rest or [scene.root], [scene.root, scene.leaf, *rest], [scene.root]))
    scene.chain = [plan for at, plan in enumerate(chosen) if plan not in chosen[:at]]
    first = scene.chain[0]
    if scene.rng.random() < 0.5:
        first.put("subjectAltName", certs.alt_names(certs.dns(scene.name)))
    scene.mark(f"sent {roles(scene.chain)}")


def crowd(scene):
    """Many certificates, or much in one, all of it beside the path."""
    kind = scene.rng.choice(("strangers", "the same", "large", "larger than a message"))
    if kind == "strangers":
        others = [scene.authority(f"crowd{i}", f"Crowd {i}", key=scene.keys.get("P-256", "crowd")) for i in range(scene.rng.choice((20, 60, 101)))]
    elif kind == "the same":
        others = [*scene.chain[1:], scene.root] * scene.rng.choice((2, 20))
    else:
        other = scene.authority("large", "Large", key=scene.keys.get("P-256", "crowd"))
        other.put("netscapeComment", der.text(0x16, "x" * (20_000 if kind == "large" else 70_000)))
        others = [other]
    scene.chain = [scene.leaf, *scene.rng.choice(([*others, *scene.chain[1:]], [*scene.chain[1:], *others]))]
    scene.mark(f"a crowd: {kind}, {len(others)}")


def fork(scene):
    """Two whole ways up from one key, each dead, constrained or unable at a place of its own."""
    low = scene.authority("low", "Fork Low", scene.root, scene.keys.get("P-256", "low"))
    ways, told, roots = [], [], []
    for letter in "ab"[: scene.rng.choice((2, 2, 1))] + "c":
        root = scene.authority(f"root {letter}", f"Fork Root {letter}", key=scene.keys.get("P-256", f"root {letter}"))
        middle = scene.authority(f"middle {letter}", f"Fork Middle {letter}", root, scene.keys.get("P-256", f"middle {letter}"))
        own = scene.authority(f"low {letter}", "x", middle, low.key)
        own.subject = low.subject
        fault = scene.rng.choice(FAULTS)
        FAULTS_OF[fault](scene.rng.choice((root, middle, own)))
        told.append(f"{letter} {fault}")
        ways += scene.rng.sample((own, middle, root), scene.rng.choice((2, 3, 3)))
        roots.append(root)
    scene.leaf.parent = low
    if scene.rng.random() < 0.4:
        scene.leaf.drop("authorityKeyIdentifier")
    scene.rng.shuffle(ways)
    scene.chain = [scene.leaf, *ways]
    scene.pool = scene.rng.sample(roots, scene.rng.choice((1, len(roots))))
    scene.mark(f"fork: {', '.join(told)}; sent {roles(scene.chain)}; trusted {roles(scene.pool)}")


FAULTS_OF = {
    "well": lambda plan: None,
    "expired": lambda plan: setattr(plan, "not_after", certs.time_of(NOW - 1)),
    "no CA": lambda plan: plan.put("basicConstraints", certs.basic(), True),
    "length 0": lambda plan: plan.put("basicConstraints", certs.basic(True, 0), True),
    "excludes": lambda plan: plan.put("nameConstraints", der.seq(der.context(1, [der.seq(certs.dns("test"))])), True),
    "permits others": lambda plan: plan.put("nameConstraints", der.seq(der.context(0, [der.seq(certs.dns("other.test"))])), True),
    "for clients": lambda plan: plan.put("extKeyUsage", certs.usages("1.3.6.1.5.5.7.3.2")),
    "critical unknown": lambda plan: plan.put("unknown", der.null(), True),
    "no key id": lambda plan: plan.drop("subjectKeyIdentifier"),
    "another key id": lambda plan: plan.put("subjectKeyIdentifier", der.octets(b"\1" * 20)),
    "not signed": lambda plan: setattr(plan, "signature", bytes(70)),
    "demands a policy": lambda plan: plan.put("policyConstraints", der.seq(der.context(0, b"\0")), True),
    "SHA-1": lambda plan: setattr(plan, "how", "sha1"),
}
FAULTS = tuple(FAULTS_OF)
SHAPES = ((not_the_leaf_first, 2), (crowd, 1), (fork, 6), (same_name, 6), (renewed, 6), (crossed, 5), (loop, 3), (budget, 1), (deep, 2), (lengths, 4), (trusted, 4), (alone, 4), (order, 2), (stranger, 3), (unable, 5), (no_common_name, 2))
