"""Servers that ask for a client certificate: required or optional, in one version of TLS or any; what they do without one is theirs."""

import ssl
from pathlib import Path

from tool import program, run

from . import free_port, haproxy, listening, nginx, openssl, python

HERE = Path(__file__).resolve().parent.parent
# Nobody listens there.
NOWHERE = "127.0.0.1:1"
STUNNEL = """
foreground = yes
pid =
debug = err
[one]
accept = {ip}:{port}
connect = {upstream}
cert = {cert}
key = {key}
CAfile = {ca}
verifyChain = yes
requireCert = {required}
{versions}
"""
# What a request gets where the connection is plain TLS and everything behind it is gone.
GONE = """
  mode tcp
  default_backend gone
backend gone
  mode tcp
  retries 0
  server one {upstream}
"""
VERSIONS = {"1.2": ssl.TLSVersion.TLSv1_2, "1.3": ssl.TLSVersion.TLSv1_3, "any": None}


def root(setting):
    return setting.pki.certs["root"].pem


def _openssl(how):
    def start(setting):
        version = [] if setting.version == "any" else [f"-tls{setting.version.replace('.', '_')}"]
        return openssl._start(setting, *version, how, "2", "-CAfile", root(setting), *(["-verify_return_error"] if how == "-Verify" else []))[:2]

    return start


def _nginx(how):
    def start(setting):
        versions = "" if setting.version == "any" else f"ssl_protocols TLSv{setting.version};"
        return nginx._start(setting, f"{versions} ssl_verify_client {how};", f"ssl_client_certificate {root(setting)};")[:2]

    return start


def _haproxy(how, rules=haproxy.ANSWER):
    return lambda setting: haproxy._start(setting, rules, f"verify {how} ca-file {root(setting)}")


def _python(how):
    def start(setting):
        asking = python.context(setting, VERSIONS[setting.version])
        asking.verify_mode = how
        asking.load_verify_locations(root(setting))
        return python.listen(python.answers_tls(asking), setting.ip, setting.port)

    return start


def _gnutls(how):
    def start(setting):
        address = (setting.ip, free_port())
        only = "" if setting.version == "any" else f":-VERS-ALL:+VERS-TLS{setting.version}"
        own = setting.chain
        argv = [program("gnutls-serv"), "--http", "--quiet", "--port", address[1], "--priority", f"NORMAL{only}"]
        argv += ["--x509certfile", own.all_pem, "--x509keyfile", own.own.key, "--x509cafile", root(setting), *how]
        return listening(argv, setting, address)

    return start


def _stunnel(required):
    def start(setting):
        address = (setting.ip, free_port())
        versions = "" if setting.version == "any" else f"sslVersionMin = TLSv{setting.version}\nsslVersionMax = TLSv{setting.version}"
        own = setting.chain
        values = {"ip": address[0], "port": address[1], "cert": own.all_pem, "key": own.own.key, "ca": root(setting)}
        config = setting.work / "stunnel.conf"
        config.write_text(STUNNEL.format(**values, upstream=setting.upstream, required=required, versions=versions))
        return listening([program("stunnel"), config], setting, address)

    return start


def _program(mode, argv):
    """One of ours, in a language of its own: certificate, key, root, where, version, mode."""

    def start(setting):
        address = (setting.ip, free_port())
        return listening(argv(setting, address, mode), setting, address, limit=20.0)

    return start


def _node(setting, address, mode):
    own = setting.chain
    return [program("node"), HERE / "nodeserver.js", own.all_pem, own.own.key, root(setting), *address, setting.version, mode]


def _java(setting, address, mode):
    own, store = setting.chain, setting.work / "own.p12"
    into = ["-in", own.all_pem, "-inkey", own.own.key, "-out", store, "-passout", "pass:changeit"]
    run([program("openssl"), "pkcs12", "-export", *into], setting.work)
    java = [program("java"), "-Xshare:auto", "-XX:TieredStopAtLevel=1", HERE / "javaserver" / "Server.java"]
    return [*java, store, root(setting), *address, setting.version, mode]


def _go(setting, address, mode):
    # `also`: the program, which was built once.
    own = setting.chain
    return [setting.also, own.all_pem, own.own.key, root(setting), f"{address[0]}:{address[1]}", setting.version, mode]


def _page(bytes_of_it, asks):
    """A page of a server that cannot be installed, byte for byte, behind Python's TLS."""

    def start(setting):
        asking = python.context(setting, VERSIONS[setting.version])
        if asks:
            asking.verify_mode = ssl.CERT_OPTIONAL
            asking.load_verify_locations(root(setting))

        def answer(tls, _over):
            tls.sendall(bytes_of_it)

        return python.listen(python._handler(asking, answer), setting.ip, setting.port)

    return start


def _ends(how):
    """TLS 1.2 by Python up to its request; what follows the client's empty answer is `how`'s."""

    def start(setting):
        asking = python.context(setting, ssl.TLSVersion.TLSv1_2)
        asking.verify_mode = ssl.CERT_OPTIONAL
        asking.load_verify_locations(root(setting))

        def handle(connection, _over):
            connection.sendall(python._flight(setting, connection, asking))
            connection.recv(65536)
            how(connection)

        return python.listen(handle, setting.ip, setting.port)

    return start


def alert(code):
    return lambda connection: connection.sendall(bytes([21, 3, 3, 0, 2, 2, code]))


def page(status, body, server):
    body = body.encode()
    head = f"HTTP/1.1 {status}\r\nServer: {server}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


# IIS's own page for 403.7 (IIS 7 and later, custErr/en-US/403-7.htm is no file: its detailed error), and the older one of IIS 6.
IIS = page("403 Forbidden", "<h2>403.7 - Forbidden: Client certificate required.</h2>", "Microsoft-IIS/10.0")
IIS_6 = page("403 Forbidden", "<h2>HTTP Error 403.7 - Forbidden: SSL client certificate is required.<br></h2>", "Microsoft-IIS/6.0")
# ssl_engine_kernel.c of httpd 2.4, where a path wants what TLS 1.3 was not asked for in time.
APACHE = page("403 Forbidden", "<p>Reason: Cannot perform Post-Handshake Authentication.<br /></p>", "Apache/2.4.62 (Debian)")

BEHAVIOURS = {
    "openssl, required": _openssl("-Verify"),
    "openssl, optional": _openssl("-verify"),
    "nginx, required": _nginx("on"),
    "nginx, optional": _nginx("optional"),
    "haproxy, required": _haproxy("required"),
    "haproxy, optional": _haproxy("optional"),
    "haproxy, gone": _haproxy("optional", GONE),
    "python, required": _python(ssl.CERT_REQUIRED),
    "python, optional": _python(ssl.CERT_OPTIONAL),
    "gnutls, required": _gnutls(["--require-client-cert"]),
    "gnutls, optional": _gnutls([]),
    "stunnel, required": _stunnel("yes"),
    "stunnel, optional": _stunnel("no"),
    "stunnel, gone": _stunnel("no"),
    "node, required": _program("required", _node),
    "node, optional": _program("optional", _node),
    "node, late": _program("late", _node),
    "java, required": _program("required", _java),
    "java, optional": _program("optional", _java),
    "java, late": _program("late", _java),
    "go, required": _program("required", _go),
    "go, optional": _program("optional", _go),
    "IIS, page": _page(IIS, False),
    "IIS 6, page": _page(IIS_6, True),
    "Apache, page": _page(APACHE, False),
    "ends with FIN": _ends(lambda connection: None),
    "ends with RST": _ends(python.reset),
    **{f"ends with alert {code}": _ends(alert(code)) for code in (40, 41, 42, 43, 46, 48, 49, 50, 116)},
}
