"""What differs between the answers, told by kind: what was odd, what Go says, what we say."""

import re
from collections import Counter, defaultdict

from cases import case

VERSIONS = ("1.23", "1.27")
# What we say where our library has no such key: neither "accepted" nor "did not sign". Counted, and told.
UNKNOWN = "can be checked here"
PREFIX = "tls: failed to verify certificate: "


class Total:
    """What was compared, and what differed. `found`: kind → (how often, numbers of some cases, what was odd about them)."""

    def __init__(self):
        self.cases = self.refused = self.same_text = self.bundles = 0
        self.accepted, self.unknown = Counter(), Counter()
        self.found = defaultdict(list)

    def add(self, other):
        self.cases += other.cases
        self.bundles += other.bundles
        self.refused += other.refused
        self.same_text += other.same_text
        self.accepted += other.accepted
        self.unknown += other.unknown
        for kind, examples in other.found.items():
            self.found[kind] += examples

    def hard(self):
        return {kind: examples for kind, examples in self.found.items() if kind[0] != "text"}

    def passes(self, texts):
        return not self.hard() and self.same_text >= texts * self.refused

    def summary(self):
        share = 100 * self.same_text / max(1, self.refused)
        differing = {number for examples in self.hard().values() for number, _ in examples}
        by_field = Counter()
        for kind, examples in self.hard().items():
            by_field[kind[0]] += len(examples)
        fields = ", ".join(f"{field} {count}" for field, count in sorted(by_field.items())) or "none"
        accepted = ", ".join(f"{who} {count}" for who, count in sorted(self.accepted.items()))
        unknown = "".join(f"not checked here, and taken by Go: {words} {count}\n" for words, count in sorted(self.unknown.items()))
        return f"accepted: {accepted}; bundles proved: {self.bundles}\n{unknown}cases that differ: {len(differing)} ({fields}); texts the same: {share:.2f} % of {self.refused}"

    def kinds(self, most=None):
        """The hard ones first, then by their number; each with some cases and what was odd about them."""
        rows = sorted(self.found.items(), key=lambda row: (ORDER.index(row[0][0]), -len(row[1]), row[0]))
        lines, field = [], None
        for (which, versions, go, ours), examples in rows[:most]:
            if which != field:
                field, kinds = which, sum(1 for kind in self.found if kind[0] == which)
                lines.append(f"\n## {which}: {kinds} kinds, {sum(len(e) for kind, e in self.found.items() if kind[0] == which)} times\n")
            odd = Counter(generic(mark) for _, marks in examples for mark in marks)
            lines.append(f"- {len(examples)} × {versions} Go: `{go}` · ours: `{ours}`")
            lines.append("  odd: " + " | ".join(mark for mark, _ in odd.most_common(3)))
            lines.append("  `--case` " + " ".join(str(number) for (_, number), _ in examples[:5]))
        if most and len(rows) > most:
            lines.append(f"\n… and {len(rows) - most} kinds more")
        return "\n".join(lines)


ORDER = ("panic", "bundle", "parsed", "loaded", "accepted", "accepted by `go`", "accepted by `strict`", "accepted, after another reading", "text")


def generic(mark):
    """Roles and places say little about a kind."""
    return re.sub(r"\b(int|deep|twin)\d+\b", r"\1", mark)[:80]


def batch(task):
    oracles, seed, start, end = task
    return differences([case(seed, number) for number in range(start, end)], oracles, seed)


def differences(asked, oracles, seed):
    total = Total()
    said = oracles.ask([one for one, _ in asked])
    for place, (one, marks) in enumerate(asked):
        ours, gos = said["ours"][place], {version: said[version][place] for version in VERSIONS}
        total.cases += 1
        for (field, go, mine), versions in of_case(total, ours, gos).items():
            total.found[field, "+".join(versions), go, mine].append(((seed, one["id"]), marks))
    return total


def of_case(total, ours, gos):
    """Each difference once, with the versions of Go that show it."""
    found = defaultdict(list)
    if "panic" in ours:
        return {("panic", "", ours["panic"]): [""]}
    for version, go in gos.items():
        for kind in of_version(total, version, go, ours["go"][version]):
            if version not in found[kind]:
                found[kind].append(version)
    both = all(not go["tls"] for go in gos.values())
    if UNKNOWN in ours.get("says", "") and both:
        total.unknown[blurred(ours["says"])] += 1
    elif both != ours["accepts"] and not any(kind[0].startswith("accepted") for kind in found):
        found["accepted by `go`", *(("accepts" if value else "refuses") for value in (both, ours["accepts"]))].append("")
    total.accepted["Go, both"] += both
    total.bundles += "by bundle" in ours
    for version, refusal in ours.get("by bundle", {}).items():
        if refusal:
            found["bundle", blurred(refusal.removeprefix(PREFIX)), "proved"].append(version)
    if of_rustls(total, ours):
        found["accepted by `strict`", blurred(ours["rustls"]["says"]) or "accepts", blurred(ours["strict"]["says"]) or "accepts"].append("rustls")
    return found


def of_version(total, version, go, ours):
    parsed = [not why for why in go["parsed"]]
    for place, (theirs, mine) in enumerate(zip(parsed, ours["parsed"], strict=True)):
        if theirs != mine:
            yield "parsed", blurred(go["parsed"][place]) or "takes it", "reads it" if mine else "does not read it"
    if go["loaded"] != ours["loaded"]:
        yield "loaded", "takes others of the pool", f"{len(ours['loaded']) - len(go['loaded']):+} certificates"
    read_alike = parsed == ours["parsed"] and go["loaded"] == ours["loaded"]
    accepts = not go["tls"]
    total.accepted[f"Go {version}"] += accepts
    text = go["tls"].removeprefix(PREFIX)
    if UNKNOWN in ours["says"]:
        return
    if accepts != ours["accepts"]:
        # What is read otherwise is judged otherwise: one mistake, told once.
        field = "accepted" if read_alike else "accepted, after another reading"
        told = (text, ours["says"]) if read_alike else ("" if accepts else "refuses", "" if ours["accepts"] else "refuses")
        yield field, *(blurred(one) or "accepts" for one in told)
    elif not accepts:
        total.refused += 1
        if ours["says"].removeprefix(PREFIX) in (text, go["alert"] or text):
            total.same_text += 1
        else:
            yield "text", blurred(text), blurred(ours["says"])


def of_rustls(total, ours):
    """Where our rule speaks of the handshake, rustls's verifier of chains has no say."""
    strict, theirs = ours["strict"], ours["rustls"]
    total.accepted["rustls"] += theirs["accepts"]
    of_handshake = strict["says"].endswith(("HandshakeFailure", "peer certificate: BadSignature"))
    return strict["accepts"] != theirs["accepts"] and not (of_handshake and theirs["accepts"])


def blurred(text):
    """A refusal without what is this certificate's own."""
    text = re.sub(r"\\?\"(\\.|[^\"\\])*\"", '"…"', text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:]+Z", "…", text)
    text = re.sub(r"(valid for ).*(, not ).*", r"\1…\2…", text, flags=re.S)
    text = re.sub(r"(match(?:ed)? |certificate for )\S+", r"\1…", text)
    return re.sub(r"\b\d+\b", "N", text)[:150]
