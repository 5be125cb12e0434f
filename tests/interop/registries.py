"""A real registry: what `probe` makes of it, and whether skopeo, told nothing but what `probe` wrote, then works with it."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

from proxied import Running
from servers.registry import realm
from tool import HOST, expect, program, reach, run, tail

# /etc/containers becomes an empty directory of the row's own, for one command.
PRIVATE = 'mount -t tmpfs none /etc/containers && cp -r "$0"/. /etc/containers && exec "$@"'


def cases(lab):
    with Running(lab) as running:
        bench = Bench(lab, running)
        for kind in ("open", "token"):
            yield f"{kind}, root not given", "registry", "private-ca", lambda k=kind: bench.judged(k, "private-ca")
            yield f"{kind}, root given", "registry", "ok", lambda k=kind: bench.judged(k, "ok", "--ca", lab.pki.certs["root"].pem)
            yield f"{kind}, certs.d", "skopeo", "pushes and inspects, and not without", lambda k=kind: bench.certs_d(k)
            yield f"{kind}, additional-trusted-ca", "skopeo", "its value is that ca.crt", lambda k=kind: bench.additional(k)
        yield "plain HTTP", "registry", "not-tls, and what it is", bench.plain
        yield "plain HTTP, registries.conf", "skopeo", "inspects with the stanza, and not without", bench.stanza


class Bench:
    def __init__(self, lab, running):
        self.lab, self.running = lab, running
        self.image = _image(lab.folder())

    def address(self, kind):
        upstream = ""
        if kind == "token":
            upstream = realm(self.running.get("registry", "token service")[0])
        return self.running.get("registry", kind, upstream=upstream)[0]

    def probe(self, command, kind, *flags):
        deadlines, authority = reach(self.address(kind))
        return self.lab.probe.run(command, *deadlines, "--trust", "none", *flags, f"registry={authority}"), authority

    def judged(self, kind, code, *flags):
        ran, authority = self.probe("endpoints", kind, "-o", "json", *flags)
        # Where the registry names a token service, that is an endpoint too.
        endpoint = next(e for e in ran.json()["endpoints"] if e["target"]["authority"] == authority)
        codes = [endpoint["verdict"]["code"], *(f["code"] for f in endpoint["findings"])]
        expect(codes[0] == code and "wrong-service" not in codes, f"{codes}")
        expect(("registry-without-token-service" in codes) == (kind == "open"), f"{codes}")
        expect(ran.code == (0 if code == "ok" else 1), f"exit {ran.code}: {tail(ran.err)}")
        answers = [step["answer"] for step in endpoint["steps"]]
        expect(answers[0]["status"] == (401 if kind == "token" else 200), f"{answers}")
        return " ".join(codes)

    def certs_d(self, kind):
        tree = self.lab.folder() / "certs.d"
        ran, authority = self.probe("export-bundle", kind, "--format", "certs.d", "-o", tree)
        expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err)}")
        self.proves(tree, authority)

    def proves(self, tree, authority):
        """With `certs.d` skopeo pushes and inspects, and without it does not."""
        with_it, without = self.containers(certs=tree), self.containers()
        place = f"docker://{authority}/openshift/hello:latest"
        pushed = self.skopeo(with_it, "copy", f"oci:{self.image}:latest", place)
        expect(pushed.code == 0, f"skopeo copy: {tail(pushed.err)}")
        self.inspects(with_it, place)
        refused = self.skopeo(without, "inspect", place)
        expect(refused.code != 0 and "x509: certificate signed by unknown authority" in refused.err, f"without it: {tail(refused.err)}")

    def additional(self, kind):
        tree = self.lab.folder() / "certs.d"
        self.probe("export-bundle", kind, "--format", "certs.d", "-o", tree)
        ran, authority = self.probe("export-bundle", kind, "--format", "additional-trusted-ca")
        expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err)}")
        import yaml

        data = yaml.safe_load(ran.out)["data"]
        # The nodes' operator makes /etc/docker/certs.d/HOST:PORT/ca.crt of the key HOST..PORT.
        given = data[authority.replace(":", "..")]
        expect(given == (tree / authority / "ca.crt").read_text(), "another value than certs.d has")

    def plain(self):
        ran, authority = self.probe("endpoints", "plain http", "-o", "json")
        verdict = ran.json()["endpoints"][0]["verdict"]
        expect(verdict["code"] == "not-tls" and ran.code == 1, f"{verdict['code']}, exit {ran.code}")
        expect("HTTP" in verdict["remedy"], verdict["remedy"])
        export, _ = self.probe("export-bundle", "plain http")
        expect(export.code == 3 and export.out == b"", f"a bundle for plain HTTP: exit {export.code}")
        return authority

    def stanza(self):
        ran, authority = self.probe("endpoints", "plain http", "-o", "json")
        remedy = ran.json()["endpoints"][0]["verdict"]["remedy"]
        stanza = remedy[remedy.find("[[registry]]") :]
        expect(f'location = "{authority}"' in stanza, f"no stanza in the remedy: {remedy}")
        place = f"docker://{authority}/openshift/hello:latest"
        with_it, without = self.containers(registries=stanza), self.containers()
        pushed = self.skopeo(with_it, "copy", f"oci:{self.image}:latest", place)
        expect(pushed.code == 0, f"skopeo copy: {tail(pushed.err)}")
        self.inspects(with_it, place)
        refused = self.skopeo(without, "inspect", place)
        expect(refused.code != 0 and "HTTP response to HTTPS client" in refused.err, f"without it: {tail(refused.err)}")

    def containers(self, certs=None, registries=""):
        """What is to be /etc/containers."""
        folder = self.lab.folder()
        (folder / "policy.json").write_text('{"default": [{"type": "insecureAcceptAnything"}]}')
        (folder / "registries.conf").write_text(registries + "\n")
        if certs:
            (folder / "certs.d").symlink_to(certs)
        return folder

    def skopeo(self, containers, *args):
        shell = [program("unshare"), "--mount", "--", "sh", "-ec", PRIVATE, containers]
        return run([*shell, program("skopeo"), *args], self.lab.dir, timeout=30)

    def inspects(self, containers, place):
        ran = self.skopeo(containers, "inspect", "--raw", place)
        expect(ran.code == 0, f"skopeo inspect: {tail(ran.err)}")
        expect(ran.json()["config"]["digest"] == _manifest(self.image)["config"]["digest"], "another image came back")


def _image(folder):
    """The smallest image: one layer with one file, as an OCI layout."""
    folder = Path(folder)
    (folder / "blobs" / "sha256").mkdir(parents=True)

    def blob(data, kind):
        digest = hashlib.sha256(data).hexdigest()
        (folder / "blobs" / "sha256" / digest).write_bytes(data)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(data)}

    layer = io.BytesIO()
    with tarfile.open(fileobj=layer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("hello"))
    layer = blob(layer.getvalue(), "layer.v1.tar")
    config = {"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}, "config": {}}
    config = blob(json.dumps(config).encode(), "config.v1+json")
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": [layer]}
    manifest = blob(json.dumps(manifest).encode(), "manifest.v1+json")
    manifest["annotations"] = {"org.opencontainers.image.ref.name": "latest"}
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [manifest]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    return folder


def _manifest(folder):
    (only,) = json.loads((folder / "index.json").read_text())["manifests"]
    return json.loads((folder / "blobs" / "sha256" / only["digest"].split(":")[1]).read_text())
