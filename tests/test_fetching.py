"""Fetching: internal hosts are out of reach by every way in, and no server can take more than its share."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.errors import AddressForbidden, FetchError, SourceTooLarge, UnsupportedFormat
from chatbot.library.addresses import is_public
from chatbot.library.connections import Resolver
from chatbot.library.fetching import USER_AGENT, Fetcher
from tests.web_server import Site, respond, running_site

INTERNAL = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "0.1.2.3", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "192.88.99.1",
    "168.63.129.16", "::", "::1", "fe80::1", "fe80::1%1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::8.8.8.8",
    "2002:7f00:1::", "2002:a00:1::1", "2001:0:808:808::1", "100::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


def leads_to(*addresses: str) -> Resolver:
    return lambda host, port: addresses


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.mark.parametrize("address", INTERNAL)
def test_internal_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_no_packing_makes_an_internal_address_public(address: IPv4Address) -> None:
    packings = [
        IPv6Address(0xFFFF << 32 | int(address)),
        IPv6Address(0x64FF9B << 96 | int(address)),
        IPv6Address(0x2002 << 112 | int(address) << 80 | 1),
    ]
    assert {is_public(str(packing)) for packing in packings} == {is_public(str(address))}


def test_a_page_arrives_with_type_and_charset(site: Site) -> None:
    url = site.put("/a", "Grüße".encode("latin-1"), "Text/HTML; charset=ISO-8859-1")
    fetched = Fetcher(allow_hosts=site.allowed).fetch(url + "#part")
    assert fetched.data.decode(fetched.encoding) == "Grüße"
    assert (fetched.content_type, fetched.url_final) == ("text/html", url)
    ((_, headers),) = site.requests
    assert headers["User-Agent"] == USER_AGENT
    assert headers["Host"] == f"127.0.0.1:{site.port}"
    assert not {"Cookie", "Authorization"} & set(headers)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"])
def test_internal_hosts_are_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher().fetch(f"http://{host}:8080/")
    # A spelling that this system cannot look up is as good as refused.
    assert isinstance(caught.value, AddressForbidden) or "not found" in caught.value.reason


def test_names_that_lead_to_internal_addresses_are_refused() -> None:
    for address in INTERNAL:
        fetcher = Fetcher(resolve=leads_to(address))
        with pytest.raises(AddressForbidden, match=r"inside\.example"):
            fetcher.fetch("http://inside.example/")


def test_one_internal_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(AddressForbidden):
        Fetcher(resolve=leads_to("8.8.8.8", "10.0.0.1")).fetch("http://mixed.example/")


def test_the_connection_goes_to_the_checked_address(site: Site) -> None:
    """The name is looked up once, and the host that is asked keeps its name."""
    lookups: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        lookups.append(host)
        return ["127.0.0.1"]

    site.put("/a", "hello")
    fetcher = Fetcher(resolve=resolve, allow_hosts=frozenset({f"pinned.example:{site.port}"}))
    assert fetcher.fetch(f"http://pinned.example:{site.port}/a").data == b"hello"
    assert lookups == ["pinned.example"]
    assert site.requests[0][1]["Host"] == f"pinned.example:{site.port}"


def test_the_next_address_is_tried_when_one_does_not_answer(site: Site) -> None:
    site.put("/a", "hello")
    name = f"two.example:{site.port}"
    fetcher = Fetcher(resolve=leads_to("::1", "127.0.0.1"), allow_hosts=frozenset({name}))
    assert fetcher.fetch(f"http://{name}/a").data == b"hello"


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://169.254.169.254/latest/", "//127.0.0.1:8443/x", "http://localhost/"]
)
def test_redirects_to_internal_hosts_are_refused(site: Site, target: str) -> None:
    with pytest.raises(AddressForbidden):
        Fetcher(allow_hosts=site.allowed).fetch(site.redirect("/out", target))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/", "gopher://a.example", "data:text/html,x"])
def test_redirects_to_other_schemes_are_refused(site: Site, target: str) -> None:
    with pytest.raises(UnsupportedFormat, match="http"):
        Fetcher(allow_hosts=site.allowed).fetch(site.redirect("/out", target))


def test_redirects_are_followed_but_not_forever(site: Site) -> None:
    final = site.put("/5", "arrived")
    for step in range(5):
        site.redirect(f"/{step}", f"/{step + 1}", status=(301, 302, 303, 307, 308)[step])
    fetched = Fetcher(allow_hosts=site.allowed).fetch(site.url("/0"))
    assert (fetched.data, fetched.url_final) == (b"arrived", final)
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        Fetcher(allow_hosts=site.allowed).fetch(site.redirect("/loop", "/loop"))


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://user:secret@news.example/", FetchError),
        ("http://user@news.example/", FetchError),
        ("http://news.example:22/", AddressForbidden),
        ("http://news.example:6379/", AddressForbidden),
        ("ftp://news.example/a", UnsupportedFormat),
        ("https:///path", UnsupportedFormat),
        ("http://[::1", FetchError),
        ("http://news.example:99999/", FetchError),
    ],
)
def test_addresses_of_a_forbidden_form(url: str, error: type[Exception]) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise AssertionError("nothing should be looked up")

    with pytest.raises(error) as caught:
        Fetcher(resolve=resolve).fetch(url)
    assert "secret" not in str(caught.value)


def test_unknown_hosts() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(FetchError, match=r"absent\.example is not found"):
        Fetcher(resolve=resolve).fetch("http://absent.example/")


def test_a_refused_connection() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        name = f"127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(FetchError, match="could not be fetched"):
            Fetcher(allow_hosts=frozenset({name})).fetch(f"http://{name}/")


def test_a_body_with_a_stated_size_over_the_limit(site: Site) -> None:
    with pytest.raises(SourceTooLarge):
        Fetcher(max_bytes=1000, allow_hosts=site.allowed).fetch(site.put("/big", b"x" * 1001))
    assert len(Fetcher(max_bytes=1000, allow_hosts=site.allowed).fetch(site.put("/ok", b"x" * 1000)).data) == 1000


def test_an_endless_body_is_cut_off(site: Site) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    site.pages["/endless"] = endless
    with pytest.raises(SourceTooLarge):
        Fetcher(max_bytes=1_000_000, allow_hosts=site.allowed).fetch(site.url("/endless"))


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate"])
def test_compressed_bodies(site: Site, coding: str) -> None:
    body = zlib.compress(b"hello " * 100) if coding == "deflate" else gzip.compress(b"hello " * 100)
    url = site.put("/z", body, Content_Encoding=coding)
    assert Fetcher(allow_hosts=site.allowed).fetch(url).data == b"hello " * 100


def test_a_compression_bomb_is_never_unpacked(site: Site) -> None:
    import tracemalloc

    url = site.put("/bomb", gzip.compress(b"\0" * 100_000_000), Content_Encoding="gzip")
    fetcher = Fetcher(max_bytes=1_000_000, allow_hosts=site.allowed)
    tracemalloc.start()
    with pytest.raises(SourceTooLarge):
        fetcher.fetch(url)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.parametrize(
    ("coding", "body"),
    [("gzip", b"not gzip"), ("gzip", gzip.compress(b"x" * 999)[:-9]), ("br", b"x")],
    ids=["no gzip", "cut off", "unasked"],  # gzip writes the time, and test processes must collect the same names.
)
def test_broken_and_unasked_compression(site: Site, coding: str, body: bytes) -> None:
    with pytest.raises(FetchError):
        Fetcher(allow_hosts=site.allowed).fetch(site.put("/z", body, Content_Encoding=coding))


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_slow_drip_ends_at_the_total_time(site: Site, part: str) -> None:
    stop = Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + (b"\r\n" if part == "body" else b""))
        while not stop.wait(0.05):
            handler.wfile.write(b"x")

    site.pages["/drip"] = drip
    started = time.monotonic()
    with pytest.raises(FetchError, match="too slowly"):
        Fetcher(total_timeout=0.5, read_timeout=0.3, allow_hosts=site.allowed).fetch(site.url("/drip"))
    stop.set()
    assert time.monotonic() - started < 3


def test_silence_ends_at_the_read_time(site: Site) -> None:
    stop = Event()

    def silent(handler: BaseHTTPRequestHandler) -> None:
        stop.wait(10)

    site.pages["/silent"] = silent
    started = time.monotonic()
    with pytest.raises(FetchError, match="too slowly"):
        Fetcher(read_timeout=0.2, allow_hosts=site.allowed).fetch(site.url("/silent"))
    stop.set()
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "kind", ["image/png", "video/mp4", "application/zip", "text/css", "application/octet-stream", ""]
)
def test_other_content_types_are_refused(site: Site, kind: str) -> None:
    with pytest.raises(UnsupportedFormat):
        Fetcher(allow_hosts=site.allowed).fetch(site.put("/x", b"data", kind))


def test_an_untyped_file_goes_by_its_suffix(site: Site) -> None:
    url = site.put("/report.PDF", b"%PDF-", "application/octet-stream")
    assert Fetcher(allow_hosts=site.allowed).fetch(url).content_type == "application/pdf"


@pytest.mark.parametrize(("status", "remedy"), [(404, "Check"), (403, "save the page"), (429, "later"), (503, "later")])
def test_error_statuses_say_what_to_do(site: Site, status: int, remedy: str) -> None:
    site.pages["/s"] = lambda handler: respond(handler, status, b"", {"Content-Type": "text/html"})
    with pytest.raises(FetchError, match=str(status)) as caught:
        Fetcher(allow_hosts=site.allowed).fetch(site.url("/s"))
    assert remedy in caught.value.remedy


def test_a_connection_that_breaks_off(site: Site) -> None:
    url = site.put("/cut", b"half", Content_Length="1000")
    with pytest.raises(FetchError, match="could not be fetched"):
        Fetcher(allow_hosts=site.allowed).fetch(url)


def test_cookies_are_not_kept(site: Site) -> None:
    site.pages["/in"] = lambda handler: respond(handler, 302, b"", {"Location": "/out", "Set-Cookie": "id=1"})
    site.put("/out", "hello")
    Fetcher(allow_hosts=site.allowed).fetch(site.url("/in"))
    assert "Cookie" not in site.requests[-1][1]


def test_the_environment_has_no_say(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "absent.pem"))
    assert Fetcher(allow_hosts=site.allowed).fetch(site.put("/a", "hello")).data == b"hello"
