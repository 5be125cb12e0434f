//! Which host an S3 client asks about a bucket: the bucket is put before the host, or stands in the
//! path. Pure; what is tested against the real clients is in `tests/interop/s3hosts.py`.

use crate::target::Host;

/// The AWS SDK for Go that a client is built on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sdk {
    /// MTC's controller, and Velero's AWS plugin up to 1.8, which OADP calls `legacy-aws`.
    V1,
    /// Velero's AWS plugin since 1.9, which OADP calls `aws`.
    V2,
}

/// One bucket, and how its client is told to address it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket<'a> {
    pub name: &'a str,
    /// The client is told to leave the bucket in the path (`s3ForcePathStyle`).
    pub in_path: bool,
    pub sdk: Sdk,
}

/// How the regions of a partition begin, its domain, and whether minio-go knows it.
struct Partition {
    begins: &'static str,
    domain: &'static str,
    dual_stack: bool,
}

const fn partition(begins: &'static str, domain: &'static str, dual_stack: bool) -> Partition {
    Partition {
        begins,
        domain,
        dual_stack,
    }
}

/// The partitions of AWS (`partitions.json` of botocore 1.44); every other region is of the first,
/// `aws`.
const PARTITIONS: [Partition; 8] = [
    partition("", "amazonaws.com", true),
    partition("us-gov-", "amazonaws.com", true),
    partition("cn-", "amazonaws.com.cn", true),
    partition("us-iso-", "c2s.ic.gov", false),
    partition("us-isob-", "sc2s.sgov.gov", false),
    partition("us-isof-", "csp.hci.ic.gov", false),
    partition("eu-isoe-", "cloud.adc-e.uk", false),
    partition("eusc-", "amazonaws.eu", false),
];

impl Partition {
    fn of(region: &str) -> &'static Self {
        let (aws, others) = (&PARTITIONS[0], &PARTITIONS[1..]);
        let mut others = others.iter();
        others.find(|p| region.starts_with(p.begins)).unwrap_or(aws)
    }
}

impl Bucket<'_> {
    /// What is asked where the object names an endpoint: `https://BUCKET.host:port/path`.
    ///
    /// SDK v2 leaves an address as it is (the rules of `service/s3` 1.40 and later, `isIp`), v1 does
    /// not (`service/s3/host_style_bucket.go`).
    pub(super) fn at(self, url: &str) -> String {
        let Some((scheme, rest)) = url.split_once("://") else {
            return url.to_owned();
        };
        let is_ip = self.sdk == Sdk::V2 && is_address(host_of(url));
        if self.in_path || is_ip || !fits_name(self.name, scheme.eq_ignore_ascii_case("https")) {
            return url.to_owned();
        }
        format!("{scheme}://{}.{rest}", self.name)
    }

    /// The host of a region of AWS.
    ///
    /// `fips-REGION` and `REGION-fips` are no regions; SDKs ask the region's FIPS endpoint. SDK v1 asks
    /// the global endpoint instead of that of us-east-1 (`S3UsEast1RegionalEndpoint`).
    pub(super) fn in_region(self, region: &str) -> String {
        let plain = region
            .strip_prefix("fips-")
            .or_else(|| region.strip_suffix("-fips"));
        let (service, region) = plain.map_or(("s3", region), |region| ("s3-fips", region));
        let is_global = region == "aws-global" || (self.sdk == Sdk::V1 && region == "us-east-1");
        let place = if is_global && service == "s3" {
            "s3.amazonaws.com".to_owned()
        } else {
            format!("{service}.{region}.{}", Partition::of(region).domain)
        };
        if self.in_path || !fits_name(self.name, true) {
            return place;
        }
        format!("{}.{place}", self.name)
    }
}

/// What restic and kopia ask (minio-go), given the endpoint that Velero hands them: the one that is
/// written, else `s3-REGION.amazonaws.com`. `None`: a partition that they do not know.
///
/// At an endpoint of Amazon they ask the dual-stack host of its region, whatever is written; at
/// others they leave the bucket in the path, but for Google and Aliyun.
pub(super) fn of_volumes(url: &str, region: &str, bucket: &str) -> Option<String> {
    let host = host_of(url);
    let in_name = |host: &str| {
        if fits_name(bucket, true) {
            format!("{bucket}.{host}")
        } else {
            host.to_owned()
        }
    };
    let of_region = |region: &str| {
        let partition = Partition::of(region);
        partition
            .dual_stack
            .then(|| in_name(&format!("s3.dualstack.{region}.{}", partition.domain)))
    };
    if url.is_empty() {
        return of_region(region);
    }
    let keeps_name = host.starts_with("s3-fips.") || host.ends_with(".vpce.amazonaws.com");
    match amazon_region(host) {
        Some(_) if keeps_name => Some(in_name(host)),
        Some("") => of_region(region),
        Some(written) => of_region(written),
        None if host == "storage.googleapis.com" || host.ends_with(".aliyuncs.com") => {
            let bucket = Bucket {
                name: bucket,
                in_path: false,
                sdk: Sdk::V1,
            };
            Some(bucket.at(url))
        }
        None => Some(url.to_owned()),
    }
}

/// The region in a host of Amazon S3, empty where it names none; `None`: another host.
fn amazon_region(host: &str) -> Option<&str> {
    let name = host
        .strip_suffix(".amazonaws.com")
        .or_else(|| host.strip_suffix(".amazonaws.com.cn"))?;
    if let Some((_, region)) = name
        .strip_suffix(".vpce")
        .and_then(|name| name.rsplit_once(".s3."))
    {
        return Some(region);
    }
    if matches!(name, "s3" | "s3-external-1" | "s3-accelerate") {
        return Some("");
    }
    let begins = ["s3.dualstack.", "s3-fips.", "s3.", "s3-"];
    begins.iter().find_map(|begins| name.strip_prefix(begins))
}

/// Whether the bucket can be a label of a host name. With TLS it is one label: no wildcard
/// certificate covers two (RFC 9525 6.3), so SDKs leave a bucket with a dot in the path.
fn fits_name(bucket: &str, tls: bool) -> bool {
    let is_label = |label: &str| {
        let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (3..=63).contains(&label.len())
            && label.chars().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if is_address(bucket) {
        return false;
    }
    if tls {
        is_label(bucket)
    } else {
        bucket.len() <= 63 && bucket.split('.').all(is_label)
    }
}

/// Whether the bucket is an ordinary one; access points (ARNs), directory buckets and those on
/// Outposts have hosts of their own.
pub(super) fn is_ordinary(bucket: &str) -> bool {
    !bucket.starts_with("arn:")
        && !["--x-s3", "--op-s3"]
            .iter()
            .any(|end| bucket.ends_with(end))
}

/// The host of a URL, with the brackets of an IPv6 address.
pub(super) fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
    match place.rsplit_once(':') {
        Some((host, port)) if port.chars().all(|c| c.is_ascii_digit()) => host,
        _ => place,
    }
}

/// Whether a host is an IP address.
pub(super) fn is_address(host: &str) -> bool {
    matches!(Host::parse(host), Ok(Host::Ip(_)))
}
