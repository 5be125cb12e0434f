//! Protocols that are no TLS, by the first bytes that their servers send: a greeting, or what they
//! answer to a ClientHello. One row each, with its source. Whoever ends the connection without a
//! byte is not named: PostgreSQL up to 17, MongoDB, Kafka, ZooKeeper, MQTT brokers and whoever waits
//! for the PROXY protocol do that alike.

/// A protocol that is recognised by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// HTTP in clear.
    PlainHttp,
    /// SSH.
    Ssh,
    /// SMTP.
    Smtp,
    /// FTP.
    Ftp,
    /// SMTP or FTP, whose replies begin alike.
    SmtpOrFtp,
    /// IMAP.
    Imap,
    /// POP3.
    Pop3,
    /// Redis.
    Redis,
    /// POP3 or Redis, whose errors begin alike.
    Pop3OrRedis,
    /// MySQL or MariaDB.
    MySql,
    /// The X protocol of MySQL.
    MySqlX,
    /// PostgreSQL.
    PostgreSql,
    /// LDAP.
    Ldap,
    /// AMQP, of `RabbitMQ` and others.
    Amqp,
    /// NATS.
    Nats,
    /// memcached.
    Memcached,
    /// Telnet.
    Telnet,
    /// VNC.
    Vnc,
    /// SOCKS 5.
    Socks,
    /// None of these.
    Unknown,
}

/// Whether bytes are the beginning of what a server of some protocol sends.
type Sign = fn(&[u8]) -> bool;

/// The first row that fits counts.
const ROWS: [(Protocol, Sign); 19] = [
    // RFC 9112 4; a page without a status line, as HTTP/0.9 has it (nginx before 1.13 and thttpd
    // answer so where no request line can be read).
    (Protocol::PlainHttp, |b| {
        b.starts_with(b"HTTP/") || begins(b, "<html") || begins(b, "<!doctype html")
    }),
    // RFC 4253 4.2: other lines may come before the version. OpenSSH's sshd.c says the other two
    // in place of it.
    (Protocol::Ssh, |b| {
        b.split(|byte| *byte == b'\n')
            .any(|line| line.starts_with(b"SSH-"))
            || b.starts_with(b"Exceeded MaxStartups")
            || b.starts_with(b"Not allowed at")
    }),
    // RFC 5321 4.2 and 3.1 (220, 421, 554), RFC 7504 (521). 220 and 421 are FTP's too (RFC 959 4.2),
    // so that only its name tells, which RFC 5321 4.3 wants in the greeting.
    (Protocol::Smtp, |b| {
        replies(b, &["521", "554"])
            || replies(b, &["220", "421"])
                && (holds(b, "esmtp") || holds(b, "smtp") && !holds(b, "ftp"))
    }),
    // RFC 959 5.4; vsftpd, ProFTPD and Pure-FTPd bear the word in their names.
    (Protocol::Ftp, |b| {
        replies(b, &["120", "220", "421", "530"])
            && (holds(b, "ftp") && !holds(b, "smtp") || holds(b, "filezilla"))
            || replies(b, &["120"])
    }),
    (Protocol::SmtpOrFtp, |b| replies(b, &["220", "421"])),
    // RFC 9051 7.1: the three greetings.
    (Protocol::Imap, |b| {
        [&b"* OK"[..], b"* PREAUTH", b"* BYE"]
            .iter()
            .any(|greeting| b.starts_with(greeting))
    }),
    // RFC 1939 4; a reason in brackets is RFC 2449's.
    (Protocol::Pop3, |b| {
        b.starts_with(b"+OK") || b.starts_with(b"-ERR [")
    }),
    // networking.c and server.c of Redis: what it calls a line that is no command, a client that it
    // does not want, and protected mode.
    (Protocol::Redis, |b| {
        let errors = ["-ERR unknown", "-ERR Protocol", "-ERR max", "-DENIED "];
        errors.iter().any(|error| b.starts_with(error.as_bytes()))
    }),
    (Protocol::Pop3OrRedis, |b| b.starts_with(b"-ERR")),
    (Protocol::MySql, is_mysql),
    // mysqlx.proto: a length, and the type NOTICE (11) or ERROR (1).
    (
        Protocol::MySqlX,
        |b| matches!(b, [length, _, 0, 0, 11 | 1, _, ..] if *length > 0),
    ),
    (Protocol::PostgreSql, is_postgresql),
    (Protocol::Ldap, is_ldap),
    // AMQP 0-9-1 2.2.4, and 1.0 2.2: a header that is not wanted is answered with the one that is.
    (Protocol::Amqp, |b| b.starts_with(b"AMQP")),
    // NATS client protocol: INFO is sent at once.
    (Protocol::Nats, |b| b.starts_with(b"INFO {")),
    // protocol.txt of memcached: what is no command, and a line that is too long.
    (Protocol::Memcached, |b| {
        b.starts_with(b"ERROR\r\n") || b.starts_with(b"CLIENT_ERROR ")
    }),
    // RFC 854: IAC, then SB, WILL, WONT, DO or DONT.
    (Protocol::Telnet, |b| matches!(b, [255, 250..=254, ..])),
    // RFC 6143 7.1.1.
    (Protocol::Vnc, |b| b.starts_with(b"RFB 00")),
    // RFC 1928 3: version and method, or a version alone where that is all that came.
    (Protocol::Socks, |b| matches!(b, [5] | [5, _])),
];

impl Protocol {
    /// The protocol that begins with these bytes.
    pub(in crate::judge) fn of(first_bytes: &[u8]) -> Self {
        ROWS.iter()
            .find(|(_, sign)| sign(first_bytes))
            .map_or(Self::Unknown, |(protocol, _)| *protocol)
    }
}

/// Whatever the case of its letters.
fn begins(bytes: &[u8], word: &str) -> bool {
    let beginning = bytes.get(..word.len());
    beginning.is_some_and(|b| b.eq_ignore_ascii_case(word.as_bytes()))
}

/// The word in small letters, whatever the case there.
fn holds(bytes: &[u8], word: &str) -> bool {
    let mut places = bytes.windows(word.len());
    places.any(|place| place.eq_ignore_ascii_case(word.as_bytes()))
}

/// A reply with one of these codes, of one line or the first of several.
fn replies(bytes: &[u8], codes: &[&str]) -> bool {
    let after = bytes.get(3).is_some_and(|b| matches!(b, b' ' | b'-'));
    after && codes.iter().any(|code| bytes.starts_with(code.as_bytes()))
}

/// The handshake packet of version 10, or an error in its place, such as 1130, `Host is not allowed`
/// (MySQL's internals manual, `page_protocol_connection_phase`): both have sequence number 0.
fn is_mysql(bytes: &[u8]) -> bool {
    match bytes {
        [_, _, 0, 0, 10, version, ..] => version.is_ascii_digit(),
        [_, _, 0, 0, 255, low, high, ..] => {
            (1000..5000).contains(&u16::from_le_bytes([*low, *high]))
        }
        _ => false,
    }
}

/// `ErrorResponse` of protocol 3, and the error of version 2 that servers send where they do not
/// know yet what the client speaks (PostgreSQL's manual, 54.7 and 54.2.1).
fn is_postgresql(bytes: &[u8]) -> bool {
    matches!(bytes, [b'E', 0, 0, _, _, b'S' | b'M' | b'C', ..])
        || bytes.starts_with(b"EFATAL")
        || bytes.starts_with(b"EERROR")
}

/// A notice of disconnection: an extended response with message number 0 (RFC 4511 4.4.1). Active
/// Directory writes lengths in four bytes.
fn is_ldap(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0x30, 0x84, _, _, _, _, 2, 1, 0, 0x78, ..]
            | [0x30, 0x82, _, _, 2, 1, 0, 0x78, ..]
            | [0x30, 0x81, _, 2, 1, 0, 0x78, ..]
            | [0x30, 0..=0x7f, 2, 1, 0, 0x78, ..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What servers were seen to send, or are documented to.
    #[test]
    fn every_row_is_told_by_what_its_servers_send() {
        let cases: &[(&[u8], Protocol)] = &[
            (b"HTTP/1.1 400 Bad Request\r\n", Protocol::PlainHttp),
            (b"<HTML><HEAD><TITLE>400", Protocol::PlainHttp),
            (b"<!DOCTYPE HTML PUBLIC", Protocol::PlainHttp),
            (b"SSH-2.0-OpenSSH_9.6\r\n", Protocol::Ssh),
            (b"SSH-1.99-Cisco-1.25\n", Protocol::Ssh),
            (b"Authorised use only.\r\nSSH-2.0-x\r\n", Protocol::Ssh),
            (b"Exceeded MaxStartups\r\n", Protocol::Ssh),
            (b"Not allowed at this time\r\n", Protocol::Ssh),
            (b"220 mx.test ESMTP Postfix\r\n", Protocol::Smtp),
            (b"220-mx.test ESMTP Exim 4.96\r\n", Protocol::Smtp),
            (b"220 smtp.ftp.test ESMTP\r\n", Protocol::Smtp),
            (b"220 mx.test Simple SMTP\r\n", Protocol::Smtp),
            (b"421 4.7.0 smtp.test busy\r\n", Protocol::Smtp),
            (b"554 mx.test you are listed\r\n", Protocol::Smtp),
            (b"521 mx.test takes no mail\r\n", Protocol::Smtp),
            (b"220 (vsFTPd 3.0.3)\r\n", Protocol::Ftp),
            (b"220---------- Welcome to Pure-FTPd", Protocol::Ftp),
            (b"220-FileZilla Server 1.8.0\r\n", Protocol::Ftp),
            (b"120 in 5 minutes\r\n", Protocol::Ftp),
            (b"421 FTP: too many users\r\n", Protocol::Ftp),
            (b"220 welcome\r\n", Protocol::SmtpOrFtp),
            (b"220 smtp.test FTP server\r\n", Protocol::SmtpOrFtp),
            (b"421 service not available\r\n", Protocol::SmtpOrFtp),
            (b"* OK [CAPABILITY IMAP4rev1]", Protocol::Imap),
            (b"* PREAUTH ready\r\n", Protocol::Imap),
            (b"* BYE overloaded\r\n", Protocol::Imap),
            (b"+OK POP3 ready <1@a.test>\r\n", Protocol::Pop3),
            (b"-ERR [SYS/TEMP] later\r\n", Protocol::Pop3),
            (b"-ERR Protocol error: too big", Protocol::Redis),
            (b"-ERR unknown command\r\n", Protocol::Redis),
            (b"-ERR max number of clients\r\n", Protocol::Redis),
            (b"-DENIED Redis is running in pro", Protocol::Redis),
            (b"-ERR not now\r\n", Protocol::Pop3OrRedis),
            (b"\x4a\0\0\0\x0a8.0.36\0\x08", Protocol::MySql),
            (b"\x17\0\0\0\x0a5.5.5-10.11.6-MariaDB", Protocol::MySql),
            (b"\x45\0\0\0\xff\x6a\x04Host 'x' is not", Protocol::MySql),
            (b"\x05\0\0\0\x0b\x08\x05\x1a\0", Protocol::MySqlX),
            (b"E\0\0\0\x8dSFATAL\0VFATAL\0C0A000", Protocol::PostgreSql),
            (b"EFATAL:  unsupported frontend", Protocol::PostgreSql),
            (b"\x30\x24\x02\x01\x00\x78\x1f\x0a", Protocol::Ldap),
            (
                b"\x30\x84\0\0\0\x50\x02\x01\x00\x78\x84\0\0",
                Protocol::Ldap,
            ),
            (b"AMQP\0\0\x09\x01", Protocol::Amqp),
            (b"AMQP\x03\x01\0\0", Protocol::Amqp),
            (b"INFO {\"server_id\":\"N\"", Protocol::Nats),
            (b"ERROR\r\n", Protocol::Memcached),
            (b"CLIENT_ERROR line too long", Protocol::Memcached),
            (b"\xff\xfd\x18\xff\xfd\x20", Protocol::Telnet),
            (b"RFB 003.008\n", Protocol::Vnc),
            (b"\x05\xff", Protocol::Socks),
        ];
        for (bytes, protocol) in cases {
            let shown = String::from_utf8_lossy(bytes);
            assert_eq!(Protocol::of(bytes), *protocol, "{shown}");
        }
        let named = |protocol| cases.iter().any(|(_, of)| *of == protocol);
        assert!(ROWS.iter().all(|(protocol, _)| named(*protocol)));
    }

    #[test]
    fn silence_and_what_is_only_like_them_have_no_name() {
        let others: &[&[u8]] = &[
            b"",
            b"5",
            b"\x05\0\0\0",
            b"22",
            b"2200 x",
            b"ERROR",
            b"E\0\0\0",
            b"\x30\x0c\x02\x01\x01\x61\x07",
            b"\x4a\0\0\0\x0cx",
            b"\xff\xff",
            b"?",
            b"HTTPS only",
        ];
        for bytes in others {
            assert_eq!(Protocol::of(bytes), Protocol::Unknown, "{bytes:?}");
        }
    }
}
