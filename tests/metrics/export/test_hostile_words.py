"""Words that look like markup come out of a template as words, wherever a page that leaves takes text."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest

from metrics.charts import Picture
from metrics.charts.base import Drawing
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.numbers import KeyNumber
from metrics.export.briefing.document import Document, Shown, SourceEntry, ThemeSection, WordTable
from metrics.export.html import templates
from metrics.export.html.briefing import lay_out
from metrics.export.html.figure import page

HOSTILE = "</title></script><script>alert(1)</script><b a=\"x\" b='y'>&amp;"
MARKUP = {"drawing"}
"""Fields that hold what metrics.export.svg drew; test_drawing says that words in a drawing are escaped."""
ADDRESSES = {"address", "link"}
UNSHOWN = {"alt", "definition", "name", "source"}
"""Of a drawing, which carries its own words; and what of a number is told by its indicator and its source."""


class Reader(HTMLParser):
    """The elements of a page, and every text and value of an attribute as a reader is shown it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.texts += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


class Spoiler:
    """Puts hostile words, each with a number of its own, behind every text of a value; `words` are those it put."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def spoil(self, value: Any, name: str = "") -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            shown = [field.name for field in fields(value) if field.name not in MARKUP]
            return replace(value, **{each: self.spoil(getattr(value, each), each) for each in shown})
        if isinstance(value, tuple):
            return tuple(self.spoil(each, name) for each in value)
        return self.word(value, name) if isinstance(value, str) else value

    def word(self, text: str, name: str = "") -> str:
        spoilt = f"{'https://example.gov/' if name in ADDRESSES else text}{HOSTILE}{len(self.words)}."
        if name not in UNSHOWN:
            self.words.append(spoilt)
        return spoilt


NUMBER = KeyNumber(
    "Title", "4%", "up", "July 2026", "?", "published", "?", pd.Timestamp("2026-07-31").date(), 4, 1, 2, "?"
)
TABLE = WordTable(("Agency", "Share"), (("Education", "4%"), ("https://example.gov/", "5%")), (False, True))
DRAWN = Shown("Drawn", "It rose.", "In percent", True, "<svg><text>4</text></svg>", "A line", None, ("Source: OPM",))
TABLED = replace(DRAWN, drawing="", table=TABLE)
WHOLE = Document(
    title="The SES",
    whose="Education",
    dates="Up to July 2026",
    foot="of today",
    link="https://example.gov/",
    sample="Sample",
    lead=("One.", "Two."),
    limits=(DRAWN, TABLED),
    standing_title="Beside its peers",
    standing=(("Turnover", TABLE),),
    sections=(ThemeSection("Retirement", "Many can.", (NUMBER,), "It was so.", (DRAWN, TABLED)),),
    method=("By rule.",),
    indicators=(("Share", (("Definition", "A share."), ("Address", "https://example.gov/"))),),
    sources=(SourceEntry("Data", "OPM", "https://example.gov/", "version 1"),),
)


def check_same_page(plain: str, spoilt: str, words: list[str]) -> None:
    """Both pages have the same elements and attributes, and the second shows every hostile word as a word."""
    before, after = Reader(plain), Reader(spoilt)
    assert after.elements == before.elements
    assert after.attributes == before.attributes
    seen = "\n".join(after.texts)
    assert [word for word in words if word not in seen] == []
    assert HOSTILE not in spoilt


def test_briefing_shows_hostile_words_as_words_in_every_place() -> None:
    spoiler = Spoiler()
    spoilt = spoiler.spoil(WHOLE)
    assert len(spoiler.words) > 60
    check_same_page(lay_out(WHOLE), lay_out(spoilt), spoiler.words)


def test_words_in_bold_letters_are_escaped_too() -> None:
    spoilt = lay_out(replace(WHOLE, lead=(f"It **rose{HOSTILE}** by {HOSTILE}.",)))
    shown = str(templates.bold(f"**rose{HOSTILE}**"))
    assert shown.startswith("<strong>rose&lt;/title&gt;")
    assert shown in spoilt
    assert HOSTILE not in spoilt


@pytest.fixture
def plain(share: Exhibit) -> Exhibit:
    """A figure with a note and without its plot, of which the next test speaks."""
    assert share.picture is not None
    return replace(
        share, notes=("A note.",), picture=Picture(share.picture.draw, share.picture.alt), link="https://a.gov/"
    )


def test_figure_shows_hostile_words_as_words_in_every_place(plain: Exhibit) -> None:
    spoiler = Spoiler()

    def columns(table: pd.DataFrame) -> pd.DataFrame:
        texts = {
            name: [spoiler.word(str(value), str(name) if name in ADDRESSES else "") for value in table[name]]
            for name in table.columns
            if name != "evidence" and table[name].map(lambda value: isinstance(value, str)).all()
        }
        return table.assign(**texts)

    assert plain.picture is not None
    names = ("title", "subtitle", "said", "credit", "build_id", "link")
    texts: dict[str, Any] = {name: spoiler.word(getattr(plain, name), name) for name in names}
    metric = replace(plain.metric, definition=spoiler.word("A share."))
    named = columns(plain.words).rename(columns={plain.words.columns[-1]: spoiler.word("Source")})
    spoilt = replace(
        plain,
        metric=metric,
        notes=tuple(map(spoiler.word, plain.notes)),
        picture=Picture(plain.picture.draw, spoiler.word(plain.picture.alt)),
        words=named,
        sources=columns(plain.sources),
        **texts,
    )
    assert len(spoiler.words) > 20
    check_same_page(without_scripts(plain), without_scripts(spoilt), spoiler.words)


def without_scripts(exhibit: Exhibit) -> str:
    """The page without plotly.js and its plot, which are scripts and no HTML."""
    first, *_, last = page(exhibit).split("<script>")
    return first + last.partition("</script>")[2]


def test_no_text_of_a_plot_ends_its_script(plain: Exhibit) -> None:
    assert plain.picture is not None
    draw = plain.picture.draw

    spoilt = Drawing(lambda: draw().update_layout(title_text=f"{HOSTILE}\u2028"))
    text = page(replace(plain, picture=Picture(spoilt, plain.picture.alt)))
    assert text.count("<script>") == page(plain).count("<script>")
    assert HOSTILE not in text
    assert "alert(1)" in text


def places() -> Iterator[str]:
    """Every template in which words are marked as markup already, with what is marked."""
    for path in sorted(templates.FOLDER.glob("*.j2")):
        for line in path.read_text("utf-8").splitlines():
            if "| safe" in line:
                yield f"{path.name}: {line.split('{{')[-1].split('|')[0].strip()}"


def test_markup_comes_in_at_four_places_alone() -> None:
    assert {*places()} == {
        "briefing.html.j2: one.drawing",
        "figure.html.j2: chart.drawn",
        "figure.html.j2: chart.plotly",
        "page.css.j2: family",
    }
    assert "autoescape" not in "".join(path.read_text("utf-8") for path in templates.FOLDER.glob("*.j2"))
