//! The codes of what can be wrong with a file of certificates: name and severity of each, and which of them
//! lose a certificate. Words for them are in `words`; who finds each is in `rules`.

use crate::codes::Severity;

/// Makes the enum and its tables from one row for each code.
macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $loses:literal,)*) => {
        /// One thing that can be wrong with a file of certificates.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum FileCode {
            $(
                #[doc = concat!("`", $name, "`; `probe explain ", $name, "` says what it means.")]
                $variant,
            )*
        }

        impl FileCode {
            /// Every code, in the order in which they are looked for and listed.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Stable, kebab-case, as `probe explain` knows it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// How much it matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// A certificate, or what was meant as one, that Go does not find: merging such a file
            /// would lose it.
            #[must_use]
            pub const fn loses(self) -> bool {
                match self { $(Self::$variant => $loses),* }
            }
        }
    };
}

codes! {
    Empty "file-empty" Failure true,
    NoCertificate "file-no-certificate" Failure true,
    Utf16 "file-utf16" Failure true,
    Utf32 "file-utf32" Failure true,
    Der "file-der" Failure true,
    Pkcs7 "file-pkcs7" Failure true,
    KeyStore "file-key-store" Failure true,
    Base64OfPem "file-base64-of-pem" Failure true,
    BareBase64 "file-bare-base64" Failure true,
    ByteOrderMark "file-byte-order-mark" Failure true,
    PrivateKey "file-private-key" Failure true,
    LiteralNewlines "file-literal-newlines" Failure true,
    Glued "file-glued" Failure true,
    Indented "file-indented" Failure true,
    MarkNotAlone "file-mark-not-alone" Failure true,
    OpensslLabel "file-openssl-label" Failure true,
    OtherBlock "file-other-block" Warning true,
    Headers "file-headers" Failure true,
    Truncated "file-truncated" Failure true,
    BadBase64 "file-bad-base64" Failure true,
    BadDer "file-bad-der" Failure true,
    NotSeen "file-not-seen" Failure true,
    BeyondLatin1 "file-beyond-latin1" Failure false,
    TooLarge "file-too-large" Failure false,
    NegativeSerial "file-negative-serial" Warning false,
    Expired "file-expired" Warning false,
    NotYetValid "file-not-yet-valid" Warning false,
    ExpiresSoon "file-expires-soon" Warning false,
    Leaf "file-leaf" Warning false,
    NotConfirmed "file-not-confirmed" Warning false,
    TrailingText "file-trailing-text" Warning false,
    Duplicate "file-duplicate" Info false,
    Large "file-large" Info false,
}

impl FileCode {
    /// The code of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}
