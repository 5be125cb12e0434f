"""One case: a chain, what is trusted, a name and a time, well-formed until shapes and damage are put to it."""

import base64

import certs
import der
from certs import Plan, name

HOST = "svc.test"


class Scene:
    """`leaf`, `ints` (from the leaf up) and `root` are plans; `chain` and `pool` hold plans or bytes, in their order."""

    def __init__(self, keys, rng):
        self.keys, self.rng, self.marks = keys, rng, []
        self.name, self.time = HOST, certs.NOW
        self.root = self.authority("root", "Root CA")
        self.ints, above = [], self.root
        for place in reversed(range(rng.choices((0, 1, 2, 3), (2, 6, 2, 1))[0])):
            above = self.authority(f"int{place + 1}", f"Issuing CA {place + 1}", above)
            self.ints.insert(0, above)
        self.leaf = self.server("leaf", HOST, above)
        self.chain = [self.leaf, *self.ints, *([self.root] if rng.random() < 0.15 else [])]
        self.pool = [self.root]
        # Text around and in the PEM of the pool: takes the list of blocks, gives the file.
        self.armour = None
        self.key_at_hand = True

    def mark(self, what):
        self.marks.append(what)

    def authority(self, role, common_name, parent=None, key=None):
        key = key or self.keys.get("P-256", role)
        plan = Plan(role, name((10, "Example"), (3, common_name)), key, parent)
        plan.put("basicConstraints", certs.basic(True), True)
        plan.put("keyUsage", der.named_bits(5, 6), True)
        plan.put("subjectKeyIdentifier", der.octets(certs.key_id(key)))
        if parent:
            plan.put("authorityKeyIdentifier", der.seq(der.context(0, certs.key_id(parent.key))))
        return plan

    def server(self, role, host, parent, key=None):
        key = key or self.keys.get("P-256", role)
        plan = Plan(role, name((3, host)), key, parent)
        plan.put("keyUsage", der.named_bits(0), True)
        plan.put("extKeyUsage", certs.usages(certs.SERVER_AUTH))
        plan.put("basicConstraints", certs.basic(), True)
        plan.put("subjectAltName", certs.alt_names(certs.dns(host)))
        plan.put("subjectKeyIdentifier", der.octets(certs.key_id(key)))
        plan.put("authorityKeyIdentifier", der.seq(der.context(0, certs.key_id(parent.key))))
        return plan

    def rekey(self, plan, key):
        """Another key, and its identifiers where they are told."""
        plan.key = key
        if plan.extension("subjectKeyIdentifier"):
            plan.put("subjectKeyIdentifier", der.octets(certs.key_id(key)))
        for other in self.plans():
            if other.parent is plan and other.extension("authorityKeyIdentifier"):
                other.put("authorityKeyIdentifier", der.seq(der.context(0, certs.key_id(key))))

    def plans(self):
        found = [self.leaf, *self.ints, self.root]
        found += [p for p in [*self.chain, *self.pool] if isinstance(p, Plan) and not any(p is q for q in found)]
        return found

    def authorities(self):
        return [*self.ints, self.root]

    def any_plan(self):
        """The leaf in half of the cases."""
        return self.rng.choice([self.leaf, self.rng.choice(self.authorities())])

    def issuers(self):
        """Those who are sent or trusted and issue; the one next to the leaf first."""
        return self.ints or [self.root]

    def question(self, number):
        """The case as both sides read it."""
        made = {}
        for entry in [*self.chain, *self.pool]:
            # Once each: what damages a certificate draws by lot.
            if id(entry) not in made:
                made[id(entry)] = entry if isinstance(entry, bytes) else entry.der()
        chain, blocks = [made[id(p)] for p in self.chain], [pem(made[id(p)]) for p in self.pool]
        pool = self.armour(blocks) if self.armour else "".join(blocks).encode()
        own = self.key_at_hand and self.leaf.spki is None and self.chain[0] is self.leaf and not any("spki" in mark for mark in self.marks)
        key = self.leaf.key.numbers() if own else None
        encoded = [base64.b64encode(c).decode() for c in chain]
        asked = {"id": number, "chain": encoded, "pool": base64.b64encode(pool).decode(), "name": self.name, "time": self.time}
        return asked | ({"key": key} if key else {})


def pem(body):
    text = base64.b64encode(body).decode()
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return "-----BEGIN CERTIFICATE-----\n" + "\n".join(lines) + "\n-----END CERTIFICATE-----\n"
