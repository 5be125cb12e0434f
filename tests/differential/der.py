"""DER as a tree that may be wrong anywhere: every tag, length and content can be set. Knows nothing of certificates."""


class Node:
    """One value. Its content is bytes, or other values with some bytes before them (`prefix`: the unused bits of a BIT STRING).
    `length` stands for the length's own bytes where they are not what they should be."""

    __slots__ = ("body", "kids", "label", "length", "prefix", "tag")

    def __init__(self, tag, content=b"", label="", prefix=b""):
        self.tag, self.label, self.prefix, self.length = bytes([tag]) if isinstance(tag, int) else tag, label, prefix, None
        self.kids = [kid for kid in content if kid is not None] if isinstance(content, list) else None
        self.body = b"" if self.kids is not None else bytes(content)

    def content(self):
        return self.prefix + (self.body if self.kids is None else b"".join(kid.der() for kid in self.kids))

    def der(self):
        content = self.content()
        return self.tag + (length_of(len(content)) if self.length is None else self.length) + content

    def find(self, label):
        """The first value of that label, itself included; None where there is none."""
        return next((node for _, node in self.walk() if node.label == label), None)

    def walk(self, path=""):
        """Every value with its path: labels where there are some, else places."""
        yield path, self
        for place, kid in enumerate(self.kids or []):
            yield from kid.walk(f"{path}/{kid.label or place}")

    def copy(self):
        made = Node(self.tag, self.body if self.kids is None else [kid.copy() for kid in self.kids], self.label, self.prefix)
        made.length = self.length
        return made


def length_of(count):
    if count < 0x80:
        return bytes([count])
    body = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(body)]) + body


def seq(*kids, label=""):
    return Node(0x30, list(kids), label)


def several(*kids, label=""):
    return Node(0x31, list(kids), label)


def integer(number, label=""):
    return Node(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True), label)


def boolean(value, label=""):
    return Node(0x01, b"\xff" if value else b"\0", label)


def null():
    return Node(0x05)


def octets(content, label=""):
    return Node(0x04, content if isinstance(content, bytes) else [content], label)


def bits(content, unused=0, label=""):
    return Node(0x03, content if isinstance(content, bytes) else [content], label, prefix=bytes([unused]))


def named_bits(*places):
    """A BIT STRING with these bits set, as DER has it: no zero bit at the end."""
    if not places:
        return bits(b"")
    top = max(places)
    value = sum(1 << (top // 8 * 8 + 7 - place) for place in places)
    return bits(value.to_bytes(top // 8 + 1, "big"), 7 - top % 8)


def oid_bytes(dotted):
    first, second, *rest = map(int, dotted.split("."))
    made = b""
    for arc in [first * 40 + second, *rest]:
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | arc & 0x7F)
        made += bytes(reversed(groups))
    return made


def oid(dotted, label=""):
    return Node(0x06, oid_bytes(dotted), label)


def text(tag, value, label=""):
    return Node(tag, value.encode() if isinstance(value, str) else value, label)


def context(number, content=b"", label=""):
    """[number]: constructed around values, primitive around bytes."""
    return Node((0xA0 if isinstance(content, list) else 0x80) | number, content, label)


def parse(der):
    """The values that these bytes hold, or None where they are no DER. Strings that hold DER are taken apart, too."""
    found, at = [], 0
    while at < len(der):
        if at + 2 > len(der) or der[at] & 0x1F == 0x1F:
            return None
        tag, size, begin = der[at], der[at + 1], at + 2
        if size >= 0x80:
            begin, size = begin + (size & 0x7F), int.from_bytes(der[begin : begin + (size & 0x7F)], "big")
        if begin + size > len(der):
            return None
        inside = parse(der[begin : begin + size]) if tag & 0x20 else None
        found.append(Node(tag, inside if inside is not None else der[begin : begin + size]))
        at = begin + size
    return found
