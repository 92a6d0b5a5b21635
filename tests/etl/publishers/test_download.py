"""A download ends whole or says why not, whatever the server does."""

import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from etl.errors import EtlError
from etl.publishers.download import CutShort, NotServed, Patience, Unreachable, Web
from tests import patience
from tests.etl.server import File, Publisher, Request, publisher

HURRIED = Patience(connect=patience.SECONDS, stall=patience.SECONDS, attempts=3, backoff=0.01, longest_wait=1)
IMPATIENT = replace(HURRIED, stall=1)
"""Where a server falls silent on purpose; a busy machine may seem to as well, so nothing counts its requests."""
BODY = b"a|b\n" + b"1|2\n" * 5_000
PAGE = b"<!DOCTYPE html><html><body>Access denied</body></html>"
TAG = '"first"'


@pytest.fixture
def web() -> Web:
    return Web(HURRIED, {"User-Agent": "tests"})


def bring(web: Web, server: Publisher, folder: Path, file: File) -> bytes:
    server.files["/x.txt"] = file
    to = folder / "x.txt"
    web.bring(f"{server.address}/x.txt", to, lambda _done, _all: None)
    assert sorted(path.name for path in folder.iterdir()) == ["x.txt", "x.txt.json"]
    return to.read_bytes()


def test_a_file_comes_whole(server: Publisher, web: Web, tmp_path: Path) -> None:
    assert bring(web, server, tmp_path, File(BODY)) == BODY
    assert len(server.requests) == 1


@pytest.mark.parametrize("trouble", ["cut", "stall", 429, 500, 503])
def test_a_passing_trouble_is_survived(server: Publisher, tmp_path: Path, trouble: int | str) -> None:
    web = Web(replace(IMPATIENT, attempts=99) if trouble == "stall" else HURRIED, {})
    assert bring(web, server, tmp_path, File(BODY, etag=TAG, troubles=[trouble])) == BODY


def test_retry_after_is_respected(server: Publisher, web: Web, tmp_path: Path) -> None:
    before = time.monotonic()
    bring(web, server, tmp_path, File(BODY, troubles=[429], retry_after="1"))
    assert time.monotonic() - before >= 1


def test_the_rest_is_asked_for_and_not_the_whole(server: Publisher, web: Web, tmp_path: Path) -> None:
    assert bring(web, server, tmp_path, File(BODY, etag=TAG, troubles=["cut", "cut"])) == BODY
    ranges = [request.headers.get("Range") for request in server.requests]
    assert ranges == [None, f"bytes={len(BODY) // 2}-", f"bytes={len(BODY) // 2 + len(BODY) // 4}-"]
    assert server.requests[1].headers["If-Range"] == TAG


def test_a_date_is_enough_to_go_on(server: Publisher, web: Web, tmp_path: Path) -> None:
    dated = File(BODY, modified="Mon, 02 Nov 2026 10:00:00 GMT", etag='W/"weak"', troubles=["cut"])
    assert bring(web, server, tmp_path, dated) == BODY
    assert server.requests[1].headers["If-Range"] == dated.modified


@pytest.mark.parametrize("etag", [TAG, None])
def test_a_server_without_ranges_is_asked_for_the_whole_again(
    server: Publisher, web: Web, tmp_path: Path, etag: str | None
) -> None:
    assert bring(web, server, tmp_path, File(BODY, etag=etag, ranges=False, troubles=["cut"])) == BODY


def test_a_file_that_changed_meanwhile_is_not_patched_together(server: Publisher, web: Web, tmp_path: Path) -> None:
    server.files["/x.txt"] = File(BODY, etag=TAG, troubles=["cut"] * 3)
    with pytest.raises(CutShort):
        web.bring(f"{server.address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None)
    other = BODY.replace(b"1", b"3")
    assert bring(web, server, tmp_path, File(other, etag='"second"')) == other


def test_a_server_that_ignores_what_we_hold_is_caught(server: Publisher, web: Web, tmp_path: Path) -> None:
    to = tmp_path / "x.txt"
    server.files["/x.txt"] = File(BODY, modified="then", troubles=["cut"] * 3)
    with pytest.raises(CutShort):
        web.bring(f"{server.address}/x.txt", to, lambda _done, _all: None)
    longer = BODY + b"5|6\n"
    assert bring(web, server, tmp_path, File(longer, modified="then")) == longer


def test_a_server_that_goes_on_with_another_file_is_caught(server: Publisher, web: Web, tmp_path: Path) -> None:
    """It answers a range of the new file although the old one was asked for; both are equally long."""
    server.files["/x.txt"] = File(BODY, etag=TAG, troubles=["cut"] * 3)
    with pytest.raises(CutShort):
        web.bring(f"{server.address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None)
    other = BODY.replace(b"1", b"3")
    assert bring(web, server, tmp_path, File(other, etag='"second"', heeds_if_range=False)) == other


def test_without_a_tag_the_list_tells_that_it_is_the_same_file(server: Publisher, web: Web, tmp_path: Path) -> None:
    address, to = f"{server.address}/x.txt", tmp_path / "x.txt"
    server.files["/x.txt"] = File(BODY, troubles=["cut"])
    web.bring(address, to, lambda _done, _all: None, edition="2026-08-06")
    assert to.read_bytes() == BODY
    asked = [(one.headers.get("Range"), one.headers.get("If-Range")) for one in server.requests]
    assert asked == [(None, None), (f"bytes={len(BODY) // 2}-", None)]


def test_without_a_tag_a_file_of_another_length_is_fetched_from_its_beginning(
    server: Publisher, web: Web, tmp_path: Path
) -> None:
    address, to = f"{server.address}/x.txt", tmp_path / "x.txt"
    server.files["/x.txt"] = File(BODY, troubles=["cut"] * 3)
    with pytest.raises(CutShort):
        web.bring(address, to, lambda _done, _all: None, edition="2026-08-06")
    server.files["/x.txt"] = File(BODY + b"5|6\n")
    web.bring(address, to, lambda _done, _all: None, edition="2026-08-06")
    assert to.read_bytes() == BODY + b"5|6\n"


def test_another_edition_under_the_same_tag_and_length_is_fetched_from_its_beginning(
    server: Publisher, web: Web, tmp_path: Path
) -> None:
    address, to = f"{server.address}/x.txt", tmp_path / "x.txt"
    server.files["/x.txt"] = File(BODY, etag=TAG, troubles=["cut"] * 3)
    with pytest.raises(CutShort):
        web.bring(address, to, lambda _done, _all: None, edition="2026-08-06")
    server.files["/x.txt"] = File(BODY.replace(b"1", b"3"), etag=TAG)
    web.bring(address, to, lambda _done, _all: None, edition="2026-09-06")
    assert to.read_bytes() == BODY.replace(b"1", b"3")


def test_a_length_larger_than_the_file_is_a_file_cut_short(server: Publisher, web: Web, tmp_path: Path) -> None:
    server.files["/x.txt"] = File(BODY, etag=TAG, ranges=False, claims_length=len(BODY) + 100)
    with pytest.raises(CutShort, match="100 more expected"):
        web.bring(f"{server.address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None)
    assert not (tmp_path / "x.txt").exists()


@pytest.mark.parametrize("trouble", ["cut", "stall", "drip"])
def test_a_lasting_trouble_is_reported_and_leaves_no_file(server: Publisher, tmp_path: Path, trouble: str) -> None:
    web = Web(IMPATIENT, {})
    server.files["/x.txt"] = File(BODY, etag=TAG, ranges=False, troubles=[trouble] * 9)
    with pytest.raises(CutShort, match="stopped 3 times before its end"):
        web.bring(f"{server.address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None)
    assert not (tmp_path / "x.txt").exists()


@pytest.mark.parametrize(
    "file",
    [
        File(PAGE, kind="text/html; charset=utf-8"),
        File(PAGE),
        File(b'{"message": "expired"}'),
        File(BODY, troubles=[403]),
        File(BODY, troubles=[404]),
        File(BODY, troubles=[500] * 9),
    ],
    ids=["page", "page sent as data", "message", "403", "404", "500 for ever"],
)
def test_an_answer_that_is_not_the_file_is_never_saved(server: Publisher, web: Web, tmp_path: Path, file: File) -> None:
    server.files["/x.txt"] = file
    with pytest.raises(NotServed) as raised:
        web.bring(f"{server.address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None)
    assert str(raised.value).startswith(f"{server.address}/x.txt answers")
    assert list(tmp_path.iterdir()) == []


def test_without_a_length_the_end_of_the_text_tells(server: Publisher, web: Web, tmp_path: Path) -> None:
    assert bring(web, server, tmp_path, File(BODY, says_length=False)) == BODY
    (tmp_path / "x.txt").unlink()
    server.files["/x.txt"] = File(BODY[:-1], says_length=False)
    with pytest.raises(CutShort, match="its end is missing"):
        web.bring(f"{server.address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None)


def test_an_answer_packed_on_the_way_is_unpacked(server: Publisher, web: Web, tmp_path: Path) -> None:
    assert bring(web, server, tmp_path, File(BODY, is_packed=True, ranges=False)) == BODY


def test_a_server_may_send_on_to_another_address(server: Publisher, web: Web, tmp_path: Path) -> None:
    server.files["/signed"] = File(BODY, etag=TAG, troubles=["cut"])
    assert bring(web, server, tmp_path, File(b"", sends_to="/signed?key=secret")) == BODY
    server.files["/signed"] = File(PAGE)
    with pytest.raises(NotServed, match=r"/x\.txt answers") as raised:
        web.bring(f"{server.address}/x.txt", tmp_path / "y.txt", lambda _done, _all: None)
    assert "secret" not in str(raised.value)


def test_a_server_that_is_not_there_is_said_in_a_few_words(web: Web, tmp_path: Path) -> None:
    with publisher() as gone:
        address = gone.address
    with pytest.raises(Unreachable, match=r"does not answer \(.*[Cc]onnection refused\)") as raised:
        web.bring(f"{address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None)
    assert len(str(raised.value)) < 200


def test_an_interrupted_download_leaves_a_part_that_another_run_finishes(
    server: Publisher, web: Web, tmp_path: Path
) -> None:
    def stop(_done: int, _all: int | None) -> None:
        raise KeyboardInterrupt

    server.files["/x.txt"] = File(BODY * 400, etag=TAG)
    with pytest.raises(KeyboardInterrupt):
        web.bring(f"{server.address}/x.txt", tmp_path / "x.txt", stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.txt.json", "x.txt.part"]
    assert bring(Web(HURRIED, {}), server, tmp_path, server.files["/x.txt"]) == BODY * 400
    assert server.requests[-1].headers["Range"].startswith("bytes=")


@pytest.mark.parametrize("words", [b"Not found", b'"Not Found"\n'])
def test_403_with_the_words_not_found_means_absent(server: Publisher, web: Web, words: bytes) -> None:
    server.missing = (403, "text/plain", words)
    assert web.probe(f"{server.address}/x.txt").kind == "absent"


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (File(BODY, etag=TAG), "found"),
        (File(BODY, ranges=False), "found"),
        (File(PAGE, kind="text/html"), "refused"),
        (File(BODY, troubles=[403]), "refused"),
        (File(BODY, troubles=[429, 500]), "found"),
        (File(BODY, troubles=[500] * 9), "unanswered"),
        (File(BODY, troubles=[410]), "absent"),
    ],
)
def test_a_probe_asks_for_the_first_bytes_only(server: Publisher, web: Web, file: File, kind: str) -> None:
    server.files["/x.txt"] = file
    answer = web.probe(f"{server.address}/x.txt")
    assert answer.kind == kind
    assert answer.length == (len(BODY) if kind == "found" else None)
    assert all(request.headers["Range"] == "bytes=0-1023" for request in server.requests)


def test_an_unchanged_file_is_known_by_its_tag(server: Publisher, web: Web) -> None:
    server.files["/x.txt"] = File(BODY, etag=TAG)
    assert web.probe(f"{server.address}/x.txt", TAG).kind == "unchanged"
    assert web.probe(f"{server.address}/x.txt", '"other"').kind == "found"


def test_every_download_error_is_a_sentence_for_the_user() -> None:
    assert all(issubclass(error, EtlError) for error in (CutShort, NotServed, Unreachable))


def test_a_server_that_asks_for_a_long_wait_is_told_and_not_asked_again(
    server: Publisher, web: Web, tmp_path: Path
) -> None:
    server.files["/x.txt"] = File(BODY, troubles=[429] * 9, retry_after="3600")
    with pytest.raises(Unreachable, match=r"answers 429 Too Many Requests and asks to wait 60 minutes"):
        web.bring(f"{server.address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None)
    assert len(server.requests) == 1


def test_a_wait_may_be_a_date(server: Publisher, web: Web, tmp_path: Path) -> None:
    past = "Mon, 02 Nov 2020 10:00:00 GMT"
    assert bring(web, server, tmp_path, File(BODY, troubles=[503], retry_after=past)) == BODY
    server.files["/y.txt"] = File(BODY, troubles=[503], retry_after="Mon, 02 Nov 2099 10:00:00 GMT")
    with pytest.raises(Unreachable, match="asks to wait"):
        web.bring(f"{server.address}/y.txt", tmp_path / "y.txt", lambda _done, _all: None)


def test_one_busy_answer_holds_off_every_download(server: Publisher, web: Web, tmp_path: Path) -> None:
    server.files["/x.txt"] = File(BODY, troubles=[429], retry_after="1")
    server.files["/y.txt"] = File(BODY)
    began, arrivals = threading.Event(), dict[str, float]()

    def busy(_request: Request) -> File:
        arrivals.setdefault("x", time.monotonic())
        began.set()
        return server.files["/x.txt"]

    def other(_request: Request) -> File:
        arrivals["y"] = time.monotonic()
        return server.files["/y.txt"]

    server.made |= {"/x.txt": busy, "/y.txt": other}
    first = threading.Thread(
        target=web.bring, args=(f"{server.address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None)
    )
    first.start()
    assert began.wait(patience.SECONDS)
    until = time.monotonic() + patience.SECONDS
    while not web._not_before and time.monotonic() < until:  # until the busy answer has come
        time.sleep(0.01)
    assert web._not_before
    web.bring(f"{server.address}/y.txt", tmp_path / "y.txt", lambda _done, _all: None)
    first.join()
    assert arrivals["y"] - arrivals["x"] >= 1


def test_waits_grow_twofold_up_to_a_limit(web: Web) -> None:
    assert [web._back_off(tries) for tries in range(1, 5)] == [0.01, 0.02, 0.04, 0.08]
    assert web._back_off(40) == HURRIED.longest_wait


def test_a_file_that_does_not_pass_its_check_is_not_kept(server: Publisher, web: Web, tmp_path: Path) -> None:
    def refuse(path: Path) -> None:
        assert path.read_bytes() == BODY
        raise EtlError("another month")

    server.files["/x.txt"] = File(BODY, etag=TAG)
    with pytest.raises(EtlError, match="another month"):
        web.bring(f"{server.address}/x.txt", tmp_path / "x.txt", lambda _done, _all: None, refuse)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "size"), [(File(BODY), len(BODY)), (File(BODY, no_head=True), None), (File(PAGE, kind="text/html"), None)]
)
def test_the_size_of_a_file_is_asked_for_once(server: Publisher, web: Web, file: File, size: int | None) -> None:
    server.files["/x.txt"] = file
    assert web.ask_size(f"{server.address}/x.txt") == size
    assert [request.method for request in server.requests] == ["HEAD"]
