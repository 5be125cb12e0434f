"""Who reads a bundle: each connects with it as its only trust, and must be answered."""

import os
import re
import shutil
import socket
import ssl
from pathlib import Path

from tool import HOST, clean_env, expect, program, run, tail

HERE = Path(__file__).resolve().parent
# What nobody connects with unless the bundle is right: these two accept any certificate in a bundle as an anchor ...
LENIENT = ("curl", "go")
# ... and these want the path to end in a self-signed certificate that the bundle holds.
ALL = (*LENIENT, "openssl", "python", "node")


class Consumers:
    def __init__(self, folder, pki):
        self.dir, self.pki = folder, pki
        folder.mkdir()
        self.empty = folder / "no-certificates"
        self.empty.mkdir()
        self._built, self._of_versions = {}, {}

    def connect_through(self, name, bundle, proxy, port):
        """Connects to HOST through a proxy, which finds it by itself. Only those of `LENIENT` know proxies by themselves."""
        url = f"https://{HOST}:{port}/"
        if name == "go":
            self._ran("go", [self.go_client(), bundle, proxy, url])
        else:
            self._ran("curl", [*self._curl(bundle), "--proxy", proxy, url])

    def connect(self, name, bundle, address, user=None):
        """Connects to HOST at the address; `user` is a client certificate to show."""
        getattr(self, f"_{name}_connects")(bundle, address, [user.pem, user.key] if user else [])

    def _curl(self, bundle):
        # --capath: else Debian's curl adds the system's certificates to the bundle.
        return [program("curl"), "-q", "-sS", "--max-time", "5", "--cacert", bundle, "--capath", self.empty]

    def _curl_connects(self, bundle, address, pair):
        ip, port = address
        more = ["--cert", pair[0], "--key", pair[1]] if pair else []
        argv = [*self._curl(bundle), "--noproxy", "*", *more]
        self._ran("curl", [*argv, "--resolve", f"{HOST}:{port}:{ip}", f"https://{HOST}:{port}/"])

    def _go_connects(self, bundle, address, pair):
        ip, port = address
        self._ran("go", [self.go_client(), bundle, f"{ip}:{port}", f"https://{HOST}:{port}/", *pair])

    def _openssl_connects(self, bundle, address, pair):
        ip, port = address
        argv = [program("openssl"), "s_client", "-connect", f"{ip}:{port}", "-servername", HOST, "-verify_hostname", HOST]
        more = ["-cert", pair[0], "-key", pair[1]] if pair else []
        self._ran("openssl", [*argv, *more, "-CAfile", bundle, "-no-CApath", "-no-CAstore", "-verify_return_error", "-brief"])

    def _node_connects(self, bundle, address, pair):
        self._ran("node", [program("node"), HERE / "nodeclient.js", bundle, *address, HOST, *pair])

    def _python_connects(self, bundle, address, pair):
        context = ssl.create_default_context(cafile=bundle)
        if pair:
            context.load_cert_chain(*pair)
        try:
            with socket.create_connection(address, timeout=5) as plain, context.wrap_socket(plain, server_hostname=HOST) as tls:
                tls.sendall(f"GET / HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
                expect(tls.recv(5) == b"HTTP/", "python was not answered")
        except OSError as why:
            expect(False, f"python: {why}")

    def _ran(self, name, argv):
        ran = run(argv, self.dir, timeout=10)
        expect(ran.code == 0, f"{name} does not connect: {tail(ran.err)}")

    def go_of_each_version(self, gos):
        """The client built by each Go that a migration may meet, by its version: this machine's, and those given with --go."""
        if not self._of_versions:
            self._of_versions = dict(self._built_by(go) for go in [Path(program("go")), *gos])
        missing = {"go1.19", "go1.23", "go1.27"} - self._of_versions.keys()
        expect(not missing, f"no {' '.join(sorted(missing))}: give --go PATH_OF_GO")
        return self._of_versions

    def _built_by(self, go):
        """Built as a module of its own version, which decides about Go's settings."""
        env = clean_env(self.dir) | {"GOPROXY": "off", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0", "GOENV": "off"}
        env["GOCACHE"] = f"{Path.home()}/.cache/go-build"
        version = re.search(r"go1\.\d+", run([go, "version"], self.dir, env=env).out.decode())[0]
        source, built = self.dir / version, self.dir / f"client-{version}"
        shutil.copytree(HERE / "goclient", source)
        (source / "go.mod").write_text(f"module goclient\n\ngo {version.removeprefix('go')}\n")
        ran = run([go, "build", "-buildvcs=false", "-o", built, "."], self.dir, timeout=300, cwd=source, env=env)
        expect(ran.code == 0, f"{version} build: {tail(ran.err)}")
        return version, built

    def go_client(self):
        return self.go_program("goclient")

    def go_program(self, name):
        """Built once, when first needed, with what Debian's package holds and nothing fetched."""
        if name not in self._built:
            built = self.dir / name
            env = clean_env(self.dir) | {"GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0"}
            # The caller's build cache, where there is one: the standard library takes half a minute to compile.
            env["GOCACHE"] = os.environ.get("GOCACHE") or str(Path.home() / ".cache" / "go-build")
            # -buildvcs: a checkout that belongs to another user is no reason to fail.
            ran = run([program("go"), "build", "-buildvcs=false", "-o", built, "."], self.dir, timeout=300, cwd=HERE / name, env=env)
            expect(ran.code == 0, f"go build: {tail(ran.err)}")
            self._built[name] = built
        return self._built[name]
