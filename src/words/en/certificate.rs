//! English for faults of the certificates themselves, and whether a CA bundle helps all the same.
//! One entry for each code.

use crate::codes::Code;
use crate::foreign::Foreign;
use crate::judge::finding::CertificateFault;
use crate::judge::finding::certificate::{
    Dated, Defect, RefusedByGo, TooDeep, Violation, Weakness, WorkingAnchor,
};
use crate::words::brief::Brief;
use crate::words::class_text::ClassText;
use crate::words::en::clients;
use crate::words::facts::Facts;
use crate::words::subject::Subject;

messages! {
    of CertificateFault, about subject { authority, name, san }
    CertificateMalformed { place, defect } => {
        with what_to_do = what_to_do(defect), defect = why_unreadable(defect);
        title: "a certificate that cannot be read",
        row: "certificate {place}: {defect}",
        act: "{what_to_do}",
        meaning: "the server sends something as a certificate that does not parse as one",
        evidence: "the X.509 parser refuses the bytes, or Go's is known to",
        remedy: "certificate {place} of {authority}: {what_to_do}. what is wrong with it: {defect}",
        cite: "RFC 5280 4.1, 4.1.2.2; negative serial numbers measured with go1.23",
        facts: Facts::none().with("place", place).with("defect", defect),
    }
    Expired (dated) => {
        with ended = dated.not_after.date(), certificate = &dated.certificate, not_after = dated.not_after;
        naming certificate = subject.own(certificate),
            whether_a_bundle_helps = subject.own(whether_a_bundle_helps(dated.anchor.as_ref()));
        title: "expired",
        row: "ended {ended}",
        act: "renew it on the server; {whether_a_bundle_helps}",
        meaning: "a certificate of the chain is past its end date",
        evidence: "the time of judgement is later than notAfter",
        remedy: "renew \"{certificate}\" on {authority}: it ended on {not_after}, and {whether_a_bundle_helps}; OpenShift's ingress CA lives two years and is not renewed by itself (delete secret router-ca in openshift-ingress-operator, then router-certs-default in openshift-ingress)",
        cite: "RFC 5280 4.1.2.5",
        facts: dates(dated),
    }
    NotYetValid (dated) => {
        with begins = dated.not_before.date(), certificate = &dated.certificate, not_before = dated.not_before;
        naming certificate = subject.own(certificate), or_a_bundle = subject.own(or_a_bundle(dated.anchor.as_ref()));
        title: "not yet valid",
        row: "valid only from {begins}",
        act: "compare the clocks of both machines first{or_a_bundle}",
        meaning: "a certificate of the chain begins to be valid only later",
        evidence: "the time of judgement is earlier than notBefore",
        remedy: "compare the clocks of this machine and of {authority} first (chronyc tracking); if both are right, \"{certificate}\" is valid only from {not_before}{or_a_bundle}",
        cite: "RFC 5280 4.1.2.5",
        facts: dates(dated),
    }
    NameMismatch { expected, presented, instead } => {
        with is_for = few(presented);
        naming use_its_real_name = another_name(subject, instead);
        title: "a certificate for another name",
        row: "is for {is_for}",
        act: "{use_its_real_name}",
        meaning: "the server's certificate does not cover the name it was reached by",
        evidence: "no subjectAltName entry matches the name",
        remedy: "{use_its_real_name}; no CA bundle helps",
        cite: "RFC 9525 6; RFC 6125 6.4",
        facts: Facts::none().with("expected", expected).with("presented", names(presented)),
    }
    NoSan { common_name } => {
        with common_name = common_name.as_ref().map_or_else(|| "none".into(), Foreign::to_string);
        naming common_name = subject.own(common_name);
        title: "no subjectAltName",
        row: "has no subjectAltName",
        act: "have it issued anew with subjectAltName {san}; no CA bundle helps",
        meaning: "the certificate names its host in the common name only, which Go, Python, rustls and browsers ignore",
        evidence: "the leaf has no subjectAltName extension",
        remedy: "reissue the certificate of {authority} with subjectAltName {san}; no CA bundle helps (common name: {common_name})",
        cite: "RFC 9525 6.3 (common names are not used)",
        facts: Facts::none().with("common_name", common_name),
    }
    WrongPurpose { certificate, purposes } => {
        with usages = purposes.join(", ");
        naming certificate = subject.own(certificate);
        title: "not a server certificate",
        row: "not a server's: {usages}",
        act: "have it issued anew with extendedKeyUsage serverAuth; no CA bundle helps",
        meaning: "the chain is not allowed to be used by servers",
        evidence: "an extendedKeyUsage is present and lists neither serverAuth nor anyExtendedKeyUsage",
        remedy: "reissue \"{certificate}\" of {authority} with extendedKeyUsage serverAuth; no CA bundle helps",
        cite: "RFC 5280 4.2.1.12",
        facts: Facts::none().with("certificate", certificate).with("purposes", purposes.join(", ")),
    }
    WeakKeyOrSignature { certificate, weakness, anchor } => {
        with weakness = too_weak(weakness);
        naming certificate = subject.own(certificate),
            whether_a_bundle_helps = subject.own(whether_a_bundle_helps(anchor.as_ref()));
        title: "a key or signature too weak",
        row: "{weakness}",
        act: "have it issued anew with SHA-256 and at least RSA 2048 or EC P-256; {whether_a_bundle_helps}",
        meaning: "a certificate below the root is signed with SHA-1 or MD5, or the leaf's RSA key is shorter than 2048 bits",
        evidence: "the signature algorithm or key size stated in the certificate",
        remedy: "reissue \"{certificate}\" of {authority} with SHA-256 and at least RSA 2048 or EC P-256 ({weakness}); {whether_a_bundle_helps}",
        cite: "RFC 9155; Go 1.18 and OpenSSL security level 2",
        facts: Facts::none().with("certificate", certificate).with("weakness", weakness),
    }
    PathTooDeep { limit, anchor } => {
        with whose_limit = whose_limit(limit), shorten = shorten(limit), limit = too_deep(limit);
        naming or_a_bundle = subject.own(or_a_bundle(anchor.as_ref()));
        title: "the chain is too long",
        row: "{limit}",
        act: "{shorten}{or_a_bundle}",
        meaning: "there are more intermediates than a CA in the chain, or strict clients, allow",
        evidence: "a pathLenConstraint is exceeded, or more than six intermediates lie between leaf and root",
        remedy: "the chain of {authority}: {whose_limit} ({limit}). {shorten}{or_a_bundle}",
        cite: "RFC 5280 4.2.1.9",
        facts: Facts::none().with("limit", limit),
    }
    ConstraintViolated { violation, anchor } => {
        with violation = violated(violation);
        naming violation = subject.own(violation), or_a_bundle = subject.own(or_a_bundle(anchor.as_ref()));
        title: "a constraint is violated",
        row: "{violation}",
        act: "have the chain issued anew{or_a_bundle}",
        meaning: "a certificate of the chain forbids what it is used for here, or is such that Go takes no chain with it",
        evidence: "name constraints exclude the host, an issuer may not sign, a critical extension is unknown to every client, or Go's own rules refuse the chain with every CA of it as an anchor",
        remedy: "have the chain of {authority} reissued: {violation}{or_a_bundle}",
        cite: "RFC 5280 4.2, 4.2.1.3, 4.2.1.9, 4.2.1.10",
        facts: Facts::none().with("violation", violation),
    }
}

/// Whether a CA bundle helps, and which.
fn whether_a_bundle_helps(anchor: Option<&WorkingAnchor>) -> String {
    anchor.map_or_else(|| "no CA bundle helps".into(), helping)
}

/// The bundle that helps, where one does.
fn or_a_bundle(anchor: Option<&WorkingAnchor>) -> String {
    let of = |anchor| format!("; {}", helping(anchor));
    anchor.map(of).unwrap_or_default()
}

fn helping(anchor: &WorkingAnchor) -> String {
    let refusing = if anchor.is_root {
        ""
    } else {
        ", without a root, which OpenSSL, Node and Python before 3.13 want"
    };
    format!(
        "a bundle of \"{}\" helps all the same: `probe export-bundle` writes it{refusing}",
        anchor.certificate
    )
}

fn dates(dated: &Dated) -> Facts {
    Facts::none()
        .with("certificate", &dated.certificate)
        .with("not_before", dated.not_before)
        .with("not_after", dated.not_after)
        .with("sha256", &dated.sha256)
}

fn why_unreadable(defect: &Defect) -> String {
    match defect {
        Defect::Unreadable(text) | Defect::Unneeded(text) => text.clone(),
        Defect::NegativeSerial => {
            "its serial number is negative, which Go refuses since 1.23".into()
        }
        Defect::NoneSent => "none was sent".into(),
    }
}

/// Which name to use: the kind of endpoint knows its own, and only then the certificate does.
fn another_name(subject: &Subject, instead: &[Foreign]) -> String {
    let name = &subject.name;
    if subject.is_inside {
        return format!(
            "{name} is a name of a cluster's own DNS, which its pods resolve: what answers to it here is another server. measure from a pod of that cluster, or name the Route that leads there"
        );
    }
    let one_of = if instead.is_empty() {
        String::new()
    } else {
        format!(" (the certificate has {})", names(instead))
    };
    match &subject.real_name {
        Some(real) => format!(
            "use {} instead of {name}{one_of}, or {}",
            real.address, real.certificate
        ),
        None if instead.is_empty() => format!(
            "the certificate has no name that could be used from here: have one issued that covers {name}, or reach the server by the name that its owner gives it{}",
            subject.named_in
        ),
        None => format!(
            "use {} instead of {name}{}, or have a certificate issued that covers it",
            usable(instead),
            subject.named_in
        ),
    }
}

/// Names that can be typed: a wildcard stands for many.
fn usable(instead: &[Foreign]) -> String {
    let (wild, plain): (Vec<Foreign>, Vec<Foreign>) = instead
        .iter()
        .cloned()
        .partition(|name| name.to_string().starts_with("*."));
    let below = |name: &Foreign| format!("a name below {}", &name.to_string()[2..]);
    match (plain.as_slice(), wild.first()) {
        ([], Some(first)) => below(first),
        ([one], None) => one.to_string(),
        (plain, None) => format!("one of {}", names(plain)),
        (plain, Some(first)) => format!("{}, or {}", names(plain), below(first)),
    }
}

/// The leaf's names, a handful of them.
fn names(all: &[Foreign]) -> String {
    match all.len() {
        0 => "neither DNS names nor addresses".into(),
        1..=6 => Foreign::join(all, ", "),
        n => format!("{} and {} more", Foreign::join(&all[..5], ", "), n - 5),
    }
}

/// The leaf's names, as many as a line holds.
fn few(all: &[Foreign]) -> String {
    match all {
        [] => "no name at all".into(),
        [one] => one.to_string(),
        [one, others @ ..] => format!("{one} and {} more", others.len()),
    }
}

fn too_weak(weakness: &Weakness) -> String {
    match weakness {
        Weakness::Hash(hash) => format!("signed with {hash}"),
        Weakness::ShortRsa(bits) => format!("RSA {bits}"),
        Weakness::PssOnly => {
            "a key for RSASSA-PSS only, for which Go, rustls and browsers offer no signature scheme"
                .into()
        }
        Weakness::UnknownAlgorithm => {
            "signed with an algorithm, parameters or a key that rustls and browsers do not verify, and that cannot be checked here"
                .into()
        }
    }
}

/// Only where it is not needed, as behind a good path, can it be left out.
const fn what_to_do(defect: &Defect) -> &'static str {
    match defect {
        Defect::NoneSent => "have the server send its certificate and the intermediates",
        Defect::Unneeded(_) => {
            "remove it from the server's certificate file: no path needs it, and Go refuses the handshake because of it"
        }
        Defect::Unreadable(_) | Defect::NegativeSerial => "have that certificate issued anew",
    }
}

const fn whose_limit(limit: &TooDeep) -> &'static str {
    match limit {
        TooDeep::Constraint { .. } => "one of its CAs allows fewer CAs below it than there are",
        TooDeep::Rustls { .. } => "no rule is broken, but clients in rustls take no chain as long",
    }
}

const fn shorten(limit: &TooDeep) -> &'static str {
    match limit {
        TooDeep::Constraint { .. } => "have it issued by a CA higher up",
        TooDeep::Rustls { .. } => {
            "MTC and other clients in Go are not affected; if a client in rustls must connect, have it issued by a CA higher up"
        }
    }
}

fn too_deep(limit: &TooDeep) -> String {
    match limit {
        TooDeep::Constraint {
            certificate,
            most,
            there,
        } => {
            format!("\"{certificate}\" allows {most} below it, there are {there}")
        }
        TooDeep::Rustls { there, most } => {
            format!(
                "{there} intermediates; rustls clients take {most}, Go and OpenSSL take them all"
            )
        }
    }
}

fn refused_by_go(refused: &RefusedByGo) -> String {
    let whatever = if refused.always {
        "Go refuses this chain whatever CA it is given"
    } else {
        "Go refuses this chain"
    };
    let mut who = clients::names(&refused.accepted_by);
    who.extend(refused.by_rustls.then_some("rustls"));
    let accepting = match clients::joined(&who) {
        none if none.is_empty() => none,
        one if who.len() == 1 => format!("; {one} accepts such a chain, as measured"),
        all => format!("; {all} accept such a chain, as measured"),
    };
    format!("{whatever}: {}{accepting}", refused.refusal)
}

fn violated(violation: &Violation) -> String {
    match violation {
        Violation::UnknownCritical { certificate, oids } => format!(
            "\"{certificate}\" has a critical extension that clients do not know ({})",
            oids.join(", ")
        ),
        Violation::NotACa { certificate } => format!(
            "\"{certificate}\" signed it without being a CA (basicConstraints CA:TRUE, keyUsage keyCertSign)"
        ),
        Violation::OldVersion {
            certificate,
            version,
        } => format!(
            "\"{certificate}\" signed it and is a certificate of X.509 v{version}, which cannot say that it is a CA: Go, rustls and OpenSSL take such a one as a root only; let its CA issue it again as v3 with basicConstraints CA:TRUE"
        ),
        Violation::NameExcluded { certificate, name } => {
            format!("\"{certificate}\" may not issue for {name} (name constraints)")
        }
        Violation::Refused(refused) => refused_by_go(refused),
    }
}
