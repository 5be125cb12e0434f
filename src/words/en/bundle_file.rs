//! English for faults of bundle files: what each means for its readers, and what to do about it.
//! One entry for each code; a code without words does not compile.

use crate::bundle::file::{FaultDetail, FileCode, FileFault};
use crate::words::file_text::FileText;

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
        meaning: "nothing in it looks like PEM, DER or PKCS#7",
        remedy: "name a file with -----BEGIN CERTIFICATE----- blocks",
    }
    Utf16 => {
        title: "UTF-16 text",
        meaning: "no reader finds anything in it; `>` in Windows PowerShell 5 writes this",
        remedy: "write with `probe export-bundle -o FILE` instead of `>`, or convert it: iconv -f UTF-16 -t ASCII FILE > NEW.pem",
    }
    Der => {
        title: "a certificate in DER",
        meaning: "CA bundles are read as PEM; Go finds nothing",
        remedy: "openssl x509 -inform DER -in FILE -out NEW.pem",
    }
    Pkcs7 => {
        title: "PKCS#7",
        meaning: "no reader of CA bundles looks into it",
        remedy: "openssl pkcs7 -in FILE -print_certs -out NEW.pem, with -inform DER where it is not PEM",
    }
    KeyStore => {
        title: "a key store (JKS or PKCS#12)",
        meaning: "CA bundles are read as PEM",
        remedy: "keytool -list -rfc -keystore FILE > NEW.pem",
    }
    Base64OfPem => {
        title: "base64 of a PEM file",
        meaning: "encoded twice once the console or a manifest encodes it; the console encodes the file itself",
        remedy: "base64 -d FILE > NEW.pem; encoded text belongs into a manifest's caBundle field only",
    }
    ByteOrderMark => {
        title: "a UTF-8 byte order mark",
        meaning: "Go, Java, rustls, NSS and Chromium lose the first certificate without a word",
        remedy: "sed -i '1s/^\\xef\\xbb\\xbf//' FILE; save as UTF-8 without BOM",
    }
    PrivateKey => {
        title: "a private key",
        meaning: "a CA bundle is handed to many; the key was not read",
        remedy: "remove the block; where the file was ever shared, replace key and certificate",
    }
    LiteralNewlines => {
        title: "\\n written out instead of line breaks",
        meaning: "no reader finds the block; JSON and shell quoting leave this",
        remedy: "printf '%b' \"$(cat FILE)\" > NEW.pem",
    }
    Glued => {
        title: "two marks on one line",
        meaning: "Go finds neither block, nor OpenSSL; `cat` of files without a final line break makes this",
        remedy: "put a line break between -----END CERTIFICATE----- and -----BEGIN CERTIFICATE-----",
    }
    Indented => {
        title: "an indented block",
        meaning: "all but GnuTLS pass over it; pasting from YAML makes this",
        remedy: "sed -i 's/^[ \\t]*//' FILE",
    }
    MarkNotAlone => {
        title: "text on the line of a BEGIN or END",
        meaning: "Go passes over the block",
        remedy: "give -----BEGIN CERTIFICATE----- and -----END CERTIFICATE----- lines of their own",
    }
    OpensslLabel => {
        title: "a label of OpenSSL's own",
        meaning: "Go, rustls, NSS and Chromium pass over it",
        remedy: "openssl x509 -in FILE -out NEW.pem, one certificate at a time",
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
        remedy: "write it again: openssl x509 -in FILE -out NEW.pem",
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

/// Of what it is, and how many more there are; empty where the code says it all.
pub(in crate::words) fn detail(fault: &FileFault) -> String {
    let listed = match &fault.detail {
        FaultDetail::Nothing => String::new(),
        FaultDetail::BeforeFirstBlock => "the first block does not start its line for them".into(),
        FaultDetail::Label(label) => label.to_string(),
        FaultDetail::Defect(why) => why.clone(),
        FaultDetail::Cert(label) => format!("\"{label}\""),
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
