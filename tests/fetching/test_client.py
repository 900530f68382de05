from collections.abc import Iterator
from ipaddress import ip_address
from threading import Event

import pytest

from fetching import PUBLIC, Fetched, Policy, Unfetchable, fetch
from fetching.hosts import is_public, target_of
from tests.fetching.outside import Outside, bomb, outside

HTML = frozenset({"text/html"})
SMALL = 100_000

PRIVATE = [
    *("127.0.0.1", "0.0.0.0", "169.254.169.254", "10.1.2.3", "172.16.0.1", "192.168.1.1"),
    *("100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9", "224.0.0.1"),
    *("240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254"),
    *("ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1"),
    *("64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "2001:db8::1", "fec0::1"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Outside]:
    with outside() as place:
        yield place


def get(url: str, policy: Policy = PUBLIC, most: int = SMALL) -> Fetched:
    return fetch(url, accept=HTML, most_bytes=most, policy=policy)


def test_page_is_fetched_by_the_name_of_its_host(server: Outside) -> None:
    server.says("/page", b"<p>Sea</p>", "text/html; charset=iso-8859-1")
    found = get(server.url("/page?q=à"), server.policy())
    assert (found.body, found.media_type, found.charset) == (
        b"<p>Sea</p>",
        "text/html",
        "iso-8859-1",
    )
    assert server.asked[-1] == (f"outside.example:{server.port}", "/page?q=%C3%A0")


def test_36_addresses_that_are_not_public_are_refused_however_they_are_written() -> None:
    assert not [text for text in PRIVATE if is_public(ip_address(text))]
    assert is_public(ip_address("9.9.9.9"))
    assert is_public(ip_address("2620:fe::fe"))
    hosts = [f"[{text}]" if ":" in text else text for text in PRIVATE]
    tricks = [
        *("2130706433", "0x7f000001", "017700000001", "127.1", "0x7f.1", "0177.0.0.1"),
        *("localhost", "user@127.0.0.1", "9.9.9.9@127.0.0.1", "[::1%25lo]", "１２７.0.0.1"),
        *("127.0.0.1.", "9.9.9.9:8080", "9.9.9.9:22", "", "a b.example", "9.9.9.9\\@127.0.0.1"),
    ]
    for host in [*hosts, *tricks]:
        with pytest.raises(Unfetchable):
            get(f"http://{host}/")
    for url in ("file:///etc/passwd", "gopher://9.9.9.9/", "//9.9.9.9/", "ftp://9.9.9.9/", "x"):
        with pytest.raises(Unfetchable):
            get(url)


@pytest.mark.parametrize("address", PRIVATE)
def test_36_name_that_stands_for_one_of_them_is_refused(address: str) -> None:
    policy = Policy(resolve=lambda _host, _port: ["9.9.9.9", address])
    with pytest.raises(Unfetchable, match="not a public one"):
        get("https://rebound.example/", policy)


def test_36_redirects_are_checked_like_the_first_address(server: Outside) -> None:
    server.leads("/inside", "http://169.254.169.254/latest/meta-data/")
    server.leads("/file", "file:///etc/passwd")
    server.leads("/round", "/round")
    server.says("/end", b"<p>Here</p>")
    server.leads("/on", "/end")
    assert get(server.url("/on"), server.policy()).url == server.url("/end")
    for path in ("/inside", "/file"):
        with pytest.raises(Unfetchable, match=r"public one|looked up"):
            get(server.url(path), server.policy())
    before = len(server.asked)
    with pytest.raises(Unfetchable, match="too many"):
        get(server.url("/round"), server.policy())
    assert len(server.asked) - before == 4


def test_36_name_is_resolved_once_and_asked_at_the_address_that_was_checked(
    server: Outside,
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    policy = server.policy(resolve=lambda _host, _port: next(answers))
    server.says("/once", b"<p>Once</p>")
    assert get(server.url("/once"), policy).body == b"<p>Once</p>"
    assert next(answers) == ["127.0.0.2"]
    again = iter([["127.0.0.1"], ["127.0.0.2"]])
    server.leads("/twice", "/once")
    with pytest.raises(Unfetchable, match="not a public one"):
        get(server.url("/twice"), server.policy(resolve=lambda _host, _port: next(again)))


@pytest.mark.parametrize("path", ["/drip", "/drip-of-headers"])
def test_36_drip_ends_with_the_time_for_everything(server: Outside, path: str) -> None:
    assert PUBLIC.seconds <= 5
    with pytest.raises(Unfetchable, match="too long"):
        get(server.url(path), server.policy(seconds=0.3))


def test_36_slow_name_ends_with_the_time_for_everything(server: Outside) -> None:
    never = Event()
    policy = server.policy(seconds=0.1, resolve=lambda _host, _port: [str(never.wait(2))])
    with pytest.raises(Unfetchable, match="too long"):
        get(server.url("/"), policy)
    never.set()


def test_36_bodies_without_end_are_refused_packed_or_not(server: Outside) -> None:
    server.says("/bomb", bomb(50_000_000), Content_Encoding="gzip")
    server.says("/twice", b"x", Content_Encoding="gzip, gzip")
    for path in ("/endless", "/bomb"):
        with pytest.raises(Unfetchable, match="too large"):
            get(server.url(path), server.policy())
    with pytest.raises(Unfetchable, match="another kind"):
        get(server.url("/twice"), server.policy())


def test_other_kinds_errors_and_silence_are_said(server: Outside) -> None:
    server.says("/pdf", b"%PDF", "application/pdf")
    for path, words in (("/pdf", "another kind"), ("/none", "error 404")):
        with pytest.raises(Unfetchable, match=words):
            get(server.url(path), server.policy())
    with pytest.raises(Unfetchable, match="did not answer"):
        get("https://outside.example/", server.policy(ports=frozenset({443})))


def test_proxies_of_the_environment_are_not_asked(
    server: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.says("/direct", b"<p>Direct</p>")
    assert get(server.url("/direct"), server.policy()).body == b"<p>Direct</p>"


def test_address_is_written_anew_for_the_request() -> None:
    target = target_of("HTTPS://Straßen.example:443/a b".replace(" ", "%20") + "?x=1#top")
    assert target.url == "https://strassen.example/a%20b?x=1"
