"""Each extension that is known, and some that are not: critical or not, twice, empty, malformed, with every value it may have."""

import certs
import der
from certs import IDS, Extension, dns
from der import bits, boolean, context, integer, named_bits, null, octets, oid, seq, text

from shapes.names import any_name

PURPOSES = ("2.5.29.37.0", "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9", "1.3.6.1.5.5.7.3.17", "1.2.3.4", "2.16.840.1.113730.4.1")
PURPOSES += ("1.3.6.1.4.1.311.10.3.3", "1.3.6.1.5.5.7.3.5", "1.3.6.1.4.1.311.2.1.22")
MALFORMED = (b"", b"\0", b"\5\0", b"\x30\0", b"\x30\x80\0\0", b"\x30\1", b"\4\0", b"\3\1\0", b"\x30\2\5\0", b"\xff", b"\x30\3\2\1\0\0", b"\2\1\0", b"\1\1\xff", b"\x30\3\1\1\1", b"\x13\1a")


def point(name):
    return seq(context(0, [context(0, [name])]))


def values(rng):
    """For each extension, some of the values it may have."""
    uri = context(6, rng.choice((b"http://ca.test/x", b"http://\xe9/", b"ldap:///x", b"")))
    relative = context(0, [context(1, [seq(oid("2.5.4.3"), text(0x0C, "x"))])])
    return {
        "subjectKeyIdentifier": rng.choice((octets(b"\1" * 20), octets(b""), octets(b"\1"), octets(b"\2" * 200))),
        "keyUsage": named_bits(*rng.sample(range(9), rng.randrange(0, 9))),
        "privateKeyUsagePeriod": seq(context(0, b"20250101000000Z")),
        "subjectAltName": seq(dns("svc.test"), any_name(rng)[0]),
        "issuerAltName": rng.choice((seq(any_name(rng)[0]), seq())),
        "basicConstraints": rng.choice((seq(), seq(boolean(True)), seq(boolean(False)), seq(boolean(True), integer(rng.choice((0, 1, 5)))))),
        "nameConstraints": seq(context(0, [seq(dns("test"))])),
        "cRLDistributionPoints": rng.choice((seq(point(uri)), seq(), seq(seq()), seq(seq(relative)), seq(seq(context(2, [uri]))), seq(seq(context(1, b"\1\6"))), seq(point(context(4, [seq()]))))),
        "certificatePolicies": rng.choice((seq(seq(oid("1.2.3"))), seq(seq(oid("2.5.29.32.0"))), seq(), seq(seq()))),
        "policyMappings": rng.choice((seq(seq(oid("1.2.3"), oid("1.2.4"))), seq())),
        "authorityKeyIdentifier": identifier(rng),
        "policyConstraints": rng.choice((seq(context(0, b"\5")), seq(context(1, b"\0")), seq())),
        "extKeyUsage": certs.usages(*rng.sample(PURPOSES, rng.choice((0, 1, 2)))),
        "freshestCRL": seq(point(uri)),
        "inhibitAnyPolicy": integer(rng.choice((0, 1, 5))),
        "authorityInfoAccess": access(rng, uri),
        "subjectInfoAccess": access(rng, uri),
        "qcStatements": seq(seq(oid("0.4.0.1862.1.1"))),
        "tlsFeature": rng.choice((seq(integer(5)), seq())),
        "sctList": octets(b"\0\0"),
        "ctPoison": null(),
        "netscapeCertType": bits(b"\x40", 6),
        "netscapeComment": text(0x16, "x"),
        "ocspNoCheck": null(),
        "msTemplate": seq(oid("1.3.6.1.4.1.311.21.8"), integer(1)),
        "subjectDirectoryAttributes": seq(),
        "unknown": octets(b"x"),
        "unknown in 2.5.29": null(),
    }


def access(rng, uri):
    method = rng.choice(("1.3.6.1.5.5.7.48.1", "1.3.6.1.5.5.7.48.2", "1.2.3"))
    return rng.choice((seq(seq(oid(method), uri)), seq(), seq(seq(oid(method))), seq(seq(oid(method), uri, null())), seq(seq(oid(method), context(4, [seq()])))))


def identifier(rng):
    issuer = [context(1, [context(4, [certs.name((3, "x"))])]), context(2, b"\1")]
    return rng.choice((seq(context(0, b"\1" * 20)), seq(), seq(context(0, b"")), seq(*issuer), seq(context(0, b"\1"), *issuer), seq(context(2, b"\1")), seq(context(0, b"\1"), null())))


def present(scene):
    plan, known = scene.any_plan(), values(scene.rng)
    name = scene.rng.choice(list(known))
    critical = scene.rng.choice((None, False, True, True))
    plan.put(name, known[name], critical)
    scene.mark(f"{plan.role} {name}, critical {critical}")


def critical(scene):
    """Another mark on what is there already."""
    plan = scene.any_plan()
    if plan.extensions:
        extension = scene.rng.choice(plan.extensions)
        extension.critical = scene.rng.choice((None, False, True, True))
        scene.mark(f"{plan.role} {extension.name}, as it was, critical {extension.critical}")


def malformed(scene):
    plan = scene.any_plan()
    name = scene.rng.choice(list(IDS))
    value = scene.rng.choice(MALFORMED)
    if scene.rng.random() < 0.4:
        good = values(scene.rng)[name].der()
        value = scene.rng.choice((good + b"\0", good + b"\5\0", good[:-1], good + good, octets(good).der(), b"\x30" + der.length_of(len(good)) + good))
    plan.put(name, value, scene.rng.choice((None, None, True)))
    scene.mark(f"{plan.role} {name} malformed: {value[:24].hex()}")


def twice(scene):
    plan, known = scene.any_plan(), values(scene.rng)
    name = scene.rng.choice([*known, *[e.name for e in plan.extensions]])
    there = plan.extension(name)
    plan.extensions.append(there or Extension(name, known[name]))
    plan.extensions.insert(scene.rng.randrange(len(plan.extensions) + 1), Extension(name, known[name]))
    scene.mark(f"{plan.role} {name} twice")


def absent(scene):
    plan = scene.any_plan()
    if plan.extensions:
        name = scene.rng.choice(plan.extensions).name
        plan.drop(name)
        scene.mark(f"{plan.role} without {name}")


def no_list(scene):
    """No extension at all, or an empty list of them."""
    plan = scene.any_plan()
    if scene.rng.random() < 0.5:
        plan.extensions = []
        scene.mark(f"{plan.role} without extensions")
    else:
        plan.changes.append(lambda tbs: tbs.find("list") and tbs.find("list").kids.clear())
        scene.mark(f"{plan.role} with an empty list of extensions")


def basic_constraints(scene):
    plan = scene.any_plan()
    flag = scene.rng.choice((None, True, True, True, False))
    length = scene.rng.choice((None, None, 0, 0, 1, 2, 3, 127, 128, 2**31, 2**32, 2**63 - 1, 2**63, 2**64, -1, -2))
    node = certs.basic(flag, length)
    if scene.rng.random() < 0.1:
        node.kids.append(null())
    if scene.rng.random() < 0.1 and flag is not None:
        node.kids[0].body = scene.rng.choice((b"\1", b"\x7f", b"", b"\xff\xff"))
    plan.put("basicConstraints", node, scene.rng.choice((True, True, None, False)))
    scene.mark(f"{plan.role} basicConstraints {node.der().hex()}")


def key_usage(scene):
    plan = scene.any_plan()
    raw = scene.rng.choice((named_bits(*scene.rng.sample(range(9), scene.rng.randrange(0, 5))), bits(b""), bits(b"\0"), bits(b"\0", 7), bits(b"\x80"), bits(b"\4"), bits(b"\4", 2)))
    if scene.rng.random() < 0.2:
        raw = scene.rng.choice((bits(b"\xff\x80", 7), bits(b"\6\0"), bits(b"\4", 1), bits(b"\0\0\0"), der.Node(0x03, b""), der.Node(0x03, b"\1"), bits(b"\xff\xff\xff"), bits(b"\6", 3)))
    plan.put("keyUsage", raw, scene.rng.choice((True, True, None)))
    scene.mark(f"{plan.role} keyUsage {raw.der().hex()}")


def purposes(scene):
    for plan in scene.rng.sample(scene.plans(), scene.rng.choice((1, 1, 2))):
        chosen = scene.rng.choices(PURPOSES, k=scene.rng.choice((0, 1, 1, 1, 2, 3)))
        plan.put("extKeyUsage", certs.usages(*chosen), scene.rng.choice((None, None, True)))
        scene.mark(f"{plan.role} extKeyUsage {' '.join(chosen) or 'empty'}")


def key_ids(scene):
    plan = scene.any_plan()
    which = scene.rng.choice(("authorityKeyIdentifier", "subjectKeyIdentifier"))
    plan.put(which, identifier(scene.rng) if which.startswith("a") else octets(scene.rng.choice((b"", b"\1" * 20, b"\3"))), scene.rng.choice((None, None, None, True)))
    scene.mark(f"{plan.role} {which} {plan.extension(which).value.der()[:12].hex()}, critical {plan.extension(which).critical}")


def borrowed(scene):
    """What belongs on another certificate."""
    plans = scene.plans()
    for _ in range(scene.rng.choice((1, 1, 3))):
        giver, taker = scene.rng.choice(plans), scene.any_plan()
        if giver.extensions:
            extension = scene.rng.choice(giver.extensions)
            taker.put(extension.name, extension.value, extension.critical)
            scene.mark(f"{taker.role} has the {extension.name} of {giver.role}")


def all_at_once(scene):
    """Many extensions on one certificate, each right by itself, none critical that need not be."""
    plan, known = scene.any_plan(), values(scene.rng)
    names = scene.rng.sample(list(known), scene.rng.choice((5, 10, len(known))))
    for name in names:
        if not plan.extension(name):
            plan.put(name, known[name], scene.rng.choice((None, None, None, None, True)))
    scene.mark(f"{plan.role} with {len(plan.extensions)} extensions")


SHAPES = ((borrowed, 4), (all_at_once, 2), (present, 8), (critical, 4), (malformed, 8), (twice, 3), (absent, 4), (no_list, 1), (basic_constraints, 6), (key_usage, 4), (purposes, 6), (key_ids, 2))
