"""The open data's addresses: what they refuse and how, what a cache may keep, and many at once."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from etl.paths import find_places
from etl.warehouse.build import build
from metrics.definitions.catalog import METRICS
from metrics.warehouse import Warehouse
from tests.browser.server import Server
from tests.conftest import ROOT
from tests.metrics.api.conftest import ask

pytestmark = pytest.mark.slow

INDICATORS = "/api/v1/indicators"
REFUSED = [
    (f"{INDICATORS}/noncareer_shar.csv", 404, "unknown indicator 'noncareer_shar'; nearest: noncareer_share"),
    (
        f"{INDICATORS}/noncareer_share.xml",
        404,
        "unknown format 'xml'; there are /api/v1/indicators/noncareer_share.csv",
    ),
    (f"{INDICATORS}/noncareer_share", 404, "the format is missing"),
    (f"{INDICATORS}/on_board.csv?form=2016-09", 400, "unknown word 'form'; nearest: from"),
    (f"{INDICATORS}/on_board.csv?by=agency", 400, "unknown breakdown 'agency' for on_board; nearest: agency_code"),
    (f"{INDICATORS}/on_board.csv?where=agency_code", 400, "'agency_code' is not COLUMN=VALUE"),
    (f"{INDICATORS}/on_board.csv?where=agency_code=Energi", 400, "nearest: DN (Energy)"),
    (f"{INDICATORS}/on_board.csv?from=2016", 400, "from: '2016' is not a month"),
    (f"{INDICATORS}/on_board.csv?to=", 400, "to: '' is not a month"),
    (f"{INDICATORS}/on_board.csv?from=2016-01&from=2017-01", 400, "from is said 2 times"),
    (f"{INDICATORS}/separations.csv?window=13m", 400, "window: '13m' is none of fy, 12m, month; nearest: 12m"),
    (f"{INDICATORS}/on_board.csv?window=fy", 400, "on_board is counted at a date"),
    (f"{INDICATORS}/on_board.csv?sources=al", 400, "sources: 'al' is none of best, all; nearest: all"),
    (f"{INDICATORS}/on_board.csv?sources=all&baseline=2016-09", 400, "leave out sources=all"),
    (f"{INDICATORS}/on_board.csv?by={'x' * 201}", 400, "longer than 200 characters"),
    (f"{INDICATORS}/on_board.csv?{'&'.join(['by=appointment'] * 201)}", 400, "200 words at most"),
    (f"{INDICATORS}/on_board.csv?sample=1", 400, "sample: '1' is neither yes nor no"),
    (f"{INDICATORS}/on_board.csv?sample=yes&sample=no", 400, "sample is said 2 times"),
    ("/api/v1/feed.atom?sample=yes", 400, "unknown word 'sample'; nothing may be said here"),
    (f"{INDICATORS}?theme=Strength", 400, "unknown word 'theme'; nothing may be said here"),
    ("/api/v1/indicatros", 404, "nearest: /api/v1/indicators"),
    ("/api/v2", 404, "all addresses are listed at /api/v1"),
]
ELIGIBLE = next(metric for metric in METRICS if metric.name == "retirement_eligible")
BY_EVERYTHING = "&".join(f"by={column}" for column in ELIGIBLE.breakdowns)


@pytest.mark.parametrize(("address", "status", "sentence"), REFUSED)
def test_what_cannot_be_answered_is_refused_in_a_sentence(
    server: Server, address: str, status: int, sentence: str
) -> None:
    got = ask(server.address + address)
    assert got.status == status
    assert got.headers["Content-Type"] == "application/json"
    assert sentence in got.json["error"]
    assert got.json["formats"] == ["csv", "json"]
    assert got.headers["Cache-Control"] == "no-store"


def test_answer_above_the_limit_is_refused_with_what_would_narrow_it(server: Server) -> None:
    got = ask(f"{server.address}{INDICATORS}/{ELIGIBLE.name}.csv?{BY_EVERYTHING}&sample=yes")
    assert (got.status, got.json["error"]) == (
        413,
        "the answer has more than 40,000 rows; narrow it with from and to, with where, or with fewer columns in by",
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/api/v1", INDICATORS, f"{INDICATORS}/on_board.csv", "/healthz"])
def test_data_are_read_only(server: Server, method: str, path: str) -> None:
    got = ask(server.address + path, method)
    assert got.status == 405
    assert set(got.headers["Allow"].split(", ")) == {"GET", "HEAD"}


def test_any_web_page_may_read_the_data(server: Server) -> None:
    for path in (INDICATORS, "/api/v1/builds", f"{INDICATORS}/nothing.csv"):
        assert ask(server.address + path).headers["Access-Control-Allow-Origin"] == "*"


def test_head_is_the_answer_without_its_body(server: Server) -> None:
    address = f"{server.address}{INDICATORS}/on_board.csv"
    whole, head = ask(address), ask(address, "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


def test_answer_already_held_is_not_sent_again(server: Server, without_sample: Warehouse) -> None:
    address = f"{server.address}{INDICATORS}/on_board.csv?by=appointment"
    tag = ask(address).headers["ETag"]
    assert without_sample.build_id in tag
    again = ask(address, If_None_Match=f'"another", {tag}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert ask(address, If_None_Match='"another"').status == 200
    other = ask(f"{server.address}{INDICATORS}/on_board.csv?by=sex", If_None_Match=tag)
    assert other.status == 400
    assert ask(f"{address}&from=2024-01", If_None_Match=tag).headers["ETag"] != tag


def test_a_hundred_questions_at_once_are_all_answered(server: Server) -> None:
    files = [f"{metric.name}.{form}" for metric in METRICS for form in ("csv", "json")]
    asked = [f"{server.address}{INDICATORS}/{file}" for file in (files * 2)[:100]]
    with ThreadPoolExecutor(100) as readers:
        got = list(readers.map(ask, asked))
        assert ask(f"{server.address}/_stcore/health").text == "ok"
    assert Counter(each.status for each in got) == {200: 100}
    assert "Traceback" not in server.said()


def test_dashboard_is_served_beside_the_data(server: Server) -> None:
    for path in ("/", "/appointees", "/sources"):
        got = ask(server.address + path)
        assert (got.status, got.headers["Content-Type"].split(";")[0]) == (200, "text/html")


def test_every_address_of_the_handbook_answers(server: Server) -> None:
    handbook = (ROOT / "docs/open_data.md").read_text("utf-8")
    addresses = re.findall(r"^\| `(/[^`]+)`", handbook, re.MULTILINE)
    assert len(addresses) == 9
    assert {ask(server.address + each.replace("NAME", "on_board")).status for each in addresses} == {200}
    examples = re.findall(r"http://127.0.0.1:8501(/api/[^'\"]+)", handbook)
    assert {ask(server.address + each).status for each in examples} == {200}


def test_health_names_the_real_build(server: Server, without_sample: Warehouse) -> None:
    got = ask(f"{server.address}/healthz")
    assert (got.status, got.json["build"]) == (200, without_sample.build_id)
    assert got.json["newest_figure"] == "2026-07-31"
    assert got.json["months_old"] >= 4
    assert got.json["months_published_since"] is None
    assert got.headers["Cache-Control"] == "no-store"


def test_without_a_warehouse_one_sentence_says_so_until_there_is_one(
    empty: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("/healthz", INDICATORS, f"{INDICATORS}/on_board.csv"):
        got = ask(empty.address + path)
        assert got.status == 503
        assert got.json["error"].startswith("No figures can be served at present")
        assert str(empty.data) not in got.text
    monkeypatch.setenv("SES_DATA", str(empty.data))
    first = build(find_places()).build_id
    assert ask(f"{empty.address}/healthz").json["build"] == first
    tag = ask(f"{empty.address}{INDICATORS}/on_board.csv").headers["ETag"]
    second = build(find_places()).build_id
    renewed = ask(f"{empty.address}{INDICATORS}/on_board.csv", If_None_Match=tag)
    assert (renewed.status, second in renewed.headers["ETag"]) == (200, True)
    kept = ask(f"{empty.address}/api/v1/builds").json
    assert [(each["id"], each["is_served"]) for each in kept] == [(second, True), (first, False)]
