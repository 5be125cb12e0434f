"""The file of what is trusted: more in it than certificates, and PEM that is not as it should be."""

from scene import pem


def odd_blocks(scene):
    bad = scene.authority("bad", "Bad", key=scene.keys.get("P-256", "bad"))
    bad.put("subjectKeyIdentifier", b"\xff", scene.rng.choice((None, True)))
    others = [bad, b"", b"\0", b"\x30\0", scene.root, scene.authority("fine", "Fine", key=scene.keys.get("P-256", "fine"))]
    chosen = scene.rng.choices(others, k=scene.rng.choice((1, 2, 3)))
    at = scene.rng.choice((0, len(scene.pool)))
    scene.pool[at:at] = chosen
    scene.mark(f"{len(chosen)} more blocks in the pool")


ARMOUR = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "trailing blanks": lambda text: text.replace("\n", " \t\n"),
    "a header": lambda text: text.replace("CERTIFICATE-----\n", "CERTIFICATE-----\nKey: value\n\n", 1),
    "another label": lambda text: text.replace("CERTIFICATE", "TRUSTED CERTIFICATE", 2),
    "no final newline": str.rstrip,
    "text between": lambda text: "subject=x\n" + text.replace("-----BEGIN", "# more\n-----BEGIN"),
    "an indented mark": lambda text: text.replace("-----BEGIN", " -----BEGIN", 1),
    "glued": lambda text: text.replace("-----\n-----BEGIN", "----------BEGIN"),
    "a stranger's letter": lambda text: text.replace("MII", "M!I", 1),
    "no padding": lambda text: text.replace("=", ""),
    "one line": lambda text: text.replace("\n", "").replace("-----BEGIN CERTIFICATE-----", "\n-----BEGIN CERTIFICATE-----\n").replace("-----END", "\n-----END").strip(),
    "BOM": lambda text: "\ufeff" + text,
    "four dashes": lambda text: text.replace("-----END", "----END", 1),
    "a blank line": lambda text: text.replace("CERTIFICATE-----\n", "CERTIFICATE-----\n\n", 1),
    "CR alone": lambda text: text.replace("\n", "\r"),
    "headers as OpenSSL writes them": lambda text: text.replace("CERTIFICATE-----\n", "CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: x\n\n", 1),
    "a header and no blank line": lambda text: text.replace("CERTIFICATE-----\n", "CERTIFICATE-----\nKey: value\n", 1),
    "a colon in the text": lambda text: text.replace("MII", "M:II", 1),
    "an old label": lambda text: text.replace("CERTIFICATE", "X509 CERTIFICATE", 2),
    "small letters": lambda text: text.replace("CERTIFICATE", "certificate", 2),
    "another label at the end": lambda text: text.replace("END CERTIFICATE", "END X509 CRL", 1),
    "no label at the end": lambda text: text.replace("END CERTIFICATE", "END ", 1),
    "no end": lambda text: text.replace("-----END CERTIFICATE-----\n", "", 1),
    "twice begun": lambda text: text.replace("-----BEGIN CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\n" * 2, 1),
    "a key before it": lambda text: "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n" + text,
    "a broken block before it": lambda text: "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n" + text,
    "text behind the mark": lambda text: text.replace("-----BEGIN CERTIFICATE-----", "-----BEGIN CERTIFICATE----- x", 1),
    "text behind the end": lambda text: text.replace("-----END CERTIFICATE-----", "-----END CERTIFICATE----- x", 1),
    "six dashes": lambda text: text.replace("-----BEGIN CERTIFICATE-----", "------BEGIN CERTIFICATE------", 1),
    "blanks before the mark": lambda text: text.replace("-----END", "  -----END", 1),
    "a blank in the label": lambda text: text.replace("CERTIFICATE-----", "CERTIFICATE -----", 1),
    "blank lines within": lambda text: text.replace("\nMII", "\n\n \nMII").replace("MII", "M\n\nII"),
    "a comment within": lambda text: text.replace("\nMII", "\n# comment\nMII", 1),
    "letters for URLs": lambda text: text.replace("+", "-").replace("/", "_"),
    "padding within": lambda text: text.replace("MII", "MII=", 1),
    "more padding": lambda text: text.replace("=\n", "===\n", 1),
    "a zero byte": lambda text: text.replace("MII", "M\0II", 1),
    "other blanks": lambda text: text.replace("\n", "\v\n", 1).replace("MII", "MI\fI", 1).replace("==\n", "==\u00a0\n"),
    "two bytes a letter": lambda text: "".join("\0" + letter for letter in text),
    "one letter a line": lambda text: "\n".join(text.split("\n", 1)[1].split("-----", 1)[0].replace("\n", "")).join(("-----BEGIN CERTIFICATE-----\n", "\n-----END CERTIFICATE-----\n")),
    "cut": lambda text: text[: len(text) * 2 // 3],
    "more bits at the end": lambda text: text.replace("=\n", "A=\n"),
}


def armour(scene):
    which = scene.rng.choice(list(ARMOUR))
    scene.pool = [*scene.pool, *([scene.root] if scene.rng.random() < 0.3 else []), scene.authority("fine", "Fine", key=scene.keys.get("P-256", "fine"))]
    scene.armour = lambda blocks: ARMOUR[which]("".join(blocks)).encode()
    scene.mark(f"PEM: {which}")


def empty(scene):
    scene.armour = scene.rng.choice((lambda _: b"", lambda blocks: pem(b"").encode() + "".join(blocks).encode()))
    scene.mark("PEM: empty, or begins with an empty block")


SHAPES = ((odd_blocks, 4), (armour, 6), (empty, 1))
