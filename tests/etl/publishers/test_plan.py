"""What a refresh means to bring, in which order, how much that is and how long it takes."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.publishers.download import Patience, Web
from etl.publishers.fetch_log import LoadedFile
from etl.publishers.plan import Plan, add_sizes, format_plan, is_loaded, make_plan, split_into_parts
from etl.publishers.sources.file_api import FileApi
from etl.publishers.sources.listing import Item, Listing, select_newest
from etl.publishers.sources.probing import list_months_worth_asking
from etl.publishers.spans import BASELINES, Span, find_last_month, go_back, list_months, list_stages
from tests.etl.server import File, publisher

NEWEST = {"employment": date(2026, 7, 31), "accessions": date(2026, 7, 31), "separations": date(2026, 7, 31)}
SOURCE = FileApi("https://example.org")


def everything() -> Listing:
    """What OPM had published in the middle of 2026."""
    span = list_months(date(2005, 1, 31), NEWEST["employment"])
    items = [
        Item(subject, f"{month:%Y-%m}", 1, (f"https://example.org/{subject}/{month:%Y%m}",), f"{subject}_{month:%Y%m}")
        for subject in NEWEST
        for month in list_months_worth_asking(subject, span)
    ]
    return Listing(select_newest(items), complete=tuple(NEWEST))


def planned(span: Span, held: dict[str, LoadedFile] | None = None, listing: Listing | None = None) -> Plan:
    stages = list_stages(span, NEWEST)
    return make_plan(
        SOURCE, listing or everything(), held or {}, stages, lambda _subject, _month: True, include_loaded=True
    )


def counts(chosen: Plan) -> list[tuple[int, int]]:
    """Files of employment and of flows in each stage."""
    return [
        (
            sum(item.subject == "employment" for item in stage.items),
            sum(item.subject != "employment" for item in stage.items),
        )
        for stage in chosen.stages
    ]


def test_the_stages_of_a_first_refresh_hold_what_they_say() -> None:
    assert counts(planned(Span.QUICK)) == [(1, 28), (3, 0)]
    assert counts(planned(Span.STANDARD)) == [(1, 28), (3, 0), (22, 20), (18, 230)]
    whole = planned(Span.ALL)
    assert counts(whole) == [(1, 28), (3, 0), (22, 20), (18, 230), (59, 0), (104, 240)]
    employment = [item for item in whole.items if item.subject == "employment"]
    assert (len(employment), len(whole.items) - len(employment)) == (207, 2 * 259)


def test_the_newest_comes_first_and_nothing_twice() -> None:
    whole = planned(Span.ALL)
    assert whole.items[0].key == "employment 2026-07"
    assert {item.month for item in whole.stages[1].items} == set(BASELINES)
    assert len({item.key for item in whole.items}) == len(whole.items)
    for stage in whole.stages:
        assert [item.period for item in stage.items] == sorted((item.period for item in stage.items), reverse=True)


def test_what_is_loaded_is_left_out_and_a_revision_far_back_comes_last() -> None:
    held = {item.key: LoadedFile(1, "x", 1) for item in everything().items if item.month and item.month.year >= 2005}
    assert planned(Span.STANDARD, held).stages == ()
    revised = tuple(
        replace(item, version=2) if item.key in ("separations 2008-03", "employment 2026-07") else item
        for item in everything().items
    )
    stages = planned(Span.STANDARD, held, Listing(revised)).stages
    assert [[item.key for item in stage.items] for stage in stages] == [["employment 2026-07"], ["separations 2008-03"]]


@pytest.mark.parametrize(
    ("item", "held", "same"),
    [
        ({"version": 2}, {"version": 1}, False),
        ({"version": 1}, {"version": 2}, True),
        ({"published_at": "2026-08-07T00:00:00Z"}, {"published_at": "2026-08-06T16:41:47.880Z"}, False),
        ({"published_at": "2026-08-06T12:41:47.880-04:00"}, {"published_at": "2026-08-06T16:41:47.880Z"}, True),
        ({"published_at": "2026-08-07T00:00:00Z"}, {}, True),
        ({"bytes": 11, "addresses": ("a",)}, {"bytes": 10, "address": "a"}, False),
        ({"bytes": 11, "addresses": ("a",)}, {"bytes": 10, "address": "b"}, True),
        ({"etag": "2", "addresses": ("a",)}, {"etag": "1", "address": "a"}, False),
    ],
)
def test_which_file_is_the_one_loaded(item: dict[str, Any], held: dict[str, Any], *, same: bool) -> None:
    listed = replace(Item("employment", "2026-07", 1, ("z",), "x"), **item)
    assert is_loaded(listed, replace(LoadedFile(1, "x", 10), **held)) is same


def test_sizes_of_many_files_are_estimated_from_the_newest_of_each_subject() -> None:
    with publisher() as server:
        for subject, size in (("employment", 600), ("accessions", 40), ("separations", 50)):
            server.files[f"/{subject}/202607"] = File(b"x" * size)
        items = tuple(
            replace(item, addresses=(item.addresses[0].replace("https://example.org", server.address),))
            for item in everything().items
        )
        sized = add_sizes(planned(Span.STANDARD, listing=Listing(items)), Web(Patience(), {}), {})
    assert len(server.requests) == 3
    assert not sized.is_exact
    assert sized.bytes == 44 * 600 + 139 * 40 + 139 * 50
    told = format_plan(sized, 0, 100.0)
    assert told[0].endswith("about 6 minutes at 100 bytes a second; sizes are estimated.")


def test_a_stage_of_hours_is_cut_into_parts_that_are_each_served() -> None:
    sized = tuple(replace(item, bytes=60 if item.subject == "employment" else 1) for item in everything().items)
    whole = planned(Span.ALL, listing=Listing(sized))
    parts = split_into_parts(whole, 2_000)
    assert [stage.title.rpartition(", ")[2] for stage in parts.stages[4:]] == [
        *(f"part {number} of 2" for number in (1, 2)),
        *(f"part {number} of 4" for number in (1, 2, 3, 4)),
    ]
    assert parts.items == whole.items
    assert all(sum(item.bytes or 0 for item in stage.items) <= 2_000 for stage in parts.stages)
    assert [len(stage.items) for stage in split_into_parts(whole, 1).stages] == [1] * len(whole.items)


def test_sizes_that_no_server_tells_are_those_such_files_have() -> None:
    with publisher() as server:
        item = Item("employment", "2026-07", 1, (f"{server.address}/x",), "employment_202607_1.parquet")
        chosen = planned(Span.QUICK, listing=Listing((item,)))
        sized = add_sizes(chosen, Web(Patience(), {}), {})
        measured = add_sizes(chosen, Web(Patience(), {}), {"employment 2026-06": LoadedFile(1, "x", 70, address="a")})
    assert (sized.bytes, measured.bytes) == (60_000_000, 70)
    assert "about 60.0 MB" in format_plan(sized, 0, None)[0]
    assert "a guess: no speed has been measured yet" in format_plan(sized, 0, None)[0]


def test_sizes_that_a_list_tells_are_not_asked_for() -> None:
    item = Item("employment", "2026-07", 1, ("http://127.0.0.1:9/x",), "x.parquet", bytes=7_000_000)
    sized = add_sizes(planned(Span.QUICK, listing=Listing((item,))), Web(Patience(), {}), {})
    assert sized.is_exact
    (line, *_) = format_plan(sized, 2_000_000, 5_000.0)
    assert line == (
        "Downloading 1 file (7.0 MB, 2.0 MB of it here already) from https://example.org, about 17 minutes at "
        "5,000 bytes a second."
    )


def test_files_without_a_month_are_a_stage_of_their_own(tmp_path: Path) -> None:
    cube = Item("employment", "2010 (178)", 1, (str(tmp_path),), "cube.zip", bytes=1)
    chosen = planned(Span.STANDARD, listing=Listing((cube,)))
    assert [stage.items for stage in chosen.stages] == [(cube,)]


def test_nothing_is_published_of_the_month_that_runs() -> None:
    assert find_last_month(date(2026, 11, 21)) == date(2026, 10, 31)
    assert go_back(find_last_month(date(2026, 1, 1)), 23) == date(2024, 1, 31)
