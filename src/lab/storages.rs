//! What object storages answer at `/` to a client without credentials: AWS, MinIO, NooBaa, Ceph
//! RGW, Google and Azure, each in its own form. Texts of the real services only; no sockets and no
//! certificates.

use super::http::{LabAnswer, Site};

const XML: &str = "application/xml";
const REQUEST: &str = "17F3A1B2C3D4E5F6";

/// Answers as MinIO at every path.
pub(super) fn minio_only() -> Site {
    Site::otherwise(minio)
}

/// All six storages behind one port; the Host header tells them apart.
pub(super) fn site([aws, minio, noobaa, rgw, gcs, azure]: [&str; 6]) -> Site {
    Site::default()
        .page_of(aws, "/", self::aws())
        .page_of(minio, "/", self::minio("/"))
        .page_of(noobaa, "/", self::noobaa())
        .page_of(rgw, "/", self::rgw())
        .page_of(gcs, "/", self::gcs())
        .page_of(azure, "/", self::azure())
}

fn aws() -> LabAnswer {
    LabAnswer {
        headers: Vec::new(),
        ..LabAnswer::new(307, XML, "")
    }
    .header("x-amz-id-2", "V8pJmS1dRk0Xn2uQ5yTgE7bLhWcZ4aFo")
    .header("x-amz-request-id", "4SPHN71MQK2W3ZXB")
    .header("Location", "https://aws.amazon.com/s3/")
    .header("Server", "AmazonS3")
}

/// MinIO shows nothing to a client without credentials.
fn minio(path: &str) -> LabAnswer {
    let resource = path
        .split('?')
        .next()
        .unwrap_or_default()
        .replace('&', "&amp;")
        .replace('<', "&lt;");
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied.</Message>\
         <Resource>{resource}</Resource><RequestId>{REQUEST}</RequestId></Error>"
    );
    LabAnswer::new(403, XML, body)
        .header("Server", "MinIO")
        .header("x-amz-request-id", REQUEST)
}

/// NooBaa sends one id in both headers, and allows every origin.
fn noobaa() -> LabAnswer {
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message>\
                <Resource>/</Resource><RequestId>m3x1k2-9qz4c7-1a2</RequestId></Error>";
    LabAnswer::new(403, XML, body)
        .header("x-amz-request-id", "m3x1k2-9qz4c7-1a2")
        .header("x-amz-id-2", "m3x1k2-9qz4c7-1a2")
        .header("Access-Control-Allow-Origin", "*")
}

fn rgw() -> LabAnswer {
    let body = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
                <Owner><ID>anonymous</ID><DisplayName></DisplayName></Owner><Buckets></Buckets></ListAllMyBucketsResult>";
    LabAnswer::new(200, XML, body).header(
        "x-amz-request-id",
        "tx00000000000000000000a-0066f1c2d3-1a2b-default",
    )
}

fn gcs() -> LabAnswer {
    let body = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>MissingSecurityHeader</Code>\
                <Message>Your request was missing a required header.</Message><Details>Authorization</Details></Error>";
    LabAnswer::new(400, "application/xml; charset=UTF-8", body)
        .header("Server", "UploadServer")
        .header("X-GUploader-UploadID", "AHmUCY0f")
}

fn azure() -> LabAnswer {
    let body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>InvalidQueryParameterValue</Code>\
                <Message>Value for one of the query parameters specified in the request URI is invalid.</Message>\
                <QueryParameterName>comp</QueryParameterName><QueryParameterValue /><Reason /></Error>";
    LabAnswer::new(400, XML, body)
        .header("Server", "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0")
        .header("x-ms-request-id", "6d1b2c3a-101e-0042-7d2f-9a0b1c000000")
}
