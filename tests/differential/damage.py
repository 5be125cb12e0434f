"""One value of a certificate is made wrong, or odd: its tag, its length, its content, its place. Any value, anywhere."""

import der
from certs import IDS

TAGS = (0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C, 0x10, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A, 0x1C, 0x1E, 0x30, 0x31)
OWN_TAGS = (*range(0x80, 0x8A), *range(0xA0, 0xA6), 0x40, 0x60, 0xC0)
STRINGS = (0x0C, 0x12, 0x13, 0x14, 0x15, 0x16, 0x19, 0x1A, 0x1B, 0x1C, 0x1E)
TEXTS = (b"", b"a", b"svc.test", b"a*b", b"a@b", b"a_b", b"a&b", b"a'b", b"x\0y", b"\xe9", b"\xc3\xa9", b"\xff\xfe", b"\0a", b"\0a\0", b"\xd8\0\xdc\0")
TEXTS += (b"\xff\xff", b"\xfd\xd0", b"\xfe\xff\0a", b"12 34", b"\0\0\0a", b" ", b"x" * 300, b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x7f", b"a\tb")
TIMES = (b"", b"Z", b"261127000000Z", b"2611270000Z", b"261127000000", b"261127000000+0000", b"261127000000+0100", b"26112700000Z", b"261332000000Z")
TIMES += (b"260229000000Z", b"240229000000Z", b"500101000000Z", b"491231235959Z", b"20261127000000Z", b"20261127000000.5Z", b"202611270000Z")
TIMES += (b"20261127000000+0000", b"20261127000000", b"20501127000000Z", b"99991231235959Z", b"00000101000000Z", b"00010101000000Z", b"19491231235959Z")
TIMES += (b"19700101000000Z", b"20261127240000Z", b"20261127235960Z", b"20261127000000z", b"261127000000z", b"  1127000000Z", b"2611270000-00Z")
TIMES += (b"20261127000000.000Z", b"20261127000000,5Z", b"20261127000000Z\0", b"+61127000000Z", b"261127000000-0100", b"2611270000+0100", b"261127235960Z")
INTEGERS = (b"", b"\0", b"\1", b"\x7f", b"\x80", b"\xff", b"\0\1", b"\0\x7f", b"\0\x80", b"\xff\xff", b"\xff\x7f", b"\x7f\xff\xff\xff", b"\0\x80\0\0\0")
INTEGERS += (b"\0\xff\xff\xff\xff", b"\1\0\0\0\0", b"\x7f" + b"\xff" * 7, b"\0\x80" + b"\0" * 7, b"\1" + b"\0" * 8, b"\1" * 20, b"\1" * 21, b"\1" * 60, b"\x80" + b"\0" * 8)
BITS = (b"", b"\0", b"\0\0", b"\7\x80", b"\7\x81", b"\7\xff", b"\x08\x80", b"\1", b"\7", b"\xff\x80", b"\0\x80", b"\0\x80\0", b"\7\0\x80", b"\6\4", b"\1\6", b"\2\4", b"\0\4", b"\1\xfe\0")
IDENTIFIERS = (b"", b"\0", b"\x80", b"\x80\1", b"\x2a\x80\1", b"\x2a\x81", b"\x2a\x86\x48", b"\x2a" + b"\xff" * 3 + b"\x7f", b"\x2a" + b"\xff" * 4 + b"\x7f")
IDENTIFIERS += (b"\x2a" + b"\x8f\xff\xff\xff\x7f", b"\x2a\x87\xff\xff\xff\x7f", b"\x2a" + b"\xff" * 8 + b"\x7f", b"\x2a" + b"\xff" * 20 + b"\x7f", b"\x55\x04\x03", b"\xff\x7f", b"\x78", b"\x88\x37", b"\x2a" * 200)
BOOLEANS = (b"", b"\0", b"\xff", b"\1", b"\x7f", b"\x80", b"\xfe", b"\xff\xff", b"\0\0")
BY_TAG = {0x01: BOOLEANS, 0x02: INTEGERS, 0x06: IDENTIFIERS, 0x17: TIMES, 0x18: TIMES} | dict.fromkeys(STRINGS, TEXTS)
ODD = (der.null(), der.seq(), der.octets(b""), der.integer(0), der.boolean(True), der.context(0, b""), der.context(9, b"x"), der.context(0, []), der.text(0x0C, "x"))


def other_tag(rng, node):
    if node.tag[0] in STRINGS and rng.random() < 0.6:
        new = rng.choice(STRINGS)
    elif node.tag[0] >= 0x80 and rng.random() < 0.6:
        new = rng.choice(OWN_TAGS)
    else:
        new = rng.choice((*TAGS, *OWN_TAGS, node.tag[0] ^ 0x20, node.tag[0] ^ 0x80))
    node.tag = bytes([new])
    return f"tag {new:02x}"


def long_tag(rng, node):
    node.tag = rng.choice((bytes([node.tag[0] | 0x1F, node.tag[0] & 0x1F]), b"\x3f\x81\x00", b"\x1f\x1f"))
    return "tag in long form"


def other_length(rng, node):
    size = len(node.content())
    forms = {
        "one byte long form": b"\x81" + bytes([size & 0xFF]),
        "two byte long form": b"\x82" + (size & 0xFFFF).to_bytes(2, "big"),
        "four byte long form": b"\x84" + size.to_bytes(4, "big"),
        "five byte long form": b"\x85" + size.to_bytes(5, "big"),
        "indefinite": b"\x80",
        "one too many": der.length_of(size + 1),
        "one too few": der.length_of(max(0, size - 1)),
        "none": b"\0",
        "reserved": b"\xff",
        "huge": b"\x84\xff\xff\xff\xff",
    }
    which = rng.choice(list(forms))
    node.length = forms[which]
    if which == "indefinite" and rng.random() < 0.5:
        node.kids, node.body = (node.kids + [der.Node(0, b"")], b"") if node.kids is not None else (None, node.body + b"\0\0")
    return f"length {which}"


def other_content(rng, node):
    if node.tag[0] == 0x03 and rng.random() < 0.7:
        node.kids, node.body, node.prefix = None, rng.choice(BITS), b""
        return f"bits {node.body.hex()}"
    known = BY_TAG.get(node.tag[0])
    if node.kids is None and known and rng.random() < 0.8:
        node.body = rng.choice(known)
        return f"content {node.body[:24]!r}"
    body = node.content()
    ways = {
        "empty": b"",
        "a byte more": body + bytes([rng.choice((0, 1, 0x30, 0xFF))]),
        "a byte less": body[:-1],
        "first byte off": body[1:],
        "zero first": b"\0" + body,
        "ff first": b"\xff" + body,
        "a null more": body + b"\5\0",
        "half": body[: len(body) // 2],
    }
    if body:
        at = rng.randrange(len(body))
        ways["one bit"] = body[:at] + bytes([body[at] ^ 1 << rng.randrange(8)]) + body[at + 1 :]
        ways["one byte"] = body[:at] + bytes([rng.choice((0, 1, 0x20, 0x2A, 0x2E, 0x40, 0x7F, 0x80, 0xFF))]) + body[at + 1 :]
        ways["a byte within"] = body[:at] + bytes([rng.choice((0, 0x2A, 0x2E, 0x40, 0x80))]) + body[at:]
    which = rng.choice(list(ways))
    node.kids, node.body, node.prefix = None, ways[which], b""
    return f"content {which}"


def gone(rng, _node, parent):
    del parent.kids[parent.kids.index(_node)]
    return "gone"


def twice(rng, node, parent):
    parent.kids.insert(parent.kids.index(node), node.copy())
    return "twice"


def swapped(rng, node, parent):
    at = parent.kids.index(node)
    other = rng.randrange(len(parent.kids))
    parent.kids[at], parent.kids[other] = parent.kids[other], parent.kids[at]
    return "swapped"


def joined(rng, node, parent):
    new = rng.choice(ODD).copy()
    before = rng.random() < 0.5
    parent.kids.insert(parent.kids.index(node) + (0 if before else 1), new)
    return f"{new.tag.hex()} {'before' if before else 'behind'}"


def replaced(rng, node, parent):
    new = rng.choice(ODD).copy()
    parent.kids[parent.kids.index(node)] = new
    return f"{new.tag.hex()} instead"


ALONE = ((other_content, 10), (other_tag, 5), (other_length, 3), (long_tag, 1))
AMONG = ((gone, 3), (twice, 3), (swapped, 1), (joined, 3), (replaced, 2))


def opened(tree):
    """Strings that hold DER are taken apart, so that what is in them can be damaged, too."""
    for _, node in list(tree.walk()):
        if node.kids is None and node.tag[0] in (0x03, 0x04) and len(node.body) > 1:
            inside = der.parse(node.body)
            if inside:
                node.kids, node.body = inside, b""


def put(rng, tree, labels=None):
    """Damages one value of the tree; says which and how. Each field is as likely as any other, however much is in it."""
    opened(tree)
    fields = [(path, node) for path, node in tree.walk() if node.label in (labels or FIELDS)]
    if not fields:
        return "nothing to damage"
    path, field = rng.choice(fields)
    inside = list(field.walk(path or field.label))
    path, node = rng.choice(inside) if rng.random() < 0.85 else inside[0]
    parent = next((p for _, p in tree.walk() if p.kids and any(kid is node for kid in p.kids)), None)
    if parent is not None and rng.random() < 0.4:
        act = rng.choices([a for a, _ in AMONG], [w for _, w in AMONG])[0]
        return f"{path.lstrip('/')}: {act(rng, node, parent)}"
    act = rng.choices([a for a, _ in ALONE], [w for _, w in ALONE])[0]
    return f"{path.lstrip('/')}: {act(rng, node)}"


FIELDS = {"tbs", "version", "serial", "signature", "issuer", "validity", "subject", "spki", "extensions", "list", "unique", *IDS}
OUTER = {"certificate", "signatureAlgorithm", "signatureValue"}


def damage(scene):
    """Somewhere in a certificate of the case. What is signed is damaged before it is signed, so that the signature holds; some are not
    signed again."""
    rng, plan = scene.rng, scene.any_plan()
    way = rng.random()
    if way < 0.06:
        plan.damages.append(lambda whole: scene.mark(f"{plan.role} outside/{put(rng, whole, OUTER)}"))
    elif way < 0.12:
        plan.damages.append(lambda whole: scene.mark(f"{plan.role} unsigned/{put(rng, whole)}"))
    elif way < 0.25 and plan is not scene.leaf:
        # The name in both places, so that the path still leads here.
        plan.subject = plan.subject.copy()
        plan.subject.label = "subject"
        scene.mark(f"{plan.role} and issuer below/{put(rng, plan.subject, {'subject'})}")
    else:
        plan.changes.append(lambda tbs: scene.mark(f"{plan.role}/{put(rng, tbs)}"))
