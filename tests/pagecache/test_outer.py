"""What outer caches are sent, and what is an answer."""

import json
import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from pagecache import outer
from pagecache.outer import Cloudflare, Fastly, UnableToPurge, Varnish, outer_caches
from tests.pagecache.recording import Recorder, outer_cache, recorder

__all__ = ["recorder"]


def test_varnish_gets_a_purge_with_the_tags_in_headers(recorder: Recorder) -> None:
    Varnish(f"{recorder.url}here?by=tag").purge(["picture-7", "story-12"])
    (call,) = recorder.calls
    assert (call.method, call.path, call.body) == ("PURGE", "/here?by=tag", b"")
    assert call.headers["cache-tag"] == "picture-7,story-12"
    assert call.headers["xkey"] == "picture-7 story-12"


def test_fastly_gets_surrogate_keys(recorder: Recorder) -> None:
    Fastly("SU1Z0", "secret-1", api=recorder.url.rstrip("/")).purge(["picture-7", "story-12"])
    (call,) = recorder.calls
    assert (call.method, call.path) == ("POST", "/service/SU1Z0/purge")
    assert call.headers["fastly-key"] == "secret-1"
    assert json.loads(call.body) == {"surrogate_keys": ["picture-7", "story-12"]}


def test_cloudflare_gets_tags(recorder: Recorder) -> None:
    Cloudflare("c0ffee", "secret-1", api=f"{recorder.url}client/v4").purge(["picture-7"])
    (call,) = recorder.calls
    assert (call.method, call.path) == ("POST", "/client/v4/zones/c0ffee/purge_cache")
    assert call.headers["authorization"] == "Bearer secret-1"
    assert json.loads(call.body) == {"tags": ["picture-7"]}


def test_the_environment_names_caches_of_three_kinds(settings: Settings) -> None:
    settings.CACHE_PURGE_URLS = [
        "http://10.0.0.5:6081/",
        "fastly://To-ken@SU1Z0xyz",
        "cloudflare://tok_en@c0ffee",
    ]
    found = outer_caches()
    assert found == (
        Varnish("http://10.0.0.5:6081/"),
        Fastly("SU1Z0xyz", "To-ken"),
        Cloudflare("c0ffee", "tok_en"),
    )
    assert "ken" not in f"{found} {[cache.name for cache in found]}"


@pytest.mark.parametrize("status", [301, 403, 404, 500, 503])
def test_only_success_is_success(recorder: Recorder, status: int) -> None:
    recorder.status = status
    with pytest.raises(UnableToPurge, match=str(status)):
        Varnish(recorder.url).purge(["story-12"])


def test_a_redirect_is_not_followed(recorder: Recorder) -> None:
    with outer_cache() as elsewhere:
        recorder.status, recorder.headers = 307, {"Location": elsewhere.url}
        with pytest.raises(UnableToPurge):
            Cloudflare("c0ffee", "secret-1", api=recorder.url).purge(["story-12"])
        assert not elsewhere.calls


@pytest.mark.parametrize("way", ["hang", "drip"])
def test_a_cache_that_does_not_come_to_an_end_is_left(
    recorder: Recorder, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outer, "PATIENCE", 0.4)
    monkeypatch.setattr(outer, "DEADLINE", 0.6)
    recorder.way = way
    began = time.monotonic()
    with pytest.raises(UnableToPurge):
        Varnish(recorder.url).purge(["story-12"])
    assert time.monotonic() - began < 3


def test_a_cache_that_is_not_there_is_said_to_be_so() -> None:
    with outer_cache() as gone:
        url = gone.url
    with pytest.raises(UnableToPurge, match="refused"):
        Varnish(url).purge(["story-12"])


def test_a_cache_whose_certificate_nobody_vouches_for_is_told_nothing(tmp_path: Path) -> None:
    with outer_cache() as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(tmp_path))
        server.socket = context.wrap_socket(server.socket, server_side=True)
        with pytest.raises(UnableToPurge, match="certificate verify failed"):
            Fastly("SU1Z0", "secret-1", api=server.url.rstrip("/")).purge(["story-12"])
        assert not server.calls


def certificate(folder: Path) -> Path:
    """A certificate of our own for 127.0.0.1, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
