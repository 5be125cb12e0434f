#!/usr/bin/env python3
"""An OCI image of one folder, as a layout and as an archive (OCI image specification 1.0: image-layout.md, manifest.md, config.md). The
same folder and arguments give the same bytes: names are sorted, all is root's, and every time is the one that is given."""

import argparse
import gzip
import hashlib
import io
import json
import tarfile
from datetime import datetime, timezone
from pathlib import Path

LABELS = "org.opencontainers.image."
# Of nobody, group 0: OpenShift puts a user of the namespace's range in its place and keeps the group.
USER = "65532:0"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, required=True, help="what the image holds")
    parser.add_argument("--layout", type=Path, required=True, help="the folder to write")
    parser.add_argument("--archive", type=Path, required=True, help="the file to write")
    for name in ("arch", "version", "commit", "homepage", "vendor"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--epoch", type=int, required=True, help="the time of everything, in seconds since 1970")
    return parser.parse_args()


def packed(folder, epoch):
    """All below `folder` as a tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(folder.rglob("*")):
            info = tar.gettarinfo(path, path.relative_to(folder).as_posix())
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.mtime = epoch
            info.mode = 0o755 if path.is_dir() or info.mode & 0o100 else 0o644
            if path.is_file():
                with path.open("rb") as source:
                    tar.addfile(info, source)
            else:
                tar.addfile(info)
    return buffer.getvalue()


def labels(args):
    title = "mtc-probe"
    what = "Finds what is wrong with TLS and connectivity around an OpenShift migration, and writes a CA bundle proved to work"
    oci = {"title": title, "description": what, "version": args.version, "revision": args.commit, "source": args.homepage}
    oci |= {"url": args.homepage, "vendor": args.vendor, "licenses": "Apache-2.0"}
    # What OpenShift's console and the certification of images read.
    others = {"name": title, "version": args.version, "release": "1", "vendor": args.vendor, "maintainer": args.vendor}
    others |= {"summary": what, "description": what, "io.k8s.display-name": title, "io.k8s.description": what}
    others["io.openshift.tags"] = "migration,mtc,tls,diagnostics"
    return {LABELS + key: value for key, value in oci.items()} | others


def config(args, layer, created):
    run = {"User": USER, "Entrypoint": ["/probe"], "Cmd": ["--help"], "WorkingDir": "/", "Labels": labels(args)}
    history = [{"created": created, "created_by": "packaging/image.py"}]
    rootfs = {"type": "layers", "diff_ids": [digest(layer)]}
    return {"created": created, "architecture": args.arch, "os": "linux", "config": run, "rootfs": rootfs, "history": history}


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


class Layout:
    def __init__(self, folder):
        self.folder = folder
        (folder / "blobs/sha256").mkdir(parents=True)
        (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')

    def blob(self, kind, data):
        """Keeps it, and returns its descriptor."""
        (self.folder / "blobs" / digest(data).replace(":", "/")).write_bytes(data)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": digest(data), "size": len(data)}

    def json(self, kind, value):
        return self.blob(kind, json.dumps(value, sort_keys=True, separators=(",", ":")).encode())


def main():
    args = arguments()
    layer = packed(args.root, args.epoch)
    created = datetime.fromtimestamp(args.epoch, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    layout = Layout(args.layout)
    configured = layout.json("config.v1+json", config(args, layer, created))
    layers = [layout.blob("layer.v1.tar+gzip", gzip.compress(layer, 9, mtime=0))]
    kind = "application/vnd.oci.image.manifest.v1+json"
    manifest = layout.json("manifest.v1+json", {"schemaVersion": 2, "mediaType": kind, "config": configured, "layers": layers})
    manifest["platform"] = {"architecture": args.arch, "os": "linux"}
    manifest["annotations"] = {LABELS + "ref.name": args.version}
    index = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [manifest]}
    (args.layout / "index.json").write_text(json.dumps(index, sort_keys=True, separators=(",", ":")))
    args.archive.write_bytes(packed(args.layout, args.epoch))


if __name__ == "__main__":
    main()
