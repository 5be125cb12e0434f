"""The host that `probe` says a storage's client asks is the host that the real client asks. A proxy on loopback writes down every host that
is asked of it, and answers in its place. boto3 stands for the AWS SDK for Go v2 (one file of endpoint rules is both's), rclone for v1, which it is
built on, restic for restic and kopia (minio-go)."""

import contextlib
import json
import ssl
from dataclasses import dataclass
from pathlib import Path

from servers import Setting
from servers.python import context, listen
from storages import PYTHON
from tool import clean_env, expect, program, run, tail

HERE = Path(__file__).resolve().parent
BUCKET = "mtc-bucket"
S3 = "https://s3.lager.example.test:21443"


@dataclass
class Row:
    """An object, the client that is to ask the same, and which of the object's addresses the client asks."""

    name: str
    client: str
    provider: str = "aws"
    bucket: str = BUCKET
    config: dict = None
    # `test`: what the test asks first; `volumes`: what restic and kopia ask, where that is another; `all`.
    asks: str = "test"

    def object(self):
        storage = {"provider": self.provider, "objectStorage": {"bucket": self.bucket}, "config": self.config or {}}
        return {"apiVersion": "velero.io/v1", "kind": "BackupStorageLocation", "metadata": {"name": "default", "namespace": "adp"}, "spec": storage}


@dataclass
class OfMtc(Row):
    """What MTC's own controller asks: `config` is `backupStorageConfig`."""

    def object(self):
        spec = {"backupStorageProvider": self.provider, "backupStorageConfig": {"awsBucketName": self.bucket, **(self.config or {})}}
        kind = {"apiVersion": "migration.openshift.io/v1alpha1", "kind": "MigStorage"}
        return kind | {"metadata": {"name": "default", "namespace": "openshift-migration"}, "spec": spec}


def at(url, **more):
    return {"region": "eu-west-1", "s3Url": url} | more


PATH = {"s3ForcePathStyle": "true"}
URLS = {
    "a host": S3,
    "a host and a path": S3 + "/path",
    "a label": "https://minio:9000",
    "an address": "https://192.0.2.7:9000",
    "an IPv6 address": "https://[2001:db8::7]:9000",
    "dual-stack": "https://s3.dualstack.eu-west-1.amazonaws.com",
    "FIPS": "https://s3-fips.us-gov-west-1.amazonaws.com",
    "accelerate": "https://s3-accelerate.amazonaws.com",
    "PrivateLink": "https://bucket.vpce-1a.s3.eu-west-1.vpce.amazonaws.com",
}
# What restic makes of these, nobody would want.
NOT_OF_VOLUMES = ("accelerate", "a host and a path")
REGIONS = ["us-east-1", "eu-west-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "us-isob-east-1", "fips-us-gov-west-1"]
AZURE = {"storageAccount": "acct"}
ROWS = [
    *[Row(f"{name}, the bucket in the name", "boto3", config=at(url)) for name, url in URLS.items()],
    *[Row(f"{name}, the bucket in the path", "boto3", config=at(url, **PATH)) for name, url in URLS.items()],
    *[Row(f"a bucket {bucket}", "boto3", bucket=bucket, config=at(S3)) for bucket in ("mtc.bucket", "MtcBucket", "mtc_bucket", "192.0.2.7")],
    *[Row(f"region {region}", "boto3", config={"region": region}) for region in REGIONS],
    Row("a region, a bucket with a dot", "boto3", bucket="mtc.bucket", config={"region": "eu-west-1"}),
    # Without a region Velero's plugin asks that of us-east-1 for the bucket's.
    Row("no region", "boto3"),
    # rclone asks the endpoint of us-east-1, of its own will, where the SDK would ask the global one.
    *[OfMtc(f"MTC, region {region}", "rclone", config={"awsRegion": region}) for region in REGIONS[1:-1]],
    OfMtc("MTC, a URL", "rclone", config={"awsS3Url": S3}),
    OfMtc("MTC, a URL that is public alone", "rclone", config={"awsPublicUrl": S3}),
    OfMtc("MTC, no URL, a path wished for", "rclone", config={"awsRegion": "eu-west-1", "awsS3ForcePathStyle": True}),
    *[Row(f"volumes at {name}", "restic", config=at(url), asks="volumes") for name, url in URLS.items() if name not in NOT_OF_VOLUMES],
    *[Row(f"volumes, region {region}", "restic", config={"region": region}, asks="volumes") for region in REGIONS[:4]],
    Row("volumes at Aliyun", "restic", config=at("https://oss-eu-central-1.aliyuncs.com"), asks="volumes"),
    Row("volumes, a bucket with a dot", "restic", bucket="mtc.bucket", config={"region": "eu-west-1"}, asks="volumes"),
    Row("Azure, an account's key", "restic", "azure", config=AZURE | {"storageAccountKeyEnvVar": "KEY"}, asks="all"),
    Row("Azure, a service principal", "rclone", "azure", config=AZURE),
    Row("Google, a service account's key", "rclone", "gcp", asks="first two"),
]


def cases(lab):
    bench = Bench(lab)
    for row in ROWS:
        yield row.name, row.client, f"asks what probe says ({row.asks})", lambda r=row: bench.agree(r)


class Recorder:
    """A proxy that writes down where it is asked to connect, and answers itself as an empty storage does."""

    def __init__(self, lab):
        self.asked = []
        tls = context(Setting(lab.pki.chains["leaf+root"], lab.pki, lab.folder()))
        (ip, port), self.stop = listen(lambda connection, _: self._one(connection, tls))
        self.url = f"http://{ip}:{port}"

    def _one(self, connection, tls):
        place = _head(connection).split(" ")[1]
        if place not in self.asked:
            self.asked.append(place)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        # A client that does not take the certificate has been written down all the same.
        with contextlib.suppress(ssl.SSLError), tls.wrap_socket(connection, server_side=True) as inner:
            inner.sendall(_answer(_head(inner)))


def _head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(65536)
        if not more:
            raise OSError("gone")
        head += more
    return head.split(b"\r\n")[0].decode()


def _answer(request):
    code, kind, body = "404 Not Found", "application/xml", "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>"
    if "/token" in request:
        code, kind, body = "200 OK", "application/json", '{"access_token": "none", "expires_in": 3600, "token_type": "Bearer"}'
    length = 0 if request.startswith("HEAD") else len(body)
    return f"HTTP/1.1 {code}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body[:length]}".encode()


class Bench:
    def __init__(self, lab):
        self.lab = lab

    def agree(self, row):
        told = self.told(row)
        asked = self.asked(row)
        wanted = {"test": told[:1], "volumes": told[-1:], "first two": told[:2], "all": told}[row.asks]
        expect(asked == wanted, f"{row.client} asks {asked}, probe says {told}")
        return " ".join(asked)

    def told(self, row):
        """The endpoints of the object's addresses, in their order."""
        recorder = Recorder(self.lab)
        dump = self.lab.folder() / "dump.json"
        dump.write_text(json.dumps(row.object()))
        ran = self.lab.probe.run("endpoints", "-f", dump, "-o", "json", "--trust", "none", "--proxy", recorder.url, "--timeout", "5s", timeout=60)
        recorder.stop()
        objects = ran.json()["objects"]
        expect(len(objects) == 1, f"{len(objects)} objects: {tail(ran.err)}")
        told = [address["endpoint"] for address in objects[0]["addresses"]]
        missing = [place for place in told if place not in recorder.asked]
        expect(told and not missing, f"says {told}, and asked {recorder.asked}")
        return told

    def asked(self, row):
        recorder = Recorder(self.lab)
        keys = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none", "AWS_EC2_METADATA_DISABLED": "true", "RESTIC_PASSWORD": "none"}
        argv, more = getattr(self, f"_{row.client}")(row)
        env = clean_env(self.lab.folder()) | keys | more | {"HTTPS_PROXY": recorder.url, "HTTP_PROXY": recorder.url}
        ran = run(argv, self.lab.dir, timeout=60, env=env)
        recorder.stop()
        expect(recorder.asked, f"{row.client} asked nothing, exit {ran.code}: {tail(ran.err, 400)}")
        return recorder.asked

    @staticmethod
    def _boto3(row):
        config = row.config or {}
        style = "path" if config.get("s3ForcePathStyle") else "virtual"
        return [PYTHON, HERE / "s3asker.py", config.get("s3Url", ""), config.get("region", "us-east-1"), row.bucket, style], {}

    def _rclone(self, row):
        argv = [program("rclone"), "--config", "/dev/null", "--no-check-certificate", "--retries", "1", "--low-level-retries", "1"]
        if row.provider == "azure":
            principal = {"appId": "00000000-0000-0000-0000-000000000001", "password": "none", "tenant": "00000000-0000-0000-0000-000000000002"}
            file = self.lab.folder() / "principal.json"
            file.write_text(json.dumps(principal))
            return [*argv, "--azureblob-account", "acct", "--azureblob-service-principal-file", file, "cat", ":azureblob:blobs/k"], {}
        if row.provider == "gcp":
            return [*argv, "--gcs-service-account-file", self._service_account(), "cat", ":gcs:objects/k"], {}
        config = row.config or {}
        url = config.get("awsS3Url") or config.get("awsPublicUrl") or ""
        argv += ["--s3-provider", "Other" if url else "AWS", "--s3-env-auth", "--s3-region", config.get("awsRegion", "us-east-1")]
        # As MTC's GetForcePathStyle: with a URL, and never without one.
        argv += ["--s3-endpoint", url, f"--s3-force-path-style={'true' if url else 'false'}"]
        return [*argv, "cat", f":s3:{row.bucket}/k"], {}

    def _service_account(self):
        folder = self.lab.folder()
        key = folder / "account.key"
        ran = run([program("openssl"), "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key], self.lab.dir)
        expect(ran.code == 0, f"no key: {tail(ran.err)}")
        account = {"type": "service_account", "project_id": "p", "private_key_id": "1", "private_key": key.read_text(), "client_id": "1"}
        account |= {"client_email": "velero@p.iam.gserviceaccount.com", "token_uri": "https://oauth2.googleapis.com/token"}
        file = folder / "account.json"
        file.write_text(json.dumps(account))
        return file

    @staticmethod
    def _restic(row):
        argv = [program("restic"), "--insecure-tls", "--no-cache", "cat", "config"]
        if row.provider == "azure":
            return [*argv, "-r", "azure:blobs:/p"], {"AZURE_ACCOUNT_NAME": "acct", "AZURE_ACCOUNT_KEY": "QUJD"}
        # What Velero gives it: the URL, else a name of its own making.
        place = row.config.get("s3Url") or f"s3-{row.config['region']}.amazonaws.com"
        return [*argv, "-r", f"s3:{place}/{row.bucket}/p"], {}
