"""nginx, one instance for each scenario, all of its files in a folder of its own."""

import json

from tool import HOST, program

from . import daemon, free_port, frozen, listens

ENDPOINTS = {"authorization": "authorize", "token": "token"}
CONFIG = """
daemon off;
master_process off;
pid {work}/pid;
error_log stderr;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {work}/body;
  proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi;
  scgi_temp_path {work}/scgi;
  server {{
    listen {ip}:{port} {ssl};
    {tls}
    location / {{ return 200 "ok\\n"; }}
  }}
  {others}
}}
"""
# Whoever asks for another name, or for none.
OTHERS = """server {{
    listen {ip}:{port} ssl default_server;
    {tls}
    return 421;
  }}"""


def _start(setting, *lines, ssl="ssl", others=()):
    address = (setting.ip, setting.port or free_port())
    own = setting.chain.own
    pair = [f"ssl_certificate {setting.chain.all_pem};", f"ssl_certificate_key {own.key};"] if ssl else []
    config = setting.work / "nginx.conf"
    where = f"[{address[0]}]" if ":" in address[0] else address[0]
    values = {"work": setting.work, "ip": where, "port": address[1]}
    more = OTHERS.format(**values, tls="\n    ".join(others)) if others else ""
    lines = [*pair, *lines, *([f"server_name {HOST};"] if others else [])]
    config.write_text(CONFIG.format(**values, ssl=ssl, tls="\n    ".join(lines), others=more))
    # `-e`: the compiled-in log is opened before the configuration is read.
    argv = [program("nginx"), "-e", "stderr", "-p", setting.work, "-c", config]
    return daemon(argv, setting, lambda _log, _process: listens(address))


def _plain(*lines, **more):
    return lambda setting: _start(setting, *lines, **more)[:2]


def _client_certificate(version):
    # nginx asks in the handshake, lets it pass without, and then answers 400.
    lines = f"ssl_protocols {version}; ssl_verify_client on;"
    return lambda s: _start(s, lines, f"ssl_client_certificate {s.pki.certs['root'].pem};")[:2]


def _front(setting):
    """TLS in front of a server that has none. Signatures are over the Host header, so it stays; sizes are the server's business."""
    passing = f"proxy_pass http://{setting.upstream}; proxy_set_header Host $http_host; proxy_http_version 1.1; proxy_request_buffering off;"
    return _start(setting, "client_max_body_size 0;", f"location ~ ^ {{ {passing} }}")[:2]


def _api(setting):
    """An API server as a stranger sees it: OAuth metadata (those of the server at `upstream`), and a Status for anything else."""
    metadata = json.dumps({"issuer": setting.upstream, **{f"{n}_endpoint": f"{setting.upstream}/oauth/{p}" for n, p in ENDPOINTS.items()}})
    denied = json.dumps({"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403})
    answer = lambda status, body: f"default_type application/json; return {status} '{body}';"  # noqa: E731
    known = f"location = /.well-known/oauth-authorization-server {{ {answer(200, metadata)} }}"
    return _start(setting, known, f"location ~ ^ {{ {answer(403, denied)} }}")[:2]


def _two(setting):
    """A pair of certificates, of which the client's wishes choose."""
    other = setting.also.own
    return _start(setting, f"ssl_certificate {setting.also.all_pem};", f"ssl_certificate_key {other.key};")[:2]


def _pair(version):
    """The same in one version of TLS."""
    return lambda s: _start(s, f"ssl_certificate {s.also.all_pem};", f"ssl_certificate_key {s.also.own.key};", f"ssl_protocols TLSv{version};")[:2]


def _by_name(setting):
    """Its own certificate for its own name, and another for all others."""
    other = setting.also
    return _start(setting, others=[f"ssl_certificate {other.all_pem};", f"ssl_certificate_key {other.own.key};"])[:2]


def _redirect(setting):
    return _start(setting, f"location ~ ^ {{ return 302 {setting.upstream}; }}")[:2]


BEHAVIOURS = {
    "api": _api,
    "two certificates": _two,
    "two certificates 1.2": _pair("1.2"),
    "two certificates 1.3": _pair("1.3"),
    "redirect": _redirect,
    "by name": _by_name,
    "its own name only": lambda setting: _start(setting, others=["ssl_reject_handshake on;"])[:2],
    "tls": _plain(),
    "front": _front,
    "tls 1.2": _plain("ssl_protocols TLSv1.2;"),
    "tls 1.3": _plain("ssl_protocols TLSv1.3;"),
    "client certificate 1.2": _client_certificate("TLSv1.2"),
    "client certificate 1.3": _client_certificate("TLSv1.3"),
    "optional client certificate": _plain("ssl_verify_client optional_no_ca;"),
    "another group": _plain("ssl_ecdh_curve secp384r1;"),
    "alert 40": _plain("ssl_protocols TLSv1.2;", "ssl_ciphers AES128-SHA;"),
    "alert 112": _plain("ssl_reject_handshake on;"),
    "plain http": _plain(ssl=""),
    "silent": lambda setting: frozen(*_start(setting)),
}
