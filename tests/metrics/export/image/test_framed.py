"""A picture that leaves carries its question, date, definition, caveats, evidence, sources, build and address."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest

from metrics.exhibits.exhibit import Exhibit
from metrics.export.formats import NoPicture
from metrics.export.image.framed import EDGE, HEIGHT, LEADING, MORE, WIDTH, frame
from metrics.text.exports import PROJECT

ADDRESS = "https://example.org/appointees?agency=ED&baseline=2016-09"
LONG = " ".join(["Some words that go on until nobody can read them"] * 9)


def words(plot: go.Figure) -> str:
    """Everything written on a picture, lines that were broken joined again."""
    return " ".join(str(note.text).replace("<br>", " ") for note in plot.layout.annotations)


def test_everything_that_must_be_known_is_written_on_it(share: Exhibit) -> None:
    said = words(frame(replace(share, link=ADDRESS)))
    assert f"<b>{share.title}</b>" in said
    for part in (share.said, share.subtitle, share.credit, *share.notes, share.metric.definition, *share.caveats[:2]):
        assert part
        assert part in said
    assert "As of July 2026." in said
    assert f"build {share.build_id} of " in said
    assert PROJECT in said
    assert ADDRESS.replace("&", "&amp;") in said
    assert "limit in law: 10% of positions, 5 U.S.C. 3134(b)" in said


def test_chart_is_the_one_of_the_page_and_stays_as_it_was(share: Exhibit) -> None:
    assert share.picture is not None
    before = share.picture.plot.layout.height, len(share.picture.plot.layout.annotations)
    plot = frame(share)
    for drawn, own in zip(plot.data, share.picture.plot.data, strict=True):
        np.testing.assert_array_equal(drawn.y, own.y)
    assert (share.picture.plot.layout.height, len(share.picture.plot.layout.annotations)) == before


def test_sample_keeps_its_mark(sampled: Exhibit) -> None:
    said = words(frame(sampled))
    assert "synthetic sample, not real" in said
    assert "synthetic sample" in [note.text for note in frame(sampled).layout.annotations]


def test_picture_is_1200_wide_and_no_lower_than_its_words_need(share: Exhibit) -> None:
    plot = frame(replace(share, notes=(LONG,) * 3))
    assert plot.layout.width == WIDTH
    assert plot.layout.height > HEIGHT
    assert plot.layout.height - plot.layout.margin.t - plot.layout.margin.b > 250


def test_paragraphs_stand_under_each_other_inside_the_picture(share: Exhibit) -> None:
    plot = frame(replace(share, title=LONG, said=LONG, notes=(LONG,), link=ADDRESS))
    margin = plot.layout.margin
    head = [note for note in plot.layout.annotations if note.yref == "paper" and note.y == 1 and note.yanchor == "top"]
    foot = [note for note in plot.layout.annotations if note.yref == "paper" and note.y == 0 and note.yanchor == "top"]
    assert head[0].yshift == pytest.approx(margin.t - EDGE)
    for upper, lower in [*pairwise(head), *pairwise(foot)]:
        lines = upper.text.count("<br>") + 1
        assert upper.yshift - lower.yshift >= lines * upper.font.size * LEADING
    last = foot[-1]
    assert margin.b + last.yshift - (last.text.count("<br>") + 1) * last.font.size * LEADING >= EDGE - 1
    assert {margin.l + note.xshift for note in (*head, *foot)} == {EDGE}


def test_rows_of_a_ranking_keep_their_height(ranking: Exhibit) -> None:
    assert ranking.picture is not None
    inside, plot = ranking.picture.plot.layout, frame(ranking).layout
    rows = inside.height - inside.margin.t - inside.margin.b
    assert plot.height - plot.margin.t - plot.margin.b == pytest.approx(rows, abs=30)
    taller = frame(ranking, height=plot.height + 400).layout
    assert taller.height == plot.height + 400
    assert taller.height - taller.margin.t - taller.margin.b == pytest.approx(rows, abs=30)


def test_caveats_without_room_are_told_to_be_more(share: Exhibit) -> None:
    assert MORE in words(frame(replace(share, metric=replace(share.metric, caveats=share.metric.caveats * 6))))
    assert MORE not in words(frame(replace(share, metric=replace(share.metric, caveats=share.metric.caveats[:2]))))


def test_what_looks_like_markup_is_written_as_it_is(share: Exhibit) -> None:
    said = words(frame(replace(share, title="Fewer than <10> & more", said="**Bold** words.")))
    assert "Fewer than &lt;10&gt; &amp; more" in said
    assert "Bold words." in said


def test_table_without_a_picture_cannot_be_framed(tabled: Exhibit) -> None:
    with pytest.raises(NoPicture, match="has no chart"):
        frame(tabled)


def test_what_a_note_says_is_not_said_again_as_a_caveat(share: Exhibit) -> None:
    first = share.caveats[0]
    said = words(frame(replace(share, notes=(f"Before all: {first}",))))
    assert said.count(first) == 1
