"""A real S3 server behind TLS: what `probe` makes of it, and whether S3 clients work with the bundle it wrote. They are the ones that
count: restic, which MTC runs; rclone, built on the AWS SDK for Go, as MTC's controller and Velero are; boto3."""

from pathlib import Path

from proxied import Running
from servers.s3 import BUCKET, KEY, SECRET
from tool import HOST, Failed, clean_env, expect, program, reach, run, tail

HERE = Path(__file__).resolve().parent
# Debian's, which has python3-boto3, whatever else is first on the PATH.
PYTHON = "/usr/bin/python3"
CHAINS = ("leaf+root", "full", "self-ca")


def cases(lab):
    with Running(lab) as running:
        bench = Bench(lab, running)
        for chain in CHAINS:
            code = "self-signed" if chain.startswith("self") else "private-ca"
            yield f"{chain}, root not given", "s3s-fs", code, lambda c=chain, x=code: bench.judged(c, x)
            for client in ("boto3", "restic", "rclone"):
                yield f"{chain}, bundle", client, "PUT and GET, and not with another", lambda c=chain, n=client: bench.uses(c, n)
        yield "leaf+root, root given", "s3s-fs", "ok", lambda: bench.judged("leaf+root", "ok", "--ca", lab.pki.certs["root"].pem)
        yield "an S3 server asked as a registry", "s3s-fs", "wrong-service", bench.mistaken


class Bench:
    def __init__(self, lab, running):
        self.lab, self.running = lab, running

    def address(self, chain):
        ip, port = self.running.get("s3", "s3s-fs")[0]
        return self.running.get("nginx", "front", chain, upstream=f"{ip}:{port}")[0]

    def probe(self, command, chain, *flags, role="repository"):
        deadlines, authority = reach(self.address(chain))
        return self.lab.probe.run(command, *deadlines, "--trust", "none", *flags, f"{role}=https://{authority}"), f"https://{authority}"

    def judged(self, chain, code, *flags):
        ran, _ = self.probe("endpoints", chain, "-o", "json", *flags)
        endpoint = ran.json()["endpoints"][0]
        codes = [endpoint["verdict"]["code"], *(f["code"] for f in endpoint["findings"])]
        expect(codes[0] == code and "wrong-service" not in codes, f"{codes}")
        expect(ran.code == (0 if code == "ok" else 1), f"exit {ran.code}: {tail(ran.err)}")
        # Unsigned questions are refused by a server that checks signatures.
        expect(endpoint["steps"][0]["answer"]["status"] == 403, f"{endpoint['steps'][0]['answer']}")
        return " ".join(codes)

    def mistaken(self):
        ran, _ = self.probe("endpoints", "leaf+root", "-o", "json", "--ca", self.lab.pki.certs["root"].pem, role="registry")
        code = ran.json()["endpoints"][0]["verdict"]["code"]
        expect(code == "wrong-service" and ran.code == 1, f"{code}, exit {ran.code}")

    def uses(self, chain, client):
        bundle = self.lab.folder() / "bundle.pem"
        ran, url = self.probe("export-bundle", chain, "-o", bundle)
        expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err)}")
        self.proves(bundle, url, client)

    def proves(self, bundle, url, client):
        """With the bundle the client puts and gets, and with another it does not."""
        act = getattr(self, f"_{client}")
        act(bundle, url)
        try:
            act(self.lab.pki.certs["stranger"].pem, url)
        except Failed as why:
            expect("certificate" in str(why).lower(), f"with another bundle it fails for another reason: {why}")
            return
        expect(False, f"{client} works with another bundle: this test could not fail")

    def _ran(self, name, argv, **env):
        keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_EC2_METADATA_DISABLED": "true"}
        ran = run(argv, self.lab.dir, timeout=60, env=clean_env(self.lab.folder()) | keys | env)
        expect(ran.code == 0, f"{name}: {tail(ran.err, 400)}")
        return ran.out

    def _boto3(self, bundle, url):
        self._ran("boto3", [PYTHON, HERE / "s3client.py", bundle, url, BUCKET])

    def _restic(self, bundle, url):
        # A repository of its own each time: init, back up, list.
        place = f"s3:{url}/{BUCKET}/{self.lab.folder().name}"
        argv = [program("restic"), "--cacert", bundle, "-r", place, "--no-cache"]
        self._ran("restic", [*argv, "init"], RESTIC_PASSWORD="interop")
        self._ran("restic", [*argv, "backup", HERE / "s3client.py"], RESTIC_PASSWORD="interop")
        expect(b"s3client.py" in self._ran("restic", [*argv, "ls", "latest"], RESTIC_PASSWORD="interop"), "restic lost the file")

    def _rclone(self, bundle, url):
        argv = [program("rclone"), "--config", "/dev/null", "--ca-cert", bundle, "--retries", "1", "--low-level-retries", "1"]
        argv += ["--s3-provider", "Other", "--s3-endpoint", url, "--s3-env-auth", "--s3-no-check-bucket"]
        self._ran("rclone", [*argv, "copyto", HERE / "s3client.py", f":s3:{BUCKET}/by/rclone"])
        expect(self._ran("rclone", [*argv, "cat", f":s3:{BUCKET}/by/rclone"]) == (HERE / "s3client.py").read_bytes(), "other bytes came back")
