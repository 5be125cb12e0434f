"""`probe export-bundle --format`: each format in the hands of the program that it is for, or of one that reads it as strictly."""

import base64
import contextlib
import json
import os
import pty
import re
import subprocess

import yaml

from endpoints import MODULES
from servers import Setting, serving
from tool import HOST, Failed, clean_env, expect, fingerprints, program, reach, run, tail

PASSWORD = "changeit"
CLIENT = """
import java.net.URL;
import javax.net.ssl.HttpsURLConnection;
public class Client {
    public static void main(String[] args) throws Exception {
        HttpsURLConnection.setDefaultHostnameVerifier((name, session) -> false);
        System.out.println(((HttpsURLConnection) new URL(args[0]).openConnection()).getResponseCode());
    }
}
"""


def cases(lab):
    bench = Bench(lab)
    for name, reader, expected, act in (
        ("pkcs12", "keytool", "both certificates, trusted", lambda: bench.keytool("pkcs12")),
        ("jks", "keytool", "both certificates, trusted", lambda: bench.keytool("jks")),
        ("pkcs12, another password", "keytool", "only with that password", lambda: bench.sealed("pkcs12")),
        ("jks, another password", "keytool", "only with that password", lambda: bench.sealed("jks")),
        ("pkcs12", "openssl", "both certificates, the MAC verified", bench.openssl),
        ("pkcs12", "java", "connects, and not without", lambda: bench.java("pkcs12")),
        ("jks", "java", "connects, and not without", lambda: bench.java("jks")),
        ("user-ca-bundle", "yaml", "the very PEM", bench.user_ca_bundle),
        ("additional-trusted-ca", "yaml", "the very PEM for each registry", bench.registries),
        ("install-config", "yaml", "the very PEM", bench.install_config),
        ("migcluster-patch", "json", "the very PEM", lambda: bench.patch("migcluster-patch", "spec caBundle")),
        ("migstorage-patch", "json", "the very PEM", lambda: bench.patch("migstorage-patch", "spec backupStorageConfig s3CustomCABundle")),
        ("bsl-patch", "json", "the very PEM", lambda: bench.patch("bsl-patch", "spec objectStorage caCert")),
        ("dpa-patch", "json", "the very PEM, its neighbours kept", bench.dpa_patch),
        ("certs.d", "curl", "connects with HOST:PORT/ca.crt", bench.tree),
        ("binary to a terminal", "", "exit 2, nothing", bench.terminal),
        ("the same run twice", "", "the same bytes", bench.twice),
    ):
        yield name, reader, expected, act
    bench.close()


class Bench:
    """Two servers below different roots, measured once: every format is made from that evidence."""

    def __init__(self, lab):
        self.lab, self.stack = lab, contextlib.ExitStack()
        self.addresses = [self._serve(chain) for chain in ("leaf+root", "self-leaf")]
        self.wanted = sorted(lab.pki.certs[name].sha256 for name in ("root", "self-leaf"))
        self.run = lab.folder() / "run.jsonl"
        pairs = [reach(address) for address in self.addresses]
        flags = [flag for flags, _ in pairs for flag in flags[:2]] + pairs[0][0][2:]
        self.targets = [target for _, target in pairs]
        lab.probe.run("endpoints", *flags, "--trust", "none", "--save", self.run, *self.targets)
        self.pem = self.export("pem").out.decode()

    def _serve(self, chain):
        return self.stack.enter_context(serving(MODULES["openssl"], "tls", Setting(self.lab.pki.chains[chain], self.lab.pki, self.lab.folder())))

    def close(self):
        self.stack.close()

    def export(self, name, *more):
        ran = self.lab.probe.run("export-bundle", "--from", self.run, "--format", name, *more)
        expect(ran.code == 0, f"exit {ran.code}: {tail(ran.err)}")
        expect("apply" in ran.err, f"nothing says how to apply it: {tail(ran.err)}")
        return ran

    def file(self, name, *more):
        path = self.lab.folder() / name
        self.export(name, "-o", path, *more)
        return path

    def _list(self, store, kind, password):
        argv = [program("keytool"), "-J-Duser.language=en", "-list", "-rfc", "-keystore", store, "-storetype", kind, "-storepass", password]
        return run(argv, self.lab.dir, timeout=30)

    def keytool(self, kind):
        ran = self._list(self.file(kind), kind, PASSWORD)
        text = ran.out.decode()
        expect(ran.code == 0, f"keytool: {tail(text)}")
        self._holds(text)
        expect(text.count("trustedCertEntry") == 2, f"not trusted: {tail(text)}")

    def sealed(self, kind):
        secret = self.lab.folder() / "password"
        secret.write_text("correct horse\n")
        store = self.file(kind, "--store-password-file", secret)
        ran = self._list(store, kind, "correct horse")
        expect(ran.code == 0, f"keytool: {tail(ran.out.decode())}")
        self._holds(ran.out.decode())
        expect(self._list(store, kind, PASSWORD).code != 0, "opens with another password")

    def openssl(self):
        argv = [program("openssl"), "pkcs12", "-nokeys", "-in", self.file("pkcs12"), "-passin"]
        ran = run([*argv, f"pass:{PASSWORD}"], self.lab.dir)
        expect(ran.code == 0, f"openssl: {tail(ran.err)}")
        self._holds(ran.out.decode())
        expect(run([*argv, "pass:another"], self.lab.dir).code != 0, "opens with another password")

    def _holds(self, text):
        held = sorted(fingerprints(text.replace("\r", "")))
        expect(held == self.wanted, f"holds {len(held)} certificates, not the two that were proved")

    def java(self, kind):
        """Connects by TLS and is answered by name; with a store of another root it must not."""
        stranger = self.lab.folder() / "stranger"
        argv = [program("keytool"), "-importcert", "-noprompt", "-keystore", stranger, "-storetype", kind, "-storepass", PASSWORD]
        made = run([*argv, "-file", self.lab.pki.certs["stranger"].pem], self.lab.dir, timeout=30)
        expect(made.code == 0, f"keytool: {tail(made.out.decode())}")
        ran = self._connect(self.file(kind), kind)
        expect(ran.code == 0 and ran.out.strip() == b"200", f"java does not connect: {tail(ran.err)}")
        expect("PKIX" in self._connect(stranger, kind).err, "connects with a store that has nothing to do with the server")

    def _connect(self, store, kind):
        folder = self.lab.folder()
        (folder / "Client.java").write_text(CLIENT)
        (folder / "hosts").write_text(f"127.0.0.1 {HOST}\n")
        trust = [f"-Djavax.net.ssl.trustStore={store}", f"-Djavax.net.ssl.trustStoreType={kind}", f"-Djavax.net.ssl.trustStorePassword={PASSWORD}"]
        port = self.addresses[0][1]
        argv = [program("java"), f"-Djdk.net.hosts.file={folder / 'hosts'}", *trust, folder / "Client.java", f"https://{HOST}:{port}/"]
        return run(argv, self.lab.dir, timeout=60)

    def _manifest(self, name):
        manifest = yaml.safe_load(self.export(name).out)
        expect(manifest["kind"] == "ConfigMap" and manifest["apiVersion"] == "v1", f"is {manifest['kind']}")
        expect(set(manifest["metadata"]) == {"name", "namespace"}, f"metadata {manifest['metadata']}")
        return manifest["data"]

    def user_ca_bundle(self):
        expect(self._manifest("user-ca-bundle") == {"ca-bundle.crt": self.pem}, "not the PEM that was proved")

    def registries(self):
        data = self._manifest("additional-trusted-ca")
        keys = [target.replace(":", "..") for target in self.targets]
        expect(sorted(data) == sorted(keys), f"keys {sorted(data)}")
        for key, name in zip(keys, ("root", "self-leaf")):
            expect(fingerprints(data[key]) == [self.lab.pki.certs[name].sha256], f"{key} holds not just what it needs")

    def install_config(self):
        config = "apiVersion: v1\nbaseDomain: probe.test\n" + self.export("install-config").out.decode() + "pullSecret: none\n"
        expect(yaml.safe_load(config)["additionalTrustBundle"] == self.pem, "not the PEM that was proved")

    def patch(self, name, path):
        out = self.export(name).out
        place = json.loads(out)
        expect(yaml.safe_load(out) == place, "read differently as YAML")
        for member in path.split():
            place = place[member]
        expect(base64.b64decode(place, validate=True).decode() == self.pem, "not the PEM that was proved")

    def dpa_patch(self):
        """Applied as RFC 6902 says, to a list of which only one item may change."""
        location = lambda bucket: {"velero": {"objectStorage": {"bucket": bucket}, "config": {"insecureSkipTLSVerify": "true"}}}  # noqa: E731
        document = {"spec": {"backupLocations": [location("a"), location("b")]}}
        for operation in json.loads(self.export("dpa-patch", "--location", "1").out):
            expect(operation["op"] == "add", f"operation {operation['op']}")
            *path, last = operation["path"].split("/")[1:]
            place = document
            for step in path:
                place = place[int(step) if isinstance(place, list) else step]
            place[last] = operation["value"]
        kept, changed = document["spec"]["backupLocations"]
        expect(kept == location("a"), "the other location changed")
        expect(changed["velero"]["config"] == {"insecureSkipTLSVerify": "false"}, f"config {changed['velero']['config']}")
        storage = changed["velero"]["objectStorage"]
        expect(storage["bucket"] == "b" and base64.b64decode(storage["caCert"]).decode() == self.pem, "not the PEM that was proved")

    def tree(self):
        folder = self.file("certs.d")
        expect(sorted(p.name for p in folder.iterdir()) == sorted(self.targets), "other directories than HOST:PORT")
        for target, address in zip(self.targets, self.addresses):
            self.lab.consumers.connect("curl", folder / target / "ca.crt", address)
        try:
            self.lab.consumers.connect("curl", folder / self.targets[0] / "ca.crt", self.addresses[1])
        except Failed:
            return
        expect(False, "a registry's directory holds another registry's certificates")

    def terminal(self):
        main, terminal = pty.openpty()
        argv = [str(self.lab.probe.path), "export-bundle", "--from", str(self.run), "--format", "jks"]
        env = clean_env(self.lab.dir)
        done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=terminal, stderr=subprocess.PIPE, env=env, timeout=20, check=False)
        os.close(terminal)
        try:
            shown = os.read(main, 100)
        except OSError:
            shown = b""
        os.close(main)
        expect(done.returncode == 2 and shown == b"", f"exit {done.returncode}, {len(shown)} bytes shown")
        expect(re.search(rb"terminal.*-o FILE", done.stderr), f"says {done.stderr!r}")

    def twice(self):
        for name in ("pkcs12", "jks", "user-ca-bundle", "migcluster-patch", "additional-trusted-ca"):
            expect(self.export(name).out == self.export(name).out, f"{name} differs")
