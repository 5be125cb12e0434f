"""Servers as they were set up long ago, or by hand: one row for each, with what is odd about it. `openssl s_server`, GnuTLS, nginx, HAProxy."""

from dataclasses import dataclass

from tool import program

from . import daemon, free_port, haproxy, listening, nginx
from .openssl import _ready

# OpenSSL's own lists stay as they are but for the level, which forbids most of what is old.
LEVEL_0 = ":@SECLEVEL=0"


@dataclass(frozen=True)
class Row:
    """One server."""

    name: str
    # Which module starts it, and with what.
    server: str
    options: tuple = ()
    # The kind of key of its leaf, as `legacy.py` has them.
    key: str = "RSA-2048"


def start(row, setting):
    """Its address, and how to stop it."""
    return STARTERS[row.server](setting, row.options)


def _openssl(setting, options):
    own = setting.chain.own
    argv = [program("openssl"), "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", own.pem, "-key", own.key]
    if setting.chain.rest:
        argv += ["-cert_chain", setting.chain.rest_pem]
    return daemon([*argv, *options], setting, _ready(setting))[:2]


def _gnutls(setting, options):
    own, address = setting.chain.own, ("127.0.0.1", free_port())
    argv = [program("gnutls-serv"), "--http", "--quiet", "--x509certfile", setting.chain.all_pem, "--x509keyfile", own.key]
    return listening([*argv, "--port", address[1], "--priority", *options], setting, address)


def _nginx(setting, options):
    return nginx._start(setting, *options)[:2]


def _haproxy(setting, options):
    address = ("127.0.0.1", free_port())
    own, pem, config = setting.chain.own, setting.work / "haproxy.pem", setting.work / "haproxy.cfg"
    pem.write_text(setting.chain.all_pem.read_text() + own.key.read_text())
    tls = f"ssl crt {pem} {' '.join(options)}"
    config.write_text(haproxy.CONFIG.format(work=setting.work, ip=address[0], port=address[1], tls=tls, rules=haproxy.ANSWER))
    return listening([program("haproxy"), "-f", config], setting, address)


STARTERS = {"openssl": _openssl, "gnutls": _gnutls, "nginx": _nginx, "haproxy": _haproxy}


def _openssl_rows():
    def row(name, *options, key="RSA-2048"):
        return Row(name, "openssl", options, key)

    def of(ciphers, *more, version="-tls1_2"):
        return (version, "-cipher", ciphers + LEVEL_0, *more)

    # fmt: off
    versions = [row(f"TLS 1.{minor}, {name}", *of(ciphers, version=flag))
                for minor, flag in ((0, "-tls1"), (1, "-tls1_1"))
                for name, ciphers in (("ECDHE", "ECDHE"), ("key exchange by RSA", "AES128-SHA"), ("DHE", "DHE"))]
    # fmt: on
    suites = [
        row("ECDHE, CBC with SHA-1", *of("ECDHE-RSA-AES128-SHA")),
        row("ECDHE, CBC with SHA-1, ECDSA", *of("ECDHE-ECDSA-AES256-SHA"), key="P-256"),
        row("ECDHE, CBC with SHA-256", *of("ECDHE-RSA-AES128-SHA256")),
        row("key exchange by RSA, GCM", *of("AES128-GCM-SHA256")),
        row("key exchange by RSA, CBC", *of("AES256-SHA")),
        row("DHE", *of("DHE-RSA-AES128-GCM-SHA256")),
        row("Camellia", *of("CAMELLIA128-SHA")),
        row("CCM", *of("ECDHE-ECDSA-AES128-CCM"), key="P-256"),
        row("ARIA", *of("ECDHE-ARIA128-GCM-SHA256")),
        row("no encryption", *of("NULL-SHA256")),
        row("no certificate", *of("ADH-AES128-SHA")),
        row("prefers RSA to ECDHE, CBC", *of("AES128-SHA:ECDHE-RSA-AES128-SHA", "-serverpref")),
        row("prefers DHE to RSA", *of("DHE-RSA-AES128-SHA:AES128-SHA", "-serverpref")),
    ]
    groups = [
        row("P-521 only, TLS 1.2", *of("ECDHE", "-curves", "P-521")),
        row("P-521 only, TLS 1.3", "-tls1_3", "-curves", "P-521"),
        row("X448 only, TLS 1.2", *of("ECDHE", "-curves", "X448")),
        row("X448 only, or RSA", *of("ALL", "-curves", "X448")),
        row("X448 only, TLS 1.3", "-tls1_3", "-curves", "X448"),
        row("ffdhe2048 only, TLS 1.3", "-tls1_3", "-curves", "ffdhe2048"),
        row("brainpool only", *of("ECDHE", "-curves", "brainpoolP256r1")),
        row("CCM only, TLS 1.3", "-tls1_3", "-ciphersuites", "TLS_AES_128_CCM_SHA256"),
    ]
    keys = [
        row("a key on P-521, TLS 1.2", "-tls1_2", key="P-521"),
        row("a key on P-521, TLS 1.3", "-tls1_3", key="P-521"),
        row("a key on secp256k1", *of("ALL"), key="secp256k1"),
        row("a key on brainpool", *of("ALL"), key="brainpool"),
        row("Ed25519, TLS 1.2", "-tls1_2", key="Ed25519"),
        row("Ed448, TLS 1.2", "-tls1_2", key="Ed448"),
        row("Ed448, TLS 1.3", "-tls1_3", key="Ed448"),
        row("RSA-PSS, TLS 1.2", "-tls1_2", key="RSA-PSS"),
        row("RSA 1024", *of("ALL"), key="RSA-1024"),
        row("RSA 512", "-cipher", "ALL" + LEVEL_0, key="RSA-512"),
        row("RSA 512, TLS 1.2", *of("ECDHE"), key="RSA-512"),
        row("RSA 512, signs with SHA-1 only", *of("ECDHE", "-sigalgs", "RSA+SHA1"), key="RSA-512"),
        row("RSA 512, signs with SHA-512 only", *of("ECDHE", "-sigalgs", "RSA+SHA512"), key="RSA-512"),
        row("RSA 768, TLS 1.2", *of("ECDHE"), key="RSA-768"),
        row("RSA 768, TLS 1.3", "-tls1_3", "-cipher", "ALL" + LEVEL_0, key="RSA-768"),
        row("RSA 1024, signs by PSS with SHA-512 only", *of("ECDHE", "-sigalgs", "RSA-PSS+SHA512"), key="RSA-1024"),
        row("RSA 512, key exchange by RSA", *of("AES128-SHA"), key="RSA-512"),
        row("signs by PKCS #1 only", *of("ECDHE", "-sigalgs", "RSA+SHA256")),
        row("signs with SHA-224 only", *of("ECDHE", "-sigalgs", "RSA+SHA224")),
        row("signs with SHA-1 only", *of("ECDHE", "-sigalgs", "RSA+SHA1")),
        row("signs with SHA-1 only, ECDSA", *of("ECDHE", "-sigalgs", "ECDSA+SHA1"), key="P-256"),
    ]
    return versions + suites + groups + keys


def _other_rows():
    cbc = "ECDHE-RSA-AES128-SHA"
    tls12 = "NORMAL:-VERS-ALL:+VERS-TLS1.2"
    return [
        Row("ECDHE, CBC with SHA-1", "gnutls", (f"{tls12}:-CIPHER-ALL:+AES-128-CBC:-KX-ALL:+ECDHE-RSA:-MAC-ALL:+SHA1",)),
        Row("key exchange by RSA", "gnutls", (f"{tls12}:-KX-ALL:+RSA",)),
        Row("DHE", "gnutls", (f"{tls12}:-KX-ALL:+DHE-RSA",)),
        Row("TLS 1.1", "gnutls", ("NORMAL:-VERS-ALL:+VERS-TLS1.1",)),
        Row("P-521 only, TLS 1.3", "gnutls", ("NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP521R1",)),
        Row("ffdhe2048 only, TLS 1.3", "gnutls", ("NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-FFDHE2048",)),
        Row("ECDHE, CBC with SHA-1", "nginx", ("ssl_protocols TLSv1.2;", f"ssl_ciphers {cbc};")),
        Row("key exchange by RSA", "nginx", ("ssl_protocols TLSv1.2;", "ssl_ciphers AES128-SHA;")),
        Row("TLS 1.0", "nginx", ("ssl_protocols TLSv1;", f"ssl_ciphers ALL{LEVEL_0};")),
        Row("P-521 only", "nginx", ("ssl_protocols TLSv1.2 TLSv1.3;", "ssl_ecdh_curve secp521r1;")),
        Row("ECDHE, CBC with SHA-1", "haproxy", ("ssl-max-ver TLSv1.2", f"ciphers {cbc}")),
        Row("key exchange by RSA", "haproxy", ("ssl-max-ver TLSv1.2", "ciphers AES256-SHA")),
        Row("P-521 only", "haproxy", ("curves P-521",)),
    ]


ROWS = (*_openssl_rows(), *_other_rows())
