//! The codes of all verdicts: name, family, severity and step of each, in the order of the rules
//! that find them. Words for them are in `words`; the facts that a verdict carries are in `judge::finding`.

use super::kinds::{Family, Severity, StepName};
use super::nearest::nearest;

/// Makes the enum and its tables from one row for each code.
macro_rules! codes {
    ($($variant:ident $name:literal $family:ident $severity:ident $step:ident,)*) => {
        /// One class of verdict. Codes stand in the order in which `judge` asks its rules. Of an
        /// endpoint's connections, the one whose first failure stands last came furthest.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(
                #[doc = concat!("`", $name, "`; `probe explain ", $name, "` says what it means.")]
                $variant,
            )*
        }

        impl Code {
            /// Every code, in the order of the enum.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// As in every output: stable, kebab-case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The user's own word for this kind of fault.
            #[must_use]
            pub const fn family(self) -> Family {
                match self { $(Self::$variant => Family::$family),* }
            }

            /// How much it matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// The step that it is about.
            #[must_use]
            pub const fn step(self) -> StepName {
                match self { $(Self::$variant => StepName::$step),* }
            }
        }
    };
}

codes! {
    NotExposed "not-exposed" Service Info Http,
    NotContacted "not-contacted" Service Warning Dns,
    LocalLimit "local-limit" Reach Failure Tcp,
    ResolversDisagree "resolvers-disagree" Name Failure Dns,
    AliasDangling "alias-dangling" Name Failure Dns,
    NameNotFound "name-not-found" Name Failure Dns,
    NameWithoutAddress "name-without-address" Name Failure Dns,
    TimeoutDns "timeout-dns" Timeout Failure Dns,
    DnsFailure "dns-failure" Name Failure Dns,
    NameLeadsNowhere "name-leads-nowhere" Name Failure Dns,
    TimeoutTcp "timeout-tcp" Timeout Failure Tcp,
    Refused "refused" Reach Failure Tcp,
    Unreachable "unreachable" Reach Failure Tcp,
    ProxyUnreachable "proxy-unreachable" ProxyInterference Failure Proxy,
    TimeoutProxy "timeout-proxy" Timeout Failure Proxy,
    ProxyAuthRequired "proxy-auth-required" ProxyInterference Failure Proxy,
    ProxyDenied "proxy-denied" ProxyInterference Failure Proxy,
    ProxyCannotResolve "proxy-cannot-resolve" ProxyInterference Failure Proxy,
    ProxyNotAProxy "proxy-not-a-proxy" ProxyInterference Failure Proxy,
    ProxyCannotConnect "proxy-cannot-connect" ProxyInterference Failure Proxy,
    ProxyUntrusted "proxy-untrusted" ProxyInterference Failure Proxy,
    ProxyAnswersInClear "proxy-answers-in-clear" ProxyInterference Failure Tls,
    ProxyCutsTunnel "proxy-cuts-tunnel" ProxyInterference Failure Tls,
    Intercepted "intercepted" ProxyInterference Failure Certificate,
    RoutesDiffer "routes-differ" ProxyInterference Warning Certificate,
    PossiblyIntercepted "possibly-intercepted" ProxyInterference Warning Certificate,
    MintedOnDemand "minted-on-demand" ProxyInterference Warning Certificate,
    ProxyInterceptsOthers "proxy-intercepts-others" ProxyInterference Warning Proxy,
    BlockPage "block-page" ProxyInterference Failure Tls,
    SniFiltered "sni-filtered" ProxyInterference Failure Tls,
    LargeHelloCut "large-hello-cut" ProxyInterference Failure Tls,
    MtuBlackHole "mtu-black-hole" ProxyInterference Failure Tls,
    NotTls "not-tls" Tls Failure Tls,
    TimeoutTls "timeout-tls" Timeout Failure Tls,
    TimeoutTlsStalled "timeout-tls-stalled" Timeout Failure Tls,
    MessageTooLarge "message-too-large" Tls Failure Tls,
    ClosedInHandshake "closed-in-handshake" Tls Failure Tls,
    HandshakeMalformed "handshake-malformed" Tls Failure Tls,
    NameRejected "name-rejected" Tls Failure Tls,
    TlsVersion "tls-version" Tls Failure Tls,
    NoCommonParameters "no-common-parameters" Tls Failure Tls,
    TlsAlert "tls-alert" Tls Failure Tls,
    SelfSigned "self-signed" UnknownAuthority Failure Certificate,
    SameNameOtherKey "same-name-other-key" UnknownAuthority Failure Certificate,
    IssuerNameDiffers "issuer-name-differs" UnknownAuthority Failure Certificate,
    PrivateCa "private-ca" UnknownAuthority Failure Certificate,
    IntermediateMissing "intermediate-missing" UnknownAuthority Failure Certificate,
    RootNotSent "root-not-sent" UnknownAuthority Failure Certificate,
    RegistryNotVerified "registry-not-verified" UnknownAuthority Warning Certificate,
    CertificateMalformed "certificate-malformed" Certificate Failure Certificate,
    Expired "expired" Certificate Failure Certificate,
    NotYetValid "not-yet-valid" Certificate Failure Certificate,
    NameMismatch "name-mismatch" Certificate Failure Certificate,
    NoSan "no-san" Certificate Failure Certificate,
    WrongPurpose "wrong-purpose" Certificate Failure Certificate,
    WeakKeyOrSignature "weak-key-or-signature" Certificate Failure Certificate,
    PathTooDeep "path-too-deep" Certificate Failure Certificate,
    ConstraintViolated "constraint-violated" Certificate Failure Certificate,
    TimeoutHttp "timeout-http" Timeout Failure Http,
    RouterDefaultPage "router-default-page" Service Failure Http,
    ServiceError "service-error" Service Failure Http,
    WrongService "wrong-service" Service Failure Http,
    NoIntegratedOauth "no-integrated-oauth" Service Warning Http,
    MtcConsoleWithoutOauth "mtc-console-without-oauth" Service Failure Http,
    RegistryWithoutTokenService "registry-without-token-service" Service Warning Http,
    RouterDefaultCertificate "router-default-certificate" Service Warning Certificate,
    TokenRealmMalformed "token-realm-malformed" Service Failure Http,
    TokenRealmInClear "token-realm-in-clear" Service Warning Http,
    OauthMetadataUnusable "oauth-metadata-unusable" Service Warning Http,
    NoProxyMissing "no-proxy-missing" ProxyInterference Warning Proxy,
    ProxyRequired "proxy-required" ProxyInterference Warning Proxy,
    ResolverFailing "resolver-failing" Name Warning Dns,
    LookupHalfAnswered "lookup-half-answered" Name Warning Dns,
    HalfUp "half-up" Ok Warning Tcp,
    AddressesDiffer "addresses-differ" Ok Warning Certificate,
    KeyTypesDiffer "key-types-differ" Ok Warning Certificate,
    ClientCertificateRequired "client-certificate-required" Ok Warning Tls,
    ExpiresSoon "expires-soon" Ok Warning Certificate,
    ChainDisordered "chain-disordered" Ok Warning Certificate,
    ChainExtra "chain-extra" Ok Warning Certificate,
    SeenInPart "seen-in-part" Ok Warning Tls,
    JudgedInPart "judged-in-part" Ok Warning Certificate,
    LegacyTls "legacy-tls" Ok Warning Tls,
    OnlyHttp2 "only-http2" Ok Info Tls,
    HostnameOnlyByCn "hostname-only-by-cn" Ok Warning Certificate,
    InClear "in-clear" Ok Warning Http,
    ClockSkew "clock-skew" Ok Warning Http,
    DoubtLeftOpen "doubt-left-open" Ok Warning Tls,
    NoBundleNeeded "no-bundle-needed" Ok Info Certificate,
    Ok "ok" Ok Ok Http,
}

impl Code {
    /// The code of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

/// As it is written on a command line or in a list of targets.
impl std::str::FromStr for Code {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let guess = || {
            let near = nearest(name, Self::ALL.iter().map(|code| code.name()));
            near.map_or_else(String::new, |near| format!("did you mean {near}? "))
        };
        Self::of(name).ok_or_else(|| {
            format!(
                "no such verdict: {}`probe explain --all` lists them all",
                guess()
            )
        })
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Code {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Code {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Code".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "The code of a verdict: `probe explain --all` lists them." })
    }
}
