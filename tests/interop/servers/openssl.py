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


def _alert_112(setting):
    own = setting.chain.own
    return _start(setting, "-servername", f"not-{HOST}", "-servername_fatal", "-cert2", own.pem, "-key2", own.key)[:2]


BEHAVIOURS = {
    "tls": _plain(),
    "tls 1.2": _plain("-tls1_2"),
    "client certificate 1.2": _client_certificate("-tls1_2"),
    "client certificate 1.3": _client_certificate("-tls1_3"),
    "optional client certificate": _plain("-verify", "2"),
    # RSA key exchange only, and a certificate that has none.
    "alert 40": _plain("-tls1_2", "-cipher", "AES128-SHA"),
    "alert 112": _alert_112,
    "silent": lambda setting: frozen(*_start(setting)),
}
