"""Where the machine runs out of local ports: `probe` waits for them and says nothing of a server; an address that no address of the machine
leads to is told from that. In a network namespace of its own, with ten ports. Where it gets no thread, it measures with those it has."""

import json

from tool import clean_env, expect, program, run

PORTS, TARGETS, PORT = 10, 60, 9443
# The servers are in the namespace, too, and end with it.
INSIDE = """ip link set lo up; ip -6 addr del ::1/128 dev lo
echo "40000 40009" > /proc/sys/net/ipv4/ip_local_port_range
python3 "$0" & server=$!; read -r _ < "$1"; shift
code=0; "$@" || code=$?; kill $server; exit $code
"""
# Holds each connection for a moment and resets it, so that its port is free at once.
SERVER = """
import os, socket, struct, threading, time
udp = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range({udp})]
for number, each in enumerate(udp):
    each.bind(("0.0.0.0", 40000 + number))
listener = socket.create_server(("127.0.0.1", {port}), backlog=1000)
def hold(one):
    time.sleep(0.3)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    one.close()
open("{ready}", "w").write("ready\\n")
while True:
    threading.Thread(target=hold, args=(listener.accept()[0],), daemon=True).start()
"""


def cases(lab):
    yield "ports are waited for", "", "measured, and a note", lambda: _waited(lab, 0)
    yield "ports of both kinds are waited for", "", "measured, and a note", lambda: _waited(lab, PORTS)
    yield "no address leads there", "", "unreachable", lambda: _nowhere(lab)
    yield "no more threads", "", "measured", lambda: _alone(lab)


def _alone(lab):
    """The limit on processes counts threads, and does not bind root."""
    for most in (1, 2, 3, 4, 5):
        user = [program("setpriv"), "--reuid", "64321", "--regid", "64321", "--clear-groups", "--"]
        limited = ["prlimit", f"--nproc={most}", "--", *user, lab.dir / "probe", "endpoints", "--trust", "none", "127.0.0.1:1"]
        ran = lab.probe.check(run(limited, "/", timeout=60))
        expect(ran.code == 1 and b"refused" in ran.out, f"{most}: exit code {ran.code}: {ran.err}")


def _run(lab, udp, *argv):
    place = lab.folder()
    ready = place / "ready"
    run(["mkfifo", ready], lab.dir)
    (place / "server.py").write_text(SERVER.format(udp=udp, port=PORT, ready=ready))
    shell = [program("unshare"), "--net", "--", "sh", "-ec", INSIDE, place / "server.py", ready]
    common = ["endpoints", "--trust", "none", "--proxy-from", "none", "--no-extra-probes", "--fail-on", "never", "-o", "json"]
    ran = run([*shell, lab.dir / "probe", *common, *argv], lab.dir, timeout=120, env=clean_env(lab.dir))
    expect(ran.code == 0, f"exit code {ran.code}: {ran.err}")
    return ran.err, json.loads(ran.out)


def _waited(lab, udp):
    names = [f"n{number}.probe.test:{PORT}" for number in range(TARGETS)]
    told, report = _run(lab, udp, "-j", str(TARGETS), "--resolve", f"*:{PORT}:127.0.0.1", *names)
    codes = {endpoint["verdict"]["code"] for endpoint in report["endpoints"]}
    expect(codes == {"closed-in-handshake"}, f"verdicts {codes}")
    [limit] = report["local_limits"]
    expect(limit["resource"] == "ports" and limit["endpoints_not_measured"] == 0, f"{limit}")
    expect(limit["endpoints_waited"] >= TARGETS - 2 * PORTS, f"{limit}")
    expect(told.count("ran out of free local ports") == 1 and "ip_local_port_range" in told, told)


def _nowhere(lab):
    _, report = _run(lab, 0, f"[::1]:{PORT}", f"[2001:db8::1]:{PORT}", f"224.0.0.1:{PORT}")
    codes = {endpoint["verdict"]["code"] for endpoint in report["endpoints"]}
    expect(codes == {"unreachable"} and report["local_limits"] == [], f"verdicts {codes}, {report['local_limits']}")
    why = report["endpoints"][0]["verdict"]["details"]["error"]
    expect(why == "no address of this machine leads there", why)
