"""Fields outside extensions: version, serial number, dates, names as DER, unique identifiers."""

import certs
import der
from der import integer, oid, seq, several, text

VERSIONS = (None, 0, 1, 2, 3, 4, 127, 128, 255, 2**31, 2**63, 2**64, -1)
SERIALS = (0, 1, -1, 127, 128, 2**159 - 1, 2**160, 2**167, 2**400, -(2**63), -(2**160))
STRINGS = {0x0C: "Example é", 0x13: "Example", 0x14: "Example \xe9", 0x16: "Example", 0x1E: "Example", 0x1C: "Example", 0x12: "12 34", 0x1A: "Example", 0x1B: "Example"}
ENCODED = {0x0C: "utf-8", 0x1E: "utf-16-be", 0x1C: "utf-32-be"}
ODD_TEXTS = (b"", b"\0", b"a\0b", b"a*", b"a&b", b"a@b", b"a_b", b"\xe9", b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\0a\0b", b"\xd8\0\xdc\0", b"\xff\xff", b"\xff\xfe", b"\xfd\xd0")
ODD_TEXTS += (b"\0", b"abc", b"\0\0\0a", b"12", b" 12", b"x" * 2000, b"svc.test", b"*.svc.test", b"\xf0\x9f\x98\x80", b"\xd8\x3d\xde\0", b"\0a\0\0")
TYPES = ("2.5.4.3", "2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.5", "2.5.4.97", "1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.25", "1.2.3.4.5")


def version(scene):
    plan = scene.any_plan()
    plan.version = scene.rng.choice(VERSIONS)
    with_extensions = scene.rng.random() < 0.5
    if not with_extensions:
        plan.extensions = []
    scene.mark(f"{plan.role} version {plan.version}, {'with' if with_extensions else 'no'} extensions")


def serial(scene):
    plan = scene.any_plan()
    number = scene.rng.choice(SERIALS)
    plan.serial = integer(number, "serial")
    scene.mark(f"{plan.role} serial of {number.bit_length()} bits{', negative' * (number < 0)}")


def dates(scene):
    """Boundaries, and dates the wrong way round."""
    plan, now, year = scene.any_plan(), scene.time, certs.YEAR
    pairs = {
        "expired": (now - 2 * year, now - year),
        "not yet": (now + year, now + 2 * year),
        "a second ago": (now - year, now - 1),
        "this second": (now - year, now),
        "from this second": (now, now + year),
        "from the next second": (now + 1, now + year),
        "the wrong way round": (now + year, now - year),
        "only this second": (now, now),
        "since 1950": (-631152000, now + year),
        "since 1949": (-631152001, now + year),
        "till 2049": (now - year, 2524607999),
        "till 2050": (now - year, 2524608000),
        "till 9999": (now - year, 253402300799),
        "since the year 1": (-62135596800, now + year),
    }
    which = scene.rng.choice(list(pairs))
    plan.not_before, plan.not_after = map(certs.time_of, pairs[which])
    scene.mark(f"{plan.role} dates: {which}")


def date_form(scene):
    """The same kind of moment, written otherwise."""
    plan = scene.any_plan()
    at_end = scene.rng.random() < 0.5
    forms = [(0x17, "271127000000Z"), (0x18, "20271127000000Z"), (0x17, "2711270000Z"), (0x17, "271127000000+0100"), (0x17, "2711270000+0100"), (0x18, "20271127000000+0100")]
    forms += [(0x18, "20271127000000.5Z"), (0x18, "20271127000000"), (0x17, "271127000000"), (0x18, "2027112700Z"), (0x17, "490101000000Z"), (0x17, "500101000000Z")]
    forms += [(0x18, "20500101000000Z"), (0x18, "99991231235959Z"), (0x18, "00000101000000Z"), (0x17, "270229000000Z"), (0x17, "280229000000Z"), (0x17, "271127240000Z")]
    forms += [(0x17, "271127235960Z"), (0x17, "270027000000Z"), (0x17, "271100000000Z"), (0x18, "20271127000000-0000"), (0x17, "271127000000z"), (0x13, "271127000000Z")]
    if not at_end:
        forms = [(tag, value.replace("2027", "2025").replace("27112", "25112", 1)) for tag, value in forms]
    tag, value = scene.rng.choice(forms)
    node = text(tag, value)
    if at_end:
        plan.not_after = node
    else:
        plan.not_before = node
    scene.mark(f"{plan.role} {'notAfter' if at_end else 'notBefore'} {tag:02x} {value}")


def another_time(scene):
    scene.time = scene.rng.choice((0, 1, -1, 946684800, certs.NOW + certs.YEAR, certs.NOW + certs.YEAR + 1, certs.NOW - certs.YEAR, certs.NOW - certs.YEAR - 1, 4102444800))
    scene.mark(f"at {scene.time}")


def attribute(scene):
    kind, tag = scene.rng.choice(TYPES), scene.rng.choice(list(STRINGS))
    value = scene.rng.choice(ODD_TEXTS) if scene.rng.random() < 0.6 else STRINGS[tag].encode(ENCODED.get(tag, "latin-1"))
    return text(tag, value), kind, f"{kind} {tag:02x} {value[:12]!r}"


def subject_text(scene):
    plan = scene.any_plan()
    value, kind, told = attribute(scene)
    plan.subject = seq(several(seq(oid(kind), value)), *(plan.subject.kids if scene.rng.random() < 0.5 else []))
    scene.mark(f"{plan.role} subject {told}")


def subject_value(scene):
    """No string at all."""
    plan = scene.any_plan()
    values = (integer(5), der.boolean(True), der.null(), der.octets(b"a"), der.bits(b"a"), oid("1.2.3"), seq(), seq(integer(1)), text(0x17, "261127000000Z"), text(0x18, "x"))
    values += (der.context(0, b"x"), integer(2**70), der.bits(b"\xff", 3), several(), text(0x0A, b"\1"))
    value = scene.rng.choice(values).copy()
    plan.subject = seq(several(seq(oid("2.5.4.3"), value)))
    scene.mark(f"{plan.role} subject holds {value.tag.hex()}")


def subject_form(scene):
    plan = scene.any_plan()
    common = seq(oid("2.5.4.3"), text(0x0C, "Odd"))
    organisation = seq(oid("2.5.4.10"), text(0x0C, "Example"))
    forms = {
        "empty": seq(),
        "an empty set": seq(several()),
        "two in one set": seq(several(common, organisation)),
        "two in one set, unsorted": seq(several(organisation, common)),
        "twice": seq(several(common), several(common)),
        "something behind the value": seq(several(seq(oid("2.5.4.3"), text(0x0C, "Odd"), der.null()))),
        "no value": seq(several(seq(oid("2.5.4.3")))),
        "a sequence for the set": seq(seq(common)),
        "a set for the sequence": several(several(common)),
        "very long": seq(*[several(seq(oid("2.5.4.11"), text(0x0C, f"{i}" * 30))) for i in range(40)]),
        "only a name that is asked for": seq(several(seq(oid("2.5.4.3"), text(0x0C, scene.name)))),
    }
    which = scene.rng.choice(list(forms))
    plan.subject = forms[which]
    scene.mark(f"{plan.role} subject {which}")


def issuer_differs(scene):
    """The issuer's name, not as that one writes it."""
    plan = scene.any_plan()
    parent = plan.parent or plan
    tag, how = scene.rng.choice(((0x13, str), (0x0C, str.upper), (0x16, str), (0x0C, lambda s: s + " "), (0x0C, lambda s: s), (0x0C, lambda s: "Other " + s)))
    plan.issuer = parent.subject.copy()
    for _, node in plan.issuer.walk():
        if node.label == "value":
            node.tag, node.body = bytes([tag]), how(node.body.decode()).encode()
    scene.mark(f"{plan.role} issuer written otherwise")


def unique_identifiers(scene):
    plan = scene.any_plan()
    number = scene.rng.choice((1, 2, 1, 2, 4, 0))
    plan.uniques = [der.Node(scene.rng.choice((0x80, 0xA0)) | number, scene.rng.choice((b"", b"\0", b"\0\x55", b"\3\2\0\x55")), "unique")]
    if scene.rng.random() < 0.4:
        plan.uniques.append(der.Node(0x82, b"\0\x55", "unique"))
    if scene.rng.random() < 0.3:
        plan.version = scene.rng.choice((None, 1))
    scene.mark(f"{plan.role} unique identifiers {[u.tag.hex() for u in plan.uniques]} in version {plan.version}")


def behind_everything(scene):
    plan = scene.any_plan()
    more = scene.rng.choice((b"\0", b"\5\0", b"\x30\0", b"\n"))
    place = scene.rng.choice(("the certificate", "what is signed", "the extensions"))
    if place == "the certificate":
        index = next((i for i, p in enumerate(scene.chain) if p is plan), None)
        if index is not None:
            scene.chain[index] = plan.der() + more
    elif place == "what is signed":
        plan.changes.append(lambda tbs: tbs.kids.append(der.parse(more)[0] if more[0] in (5, 0x30) else der.null()))
    else:
        plan.changes.append(lambda tbs: tbs.kids.insert(-1, der.null()))
    scene.mark(f"{plan.role} more in or behind {place}")


SHAPES = ((version, 3), (serial, 3), (dates, 4), (date_form, 4), (another_time, 1), (subject_text, 5), (subject_value, 2), (subject_form, 3), (issuer_differs, 2))
SHAPES += ((unique_identifiers, 2), (behind_everything, 1))
