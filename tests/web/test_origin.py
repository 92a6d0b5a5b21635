"""Whose pages may open a socket or change something: our own, by whatever name readers know them."""

from typing import Any

import pytest

from web.origin import Origin, is_welcome

OURS = frozenset({Origin("https", "ses.example.gov", 443)})


def scope(**headers: str | list[str]) -> dict[str, Any]:
    pairs = [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, values in headers.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return {"type": "websocket", "headers": pairs}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://ses.example.gov", Origin("https", "ses.example.gov", 443)),
        ("HTTPS://SES.Example.gov:443", Origin("https", "ses.example.gov", 443)),
        ("http://[::1]:8501", Origin("http", "[::1]", 8501)),
        ("http://localhost:8501", Origin("http", "localhost", 8501)),
    ],
)
def test_origins_are_read_as_browsers_write_them(text: str, expected: Origin) -> None:
    assert Origin.parse(text) == expected


MALFORMED = [
    "null",
    "",
    "https://",
    "https:///",
    "ses.example.gov",
    "https://ses.example.gov/",
    "https://ses.example.gov/path",
    "https://ses.example.gov:99999",
    "https://ses.example.gov:0",
    "https://ses.example.gov:",
    "https://user@ses.example.gov",
    "https://ses.example.gov https://evil.example",
    "https://ses.example.gov\r\nX: y",
    "https://sës.example.gov",
    "file://ses.example.gov",
    "https://[::1",
    "https://" + "a" * 300,
]


@pytest.mark.parametrize("text", MALFORMED)
def test_malformed_origins_are_nobodys(text: str) -> None:
    assert Origin.parse(text) is None
    assert not is_welcome(scope(origin=text, host=text.removeprefix("https://")), ())


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://ses.example.gov", "ses.example.gov"),
        ("https://ses.example.gov", "ses.example.gov:443"),
        ("https://ses.example.gov:443", "SES.example.gov"),
        ("http://127.0.0.1:8501", "127.0.0.1:8501"),
    ],
)
def test_page_of_the_host_that_was_asked_is_ours(origin: str, host: str) -> None:
    assert is_welcome(scope(origin=origin, host=host), ())


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "ses.example.gov"),
        ("https://ses.example.gov.evil.example", "ses.example.gov"),
        ("https://ses.example.gov:8443", "ses.example.gov"),
        ("http://localhost:8501", "127.0.0.1:8501"),
        ("http://127.0.0.1:8502", "127.0.0.1:8501"),
    ],
)
def test_page_of_another_host_is_none_of_ours(origin: str, host: str) -> None:
    assert not is_welcome(scope(origin=origin, host=host), ())


def test_two_origins_are_none() -> None:
    assert not is_welcome(scope(origin=["https://ses.example.gov", "https://evil.example"], host="ses.example.gov"), ())


def test_named_origins_are_the_only_ones() -> None:
    assert is_welcome(scope(origin="https://ses.example.gov", host="10.0.0.7:8501"), OURS)
    # A name of the stranger's own may lead to our address, and then is host and origin alike.
    assert not is_welcome(scope(origin="https://rebound.example", host="rebound.example"), OURS)


def test_origin_is_required_of_browsers_alone() -> None:
    assert is_welcome(scope(host="ses.example.gov"), ())
    assert not is_welcome(scope(host="ses.example.gov", cookie="_streamlit_xsrf=1"), ())
    assert not is_welcome(scope(host="ses.example.gov", sec_fetch_site="cross-site"), ())
