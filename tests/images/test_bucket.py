"""Pictures in a bucket of a real server that speaks S3."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import boto3
import pytest
from django.core.files.storage import storages
from django.test import Client
from pytest_django import Settings

from images import renditions, stored
from images.addresses import parse
from images.models import Image
from images.rights import address_of
from tests.images.library import NOW, make_file, make_image, opened

pytestmark = pytest.mark.django_db

SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
server.stop()
"""
KEYS = {"access_key": "tests", "secret_key": "tests"}
REGION = "eu-south-1"


def make_bucket(endpoint: str) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
    )
    where = {"LocationConstraint": REGION}
    client.create_bucket(Bucket="pictures", CreateBucketConfiguration=where)
    client.close()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a server of our own, which ends when its input does."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdin and server.stdout
    with server.stdin, server.stdout:
        address = f"http://127.0.0.1:{int(server.stdout.readline())}"
        make_bucket(address)
        yield address
    server.wait(10)


def keep_in(endpoint: str, settings: Settings) -> None:
    bucket = KEYS | {
        "bucket_name": "pictures",
        "endpoint_url": endpoint,
        "region_name": REGION,
        "addressing_style": "path",
        "default_acl": "private",
    }
    settings.STORAGES = settings.STORAGES | {
        name: {"BACKEND": "images.bucket.Bucket", "OPTIONS": bucket | {"location": name}}
        for name in ("originals", "renditions")
    }


@pytest.fixture
def image(endpoint: str, settings: Settings, media: object) -> Image:
    keep_in(endpoint, settings)
    image = make_image()
    make_file(image)
    return image


def test_a_picture_is_made_from_the_bucket_and_kept_there(image: Image) -> None:
    path = address_of(image, "lead", 320, "jpg")
    first = Client().get(path)
    assert first.status_code == 200
    assert opened(first.content).size == (320, 180)
    assert stored.read(path[1:]) == first.content
    assert image.file is not None
    storages["originals"].delete(image.file.master)
    assert Client().get(path).content == first.content


def test_the_nearest_width_is_found_in_the_bucket(image: Image) -> None:
    near, path = (address_of(image, "lead", width, "jpg") for width in (320, 480))
    address = parse(path)
    assert address is not None
    assert stored.nearest(address) is None
    content = Client().get(near).content
    assert stored.nearest(address) == content


def test_what_was_taken_down_is_gone_from_the_bucket(image: Image) -> None:
    path = address_of(image, "lead", 320, "jpg")
    assert Client().get(path).status_code == 200
    Image.objects.update(taken_down_at=NOW, taken_down_why="withdrawn")
    assert Client().get(path).status_code == 410
    renditions.forget(image)
    assert stored.read(path[1:]) is None


def test_a_bucket_that_cannot_be_reached_is_no_error_of_the_reader(
    image: Image, settings: Settings
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        keep_in(f"http://127.0.0.1:{unused.getsockname()[1]}", settings)
        assert Client().get(address_of(image, "lead", 320, "jpg")).status_code == 503
