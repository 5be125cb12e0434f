//! A text in which nothing but everybody's words can be read: those of protocols, of servers that many
//! run, of OpenShift and MTC, of stand-ins, and short numbers. Anything else is one letter. Pure.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{everybodys, find};

/// What stands for a word, and for a long number.
const MASK: &str = "x";
const MASKED_NUMBER: &str = "0";
/// Digits of the longest number that stays: ports, status codes, years.
const LONGEST_NUMBER: usize = 5;

/// Words by what they belong to; upper and lower case are one.
const WORDS: [&str; 12] = [
    // Stand-ins.
    "host domain example invalid path file name namespace subject text x",
    // HTTP, HTML, JSON, XML.
    "http https get post head connect options ok found moved permanently temporary redirect bad request unauthorized forbidden \
     not method allowed proxy authentication required timeout gone conflict precondition failed internal server error gateway \
     service unavailable version supported network established connection content type length date via server location www \
     authenticate authorization basic bearer negotiate ntlm digest realm scope charset utf plain html json xml application \
     octet stream doctype head title body h1 p br hr center a href meta lang en true false null encoding path query no cache \
     h2 keep alive close chunked gzip nosniff the that this is are was be been of to in on at by for from with and or it its \
     an as cannot could can more than most any other which who what has have had does do did but if only one two",
    // TLS, TCP, DNS and their faults.
    "tls ssl tcp udp dns a aaaa cname srv handshake failure alert certificate certificates unknown ca expired revoked unsupported \
     protocol decode decrypt record overflow illegal parameter access denied insufficient security inappropriate fallback user \
     canceled renegotiation extension unrecognized sent wants no san message limit larger too large kib mib bytes byte first \
     refused reset closed broken pipe route reachable unreachable timed out answer answered within seconds deadline resolver \
     servfail formerr nxdomain notimp refused query does exist address addresses names hosts list lists found system os number \
     peer invalid unexpected eof end early data socks socks4 socks5 socks5h ssh smtp esmtp ftp imap pop3 mysql postgres redis \
     group suite scheme key keys signature algorithm mdns4 mdns minimal myhostname resolve files mymachines nis wins sss \
     permission operation interrupted resource temporarily try again socket buffer memory open many address family",
    // Dates: they identify nobody.
    "mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec gmt utc",
    // What proxies say that cannot go on.
    "such unable determine ip resolution strategy errno call",
    // Servers that many run, and intercepting products.
    "nginx apache envoy openresty caddy traefik haproxy squid tinyproxy privoxy mitmproxy varnish iis microsoft istio kong \
     minio amazons3 amazon aws azure gcp google windows blob storage ceph rgw noobaa openssh postfix exim sendmail proftpd \
     zscaler netskope fortinet fortigate cisco umbrella wsa sophos sonicwall menlo cloudflare forcepoint eset avast avg norton \
     kaspersky bitdefender mcafee charles fiddler burp zap err cache proxy-agent",
    // Answers that roles are known by.
    "kind status issuer endpoint oauth token authorize gitversion major minor paths openid configuration well known mig meta \
     migmeta migration toolkit containers handle login console health healthz version v1 v2 v1beta1 apis api code error \
     listallmybucketsresult missingsecurityheader accessdenied available client an plain speaking enabled port combination \
     requires docker distribution registry anonymous master openshift kubernetes welcome dns fail found",
    // Objects and statuses of MTC's and Velero's.
    "spec url cluster crt pem secret configmap backup restore velero migcluster migstorage migplan migmigration migrationcontroller \
     ready reference condition object objects referenced",
    // What a problem of an input is about.
    "line argument usual origin flag kubeconfig demo environment context target targets input cannot read written role",
    // Names of certificates, and of the signers of a cluster.
    "cn o ou c l st dc emailaddress serialnumber admin kubeconfig signer kube csr kubelet control plane apiserver aggregator \
     bootstrap lb ingress operator root",
    // How files end.
    "yaml yml txt csv crt cer der p12 jks pfx log jsonl conf",
    // Stand-ins of IPv6.
    "2001 db8 fd00 fe80",
];

static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    WORDS
        .iter()
        .flat_map(|words| words.split_whitespace())
        .collect()
});

/// The text, with what is not everybody's made unreadable.
pub(super) fn masked(text: &str) -> String {
    let addresses: HashSet<&str> = find::addresses(text)
        .into_iter()
        .map(|(word, _)| word)
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_of_address = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':');
        let run = &rest[..rest.find(|c| !is_of_address(c)).unwrap_or(rest.len())];
        let known = addresses
            .iter()
            .filter(|address| run.starts_with(**address));
        let begins = !out.ends_with(|c: char| c.is_alphanumeric());
        if let Some(address) = known.max_by_key(|address| address.len()).filter(|_| begins) {
            out.push_str(address);
            rest = &rest[address.len()..];
        } else if first.is_alphanumeric() {
            let end = rest
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            out.push_str(match word {
                known if is_everybodys(known) => known,
                number if number.bytes().all(|b| b.is_ascii_digit()) => MASKED_NUMBER,
                _ => MASK,
            });
            rest = behind;
        } else {
            // Signs part words; letters of no alphabet, such as an emoji, say something.
            out.push(if first.is_ascii() { first } else { '.' });
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

fn is_everybodys(word: &str) -> bool {
    // `5s`, `300ms`.
    let number = word.strip_suffix('s').unwrap_or(word);
    let number = number.strip_suffix('m').unwrap_or(number);
    let is_number = number.len() <= LONGEST_NUMBER && number.bytes().all(|b| b.is_ascii_digit());
    is_number || KNOWN.contains(word.to_ascii_lowercase().as_str()) || everybodys::is_word(word)
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn only_everybodys_words_can_be_read() {
        for (text, told) in [
            (
                "HTTP/1.1 302 Found\r\nLocation: http://portal.domain-1.example/path-1?u=jane",
                "HTTP/1.1 302 Found\r\nLocation: http://x.domain-1.example/path-1?x=x",
            ),
            (
                "dial 192.0.2.1:443 and [2001:db8::1f]:6443",
                "x 192.0.2.1:443 and [2001:db8::1f]:6443",
            ),
            (
                "{\"kind\":\"Status\",\"user\":\"Jos\u{e9}\",\"id\":1234567}",
                "{\"kind\":\"Status\",\"user\":\"x\",\"x\":0}",
            ),
            ("1.1 proxy (squid/5.7)", "1.1 proxy (squid/5.7)"),
        ] {
            assert_eq!(masked(text), told);
        }
    }
}
