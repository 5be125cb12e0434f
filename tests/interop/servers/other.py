"""Servers of other protocols than TLS: real ones, each with as little as it needs to speak, and the first words of those that are not here."""

import functools
from pathlib import Path

from tool import program, run

from . import free_port, listening
from .raw import _greets, _says

SSHD = """
Port {port}
ListenAddress {ip}
HostKey {work}/hostkey
PidFile {work}/pid
UsePAM no
"""
VSFTPD = """
listen=YES
listen_address={ip}
listen_port={port}
background=NO
anonymous_enable=YES
secure_chroot_dir={work}/empty
vsftpd_log_file={work}/log
"""
SLAPD = """
include /etc/ldap/schema/core.schema
pidfile {work}/pid
argsfile {work}/args
modulepath /usr/lib/ldap
moduleload back_null
database null
suffix "dc=probe,dc=test"
"""


def _with(setting, config, text):
    """Where it will listen, and its configuration, written."""
    address = (setting.ip, free_port())
    path = setting.work / config
    path.write_text(text.format(ip=address[0], port=address[1], work=setting.work))
    return address, path


def _ssh(setting):
    run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", setting.work / "hostkey"], setting.work)
    address, config = _with(setting, "sshd_config", SSHD)
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    return listening([program("sshd"), "-D", "-e", "-f", config], setting, address)


def _ftp(setting):
    (setting.work / "empty").mkdir()
    address, config = _with(setting, "vsftpd.conf", VSFTPD)
    return listening([program("vsftpd"), config], setting, address)


def _ldap(setting):
    address, config = _with(setting, "slapd.conf", SLAPD)
    return listening([program("slapd"), "-d", "256", "-f", config, "-h", f"ldap://{address[0]}:{address[1]}/"], setting, address)


def _told_its_port(argv):
    def start(setting):
        address = (setting.ip, free_port())
        values = {"ip": address[0], "port": address[1], "work": setting.work}
        return listening([program(argv[0]), *(a.format(**values) for a in argv[1:])], setting, address, limit=15.0)

    return start


# First words, and where they stand. `_greets`: before it is asked; `_says`: in answer to the ClientHello.
REPLAYED = {
    # Exim's banner of several lines; RFC 5321 4.2.1.
    "SMTP of several lines": (_greets, b"220-mail.probe.test ESMTP Exim 4.96\r\n220 welcome\r\n", "SMTP"),
    # RFC 5321 3.1 and 3.8.
    "SMTP that is busy": (_greets, b"421 4.3.2 mail.probe.test SMTP service not available\r\n", "SMTP"),
    "SMTP that refuses": (_greets, b"554 5.7.1 mail.probe.test: no mail from here\r\n", "SMTP"),
    # RFC 4253 4.2.
    "SSH behind other lines": (_greets, b"authorised use only\r\nSSH-2.0-OpenSSH_9.2p1\r\n", "SSH"),
    # OpenSSH's sshd.c.
    "SSH with too many": (_greets, b"Exceeded MaxStartups\r\n", "SSH"),
    # Dovecot's greetings; RFC 9051 7.1, RFC 1939 4.
    "IMAP": (_greets, b"* OK [CAPABILITY IMAP4rev1 SASL-IR] Dovecot (Debian) ready.\r\n", "IMAP"),
    "IMAP, known already": (_greets, b"* PREAUTH IMAP4rev1 server logged in as user\r\n", "IMAP"),
    "IMAP that refuses": (_greets, b"* BYE [UNAVAILABLE] too many connections\r\n", "IMAP"),
    "POP3": (_greets, b"+OK Dovecot (Debian) ready.\r\n", "POP3"),
    "POP3 that refuses": (_greets, b"-ERR [SYS/TEMP] try again later\r\n", "POP3"),
    # MySQL's page_protocol_connection_phase_packets: handshake version 10, and an error in its place.
    "MySQL": (_greets, b"\x4a\x00\x00\x00\x0a8.0.36\x00\x08\x00\x00\x00", "MySQL or MariaDB"),
    "MariaDB": (_greets, b"\x5a\x00\x00\x00\x0a5.5.5-10.11.6-MariaDB\x00\x08\x00\x00\x00", "MySQL or MariaDB"),
    "MariaDB that refuses": (_greets, b"\x47\x00\x00\x00\xff\x6a\x04Host '192.0.2.1' is not allowed to connect to this MariaDB server", "MySQL or MariaDB"),
    # PostgreSQL's manual, 55.7.
    "PostgreSQL": (_says, b"E\x00\x00\x00\x47SFATAL\x00VFATAL\x00C08P01\x00Minvalid length of startup packet\x00\x00", "PostgreSQL"),
    # RFC 4511 4.4.1, as Active Directory writes its lengths.
    "LDAP of Active Directory": (_says, b"\x30\x84\x00\x00\x00\x28\x02\x01\x00\x78\x84\x00\x00\x00\x1f\x0a\x01\x02", "LDAP"),
    # RabbitMQ's rabbit_reader.erl: the header that it wants.
    "AMQP": (_says, b"AMQP\x00\x00\x09\x01", "AMQP"),
    # networking.c of Redis.
    "Redis in protected mode": (_greets, b"-DENIED Redis is running in protected mode because protected mode is enabled", "Redis"),
    # RFC 854, RFC 6143 7.1.1.
    "Telnet": (_greets, b"\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23", "Telnet"),
    "VNC": (_greets, b"RFB 003.008\n", "VNC"),
    # nginx where a request has no version that it knows.
    "HTTP without a status line": (_says, b"<html>\r\n<head><title>400 Bad Request</title></head>\r\n", "plain HTTP"),
}
# Real servers; which protocol each is called by, and what it says of itself.
REAL = {
    "sshd": (_ssh, "SSH"),
    "vsftpd": (_ftp, "FTP"),
    "aiosmtpd": (_told_its_port(["aiosmtpd", "-n", "-l", "{ip}:{port}"]), "SMTP"),
    "nats-server": (_told_its_port(["nats-server", "-a", "{ip}", "-p", "{port}"]), "NATS"),
}
# What they answer to a ClientHello depends on its bytes: one of these, and never another's name.
BY_CHANCE = {
    "redis-server": (_told_its_port(["redis-server", "--bind", "{ip}", "--port", "{port}", "--dir", "{work}", "--save", ""]), "Redis"),
    "memcached": (_told_its_port(["memcached", "-u", "root", "-l", "{ip}", "-p", "{port}", "-U", "0"]), "memcached"),
    "slapd": (_ldap, "LDAP"),
}
BEHAVIOURS = {name: functools.partial(lambda how, words, setting: how(words)(setting), how, words) for name, (how, words, _) in REPLAYED.items()}
BEHAVIOURS |= {name: start for name, (start, _) in (REAL | BY_CHANCE).items()}
