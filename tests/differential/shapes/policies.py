"""Certificate policies through a whole chain: policies, mappings, and what demands or forbids them."""

from der import context, integer, octets, oid, seq, text

ANY = "2.5.29.32.0"
OIDS = ("1.2.3.1", "1.2.3.2", "1.2.3.3", ANY)
CPS, NOTICE = "1.3.6.1.5.5.7.2.1", "1.3.6.1.5.5.7.2.2"


def qualifiers(rng):
    return rng.choice((None, None, None, seq(seq(oid(CPS), text(0x16, "http://x"))), seq(seq(oid(NOTICE), seq())), seq(), octets(b"x"), seq(seq(oid("1.2.3")))))


def policy(scene, plan):
    rng = scene.rng
    chosen = rng.choices(OIDS, k=rng.choice((1, 1, 1, 2, 3)))
    if rng.random() < 0.8:
        chosen = list(dict.fromkeys(chosen))
    plan.put("certificatePolicies", seq(*[seq(oid(o), qualifiers(rng) if rng.random() < 0.2 else None) for o in chosen]), rng.choice((None, None, True)))
    return "policies " + "+".join(o.removeprefix("1.2.3.") for o in chosen)


def mapping(scene, plan):
    rng = scene.rng
    pairs = [(rng.choice(OIDS), rng.choice(OIDS)) for _ in range(rng.choice((1, 1, 2)))]
    if rng.random() < 0.8:
        pairs = [(a, b) for a, b in pairs if ANY not in (a, b)] or [("1.2.3.1", "1.2.3.2")]
    plan.put("policyMappings", seq(*[seq(oid(a), oid(b)) for a, b in pairs]), rng.choice((None, True)))
    return "maps " + ", ".join(f"{a[-1]}→{b[-1]}" for a, b in pairs)


def demand(scene, plan):
    rng = scene.rng
    fields = []
    if rng.random() < 0.8:
        fields.append(context(0, integer(rng.choice((0, 0, 0, 1, 2, 3))).body))
    if rng.random() < 0.3:
        fields.append(context(1, integer(rng.choice((0, 0, 1, 2))).body))
    if rng.random() < 0.08:
        fields = rng.choice(([], [context(0, b"")], [context(0, b"\xff")], [context(0, b"\0\0")], [context(0, b"\x7f" + b"\xff" * 7)], [context(0, b"\1" + bytes(8))], [context(1, b"\0"), context(0, b"\0")]))
    plan.put("policyConstraints", seq(*fields), rng.choice((True, True, None)))
    return "demands " + " ".join(f.der().hex() for f in fields)


def inhibit(scene, plan):
    count = scene.rng.choice((0, 0, 1, 2, -1, 2**63))
    plan.put("inhibitAnyPolicy", integer(count), scene.rng.choice((True, True, None)))
    return f"inhibits any from {count}"


def throughout(scene):
    """Something in each certificate."""
    told = []
    for plan in scene.plans():
        acts = [policy] if scene.rng.random() < 0.8 else []
        if plan is not scene.leaf or scene.rng.random() < 0.1:
            acts += [act for act, chance in ((mapping, 0.3), (demand, 0.4), (inhibit, 0.25)) if scene.rng.random() < chance]
        told += [f"{plan.role} {act(scene, plan)}" for act in acts]
    scene.mark("policies: " + "; ".join(told))


def demanded(scene):
    """One demands a policy; everyone else has the same, or not."""
    owner = scene.rng.choice(scene.plans())
    told = [f"{owner.role} {demand(scene, owner)}"]
    for plan in scene.plans():
        if scene.rng.random() < 0.85:
            chosen = scene.rng.choices(OIDS, (10, 2, 1, 3))[0]
            plan.put("certificatePolicies", seq(seq(oid(chosen))))
            told.append(f"{plan.role} policy {chosen}")
    for act in (mapping, inhibit):
        if scene.rng.random() < 0.25:
            plan = scene.rng.choice(scene.plans())
            told.append(f"{plan.role} {act(scene, plan)}")
    scene.mark("policies: " + "; ".join(told))


SHAPES = ((throughout, 1), (demanded, 1))
