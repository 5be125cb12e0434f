"""sslsplit: transparent interception with one leaf key for all that it mints."""

import shutil

from tool import program

from . import free_port, listening

USER = "proxy"
# It can be kept to TLS 1.2; left alone, it speaks the best that both sides know.
VERSIONS = {"1.2": ["-r", "tls12"], "1.3": []}


def _start(setting):
    address = (setting.ip, setting.port or free_port())
    made_by = setting.pki.certs["interceptor"]
    shutil.chown(setting.work, USER, USER)
    argv = [program("sslsplit"), "-D", "-O", "-u", USER, "-k", made_by.key, "-c", made_by.pem, *VERSIONS[setting.version]]
    argv += ["-l", setting.work / "connections"]
    # The kernel's redirects are told for IPv4 only; else it is told where to go, and stands at the address itself.
    argv += ["ssl", *address, *setting.upstream] if setting.upstream else ["-e", "netfilter", "ssl", *address]
    return listening(argv, setting, address)


BEHAVIOURS = {"transparent": _start}
