"""`deploy/`: the manifests against the schemas of every Kubernetes, and the command of the Job in what the image's file system is:
nothing but a static binary, the mounted targets and /etc/resolv.conf, as a user that does not exist."""

import copy
import json
import re
from pathlib import Path

import yaml

from image import Image
from proxied import Running
from tool import HOST, expect, fingerprints, program, run, tail

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
VERSIONS = [f"1.{minor}" for minor in range(25, 38)]
TARGETS = "/etc/mtc-probe/targets"
DEADLINES = ["--dns-timeout=2s", "--connect-timeout=2s", "--tls-timeout=2s", "--http-timeout=2s", "--timeout=6s"]


def cases(lab):
    job, shards = (yaml.safe_load((DEPLOY / name).read_text()) for name in ("job.yaml", "shards.yaml"))
    for version in VERSIONS:
        for name in ("job.yaml", "shards.yaml"):
            yield f"{name}, strict", f"k8s {version}", "valid", lambda n=name, v=version: valid(lab, n, v)
    for name, broken in damaged(job):
        yield f"job.yaml, {name}", "", "refused by the validator", lambda b=broken: refused(lab, b)
    yield "job.yaml", "", "fit for restricted-v2", lambda: restricted(job)
    yield "shards.yaml", "", "fit for restricted-v2, one number of shards", lambda: sharded(shards)
    yield "Containerfile", "", "builds what is tested here", containerfile
    yield "README.md", "", "every file and name it speaks of is there", lambda: readme(job)
    yield "the binary", "", "static, and the other is not", lambda: static(lab)
    with Running(lab) as running:
        pod = Pod(lab, running, job)
        yield "as the image runs it", "nginx", "JSONL, names resolved, exit 0", pod.lines
        yield "a public CA, no CA files", "", "Mozilla's roots are there", pod.mozilla
        yield "the proxy of migration-proxy", "tinyproxy", "used, NO_PROXY kept, password nowhere", pod.proxied
        yield "targets that are objects", "", "origin kept, the CA beside it counts", pod.objects
        yield "targets that are wrong", "", "stdout JSONL only, exit 3", pod.wrong
        yield "no ConfigMap key", "", "exit 3, nothing on stdout", pod.empty
        yield "laptop against pod", "", "alike in chain, trust differs", pod.compared
        yield "laptop against the pod's whole log", "", "problem lines named", pod.log


def valid(lab, name, version):
    ran = _validate(lab, DEPLOY / name, version)
    expect(ran.code == 0, tail(ran.out.decode() + ran.err))


def _validate(lab, path, version):
    return run([program("kubernetes-validate"), "-k", version, "--strict", path], lab.dir, timeout=60)


def damaged(job):
    """Each breaks one thing that a schema can see."""

    def but(change):
        broken = copy.deepcopy(job)
        change(broken)
        return broken

    spec = lambda j: j["spec"]["template"]["spec"]  # noqa: E731
    return [
        ("a field misspelt", but(lambda j: spec(j).update(automountServiceAccountTokens=False))),
        ("a field misplaced", but(lambda j: spec(j).update(readOnlyRootFilesystem=True))),
        ("a number as text", but(lambda j: j["spec"].update(backoffLimit="none"))),
        ("without containers", but(lambda j: spec(j).pop("containers"))),
        ("without a template", but(lambda j: j["spec"].pop("template"))),
        ("arguments as one text", but(lambda j: spec(j)["containers"][0].update(args="endpoints -q"))),
    ]


def refused(lab, broken):
    path = lab.folder() / "job.yaml"
    path.write_text(yaml.safe_dump(broken))
    for version in (VERSIONS[0], VERSIONS[-1]):
        ran = _validate(lab, path, version)
        expect(ran.code != 0, f"{version} takes it")


def restricted(job):
    """What the SCC demands or sets, and what a pod that asks Kubernetes nothing can do without."""
    pod = job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    own, whole = container["securityContext"], pod["securityContext"]
    users = [key for where in (own, whole) for key in ("runAsUser", "runAsGroup", "fsGroup") if key in where]
    expect(not users, f"{users} would be outside the namespace's range")
    expect(own["allowPrivilegeEscalation"] is False and own["capabilities"] == {"drop": ["ALL"]}, f"privileges: {own}")
    expect(own["readOnlyRootFilesystem"] is True and own["runAsNonRoot"] is True, f"{own}")
    expect(whole["runAsNonRoot"] is True and whole["seccompProfile"] == {"type": "RuntimeDefault"}, f"{whole}")
    expect(pod["automountServiceAccountToken"] is False and pod["enableServiceLinks"] is False, "a token or service variables")
    expect(not any(pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")), "shares the host's namespaces")
    kinds = {key for volume in pod["volumes"] for key in volume if key != "name"}
    expect(kinds == {"configMap"}, f"volumes {kinds}")
    expect(all(mount["readOnly"] for mount in container["volumeMounts"]), "a volume may be written")
    expect(pod["restartPolicy"] == "Never" and job["spec"]["backoffLimit"] == 0, "it would run twice")
    expect(job["spec"]["activeDeadlineSeconds"] > 0 and job["spec"]["ttlSecondsAfterFinished"] > 0, "it would never end or never go")
    expect(container["envFrom"] == [{"secretRef": {"name": "migration-proxy", "optional": True}}], f"{container['envFrom']}")
    expect("limits" in container["resources"] and "requests" in container["resources"], "no resources")


def sharded(job):
    """Apart from the shards it is the other Job: `tests/it/cli/shards.rs` runs its command line."""
    restricted(job)
    spec = job["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    expect(spec["completionMode"] == "Indexed" and spec["completions"] == spec["parallelism"], f"{spec}")
    expect(f"--shard=/{spec['completions']}" in container["args"], f"{container['args']}")


def containerfile():
    text = (DEPLOY / "Containerfile").read_text()
    release = (DEPLOY.parent / ".ci" / "release").read_text()
    flags = set(re.findall(r"RUSTFLAGS='(-C target-feature[^']*)'", text))
    expect(len(flags) == 1 and flags <= set(re.findall(r"-C target-feature=\S+", release)), f"flags {flags} are not those of .ci/release")
    final = text.rsplit("\nFROM ", 1)[1].splitlines()
    words = [line.split(maxsplit=1) for line in final[1:] if line and not line.startswith("#")]
    expect(final[0] == "scratch", f"the image begins from {final[0]}")
    holds = [w for w in words if w[0] not in ("USER", "CMD")]
    expect(holds == [["COPY", "--from=build /probe /probe"], ["ENTRYPOINT", '["/probe"]']], f"{words}")
    user = dict(words)["USER"].split(":")[0]
    expect(user.isdigit() and int(user) > 0, f"`runAsNonRoot` cannot be checked for user {user}")


def readme(job):
    text = (DEPLOY / "README.md").read_text()
    name, namespace = job["metadata"]["name"], job["metadata"]["namespace"]
    image = job["spec"]["template"]["spec"]["containers"][0]["image"]
    made = "configmap mtc-probe-targets --from-file=targets="
    for part in (f"job/{name}", f"-n {namespace}", made, image, "deploy/job.yaml", "deploy/Containerfile"):
        expect(part in text, f"without {part}")


def static(lab):
    expect(lab.static, "no static binary: give --static (see .ci/run)")
    kinds = [run([program("readelf"), "--program-headers", "--wide", path], lab.dir).out.decode() for path in (lab.static, lab.probe.path)]
    expect("LOAD" in kinds[0] and "INTERP" not in kinds[0], "the binary for the image wants a loader")
    expect("INTERP" in kinds[1], "the ordinary binary wants none: this test could not fail")
    needed = run([program("readelf"), "--dynamic", lab.static], lab.dir).out.decode()
    expect("NEEDED" not in needed, f"wants libraries: {tail(needed)}")


class Pod:
    def __init__(self, lab, running, job):
        self.lab, self.running = lab, running
        (self.container,) = job["spec"]["template"]["spec"]["containers"]
        self.port = running.get("nginx", "tls")[0][1]
        self.pki = lab.pki

    def run(self, targets, env=None, **more):
        """The Job's own command, with shorter deadlines. Nothing else is in its environment."""
        expect(self.lab.static, "no static binary: give --static (see .ci/run)")
        args = [*self.container["args"], *DEADLINES]
        expect(f"--file={TARGETS}" in args and "command" not in self.container, f"{args}")
        (mount,) = self.container["volumeMounts"]
        expect(mount["mountPath"] == str(Path(TARGETS).parent), f"{mount}")
        with Image(self.lab.folder(), self.lab.static, {} if targets is None else {TARGETS: targets}) as image:
            wanted = sorted(["probe", "etc/resolv.conf"] + ([TARGETS.lstrip("/")] if targets is not None else []))
            expect(image.files == wanted, f"the image holds {image.files}")
            return self.lab.probe.check(image.run(args, env or {}, timeout=60, **more))

    @staticmethod
    def endpoints(ran):
        # Lines about objects and their statuses come behind those about endpoints.
        lines = [json.loads(line) for line in ran.out.decode().splitlines()]
        return [line for line in lines if "target" in line]

    def lines(self):
        ran = self.run(f"# of the ConfigMap\n{HOST}:{self.port}\nnowhere.probe.test\n{HOST}:1\n")
        expect(ran.code == 0 and ran.err == "", f"exit {ran.code}: {tail(ran.err)}")
        found = {e["target"]["authority"]: e for e in self.endpoints(ran)}
        codes = {authority: e["verdict"]["code"] for authority, e in found.items()}
        expect(codes == {f"{HOST}:{self.port}": "private-ca", "nowhere.probe.test:443": "name-not-found", f"{HOST}:1": "refused"}, f"{codes}")
        good = found[f"{HOST}:{self.port}"]
        expect([c["sha256"] for c in good["chain"]] == self.pki.chains["leaf+root"].sent, "another chain")
        expect(good["resolution"]["source"] == "system" and good["resolution"]["addresses"] == ["127.0.0.1"], f"{good['resolution']}")

    def mozilla(self):
        # The whole report names the stores; the Job's other arguments stay.
        ran = self.run_as_json(f"{HOST}:{self.port}\n")
        stores = {s["name"]: s["certificates"] for s in ran.json()["measured"]["stores"]}
        expect(len(stores) == 1 and min(stores.values()) > 100, f"{stores}")
        return f"{stores}"

    def run_as_json(self, targets):
        args = [a.replace("jsonl", "json") for a in self.container["args"]]
        with Image(self.lab.folder(), self.lab.static, {TARGETS: targets}) as image:
            return self.lab.probe.check(image.run([*args, *DEADLINES], {}, timeout=60))

    def proxied(self):
        user = ("zebra", "gr4nite")
        (_, port), _ = self.running.get("tunnels", "tinyproxy, basic", user=user)
        secret = {
            "HTTP_PROXY": "http://127.0.0.1:1",
            "HTTPS_PROXY": f"http://{user[0]}:{user[1]}@proxy.probe.test:{port}",
            "NO_PROXY": ".cluster.local,direct.probe.test,forbidden.probe.test",
        }
        ran = self.run(f"{HOST}:{self.port}\nforbidden.probe.test:{self.port}\n", secret)
        expect(ran.code == 0 and ran.err == "", f"exit {ran.code}: {tail(ran.err)}")
        found = {e["target"]["host"]: e for e in self.endpoints(ran)}
        ways = {host: e["route"]["proxy"] for host, e in found.items()}
        expect(ways == {HOST: f"http://proxy.probe.test:{port}", "forbidden.probe.test": None}, f"{ways}")
        expect([c["sha256"] for c in found[HOST]["chain"]] == self.pki.chains["leaf+root"].sent, "nothing came through the proxy")
        expect(user[1] not in ran.out.decode() + ran.err, "the log holds the password")

    def objects(self):
        """What `oc get -o yaml` printed, in the ConfigMap."""
        cluster = {"apiVersion": "migration.openshift.io/v1alpha1", "kind": "MigCluster"}
        cluster |= {"metadata": {"name": "src", "namespace": "openshift-migration"}, "spec": {"url": f"https://{HOST}:{self.port}", "insecure": False}}
        known = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "kube-root-ca.crt", "namespace": "openshift-migration"}}
        known["data"] = {"ca.crt": self.pki.certs["root"].pem.read_text()}
        other = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "zebra", "namespace": "a"}}
        ran = self.run(yaml.safe_dump_all([cluster, known, other]))
        expect(ran.code == 0 and ran.err == "", f"exit {ran.code}: {tail(ran.err)}")
        (found,) = self.endpoints(ran)
        expect("MigCluster" in str(found["target"]["origins"]) and found["role"] == "api", f"{found['target']} {found['role']}")
        codes = [found["verdict"]["code"], *(f["code"] for f in found["findings"])]
        expect("private-ca" not in codes and found["trust"]["go"]["accepted"], f"the CA beside it does not count: {codes}")
        expect("zebra" not in ran.out.decode(), "another object got into the log")
        return " ".join(codes)

    def wrong(self):
        ran = self.run(f"{HOST}:{self.port}\nnosuch=a.test\nhttp://b.test\n")
        expect(ran.code == 3, f"exit {ran.code}")
        expect([e["target"]["authority"] for e in self.endpoints(ran)] == [f"{HOST}:{self.port}"], "the rest was not measured")
        expect(f"{TARGETS}:2: " in ran.err and f"{TARGETS}:3: " in ran.err, tail(ran.err))

    def empty(self):
        for targets in (None, "", "# nothing yet\n"):
            ran = self.run(targets)
            expect(ran.code == 3 and ran.out == b"" and "nothing to probe" in ran.err, f"exit {ran.code}: {tail(ran.err)}")

    def laptop(self):
        """A saved run from outside, which has the CA."""
        saved = self.lab.folder() / "laptop.jsonl"
        given = ["--ca", self.pki.certs["root"].pem, "--trust", "none", *DEADLINES]
        ran = self.lab.probe.run("endpoints", *given, "--save", saved, f"{HOST}:{self.port}", "nowhere.probe.test")
        expect(ran.code == 1, f"exit {ran.code}: {tail(ran.err)}")
        return saved

    def compared(self):
        log = self.lab.folder() / "pod.jsonl"
        log.write_bytes(self.run(f"{HOST}:{self.port}\nnowhere.probe.test\n").out)
        ran = self.lab.probe.run("compare", self.laptop(), log, "-o", "json")
        expect(ran.code == 1, f"exit {ran.code}: {tail(ran.err)}")
        known, unknown = sorted(ran.json()["endpoints"], key=lambda e: e["authority"], reverse=True)
        expect(known["differs"] == ["verdict"] and "its CA is trusted at laptop" in known["meanings"][0]["means"], f"{known}")
        leaves = {seen["leaf"]["sha256"] for seen in known["seen"]}
        expect(leaves == {fingerprints(self.pki.certs["leaf"].pem.read_text())[0]}, f"{leaves}")
        expect(unknown["differs"] == [], f"{unknown['differs']}")

    def log(self):
        # As `oc logs` gives it: both streams in one.
        whole = self.lab.folder() / "pod.log"
        with whole.open("wb") as sink:
            ran = self.run(f"{HOST}:{self.port}\nnosuch=a.test\nnowhere.probe.test\n", stdout=sink, stderr=sink)
        expect(ran.code == 3 and b"problem: " in whole.read_bytes(), f"exit {ran.code}")
        ran = self.lab.probe.run("compare", self.laptop(), whole, "-o", "json")
        expect(ran.code == 3, f"exit {ran.code}: {tail(ran.err)}")
        report = ran.json()
        expect(len(report["endpoints"]) == 2 and f"{whole}:1" in report["problems"][0]["place"], f"{report['problems']}")
