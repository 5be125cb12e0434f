"""What the container sees: the image's file system, read-only, with nothing in it but the binary, what is mounted, and what every
container runtime adds; and a process in it as OpenShift starts one: a user ID of nobody's, group 0, no privileges to be had, only the
variables that the manifest gives."""

import ctypes
import os
import shutil
from pathlib import Path

from tool import expect, program, run, tail

# Of a namespace's own range, as restricted-v2 picks it.
UID, GID = 1000680000, 0
# OCI runtime specification, "Default Devices".
DEVICES = ("null", "zero", "full", "random", "urandom")
PR_SET_NO_NEW_PRIVS = 38


class Image:
    """The file system, until unmounted. `mounts` is path to text: what volumes bring."""

    def __init__(self, folder, binary, mounts):
        self.root = Path(folder) / "root"
        self.root.mkdir()
        shutil.copy(binary, self.root / "probe")
        (self.root / "probe").chmod(0o755)
        files = {"/etc/resolv.conf": Path("/etc/resolv.conf").read_text(), **mounts}
        for path, text in files.items():
            place = self.root / path.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
            place.chmod(0o644)
        (self.root / "dev").mkdir()
        self.files = sorted(p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file())
        self._mount("--bind", self.root, self.root)
        for name in DEVICES:
            (self.root / "dev" / name).touch()
            self._mount("--bind", f"/dev/{name}", self.root / "dev" / name)
        self._mount("-o", "remount,bind,ro", self.root)

    @staticmethod
    def _mount(*args):
        ran = run([program("mount"), *args], "/")
        expect(ran.code == 0, f"mount {args}: {tail(ran.err)}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        run([program("umount"), "--recursive", self.root], "/")

    def run(self, args, env, **more):
        return run(["/probe", *args], "/", env=env, preexec_fn=self._enter, cwd="/", **more)

    def _enter(self):
        os.chroot(self.root)
        os.chdir("/")
        os.setgroups([GID])
        os.setgid(GID)
        # Leaves every capability behind.
        os.setuid(UID)
        ctypes.CDLL(None).prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        os.umask(0o077)
