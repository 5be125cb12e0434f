"""Puts an object into a bucket and gets it back, with the bundle as the only trust: `s3client.py BUNDLE URL BUCKET`, keys in the
environment. Run with the Python that has boto3."""

import sys

import boto3
from botocore.config import Config

bundle, url, bucket = sys.argv[1:]
settings = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}, connect_timeout=5, read_timeout=5)
client = boto3.client("s3", endpoint_url=url, verify=bundle, region_name="us-east-1", config=settings)
client.put_object(Bucket=bucket, Key="by/boto3", Body=b"of boto3")
assert client.get_object(Bucket=bucket, Key="by/boto3")["Body"].read() == b"of boto3"
