"""Every source answers the same question: what there is, whatever door it has."""

import json
from datetime import date
from pathlib import Path

import pytest

from etl.layouts.data_opm import OPM_RAW_EMPLOYMENT
from etl.layouts.fedscope import FEDSCOPE_EMPLOYMENT
from etl.publishers.download import NotServed, Web
from etl.publishers.refresh import RefreshResult, Request, refresh
from etl.publishers.sources.choice import SUBJECTS, choose_source
from etl.publishers.sources.listing import Ask, Listing, NothingToAsk, UnknownSource
from etl.publishers.sources.probing import Cubes
from etl.publishers.spans import list_months
from tests.etl.fetching import (
    BLOB,
    HURRIED,
    JUNE,
    MARCH,
    PAGE,
    leftovers,
    loaded,
    month,
    put,
    reader,
    refreshed,
)
from tests.etl.opm import MIRROR, Opm, parquet, people
from tests.etl.server import File, Publisher
from tests.etl.strange import CLERK, EXECUTIVE, cube, table_text
from tests.etl.world import World

pytestmark = pytest.mark.slow


def listing(world: World, given: str, environment: dict[str, str], first: date = MARCH, last: date = JUNE) -> Listing:
    """What a source says of the months between two."""
    source = choose_source(given, world.places.reference, environment)
    wanted = list(reversed(list_months(first, last)))
    web = Web(HURRIED, source.headers)
    return source.list_files(Ask(web, SUBJECTS, lambda _subject: wanted, {}, None, lambda _what, _done, _all: None))


def keys(found: Listing) -> list[tuple[str, int, str]]:
    return [(item.key, item.version, item.name) for item in found.items]


def fetched(world: World, given: str, environment: dict[str, str], first: date, last: date) -> RefreshResult:
    """Fetch from a source what lies between two months."""
    source = choose_source(given, world.places.reference, environment)
    return refresh(world.places, Request(source, first=first, last=last, patience=HURRIED), reader())


def test_the_api_lists_the_newest_version_of_each_month(server: Publisher, world: World) -> None:
    opm = Opm(server)
    opm.publish("employment", "202607", people("202607", 1))
    opm.publish("separations", "202606", people("202606", 1), version=1)
    opm.publish("separations", "202606", people("202606", 1), version=3)
    found = listing(world, "opm", {"SES_OPM": server.address + "/"})
    assert keys(found) == [
        ("employment 2026-07", 1, "employment_202607_1.parquet"),
        ("separations 2026-06", 3, "separations_202606_3.parquet"),
    ]
    assert found.items[0].addresses == (f"{server.address}/api/v1/files/employment/2026/07/1/download",)
    assert found.items[0].published_at == "2026-08-06T16:41:47.880Z"
    assert found.complete == SUBJECTS


@pytest.mark.parametrize(
    "entry",
    [
        "text",
        {},
        {"year": "2026", "month": "13", "version": 1},
        {"year": "0026", "month": "05", "version": 1},
        {"year": "2026", "month": "May", "version": 1},
        {"year": "2026", "month": "05", "version": None},
    ],
)
def test_an_entry_that_is_no_month_is_passed_over(server: Publisher, world: World, entry: object) -> None:
    good = {"filename": "../../x", "year": "2026", "month": "05", "version": 2}
    server.files["/api/v1/files/employment"] = File(json.dumps([entry, good]).encode())
    found = listing(world, "opm", {"SES_OPM": server.address})
    assert keys(found) == [("employment 2026-05", 2, "employment_202605_2.parquet")]


def test_the_version_that_the_list_calls_current_counts(server: Publisher, world: World) -> None:
    opm = Opm(server)
    for yyyymm in ("202605", "202606"):
        for version in (1, 2, 3):
            opm.publish("employment", yyyymm, people(yyyymm, 1), version=version)
    for one in opm.published:
        one.current = one.version == 2
    everything = [one.entry() for one in opm.published]
    server.made["/api/v1/files/employment"] = lambda _request: File(json.dumps(everything).encode())
    found = listing(world, "opm", {"SES_OPM": server.address})
    assert [(item.key, item.version) for item in found.items] == [("employment 2026-06", 2), ("employment 2026-05", 2)]


NO_LISTS = [
    (File(b'{"error": "closed"}'), "answers with no list of files"),
    (File(b"[{"), "answers with something that is no list"),
    (File(b"[" * 100_000), "answers with something that is no list"),
    (File(b""), "answers with something that is no list"),
    (File(PAGE, kind="text/html"), "answers with a web page, not with a list"),
    (File(PAGE, kind="application/json"), "answers with a web page, not with a list"),
    (File(b"[]", troubles=[403]), "answers 403 Forbidden"),
    (File(b"[]", troubles=[404]), "answers 404 Not Found"),
]


@pytest.mark.parametrize(
    ("given", "file", "words"),
    [
        *(("opm", *case) for case in NO_LISTS),
        *(("mirror", *case) for case in NO_LISTS),
        ("opm", File(b'[{"name": "x"}]'), "in which no file has a year, a month and a version"),
    ],
)
def test_a_listing_that_is_no_list_is_one_sentence_with_the_other_ways(
    server: Publisher, world: World, given: str, file: File, words: str
) -> None:
    path = {"opm": "/api/v1/files/employment", "mirror": f"/api{MIRROR}/tree/main/employment"}[given]
    server.files[path] = File(file.body, kind=file.kind, troubles=list(file.troubles))
    environment = {"SES_OPM": server.address, "SES_MIRROR": server.address + MIRROR}
    source = choose_source(given, world.places.reference, environment)
    with pytest.raises(NotServed) as raised:
        refresh(world.places, Request(source, ("employment",), patience=HURRIED), reader())
    told = str(raised.value)
    assert all(part in told for part in (words, "try --source ", "in a browser", "python -m etl load"))
    assert told.count("; ") == 1


def test_one_list_that_fails_does_not_stop_the_others(server: Publisher, world: World) -> None:
    opm = Opm(server)
    opm.publish("separations", "202606", people("202606", 1))
    server.made["/api/v1/files/accessions"] = lambda _request: File(PAGE, kind="text/html")
    result = refreshed(server, world)
    assert list(loaded(world)) == ["separations_202606_1.parquet"]
    (problem,) = result.problems
    assert "accessions?current=true answers with a web page" in problem


def test_the_mirror_is_listed_page_by_page(server: Publisher, world: World) -> None:
    opm = Opm(server)
    for yyyymm in ("202603", "202604", "202605", "202606"):
        opm.publish("employment", yyyymm, people(yyyymm, 1))
    opm.publish("employment", "202606", people("202606", 2), version=2)
    found = listing(world, "mirror", {"SES_MIRROR": server.address + MIRROR})
    assert [item.key for item in found.items] == [
        f"employment {period}" for period in ("2026-06", "2026-05", "2026-04", "2026-03")
    ]
    newest = found.items[0]
    assert newest.version == 2
    assert newest.addresses == (f"{server.address}{MIRROR}/resolve/main/employment/employment_202606_v2.parquet",)
    assert newest.bytes == len(server.files["/api/v1/files/employment/2026/06/2/download"].body)
    assert [request.query for request in server.requests if "employment" in request.path] == ["", "cursor=3"]


def test_a_mirror_that_sends_elsewhere_for_its_list_is_not_followed(server: Publisher, world: World) -> None:
    server.files[f"/api{MIRROR}/tree/main/employment"] = File(b"[]", link='<http://127.0.0.2:9/x>; rel="next"')
    found = listing(world, "mirror", {"SES_MIRROR": server.address + MIRROR})
    assert "sends on to another host" in found.refusals[0]


def test_what_came_from_the_mirror_is_not_downloaded_again_from_opm(server: Publisher, world: World) -> None:
    opm = Opm(server)
    opm.publish("employment", "202606", people("202606", 4))
    environment = {"SES_OPM": server.address, "SES_MIRROR": server.address + MIRROR}
    assert len(fetched(world, "mirror", environment, date.min, date.max).extracts) == 1
    server.requests.clear()
    result = fetched(world, "opm", environment, date.min, date.max)
    assert (result.plan.loaded_count, result.extracts) == (1, [])
    assert server.downloads() == []


def test_text_is_named_by_the_list_of_the_api(server: Publisher, world: World) -> None:
    opm = Opm(server)
    opm.publish("separations", "202604", people("202604", 9), version=2)
    put(server, "separations", "202604", 2, 2)
    server.requests.clear()
    result = refreshed(server, world, source="text")
    assert list(loaded(world)) == ["separations_202604_2.txt"]
    assert result.problems == []
    assert [one.path for one in server.downloads()] == [f"{BLOB}/separations_202604_2.txt"]


def test_the_older_address_of_text_is_tried_after_the_newer(server: Publisher, world: World) -> None:
    opm = Opm(server)
    opm.publish("separations", "202604", people("202604", 9))
    server.files["/api/blob/download/chunked/separations_202604_1.txt"] = File(month("separations", "202604", 2))
    assert refreshed(server, world, source="text").problems == []
    assert list(loaded(world)) == ["separations_202604_1.txt"]


def test_without_the_api_text_is_looked_for_version_by_version(server: Publisher, world: World) -> None:
    for version, executives in ((1, 3), (2, 4), (3, 5)):
        put(server, "employment", "202603", version, executives)
    put(server, "separations", "202604", 1, 2)
    result = refreshed(server, world, MARCH, JUNE, source="text")
    assert loaded(world) == {"employment_202603_3.txt": "3", "separations_202604_1.txt": "1"}
    assert result.problems == []
    assert ("employment", "2026-06") in result.plan.listing.absent
    server.requests.clear()
    assert refreshed(server, world, MARCH, JUNE, source="text").build is None
    probed = [one.path for one in server.requests if "chunked" in one.path]
    assert f"{BLOB}/employment_202603_1.txt" not in probed
    assert len(probed) == len(set(probed))


def test_a_server_given_by_its_address_is_found_whatever_it_calls_its_files(server: Publisher, world: World) -> None:
    server.files["/data/separations/separations_202604_v2.txt"] = File(month("separations", "202604", 2))
    environment = {"SES_MIRROR": f"{server.address}/data/"}
    for expected in (["separations_202604_v2.txt"], []):
        result = fetched(world, "mirror", environment, MARCH, JUNE)
        assert [extract.provenance.name for extract in result.extracts] == expected
    server.requests.clear()
    fetched(world, "mirror", environment, MARCH, JUNE)
    assert all("_v" in request.path and request.path.endswith(".txt") for request in server.requests)


@pytest.mark.parametrize("pattern", ["/get/{year}-{subject}/{month}", "/{subject}/{year}/{mm}/{version}/file"])
def test_a_pattern_may_name_its_files_as_it_likes(server: Publisher, world: World, pattern: str) -> None:
    path = pattern.format(year="2026", subject="separations", month="202604", mm="04", version=1)
    server.files[path] = File(month("separations", "202604", 1))
    result = fetched(world, server.address + pattern, {}, MARCH, JUNE)
    assert [extract.provenance.name for extract in result.extracts] == ["separations_202604_1.txt"]


@pytest.mark.parametrize("pattern", ["/get/{year}-{subject}/{month}/download", "/{subject}_{month}_{version}"])
def test_what_an_address_without_an_ending_serves_is_told_by_its_bytes(
    server: Publisher, world: World, pattern: str
) -> None:
    for subject, body in (("employment", parquet("employment", people("202604", 2))), ("separations", None)):
        path = pattern.format(year="2026", subject=subject, month="202604", version=1)
        server.files[path] = File(body or month(subject, "202604", 1))
    result = fetched(world, server.address + pattern, {}, MARCH, JUNE)
    names = {extract.provenance.name for extract in result.extracts}
    assert names == {"employment_202604_1.parquet", "separations_202604_1.txt"}
    assert (result.problems, leftovers(world)) == ([], [])


def test_parquet_from_an_address_without_an_ending_is_checked_as_such(server: Publisher, world: World) -> None:
    server.files["/employment/202604"] = File(parquet("employment", people("202605", 2)))
    result = fetched(world, server.address + "/{subject}/{month}", {}, MARCH, JUNE)
    (problem,) = result.problems
    assert "employment_202604_1.parquet was asked for, but what came is of 2026-05" in problem


def test_another_origin_with_an_older_version_has_nothing_new(server: Publisher, world: World) -> None:
    put(server, "employment", "202603", 2, 3)
    put(server, "employment", "202603", 1, 3)
    refreshed(server, world, MARCH, MARCH, source="text")
    server.files["/employment_202603_v1.txt"] = File(month("employment", "202603", 9))
    result = fetched(world, server.address, {}, MARCH, MARCH)
    assert (result.plan.loaded_count, result.plan.items) == (1, ())


def test_cubes_are_asked_for_by_who_came_by_the_front_page(server: Publisher, world: World) -> None:
    server.missing = (403, "text/html", PAGE)
    with pytest.raises(NotServed, match="403 Forbidden; download the files in a browser"):
        fetched(world, "cubes", {"SES_OPM": server.address}, date(2010, 1, 31), date(2010, 12, 31))
    assert server.requests[0].path == "/data/"
    assert len(server.requests) == 5
    agents = {request.headers["User-Agent"] for request in server.requests}
    assert len(agents) == 1
    assert "ses-health" in agents.pop()


def test_a_cube_is_fetched_once(server: Publisher, world: World, tmp_path: Path) -> None:
    text = table_text(FEDSCOPE_EMPLOYMENT, [EXECUTIVE, CLERK])
    body = cube(tmp_path / "any.zip", "FACTDATA_MAR2010.TXT", text).read_bytes()
    source = choose_source("cubes", world.places.reference, {"SES_OPM": server.address})
    assert isinstance(source, Cubes)
    path = source.cubes[0][1].removeprefix(server.address)
    server.files[path] = File(body, etag='"cube"')
    span = date(2010, 1, 31), date(2010, 12, 31)
    result = fetched(world, "cubes", {"SES_OPM": server.address}, *span)
    assert [extract.provenance.period_end for extract in result.extracts] == ["2010-03-31"]
    again = fetched(world, "cubes", {"SES_OPM": server.address}, *span)
    assert (again.plan.loaded_count, again.extracts) == (1, [])


def test_a_folder_is_a_source_whose_files_stay_where_they_are(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "saved" / "2026"
    folder.mkdir(parents=True)
    for version, executives in ((1, 3), (2, 4)):
        (folder / f"employment_202603_{version}.txt").write_bytes(month("employment", "202603", executives))
    (folder / "notes.txt").write_text("mine\n")
    told: list[str] = []
    source = choose_source(str(tmp_path / "saved"), world.places.reference, {})
    request = Request(source, include_loaded=True, patience=HURRIED)
    refresh(world.places, request, reader(told))
    assert loaded(world) == {"employment_202603_2.txt": "2"}
    assert sorted(path.name for path in folder.iterdir()) == [
        "employment_202603_1.txt",
        "employment_202603_2.txt",
        "notes.txt",
    ]
    assert "Passed over 1 file of other names (notes.txt)" in told[-2] + told[-1]
    assert leftovers(world) == []
    assert refresh(world.places, request, reader()).build is None


def test_a_part_without_the_others_holds_up_no_month_beside_it(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for name, rows in (("March_2025_Employment_1.txt", 3), ("employment_202603_1.txt", 4), ("notes.txt", 1)):
        (folder / name).write_bytes(month("employment", "202603", rows))
    header = "|".join(OPM_RAW_EMPLOYMENT.tables[0].columns.values())
    (folder / "March_2025_Employment_1.txt").write_text(f"{header}\n{'|'.join('1' for _ in header.split('|'))}\n")
    source = choose_source(str(folder), world.places.reference, {})
    result = refresh(world.places, Request(source, include_loaded=True, patience=HURRIED), reader())
    assert loaded(world) == {"employment_202603_1.txt": "1"}
    (problem,) = result.problems
    assert "part 2 and part 3 of 3 are missing" in problem


@pytest.mark.parametrize(
    "given",
    ["ftp://x/y", "folder-that-is-not", "https://x.org/{month}.txt", "https://x.org/{subject}_{month}_{edition}.txt"],
)
def test_a_source_that_is_none_is_refused(world: World, given: str) -> None:
    with pytest.raises(UnknownSource):
        choose_source(given, world.places.reference, {})


@pytest.mark.parametrize("override", ["127.0.0.1:80", "http://x/{subject}_{month}.txt"])
def test_an_override_that_is_no_host_is_refused(world: World, override: str) -> None:
    with pytest.raises(UnknownSource, match="SES_OPM is"):
        choose_source("opm", world.places.reference, {"SES_OPM": override})


def test_every_door_is_an_address_of_its_owner(world: World) -> None:
    named = {
        given: choose_source(given, world.places.reference, {}) for given in ("opm", "mirror", "text", "cubes", "plum")
    }
    assert {given: source.address for given, source in named.items()} == {
        "opm": "https://data.opm.gov",
        "mirror": "https://huggingface.co/datasets/impactproject/opm-ehri-data",
        "text": "https://data.opm.gov",
        "cubes": "https://www.opm.gov",
        "plum": "https://escs.opm.gov",
    }
    assert all("ses-health" in source.headers["User-Agent"] for source in named.values())


def test_without_a_list_employment_is_asked_for_quarterly_until_june_2011(server: Publisher, world: World) -> None:
    source = choose_source(server.address + "/{subject}_{month}_{version}.txt", world.places.reference, {})
    request = Request(source, ("employment",), date(2011, 1, 31), date(2011, 9, 30), patience=HURRIED)
    server.files["/employment_201103_1.txt"] = File(month("employment", "201103", 1))
    result = refresh(world.places, request, reader())
    assert [period for _, period in result.plan.listing.absent] == ["2011-09", "2011-08", "2011-07", "2011-06"]


def test_months_before_anything_was_published_are_a_sentence(server: Publisher, world: World) -> None:
    with pytest.raises(NothingToAsk, match="begins in 2005"):
        fetched(world, server.address, {}, date(1999, 1, 31), date(1999, 12, 31))
