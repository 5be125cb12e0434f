"""`openssl s_server`: it picks its own port and says which, unless it is told one."""

import re

from tool import HOST, program

from . import daemon, frozen


def _ready(setting):
    def asked(log, process):
        # Told a port, it does not say which.
        found = re.search(r"^ACCEPT(?: .*:(\d+))?$", log.read_text(errors="replace"), re.M)
        return found and process.poll() is None and (setting.ip, setting.port or int(found[1]))

    return asked


def _start(setting, *more):
    chain = setting.chain
    argv = [program("openssl"), "s_server", "-accept", f"{setting.ip}:{setting.port}", "-www", "-cert", chain.own.pem, "-key", chain.own.key]
    if chain.rest:
        argv += ["-cert_chain", chain.rest_pem]
    return daemon([*argv, *more], setting, _ready(setting))


def _plain(*more):
    return lambda setting: _start(setting, *more)[:2]


def _client_certificate(version):
    return lambda s: _start(s, version, "-Verify", "2", "-verify_return_error", "-CAfile", s.pki.certs["root"].pem)[:2]


def _pair(version):
    """A second certificate, of another key type."""

    def start(setting):
        also = setting.also
        second = ["-dcert", also.own.pem, "-dkey", also.own.key]
        if also.rest:
            second += ["-dcert_chain", also.rest_pem]
        return _start(setting, f"-tls{version.replace('.', '_')}", *second)[:2]

    return start


# As servers of 2010 sign, which OpenSSL 3 does at security level 0 only.
SHA1 = ("-tls1_2", "-sigalgs", "RSA+SHA1:ECDSA+SHA1", "-cipher", "ALL:@SECLEVEL=0")


def _alert_112(setting):
    own = setting.chain.own
    return _start(setting, "-servername", f"not-{HOST}", "-servername_fatal", "-cert2", own.pem, "-key2", own.key)[:2]


BEHAVIOURS = {
    "tls": _plain(),
    "tls 1.2": _plain("-tls1_2"),
    "client certificate 1.2": _client_certificate("-tls1_2"),
    "client certificate 1.3": _client_certificate("-tls1_3"),
    "two certificates 1.2": _pair("1.2"),
    "two certificates 1.3": _pair("1.3"),
    "signs over SHA-1": _plain(*SHA1),
    "HTTP/2 only 1.2": _plain("-tls1_2", "-alpn", "h2"),
    "HTTP/2 only 1.3": _plain("-tls1_3", "-alpn", "h2"),
    "PostgreSQL only 1.2": _plain("-tls1_2", "-alpn", "postgresql"),
    "PostgreSQL only 1.3": _plain("-tls1_3", "-alpn", "postgresql"),
    "optional client certificate": _plain("-verify", "2"),
    # RSA key exchange only, and a certificate that has none.
    "alert 40": _plain("-tls1_2", "-cipher", "AES128-SHA"),
    "alert 112": _alert_112,
    "silent": lambda setting: frozen(*_start(setting)),
}
