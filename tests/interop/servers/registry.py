"""A distribution registry (Debian's docker-registry), with TLS or in clear, open to all or for bearers of a token; and the token service
that its realm names: a TLS server of its own that gives everyone what is asked for, signed with a key of the run."""

import base64
import json
import time
from urllib.parse import parse_qs, urlparse

from tool import HOST, expect, program, run, tail

from . import free_port, listening
from .python import context, listen, request

CONFIG = """
version: 0.1
log: {{level: info}}
storage: {{filesystem: {{rootdirectory: {work}/data}}}}
http:
  addr: {ip}:{port}
"""
ISSUER, SERVICE = "probe interop", "registry.probe.test"


def _registry(tls=True, token=False):
    def start(setting):
        address = (setting.ip, setting.port or free_port())
        config = {"work": setting.work, "ip": address[0], "port": address[1]}
        text = CONFIG.format(**config)
        if tls:
            text += f"  tls: {{certificate: {setting.chain.all_pem}, key: {setting.chain.own.key}}}\n"
        if token:
            known = setting.pki.certs["tokens"].pem
            text += f"auth: {{token: {{realm: {setting.upstream}, service: {SERVICE}, issuer: {ISSUER}, rootcertbundle: {known}}}}}\n"
        path = setting.work / "registry.yml"
        path.write_text(text)
        return listening([program("docker-registry"), "serve", path], setting, address)

    return start


def _tokens(setting):
    """`GET /token?service=…&scope=repository:NAME:ACTIONS` (distribution's token specification)."""
    own = context(setting)
    cert = setting.pki.certs["tokens"]

    def handle(connection, _over):
        with own.wrap_socket(connection, server_side=True) as tls:
            asked = request(tls)
            if not asked:
                return
            query = parse_qs(urlparse(asked.split()[1].decode()).query)
            body = json.dumps({"token": _token(query, cert, setting.work)}).encode()
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            tls.sendall(head.encode() + body)

    return listen(handle)


def _token(query, cert, work):
    now = int(time.time())
    scopes = [scope.split(":") for scope in query.get("scope", [])]
    access = [{"type": kind, "name": name, "actions": actions.split(",")} for kind, name, actions in scopes]
    der = base64.b64encode(base64.b64decode("".join(cert.pem.read_text().split("-----")[2].split()))).decode()
    header = {"typ": "JWT", "alg": "RS256", "x5c": [der]}
    claims = {"iss": ISSUER, "sub": "", "aud": SERVICE, "access": access, "jti": str(time.monotonic_ns())}
    claims |= {"iat": now, "nbf": now - 60, "exp": now + 300}
    plain = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()  # noqa: E731
    signed = ".".join(plain(json.dumps(part).encode()) for part in (header, claims))
    ran = run([program("openssl"), "dgst", "-sha256", "-sign", cert.key], work, stdin=signed.encode())
    expect(ran.code == 0, f"openssl: {tail(ran.err)}")
    return f"{signed}.{plain(ran.out)}"


def realm(address):
    return f"https://{HOST}:{address[1]}/token"


BEHAVIOURS = {
    "open": _registry(),
    "token": _registry(token=True),
    "plain http": _registry(tls=False),
    "token service": _tokens,
}
