"""s3s-fs: an S3 server that keeps buckets in directories and checks every signature (AWS Signature Version 4). It speaks plain HTTP, so
nginx stands in front, as a router does in front of MinIO or NooBaa."""

from tool import program

from . import free_port, listening

KEY, SECRET, BUCKET = "AKIAPROBEINTEROP", "gr4nite-hidden-falcon", "migration"


def _start(setting):
    address = (setting.ip, free_port())
    (setting.work / "data" / BUCKET).mkdir(parents=True)
    argv = [program("s3s-fs"), "--host", address[0], "--port", address[1], "--access-key", KEY, "--secret-key", SECRET, setting.work / "data"]
    return listening(argv, setting, address)


BEHAVIOURS = {"s3s-fs": _start}
