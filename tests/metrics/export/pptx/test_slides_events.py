"""What happened while a series ran, on its slide: numbers at their days, and the key that gives them their names."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from metrics.analysis.events import choose_events, select_breaks
from metrics.charts.spec import Native, Series
from metrics.charts.theme import LIGHT
from metrics.definitions.metric import Unit
from metrics.exhibits.exhibit import Exhibit
from metrics.text import events
from tests.metrics.export import read_slides as read
from tests.metrics.export.pptx.test_slides import drawn_as, drawn_inside, native_of, only

pytestmark = pytest.mark.slow


def test_what_happened_stands_at_its_day_with_the_number_that_the_key_gives_it(share: Exhibit) -> None:
    every = native_of(share).events
    happened = [*choose_events(every), *select_breaks(every)]
    assert len(every) > len(happened) > len(choose_events(every)) == 3
    slide = only(share)
    drawn = drawn_inside(slide)
    assert re.findall(r'name="([^"]+)" descr', drawn) == [one.title for one in happened]
    assert events.write_key(every) in read.words(slide)
    axis = read.frames(slide)[0].chart.part._element.find(".//{*}dateAx/{*}scaling")
    first, last = (int(axis.find(f"{{*}}{name}").get("val")) for name in ("min", "max"))
    inner = read.frames(slide)[0].chart.part._element.find(".//{*}plotArea/{*}layout/{*}manualLayout")
    left, wide = (float(inner.find(f"{{*}}{name}").get("val")) for name in ("x", "w"))
    at = [float(each) for each in re.findall(r"<cdr:from><cdr:x>([\d.]+)</cdr:x>", drawn)][: len(happened)]
    days = [date(1899, 12, 30) + timedelta(days=round(first + (x - left) / wide * (last - first))) for x in at]
    assert all(abs((day - one.start).days) <= 2 for day, one in zip(days, happened, strict=True))


def test_small_charts_of_several_carry_neither_numbers_nor_their_key(share: Exhibit) -> None:
    series = tuple(Series(name, LIGHT.career, "records", (1.0, 2.5), group=name) for name in ("Career", "Noncareer"))
    days = native_of(share).categories[:2]
    native = Native("lines", days, series, Unit.PEOPLE, panels="own scales", events=native_of(share).events)
    slide = only(drawn_as(share, native))
    assert events.write_key(native.events) not in read.words(slide)
    assert not any("chartUserShapes" in each.reltype for each in read.frames(slide)[0].chart.part.rels.values())


def test_the_key_to_numbers_stays_where_other_notes_find_no_room(share: Exhibit) -> None:
    slide = only(replace(share, notes=(*(f"Note {at}. {'Long words ' * 30}" for at in range(5)), *share.notes)))
    said = read.words(slide)
    assert events.write_key(native_of(share).events) in said
    assert "More in the speaker notes." in said
    assert "Note 4." in slide.notes_slide.notes_text_frame.text
