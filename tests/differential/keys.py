"""Keys and signatures of every type and size, all of them from a seed, so that the same seed signs the same bytes. Numbers are enough for
odd RSA keys: a modulus may be a product of many primes, which takes no time to find."""

import hashlib
import math
import random
from functools import lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, padding, rsa, x448, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import der

CURVES = {
    "P-192": (ec.SECP192R1(), "1.2.840.10045.3.1.1"),
    "P-224": (ec.SECP224R1(), "1.3.132.0.33"),
    "P-256": (ec.SECP256R1(), "1.2.840.10045.3.1.7"),
    "P-384": (ec.SECP384R1(), "1.3.132.0.34"),
    "P-521": (ec.SECP521R1(), "1.3.132.0.35"),
    "secp256k1": (ec.SECP256K1(), "1.3.132.0.10"),
    "brainpoolP256r1": (ec.BrainpoolP256R1(), "1.3.36.3.3.2.8.1.1.7"),
    "brainpoolP384r1": (ec.BrainpoolP384R1(), "1.3.36.3.3.2.8.1.1.11"),
}
RAW = {
    "Ed25519": ("1.3.101.112", ed25519.Ed25519PrivateKey.from_private_bytes, 32),
    "Ed448": ("1.3.101.113", ed448.Ed448PrivateKey.from_private_bytes, 57),
    "X25519": ("1.3.101.110", x25519.X25519PrivateKey.from_private_bytes, 32),
    "X448": ("1.3.101.111", x448.X448PrivateKey.from_private_bytes, 56),
    "ML-DSA-44": ("2.16.840.1.101.3.4.3.17", mldsa.MLDSA44PrivateKey.from_seed_bytes, 32),
    "ML-DSA-65": ("2.16.840.1.101.3.4.3.18", mldsa.MLDSA65PrivateKey.from_seed_bytes, 32),
    "ML-DSA-87": ("2.16.840.1.101.3.4.3.19", mldsa.MLDSA87PrivateKey.from_seed_bytes, 32),
}
RSA = "1.2.840.113549.1.1.1"
PSS = "1.2.840.113549.1.1.10"
MGF1 = "1.2.840.113549.1.1.8"
EC = "1.2.840.10045.2.1"
DSA = "1.2.840.10040.4.1"
HASHES = {
    "md5": ("1.2.840.113549.2.5", hashes.MD5()),
    "sha1": ("1.3.14.3.2.26", hashes.SHA1()),
    "sha224": ("2.16.840.1.101.3.4.2.4", hashes.SHA224()),
    "sha256": ("2.16.840.1.101.3.4.2.1", hashes.SHA256()),
    "sha384": ("2.16.840.1.101.3.4.2.2", hashes.SHA384()),
    "sha512": ("2.16.840.1.101.3.4.2.3", hashes.SHA512()),
    "sha3_256": ("2.16.840.1.101.3.4.2.8", hashes.SHA3_256()),
}
RSA_WITH = {"md2": 2, "md5": 4, "sha1": 5, "sha256": 11, "sha384": 12, "sha512": 13, "sha224": 14}
ECDSA_WITH = {"sha1": "1", "sha224": "3.1", "sha256": "3.2", "sha384": "3.3", "sha512": "3.4"}


class Keys:
    """The keys of one seed; each is made when it is first asked for."""

    def __init__(self, seed):
        self.seed = seed
        self._held = {}

    def get(self, kind, which=0):
        """`kind`: a curve, a name of RAW, `RSA-BITS`, `RSA-BITS-EXPONENT`, `PSS-BITS`, `DSA`."""
        if (kind, which) not in self._held:
            self._held[kind, which] = self._made(kind, random.Random(f"{self.seed} {kind} {which}"))
        return self._held[kind, which]

    def _made(self, kind, rng):
        if kind in CURVES:
            return EcKey(kind, rng.getrandbits(180) | 1)
        if kind in RAW:
            return RawKey(kind, rng.randbytes(RAW[kind][2]))
        family, *numbers = kind.split("-")
        if family == "DSA":
            return DsaKey(rng)
        bits, exponent = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 65537
        return RsaKey(primes(rng, bits, exponent), exponent, PSS if family == "PSS" else RSA)


class EcKey:
    family = "ec"

    def __init__(self, curve, secret):
        self.kind, self.secret = curve, secret
        self.private = ec.derive_private_key(secret, CURVES[curve][0])

    def point(self):
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def spki(self):
        return spki_of(der.oid(EC), der.oid(CURVES[self.kind][1], "curve"), der.bits(self.point(), label="point"))

    def sign(self, data, how):
        return self.private.sign(data, ec.ECDSA(HASHES[how][1], deterministic_signing=True))

    def numbers(self):
        named = self.kind in ("P-224", "P-256", "P-384", "P-521")
        return {"kind": "ec", "curve": self.kind, "d": f"{self.secret:x}"} if named else None


class RawKey:
    family = "raw"

    def __init__(self, kind, secret):
        self.kind, self.secret = kind, secret
        self.private = RAW[kind][1](secret)

    def spki(self):
        return spki_of(der.oid(RAW[self.kind][0]), None, der.bits(self.private.public_key().public_bytes_raw(), label="raw key"))

    def sign(self, data, _how):
        if self.kind.startswith("X"):
            return hashlib.sha512(data).digest()
        return self.private.sign(data)

    def numbers(self):
        return {"kind": "ed25519", "d": self.secret.hex()} if self.kind == "Ed25519" else None


@lru_cache(maxsize=16384)
def signed(key, data, how):
    """The signature of these bytes, made once: most certificates of a run are the same. Where a key cannot sign like that, there is none."""
    try:
        return key.sign(data, how)
    except (ValueError, OverflowError):
        return b""


def fitting(key, how):
    """`how`, where such a key can sign like that at all; a later shape may have given it another key."""
    ways = ECDSA_WITH if key.family == "ec" else RSA_WITH if key.family == "rsa" else (how,)
    return how if how in ways or (key.family == "rsa" and how and how.startswith("pss")) else usual(key)


class DsaKey:
    """A public key of the right form. Nobody here verifies DSA."""

    family, kind = "dsa", "DSA"

    def __init__(self, rng):
        self.p, self.q, self.g, self.y = (rng.getrandbits(bits) | 1 << (bits - 1) | 1 for bits in (1024, 160, 1000, 1000))

    def spki(self):
        parameters = der.seq(der.integer(self.p), der.integer(self.q), der.integer(self.g))
        return spki_of(der.oid(DSA), parameters, der.bits(der.integer(self.y), label="y"))

    def sign(self, data, _how):
        half = int.from_bytes(hashlib.sha256(data).digest()[:19], "big")
        return der.seq(der.integer(half), der.integer(half + 1)).der()

    def numbers(self):
        return None


class RsaKey:
    family = "rsa"

    def __init__(self, factors, exponent, algorithm):
        self.factors, self.e, self.algorithm = factors, exponent, algorithm
        self.n = math.prod(factors)
        self.kind = f"{'PSS' if algorithm == PSS else 'RSA'}-{self.n.bit_length()}"
        orders = [p - 1 for p in factors]
        self.roots = [(p, pow(exponent, -1, order) if math.gcd(exponent, order) == 1 else 1) for p, order in zip(factors, orders, strict=True)]
        self.d = crt([(root, p - 1) for p, root in self.roots]) if len(factors) == 2 else None
        self.private = self._fast() if len(factors) == 2 and exponent > 2 and self.n.bit_length() >= 1024 else None

    def _fast(self):
        (p, dp), (q, dq) = self.roots
        public = rsa.RSAPublicNumbers(self.e, self.n)
        return rsa.RSAPrivateNumbers(p, q, self.d, dp, dq, pow(q, -1, p), public).private_key(unsafe_skip_rsa_key_validation=True)

    def spki(self):
        key = der.seq(der.integer(self.n, "modulus"), der.integer(self.e, "exponent"))
        return spki_of(der.oid(self.algorithm), der.null() if self.algorithm == RSA else None, der.bits(key, label="rsa key"))

    def sign(self, data, how):
        if how.startswith("pss"):
            return self._sign_pss(data, how[4:])
        if how == "md2":
            return bytes((self.n.bit_length() + 7) // 8)
        if self.private:
            return self.private.sign(data, padding.PKCS1v15(), HASHES[how][1])
        digest = hashlib.new(how, data).digest()
        info = der.seq(der.seq(der.oid(HASHES[how][0]), der.null()), der.octets(digest)).der()
        size = (self.n.bit_length() + 7) // 8
        return self._power(b"\0\1" + b"\xff" * max(8, size - len(info) - 3) + b"\0" + info)

    def _sign_pss(self, data, how):
        """`how`: HASH, HASH/MGF's HASH, HASH/MGF's HASH/SALT LENGTH."""
        name, mask_name, salt_length = [*how.split("/"), None, None][:3]
        digest = hashlib.new(name, data).digest()
        salt = b"\7" * (len(digest) if salt_length is None else int(salt_length))
        size_in_bits = self.n.bit_length() - 1
        size = (size_in_bits + 7) // 8
        sum_ = hashlib.new(name, bytes(8) + digest + salt).digest()
        room = size - len(sum_) - 1
        block = bytes(max(0, room - len(salt) - 1)) + b"\1" + salt
        mask = b"".join(hashlib.new(mask_name or name, sum_ + i.to_bytes(4, "big")).digest() for i in range(room // 16 + 1))
        block = bytearray(a ^ b for a, b in zip(block, mask, strict=False))
        block[0] &= 0xFF >> (8 * size - size_in_bits)
        return self._power(bytes(block) + sum_ + b"\xbc")

    def _power(self, encoded):
        number = int.from_bytes(encoded, "big")
        signed = crt([(pow(number % p, d, p), p) for p, d in self.roots])
        return (signed % self.n).to_bytes((self.n.bit_length() + 7) // 8, "big")

    def numbers(self):
        # Others have no one private exponent at hand.
        usual = self.d and self.e in (3, 65537) and self.algorithm == RSA
        return {"kind": "rsa", "n": f"{self.n:x}", "e": self.e, "d": f"{self.d:x}"} if usual else None


def spki_of(algorithm, parameters, key):
    return der.seq(der.seq(algorithm, parameters, label="key algorithm"), key, label="spki")


def crt(pairs):
    """The number that is `r` modulo each `m`."""
    value, modulus = pairs[0]
    for remainder, other in pairs[1:]:
        common = math.gcd(modulus, other)
        step = (remainder - value) // common * pow(modulus // common, -1, other // common)
        value, modulus = value + modulus * (step % (other // common)), modulus // common * other
    return value % modulus


def primes(rng, bits, exponent):
    """Primes whose product has exactly so many bits: two where that is quick, else many."""
    count = 2 if bits <= 2048 else -(-bits // 512)
    while True:
        sizes = [bits // count + (1 if i < bits % count else 0) for i in range(count)]
        found = [prime(rng, size, exponent) for size in sizes]
        if math.prod(found).bit_length() == bits and len(set(found)) == count:
            return found


SMALL = [p for p in range(3, 2000, 2) if all(p % q for q in range(3, int(p**0.5) + 1, 2))]


def prime(rng, bits, exponent):
    while True:
        # The highest bits, so that a product has as many bits as its factors together.
        start = rng.getrandbits(bits) | 0xFF << (bits - 8) | 1
        for candidate in range(start, start + 2000, 2):
            if any(candidate % p == 0 for p in SMALL) or pow(2, candidate - 1, candidate) != 1:
                continue
            if candidate.bit_length() == bits and (exponent % 2 == 0 or math.gcd(exponent, candidate - 1) == 1):
                return candidate


def algorithm_of(key, how):
    """AlgorithmIdentifier of a signature that `key` makes by `how`."""
    if key.family == "ec":
        return der.seq(der.oid(f"1.2.840.10045.4.{ECDSA_WITH.get(how, '3.2')}"), label="algorithm")
    if key.family == "raw":
        return der.seq(der.oid(RAW[key.kind][0]), label="algorithm")
    if key.family == "dsa":
        return der.seq(der.oid("1.2.840.10040.4.3" if how == "sha1" else "2.16.840.1.101.3.4.3.2"), label="algorithm")
    if how.startswith("pss"):
        return pss_algorithm(*how[4:].split("/"))
    return der.seq(der.oid(f"1.2.840.113549.1.1.{RSA_WITH[how]}"), der.null(), label="algorithm")


def pss_algorithm(name, mask_name=None, salt_length=None):
    def hash_of(which):
        return der.seq(der.oid(HASHES[which][0]), der.null())

    salt = HASHES[name][1].digest_size if salt_length is None else int(salt_length)
    mask = der.seq(der.oid(MGF1), hash_of(mask_name or name))
    parameters = der.seq(der.context(0, [hash_of(name)]), der.context(1, [mask]), der.context(2, [der.integer(salt)]))
    return der.seq(der.oid(PSS), parameters, label="algorithm")


def usual(key):
    """How such a key signs where nothing else is wanted."""
    if key.family == "rsa" and key.algorithm == PSS:
        return "pss-sha256"
    return {"P-384": "sha384", "P-521": "sha512"}.get(key.kind, "sha256")
