"""Asks for an object without looking at the answer: `s3asker.py URL REGION BUCKET STYLE`, where an empty URL is AWS itself and STYLE is
`virtual` or `path`. Run with the Python that has boto3."""

import contextlib
import sys

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

urllib3.disable_warnings()
url, region, bucket, style = sys.argv[1:]
# As SDKs for Go v2: us-east-1 is a region like others.
s3 = {"addressing_style": style, "us_east_1_regional_endpoint": "regional"}
settings = Config(s3=s3, retries={"max_attempts": 0}, connect_timeout=5, read_timeout=5)
client = boto3.client("s3", endpoint_url=url or None, verify=False, region_name=region, config=settings)
with contextlib.suppress(ClientError, BotoCoreError):
    client.get_object(Bucket=bucket, Key="k")
