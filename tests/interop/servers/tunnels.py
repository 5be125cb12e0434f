"""Proxies that only pass on: tinyproxy, Privoxy, and SOCKS5 by dante and microsocks."""

from tool import program

from . import free_port, listening

TINYPROXY = """
Port {port}
Listen {ip}
Timeout 30
MaxClients 20
LogLevel Info
"""
DANTE = """
logoutput: stderr
internal: {ip} port = {port}
external: 127.0.0.1
clientmethod: none
socksmethod: {method}
user.privileged: root
user.unprivileged: nobody
timeout.connect: 1
client pass {{ from: 0.0.0.0/0 to: 0.0.0.0/0 }}
{rules}
socks pass {{ from: 0.0.0.0/0 to: 0.0.0.0/0 }}
"""


def _tinyproxy(*more):
    def start(setting):
        address = (setting.ip, free_port())
        lines = "".join(line.format(user=setting.user, work=setting.work) + "\n" for line in more)
        (setting.work / "forbidden").write_text("svc\\.probe\\.test\n")
        config = setting.work / "tinyproxy.conf"
        config.write_text(TINYPROXY.format(ip=address[0], port=address[1]) + lines)
        return listening([program("tinyproxy"), "-d", "-c", config], setting, address)

    return start


def _privoxy(setting):
    address = (setting.ip, free_port())
    config = setting.work / "config"
    config.write_text(f"confdir {setting.work}\nlogdir {setting.work}\nlisten-address {address[0]}:{address[1]}\n")
    return listening([program("privoxy"), "--no-daemon", config], setting, address)


def _dante(rules="", method="none"):
    def start(setting):
        address = (setting.ip, free_port())
        config = setting.work / "danted.conf"
        config.write_text(DANTE.format(ip=address[0], port=address[1], rules=rules, method=method))
        return listening([program("danted"), "-f", config, "-p", setting.work / "pid"], setting, address)

    return start


def _microsocks(password=False):
    def start(setting):
        address = (setting.ip, free_port())
        users = ["-u", setting.user[0], "-P", setting.user[1]] if password else []
        return listening([program("microsocks"), "-i", address[0], "-p", address[1], *users], setting, address)

    return start


BEHAVIOURS = {
    "tinyproxy": _tinyproxy(),
    "tinyproxy, filter": _tinyproxy('Filter "{work}/forbidden"', "FilterDefaultDeny No"),
    "tinyproxy, other ports": _tinyproxy("ConnectPort 1"),
    "tinyproxy, basic": _tinyproxy("BasicAuth {user[0]} {user[1]}"),
    "privoxy": _privoxy,
    "dante": _dante(),
    "dante, deny": _dante("socks block { from: 0.0.0.0/0 to: 127.0.0.0/8 }"),
    "dante, password": _dante(method="username"),
    "microsocks": _microsocks(),
    "microsocks, password": _microsocks(password=True),
}
