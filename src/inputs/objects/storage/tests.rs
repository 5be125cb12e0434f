//! Which hosts are asked, row by row, with where each rule was read. `tests/interop/s3hosts.py` holds
//! the same against the real clients.

use super::azure::{AzureAccount, AzureLeg, Named};
use super::google::GoogleStorage;
use super::s3::{self, Bucket, Sdk};
use crate::objects::AddressUse::{self, Downloads, Optional, Test};

const V1: Sdk = Sdk::V1;
const V2: Sdk = Sdk::V2;

fn named(name: &str, sdk: Sdk) -> Bucket<'_> {
    Bucket {
        name,
        in_path: false,
        sdk,
    }
}

/// <https://github.com/aws/aws-sdk-go/blob/main/service/s3/host_style_bucket.go> (v1),
/// <https://github.com/aws/aws-sdk-go-v2/blob/main/service/s3/endpoints.go> and
/// <https://github.com/aws/aws-sdk-go-v2/blob/main/internal/endpoints/awsrulesfn/host.go> (v2).
const BEFORE_THE_HOST: [(Sdk, &str, &str, &str); 20] = [
    (
        V2,
        "bkt",
        "https://s3.h.test:9000",
        "https://bkt.s3.h.test:9000",
    ),
    (
        V1,
        "bkt",
        "https://s3.h.test:9000",
        "https://bkt.s3.h.test:9000",
    ),
    (
        V2,
        "bkt",
        "https://s3.h.test/path",
        "https://bkt.s3.h.test/path",
    ),
    (V2, "bkt", "https://minio:9000", "https://bkt.minio:9000"),
    (V2, "bkt", "HTTPS://s3.h.test", "HTTPS://bkt.s3.h.test"),
    (V2, "my.bucket", "https://s3.h.test", "https://s3.h.test"),
    (V1, "my.bucket", "https://s3.h.test", "https://s3.h.test"),
    (V2, "my.bucket", "http://s3.h.test", "http://s3.h.test"),
    (
        V2,
        "our.bucket",
        "http://s3.h.test",
        "http://our.bucket.s3.h.test",
    ),
    (V2, "Upper", "https://s3.h.test", "https://s3.h.test"),
    (V2, "un_der", "https://s3.h.test", "https://s3.h.test"),
    (V2, "-bkt", "https://s3.h.test", "https://s3.h.test"),
    (V2, "xx", "https://s3.h.test", "https://s3.h.test"),
    (V2, "10.1.2.3", "https://s3.h.test", "https://s3.h.test"),
    (V2, "bkt", "https://10.1.2.3:9000", "https://10.1.2.3:9000"),
    (
        V2,
        "bkt",
        "https://[2001:db8::1]:9000",
        "https://[2001:db8::1]:9000",
    ),
    (
        V1,
        "bkt",
        "https://10.1.2.3:9000",
        "https://bkt.10.1.2.3:9000",
    ),
    (
        V2,
        "bkt",
        "https://s3-accelerate.amazonaws.com",
        "https://bkt.s3-accelerate.amazonaws.com",
    ),
    (
        V2,
        "bkt",
        "https://s3.dualstack.eu-west-1.amazonaws.com",
        "https://bkt.s3.dualstack.eu-west-1.amazonaws.com",
    ),
    (
        V2,
        "bkt",
        "https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com",
        "https://bkt.bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com",
    ),
];

#[test]
fn the_bucket_is_put_before_the_host_where_it_can_be_a_label() {
    for (sdk, bucket, url, asked) in BEFORE_THE_HOST {
        assert_eq!(named(bucket, sdk).at(url), asked, "{sdk:?} {bucket} {url}");
        let in_path = Bucket {
            in_path: true,
            ..named(bucket, sdk)
        };
        assert_eq!(in_path.at(url), url, "{sdk:?} {bucket} in the path");
    }
}

/// <https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json>, and of v1
/// <https://github.com/aws/aws-sdk-go/blob/main/aws/endpoints/legacy_regions.go>.
#[test]
fn a_region_has_the_domain_of_its_partition() {
    for (sdk, region, host) in [
        (V2, "us-east-1", "s3.us-east-1.amazonaws.com"),
        (V1, "us-east-1", "s3.amazonaws.com"),
        (V2, "aws-global", "s3.amazonaws.com"),
        (V2, "eu-west-1", "s3.eu-west-1.amazonaws.com"),
        (V1, "eu-west-1", "s3.eu-west-1.amazonaws.com"),
        (V2, "mx-central-1", "s3.mx-central-1.amazonaws.com"),
        (V2, "us-gov-west-1", "s3.us-gov-west-1.amazonaws.com"),
        (V2, "cn-north-1", "s3.cn-north-1.amazonaws.com.cn"),
        (V2, "us-iso-east-1", "s3.us-iso-east-1.c2s.ic.gov"),
        (V1, "us-iso-east-1", "s3.us-iso-east-1.c2s.ic.gov"),
        (V2, "us-isob-east-1", "s3.us-isob-east-1.sc2s.sgov.gov"),
        (V2, "us-isof-south-1", "s3.us-isof-south-1.csp.hci.ic.gov"),
        (V2, "eu-isoe-west-1", "s3.eu-isoe-west-1.cloud.adc-e.uk"),
        (V2, "eusc-de-east-1", "s3.eusc-de-east-1.amazonaws.eu"),
        (
            V2,
            "fips-us-gov-west-1",
            "s3-fips.us-gov-west-1.amazonaws.com",
        ),
        (V2, "us-east-1-fips", "s3-fips.us-east-1.amazonaws.com"),
        (V1, "us-east-1-fips", "s3-fips.us-east-1.amazonaws.com"),
        (V2, "minio", "s3.minio.amazonaws.com"),
    ] {
        assert_eq!(named("bkt", sdk).in_region(region), format!("bkt.{host}"));
        assert_eq!(named("my.bucket", sdk).in_region(region), host);
    }
}

/// restic 0.14, asked by hand: minio-go's `api.go` (`makeTargetURL`) and `s3-endpoints.go`,
/// <https://github.com/minio/minio-go>; what Velero gives them is in
/// <https://github.com/vmware-tanzu/velero/blob/main/pkg/repository/provider/unified_repo.go>.
const OF_VOLUMES: [(&str, &str, &str, Option<&str>); 15] = [
    (
        "",
        "eu-west-1",
        "bkt",
        Some("bkt.s3.dualstack.eu-west-1.amazonaws.com"),
    ),
    (
        "",
        "eu-west-1",
        "my.bucket",
        Some("s3.dualstack.eu-west-1.amazonaws.com"),
    ),
    (
        "",
        "cn-north-1",
        "bkt",
        Some("bkt.s3.dualstack.cn-north-1.amazonaws.com.cn"),
    ),
    (
        "",
        "us-gov-west-1",
        "bkt",
        Some("bkt.s3.dualstack.us-gov-west-1.amazonaws.com"),
    ),
    ("", "us-iso-east-1", "bkt", None),
    (
        "https://s3.eu-west-1.amazonaws.com",
        "x",
        "bkt",
        Some("bkt.s3.dualstack.eu-west-1.amazonaws.com"),
    ),
    (
        "https://s3-eu-west-1.amazonaws.com/",
        "x",
        "bkt",
        Some("bkt.s3.dualstack.eu-west-1.amazonaws.com"),
    ),
    (
        "https://s3.dualstack.eu-west-1.amazonaws.com",
        "x",
        "bkt",
        Some("bkt.s3.dualstack.eu-west-1.amazonaws.com"),
    ),
    (
        "https://s3.amazonaws.com",
        "eu-west-1",
        "bkt",
        Some("bkt.s3.dualstack.eu-west-1.amazonaws.com"),
    ),
    (
        "https://s3-fips.us-gov-west-1.amazonaws.com",
        "x",
        "bkt",
        Some("bkt.s3-fips.us-gov-west-1.amazonaws.com"),
    ),
    (
        "https://bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com",
        "x",
        "bkt",
        Some("bkt.bucket.vpce-1.s3.eu-west-1.vpce.amazonaws.com"),
    ),
    (
        "https://s3.h.test:9000",
        "x",
        "bkt",
        Some("https://s3.h.test:9000"),
    ),
    (
        "https://10.1.2.3:9000",
        "x",
        "bkt",
        Some("https://10.1.2.3:9000"),
    ),
    (
        "https://storage.googleapis.com",
        "x",
        "bkt",
        Some("https://bkt.storage.googleapis.com"),
    ),
    (
        "https://oss-eu-central-1.aliyuncs.com",
        "x",
        "bkt",
        Some("https://bkt.oss-eu-central-1.aliyuncs.com"),
    ),
];

#[test]
fn restic_and_kopia_ask_the_dual_stack_host_at_amazon_and_else_what_is_written() {
    for (url, region, bucket, asked) in OF_VOLUMES {
        let told = s3::of_volumes(url, region, bucket);
        assert_eq!(told.as_deref(), asked, "{url} {region} {bucket}");
    }
}

#[test]
fn buckets_with_hosts_of_their_own_are_left_alone() {
    for (bucket, is_ordinary) in [
        ("bkt", true),
        ("arn:aws:s3:us-west-2:123456789012:accesspoint:mine", false),
        ("bkt--usw2-az1--x-s3", false),
        ("mine-12345--op-s3", false),
        ("mine-1a2b3c-s3alias", true),
    ] {
        assert_eq!(s3::is_ordinary(bucket), is_ordinary, "{bucket}");
    }
}

fn asked(by: Named, target: &str, asked_for: AddressUse) -> AzureLeg {
    AzureLeg {
        by,
        target: target.into(),
        asked_for,
    }
}

/// <https://github.com/vmware-tanzu/velero/blob/main/pkg/util/azure/storage.go>, `util.go` beside it,
/// <https://github.com/vmware-tanzu/velero-plugin-for-microsoft-azure/blob/main/backupstoragelocation.md>.
#[test]
fn azure_is_asked_for_what_the_settings_leave_open() {
    let plain = AzureAccount {
        name: "acct",
        ..AzureAccount::default()
    };
    let login = asked(Named::Provider, "login.microsoftonline.com", Test);
    let keys = asked(Named::Provider, "management.azure.com", Test);
    let blobs = asked(Named::Name, "acct.blob.core.windows.net", Test);
    let uri = "https://acct.blob.corp.test";
    let written = asked(Named::Url, uri, Test);
    let with_key = AzureAccount {
        has_key: true,
        ..plain
    };
    let with_tokens = AzureAccount {
        uses_tokens: true,
        ..plain
    };
    let at = |account| AzureAccount {
        url: uri,
        ..account
    };
    let american = AzureAccount {
        login: "https://login.microsoftonline.us/",
        ..with_tokens
    };
    for (account, all) in [
        (plain, vec![login.clone(), keys.clone(), blobs.clone()]),
        (at(plain), vec![login.clone(), keys, written.clone()]),
        (with_key, vec![blobs.clone()]),
        (at(with_key), vec![written.clone()]),
        (
            with_tokens,
            vec![
                login.clone(),
                asked(Named::Provider, "management.azure.com", Optional),
                blobs,
            ],
        ),
        (at(with_tokens), vec![login, written.clone()]),
        (
            at(american),
            vec![asked(Named::Login, american.login, Test), written],
        ),
        (
            american,
            vec![
                asked(Named::Login, american.login, Test),
                asked(Named::Provider, "management.usgovcloudapi.net", Optional),
                asked(Named::Name, "acct.blob.core.usgovcloudapi.net", Test),
            ],
        ),
    ] {
        assert_eq!(account.asked(), all, "{account:?}");
    }
}

/// <https://github.com/vmware-tanzu/velero-plugin-for-gcp/blob/main/velero-plugin-for-gcp/object_store.go>.
#[test]
fn google_is_asked_for_a_token_unless_the_pod_has_one() {
    let usual = GoogleStorage::default();
    let storage = "storage.googleapis.com";
    for (place, all) in [
        (
            usual,
            vec![
                ("oauth2.googleapis.com", Test),
                (storage, Test),
                (storage, Downloads),
            ],
        ),
        (
            GoogleStorage {
                of_workload: true,
                ..usual
            },
            vec![(storage, Test), (storage, Downloads)],
        ),
        (
            GoogleStorage {
                endpoint: "https://gcs.corp.test/storage/v1/",
                of_workload: true,
                ..usual
            },
            vec![
                ("https://gcs.corp.test/storage/v1/", Test),
                (storage, Downloads),
            ],
        ),
        (
            GoogleStorage {
                universe: "apis-tpc.test",
                ..usual
            },
            vec![("storage.apis-tpc.test", Test), (storage, Downloads)],
        ),
    ] {
        let told = place.asked();
        let told: Vec<_> = told
            .iter()
            .map(|a| (a.target.as_str(), a.asked_for))
            .collect();
        assert_eq!(told, all, "{place:?}");
    }
}
