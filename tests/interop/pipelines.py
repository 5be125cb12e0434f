"""The pipelines of docs/ci.md, read from it: GitHub's and GitLab's by their schemas (check-jsonschema brings them), Tekton's by what its
reference says of a Task (https://tekton.dev/docs/pipelines/tasks), and the commands of all three typed in."""

import re
import shlex

import yaml

from tool import ROOT, expect, program, run, tail

PAGE = ROOT / "docs" / "ci.md"
# Of a Task of v1 and of its steps, the fields that the reference has.
TASK = {"description", "params", "results", "sidecars", "stepTemplate", "steps", "volumes", "workspaces"}
STEP = {"args", "command", "computeResources", "env", "envFrom", "image", "imagePullPolicy", "name", "onError", "params", "ref", "results", "script"}
STEP |= {"securityContext", "stderrConfig", "stdoutConfig", "timeout", "volumeDevices", "volumeMounts", "when", "workingDir", "workspaces"}
REFERENCE = re.compile(r"\$\((params|workspaces)\.([\w-]+)(?:\.\w+)?\)")


def cases(lab):
    bench = Pipelines(lab)
    yield "GitHub Actions", "schema", "valid", lambda: bench.by_schema("GitHub Actions", ".yml", "--builtin-schema", "vendor.github-workflows")
    yield "GitLab CI", "schema", "valid", lambda: bench.by_schema("GitLab CI", ".yml", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    yield "Tekton", "", "a Task as its reference has it", bench.tekton
    for name in ("GitHub Actions", "GitLab CI", "Tekton"):
        yield f"{name}, typed in", "probe", "the reports that it publishes", lambda n=name: bench.typed(n)


def blocks():
    """Each block of the page: the title in bold or the heading above it, its language, its text."""
    title = ""
    for match in re.finditer(r"^(?:#+ ([^\n]+)|\*\*([^\n*]+)\*\*[^\n]*|```(\w+)\n(.*?)^```)$", PAGE.read_text(), re.M | re.S):
        heading, bold, language, text = match.groups()
        if language:
            yield title, language, text
        else:
            title = heading or bold


class Pipelines:
    def __init__(self, lab):
        self.lab = lab

    @staticmethod
    def block(name):
        found = [text for title, language, text in blocks() if title == name and language == "yaml"]
        expect(len(found) == 1, f"{len(found)} blocks of YAML below {name}")
        return found[0]

    def by_schema(self, name, end, *how):
        file = self.lab.folder() / f"pipeline{end}"
        text = self.block(name)
        for wanted, content in ((True, text), (False, text.replace("script:", "skript:").replace("steps:", "stairs:"))):
            file.write_text(content)
            ran = run([program("check-jsonschema"), *how, file], self.lab.dir, timeout=60)
            expect((ran.code == 0) == wanted, f"{'refused' if wanted else 'takes anything'}: {tail(ran.out.decode() + ran.err)}")

    def tekton(self):
        text = self.block("Tekton")
        task = yaml.safe_load(text)
        expect((task["apiVersion"], task["kind"]) == ("tekton.dev/v1", "Task"), "not a Task of v1")
        expect(re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", task["metadata"]["name"]), "a name that Kubernetes does not take")
        spec = task["spec"]
        expect(set(spec) <= TASK, f"no fields of a Task: {set(spec) - TASK}")
        for step in spec["steps"]:
            expect(set(step) <= STEP, f"no fields of a step: {set(step) - STEP}")
            expect("image" in step and ("script" in step) != ("command" in step), "a step has an image, and a script or a command")
        declared = {(kind, one["name"]) for kind in ("params", "workspaces") for one in spec.get(kind, [])}
        used = set(REFERENCE.findall(text))
        expect(used == declared, f"declared {declared}, used {used}")

    def commands(self, name):
        """What it runs of this program, as arguments."""
        whole = yaml.safe_load(self.block(name))
        if name == "Tekton":
            found = [[*step["command"], *step.get("args", [])] for step in whole["spec"]["steps"]]
        else:
            jobs = whole["jobs"].values() if "jobs" in whole else [one for one in whole.values() if isinstance(one, dict)]
            scripts = [line for job in jobs for line in job.get("script", [])]
            scripts += [step["run"] for job in jobs for step in job.get("steps", []) if "run" in step]
            found = [shlex.split(line) for line in scripts]
        found = [words for words in found if words[0] == "probe"]
        expect(found, "it does not run probe")
        return found

    def typed(self, name):
        """They write what the pipeline publishes, and end with 1 where an endpoint fails."""
        folder = self.lab.folder()
        (folder / "targets.txt").write_text("plain=https://127.0.0.1:9\n")
        for words in self.commands(name):
            ran = self.lab.probe.run(*words[1:], cwd=folder)
            expect(ran.code == 1, f"exit {ran.code}: {tail(ran.err)}")
        published = set(re.findall(r"[\w-]+\.(?:xml|md|jsonl)\b", self.block(name)))
        missing = [file for file in published if not (folder / file).is_file()]
        expect(published and not missing, f"it publishes {missing}, which nothing wrote")
