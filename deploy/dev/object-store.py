"""An S3-compatible store (moto) with one bucket, which looks at the signature of every request: for tests.

object-store.py BUCKET [CERTIFICATE KEY]     https with the two PEM files, http without. Prints its port, the access key and
its secret in one line when it listens on 127.0.0.1, and runs until it is ended.
"""

import json
import sys
import threading

import boto3
from moto import settings
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

bucket, files = sys.argv[1], tuple(sys.argv[2:4])
server = make_server(
    "127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True, ssl_context=files or None)
threading.Thread(target=server.serve_forever, daemon=True).start()

scheme = "https" if files else "http"


def client(service):
    return boto3.client(
        service, endpoint_url=f"{scheme}://127.0.0.1:{server.port}", region_name="us-east-1",
        aws_access_key_id="nobody", aws_secret_access_key="nothing", verify=False)


# Whoever stands before the door that is about to be locked makes the key.
client("s3").create_bucket(Bucket=bucket)
iam = client("iam")
iam.create_user(UserName="redress")
key = iam.create_access_key(UserName="redress")["AccessKey"]
# The rights that README.md asks for; moto knows the look at a bucket by a name of its own.
rights = [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "Resource": f"arn:aws:s3:::{bucket}/*"},
    {"Effect": "Allow", "Action": ["s3:ListBucket", "s3:HeadBucket"], "Resource": f"arn:aws:s3:::{bucket}"},
]
iam.put_user_policy(
    UserName="redress", PolicyName="evidence",
    PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": rights}))
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0

print("listening", server.port, key["AccessKeyId"], key["SecretAccessKey"], flush=True)
threading.Event().wait()
