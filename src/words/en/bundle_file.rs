//! English for faults of bundle files: what each means for its readers, and what to do about it.
//! One entry for each code; a code without words does not compile.

use super::list;
use crate::ca_file::{FaultDetail, FileCode, FileFault, OtherContent};
use crate::evidence::Store;
use crate::words::file_text::FileText;
use crate::words::told::Told;

macro_rules! texts {
    ($($code:ident => { title: $title:literal, meaning: $meaning:literal, remedy: $remedy:literal, })*) => {
        /// What is said of this code.
        pub(in crate::words) const fn text(code: FileCode) -> &'static FileText {
            match code {
                $(FileCode::$code => &FileText {
                    title: $title,
                    meaning: $meaning,
                    remedy: $remedy,
                },)*
            }
        }
    };
}

texts! {
    Empty => {
        title: "an empty file",
        meaning: "every reader refuses it",
        remedy: "write it again: `probe export-bundle TARGET... -o FILE`",
    }
    NoCertificate => {
        title: "no certificate",
        meaning: "nothing in it is a certificate, in PEM, DER or PKCS#7; readers find none in it, most without a word",
        remedy: "name a file with -----BEGIN CERTIFICATE----- blocks: `probe export-bundle HOST:PORT -o NEW.pem` writes one for a server",
    }
    Utf16 => {
        title: "UTF-16 text",
        meaning: "no reader finds anything in it; `>` in Windows PowerShell 5 writes this",
        remedy: "write with `probe export-bundle -o FILE` instead of `>`, or convert it: `iconv -f UTF-16 -t ASCII FILE > NEW.pem`",
    }
    Utf32 => {
        title: "UTF-32 text",
        meaning: "no reader finds anything in it; an editor or a script that was told to encode so writes this",
        remedy: "`iconv -f UTF-32 -t ASCII FILE > NEW.pem`",
    }
    Der => {
        title: "a certificate in DER",
        meaning: "CA bundles are read as PEM; Go finds nothing",
        remedy: "`openssl x509 -inform DER -in FILE -out NEW.pem`",
    }
    Pkcs7 => {
        title: "PKCS#7",
        meaning: "no reader of CA bundles looks into it",
        remedy: "`openssl pkcs7 -in FILE -print_certs -out NEW.pem`, with -inform DER where it is not PEM",
    }
    KeyStore => {
        title: "a key store (JKS or PKCS#12)",
        meaning: "CA bundles are read as PEM",
        remedy: "`keytool -list -rfc -keystore FILE > NEW.pem`; without Java, where it is PKCS#12: `openssl pkcs12 -in FILE -nokeys -out NEW.pem`",
    }
    Base64OfPem => {
        title: "base64 of a PEM file",
        meaning: "encoded twice once the console or a manifest encodes it; the console encodes the file itself",
        remedy: "`base64 -d FILE > NEW.pem`; encoded text belongs into a manifest's caBundle field only",
    }
    BareBase64 => {
        title: "base64 without BEGIN and END lines",
        meaning: "readers of PEM look for -----BEGIN CERTIFICATE----- and find nothing; JSON Web Keys (x5c), LDAP and consoles show certificates so",
        remedy: "`base64 -d FILE | openssl x509 -inform DER -out NEW.pem`",
    }
    ByteOrderMark => {
        title: "a UTF-8 byte order mark",
        meaning: "Go, Java, rustls, NSS and Chromium lose the first certificate without a word",
        remedy: "`sed -i '1s/^\\xef\\xbb\\xbf//' FILE`; save as UTF-8 without BOM",
    }
    PrivateKey => {
        title: "a private key, which was not read",
        meaning: "a CA bundle is handed to many, and a key is for its owner alone",
        remedy: "remove the block; where the file was ever shared, replace key and certificate",
    }
    LiteralNewlines => {
        title: "\\n written out instead of line breaks",
        meaning: "no reader finds the block; JSON and shell quoting leave this",
        remedy: "`printf '%b\\n' \"$(sed 's/^[^-]*-----BEGIN/-----BEGIN/; s/-----[^-]*$/-----/' FILE)\" > NEW.pem`",
    }
    Glued => {
        title: "two marks on one line",
        meaning: "Go finds neither block, nor OpenSSL; `cat` of files without a final line break makes this",
        remedy: "put a line break between -----END CERTIFICATE----- and -----BEGIN CERTIFICATE-----",
    }
    Indented => {
        title: "an indented block",
        meaning: "all but GnuTLS pass over it; pasting from YAML makes this",
        remedy: "`sed -i 's/^[ \\t]*//' FILE`",
    }
    MarkNotAlone => {
        title: "text on the line of a BEGIN or END",
        meaning: "Go passes over the block",
        remedy: "give -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- lines of their own",
    }
    OpensslLabel => {
        title: "a label of OpenSSL's own",
        meaning: "Go, rustls, NSS and Chromium pass over it",
        remedy: "`openssl x509 -in FILE -out NEW.pem`, one certificate at a time",
    }
    OtherBlock => {
        title: "a block that is no certificate",
        meaning: "readers pass over it",
        remedy: "remove it",
    }
    Headers => {
        title: "headers inside a block",
        meaning: "Go drops the block without a word",
        remedy: "remove the `Name: value` lines between BEGIN and the base64",
    }
    Truncated => {
        title: "a block without its END line",
        meaning: "Go drops it without a word; OpenSSL, Python and rustls refuse the file",
        remedy: "copy that certificate again, whole",
    }
    BadBase64 => {
        title: "a block that is not base64",
        meaning: "Go drops it without a word; OpenSSL, Python and rustls refuse the file",
        remedy: "copy that certificate again, whole",
    }
    BadDer => {
        title: "a block that is no certificate inside",
        meaning: "Go drops it without a word; OpenSSL, Python and rustls refuse the file",
        remedy: "copy that certificate again, whole",
    }
    NotSeen => {
        title: "a block that Go passes over",
        meaning: "the lines around it keep Go from seeing it",
        remedy: "write it again: `openssl x509 -in FILE -out NEW.pem`",
    }
    BeyondLatin1 => {
        title: "characters beyond Latin-1",
        meaning: "the MTC console's upload fails on them (btoa: InvalidCharacterError); readers of PEM do not mind",
        remedy: "remove them: they can stand in comments only",
    }
    TooLarge => {
        title: "larger than 1 MiB",
        meaning: "no ConfigMap, Secret or custom resource takes it",
        remedy: "keep the certificates that the endpoints need",
    }
    NegativeSerial => {
        title: "a negative serial number",
        meaning: "Go 1.23 and later drop the certificate without a word",
        remedy: "let its CA issue it again",
    }
    Expired => {
        title: "an expired certificate",
        meaning: "all but Java and rustls refuse what it signed",
        remedy: "replace it, or remove it where nothing needs it",
    }
    NotYetValid => {
        title: "a certificate that is not yet valid",
        meaning: "refused until then",
        remedy: "check the clock; keep the older one until then",
    }
    ExpiresSoon => {
        title: "a certificate that expires soon",
        meaning: "what needs it stops then (--valid-for)",
        remedy: "export again before that day",
    }
    Leaf => {
        title: "a server's own certificate",
        meaning: "openssl, Node and Python before 3.13 refuse an issued one; it works until the server's is renewed, and switches checks off",
        remedy: "replace it by the root of its chain, as `probe export-bundle TARGET...` does",
    }
    NotConfirmed => {
        title: "a CA that nobody has confirmed",
        meaning: "the comments before it say so (\"# not confirmed\", \"# learnt: sent by\"): it came over a connection that it is to protect, and no authentic copy agreed",
        remedy: "`probe export-bundle TARGET... --ca COPY.pem -o FILE` says of each CA whether an authentic copy confirms it, and where there is one",
    }
    TrailingText => {
        title: "something behind the last END line",
        meaning: "OpenShift's network operator refuses the whole ConfigMap for it, even for an empty line; others do not mind",
        remedy: "end the file with the END line and its line break",
    }
    Duplicate => {
        title: "a certificate that stands there twice",
        meaning: "harmless",
        remedy: "remove one",
    }
    Large => {
        title: "as large as all public roots",
        meaning: "a merged bundle: it trusts far more than the endpoints need",
        remedy: "probe export-bundle writes the few that do",
    }
}

/// What to do about a fault. `file` is the file as a shell reads it, where it has a name.
pub(in crate::words) fn remedy(fault: &FileFault, file: Option<&str>) -> String {
    let usual = text(fault.code).remedy;
    let remedy = match &fault.detail {
        FaultDetail::Other(other) => instead_of(other, usual).to_owned(),
        FaultDetail::HoldsOnly(others) => others
            .first()
            .map_or(usual, |other| instead_of(other, usual))
            .to_owned(),
        FaultDetail::InBase64 => format!(
            "`base64 -d FILE > DECODED`; then {}",
            usual.replace("FILE", "DECODED")
        ),
        FaultDetail::Nothing
        | FaultDetail::BeforeFirstBlock
        | FaultDetail::Label(_)
        | FaultDetail::Defect(_)
        | FaultDetail::Cert(_)
        | FaultDetail::Certs(_)
        | FaultDetail::DatedCert { .. }
        | FaultDetail::Again { .. }
        | FaultDetail::Size(_)
        | FaultDetail::EmptyLine
        | FaultDetail::Text => usual.to_owned(),
    };
    file.map_or_else(|| remedy.clone(), |file| remedy.replace("FILE", file))
}

/// A fault of a file in one line, and what to do; its place is told apart.
pub(in crate::words) fn told(fault: &FileFault, file: &str) -> Told {
    let of = match detail(fault) {
        detail if detail.is_empty() => detail,
        detail => format!(" ({detail})"),
    };
    let title = text(fault.code).title;
    Told::new(
        format!("{}: {title}{of}", fault.code.name()),
        remedy(fault, Some(file)),
    )
}

/// The same of a file that was given as a CA to be trusted: what would have to stand there comes from
/// its owner, and never from the server that it is to vouch for.
pub(in crate::words) fn told_of_ca(fault: &FileFault, file: &str) -> Told {
    let of_content = if let FaultDetail::HoldsOnly(others) = &fault.detail {
        others.first()
    } else if let FaultDetail::Other(other) = &fault.detail {
        Some(other)
    } else {
        None
    };
    let instead = match (fault.code, of_content) {
        (FileCode::Empty, _) => EMPTY_COPY,
        (FileCode::NoCertificate, Some(OtherContent::PrivateKey)) => KEY_AS_CA,
        (FileCode::NoCertificate, None | Some(OtherContent::Labelled(_))) => NO_COPY,
        _ => return told(fault, file),
    };
    Told {
        advice: format!("{instead}: {AUTHENTIC}"),
        ..told(fault, file)
    }
}

const EMPTY_COPY: &str = "the command that was to write it failed: `oc whoami` says whether you are logged in. fetch the copy again";
const KEY_AS_CA: &str =
    "a key is no CA, and is for its owner alone. give an authentic copy of the CA";
const NO_COPY: &str = "give an authentic copy of the CA";
/// Where a copy comes from, for whoever gave something else.
const AUTHENTIC: &str = "where you are logged in to the cluster, `oc get cm kube-root-ca.crt -n openshift-migration -o jsonpath='{.data.ca\\.crt}' > root.pem`; of another server whoever runs it has it";

/// That a store says of itself that nobody has confirmed some of what it holds.
pub(in crate::words) fn unconfirmed(store: &Store) -> String {
    let whole = store.unconfirmed.len() == store.certs.len();
    let which = match (store.unconfirmed.len(), whole) {
        (_, true) => "it was captured, and that nobody has confirmed it".to_owned(),
        (1, false) => {
            "one of its certificates was captured, and that nobody has confirmed it".into()
        }
        (number, false) => {
            format!(
                "{number} of its certificates were captured, and that nobody has confirmed them"
            )
        }
    };
    format!(
        "{} says of itself that {which}: it is trusted here since you gave it, and confirms nothing. `probe export-bundle` with the same flags names an authentic copy",
        store.name
    )
}

fn called(other: &OtherContent) -> String {
    match other {
        OtherContent::Request => "a certificate request".into(),
        OtherContent::RevocationList => "a revocation list".into(),
        OtherContent::PublicKey => "a public key without its certificate".into(),
        OtherContent::PrivateKey => "a private key, which was not read".into(),
        OtherContent::EcParameters => "parameters of an elliptic curve".into(),
        OtherContent::DhParameters => "parameters for Diffie-Hellman".into(),
        OtherContent::ForeignKey => "a key of SSH or PGP".into(),
        OtherContent::WebPage => "a web page".into(),
        OtherContent::TextOfCertificate => "a certificate's text without the certificate".into(),
        OtherContent::KubernetesObject => "an object of Kubernetes".into(),
        OtherContent::Labelled(label) => format!("a block `{label}`"),
    }
}

/// What to do where this was given in the place of a certificate.
const fn instead_of(other: &OtherContent, usual: &'static str) -> &'static str {
    match other {
        OtherContent::Request => {
            "take what the CA issued for it, and that CA's own certificate; for whom it asks: `openssl req -in FILE -noout -subject`"
        }
        OtherContent::RevocationList => {
            "take the certificate of the CA that issued it: `openssl crl -in FILE -noout -issuer` names it"
        }
        OtherContent::PublicKey => {
            "take the certificate with that key: of a server, `probe export-bundle HOST:PORT -o NEW.pem` writes what its clients need"
        }
        OtherContent::PrivateKey => {
            "take the certificate that belongs to the key, most often the .crt or .pem beside it; keep the key to yourself, and replace both where the file was ever shared"
        }
        OtherContent::EcParameters | OtherContent::DhParameters => {
            "take the certificate itself: such parameters stand beside it in a server's configuration, and no client needs them"
        }
        OtherContent::ForeignKey => {
            "take a certificate of X.509: `probe export-bundle HOST:PORT -o NEW.pem` writes what clients of a server need"
        }
        OtherContent::WebPage => {
            "a login, an error or a filter came instead of the file: look at it with `head FILE`, then fetch it again: `curl -fsSLo NEW.pem URL`"
        }
        OtherContent::TextOfCertificate => {
            "print the certificate too: `openssl x509 -in CERTIFICATE -out NEW.pem`"
        }
        OtherContent::KubernetesObject => {
            "take the certificates out of it: `oc get -f FILE -o jsonpath='{.data.ca-bundle\\.crt}' > NEW.pem`; of a kubeconfig: `oc config view --kubeconfig FILE --raw --minify -o jsonpath='{.clusters[0].cluster.certificate-authority-data}' | base64 -d > NEW.pem`"
        }
        OtherContent::Labelled(_) => usual,
    }
}

/// Of what it is, and how many more there are; empty where the code says it all.
pub(in crate::words) fn detail(fault: &FileFault) -> String {
    let listed = match &fault.detail {
        FaultDetail::Nothing => String::new(),
        FaultDetail::BeforeFirstBlock => "the first block does not start its line for them".into(),
        FaultDetail::Label(label) => label.to_string(),
        FaultDetail::Other(other) => called(other),
        FaultDetail::HoldsOnly(others) => {
            let all: Vec<String> = others.iter().map(called).collect();
            format!("it holds nothing but {}", all.join(" and "))
        }
        FaultDetail::InBase64 => "in base64".into(),
        FaultDetail::Defect(why) => why.clone(),
        FaultDetail::Cert(label) => format!("\"{label}\""),
        FaultDetail::Certs(labels) => {
            let all: Vec<String> = labels.iter().map(|label| format!("\"{label}\"")).collect();
            list::names(&all, " and ")
        }
        FaultDetail::DatedCert {
            label,
            not_before,
            not_after,
        } => format!(
            "\"{label}\", valid {} to {}",
            not_before.date(),
            not_after.date()
        ),
        FaultDetail::Again { label, first } => format!("\"{label}\", first in line {first}"),
        FaultDetail::Size(bytes) => format!("{bytes} bytes"),
        FaultDetail::EmptyLine => "an empty line".into(),
        FaultDetail::Text => "text".into(),
    };
    match fault.more {
        0 => listed,
        more => format!("{listed} (and {more} more like it)"),
    }
}
