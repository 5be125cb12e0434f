"""Caddy with an authority of its own, made when it first starts: it makes a certificate for whatever name it is asked for."""

import shutil

from tool import program

from . import free_port, listening

# `upstream` may name the folder of another instance, whose authority is then this one's too.
CONFIG = """
{{
  admin off
  storage file_system {work}/store
  skip_install_trust
  auto_https disable_redirects
}}
https://:{port} {{
  bind {ip}
  tls {{
    issuer internal
    {on_demand}
  }}
  respond "ok"
}}
"""


def _start(setting):
    address = (setting.ip, setting.port or free_port())
    if setting.upstream:
        shutil.copytree(setting.upstream, setting.work / "store")
    config = setting.work / "Caddyfile"
    config.write_text(CONFIG.format(work=setting.work, ip=address[0], port=address[1], on_demand="on_demand"))
    return listening([program("caddy"), "run", "--config", config, "--adapter", "caddyfile"], setting, address)


BEHAVIOURS = {"on demand": _start}
