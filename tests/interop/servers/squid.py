"""Squid: a process for each configuration, as an administrator would write it, all of its files in a folder of its own.

One that looks inside speaks the setting's TLS version with its clients, and that one only."""

import shutil
from itertools import count

from tool import expect, program, run, tail

from . import free_port, listening

USER = "proxy"
HELPERS = "/usr/lib/squid"
COMMON = """
visible_hostname gateway.corp.test
pid_filename none
access_log stdio:{work}/access.log
cache_log {work}/cache.log
coredump_dir {work}
cache_effective_user {user}
cache deny all
cache_mem 1 MB
max_filedescriptors 512
pinger_enable off
shutdown_lifetime 0 seconds
client_persistent_connections off
connect_timeout {connect_timeout}
connect_retries 0
dns_timeout 2 seconds
forward_timeout 5 seconds
logfile_rotate 0
"""
MINTING = """
sslcrtd_program {helpers}/security_file_certgen -s {work}/minted -M 4MB
sslcrtd_children 2 startup=1
acl hello at_step SslBump1
"""
# The two that look inside know the origin's CA, except where the row is about one that does not.
KNOWS = "tls_outgoing_options cafile={root}\n"
VERSIONS = {"1.2": "options=NO_TLSv1_3", "1.3": "tls-min-version=1.3"}
BUMPED = "ssl-bump generate-host-certificates=on dynamic_cert_mem_cache_size=1MB tls-cert={ca}"
_names = count(1)


def _start(setting, rules, minting=False, knows=False, connect_timeout="1 second", port="http_port", more=""):
    work, certs = setting.work, setting.pki.certs
    address = (setting.ip, setting.port or free_port())
    lines = [COMMON]
    if minting:
        lines += [MINTING, KNOWS if knows else ""]
        more = f"{BUMPED} {VERSIONS[setting.version]} {more}"
    lines += [f"{port} {{ip}}:{{port}} {more}\n", rules]
    asked = address
    if "intercept" in more:
        # It wants a port for itself too. The other is only for the kernel's connections: one of our own would make it deaf.
        asked = ("127.0.0.1", free_port())
        lines.append(f"http_port 127.0.0.1:{asked[1]}\n")
    values = {"work": work, "user": USER, "helpers": HELPERS, "connect_timeout": connect_timeout, "root": certs["root"].pem}
    values |= {"ip": address[0], "port": address[1], "ca": work / "ca.pem", "own": work / "own.pem", "users": work / "users"}
    (work / "squid.conf").write_text("".join(lines).format(**values))
    for name, cert in (("ca", certs["interceptor"]), ("own", certs["proxy"])):
        (work / f"{name}.pem").write_text(cert.pem.read_text() + cert.key.read_text())
    if minting:
        made = run([f"{HELPERS}/security_file_certgen", "-c", "-s", work / "minted", "-M", "4MB"], work)
        expect(made.code == 0, f"security_file_certgen: {tail(made.err)}")
    for path in [work, *work.rglob("*")]:
        shutil.chown(path, USER, USER)
    # The name keeps instances apart in shared memory.
    argv = [program("squid"), "-N", "-n", f"lab{next(_names)}", "-f", work / "squid.conf"]
    _, stop = listening(argv, setting, asked)
    return address, stop


def _with(rules, **more):
    return lambda setting: _start(setting, rules, **more)


def _basic(setting):
    """Who may pass, by `openssl passwd`: the password may hold anything but a line end."""
    user, password = setting.user
    hashed = run([program("openssl"), "passwd", "-apr1", "-stdin"], setting.work, stdin=password.encode()).out.decode()
    (setting.work / "users").write_text(f"{user}:{hashed}")
    rules = """
auth_param basic program {helpers}/basic_ncsa_auth {users}
auth_param basic realm corp
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
"""
    return _start(setting, rules)


ALLOW = "http_access allow all\n"
FORBID = "acl forbidden dstdomain svc.probe.test\nhttp_access deny forbidden\nhttp_access allow all\n"
BUMP = "ssl_bump peek hello\nssl_bump bump all\n"
BEHAVIOURS = {
    "plain": _with(ALLOW),
    "plain over TLS": _with(ALLOW, port="https_port", more="tls-cert={own}"),
    "patient": _with(ALLOW, connect_timeout="60 seconds"),
    "deny": _with(FORBID),
    "basic": _basic,
    "bump": _with(ALLOW + BUMP, minting=True, knows=True),
    "bump, unknown CA": _with(ALLOW + BUMP, minting=True),
    "bump, deny": _with(FORBID + BUMP, minting=True, knows=True),
    "client-first": _with(ALLOW + "ssl_bump bump all\n", minting=True, knows=True),
    "lax": _with(ALLOW + BUMP + "sslproxy_cert_error allow all\n", minting=True),
    "splice": _with(ALLOW + "ssl_bump peek hello\nssl_bump splice all\n", minting=True),
    "terminate": _with(ALLOW + "ssl_bump peek hello\nssl_bump terminate all\n", minting=True),
    "transparent": _with(ALLOW + BUMP, minting=True, knows=True, port="https_port", more="intercept"),
    "splice this, bump others": _with(
        ALLOW + "acl this ssl::server_name svc.probe.test\nssl_bump peek hello\nssl_bump splice this\nssl_bump bump all\n",
        minting=True, knows=True,
    ),
}  # fmt: skip
