"""What shipped texts say of the law and of others: every citation resolves, and what was wrong does not return."""

import csv
import re

import pytest

from metrics.definitions import catalog
from metrics.definitions.caveats import Caveat, Need
from pages.content import loader
from tests.citations import cited
from tests.conftest import ROOT
from tests.entries import every_text

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").glob("*/README.md")]


def register(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_content() -> list[str]:
    """Every text of the primer, glossary, agenda, case studies and rating scale."""
    return [loader.agenda_source(), *every_text()]


def of_indicators() -> list[str]:
    """Every caveat, need, definition, title, question and limit of the catalog."""
    told = [text for metric in catalog.METRICS for text in (metric.title, metric.question, metric.definition)]
    limits = [limit.citation for metric in catalog.METRICS for limit in metric.limits]
    return [*(each.value for each in (*Caveat, *Need)), *told, *limits]


def of_events() -> list[str]:
    return [f"{row['title']}: {row['words']} ({row['citation']})" for row in register("events.csv")]


def of_documents() -> list[str]:
    return [line for path in sorted(DOCUMENTS) for line in path.read_text(encoding="utf-8").splitlines()]


def of_code() -> list[str]:
    """The words that pages and sentences hold in the code itself."""
    paths = [*(ROOT / "metrics").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def shipped() -> list[str]:
    return [*of_content(), *of_indicators(), *of_events(), *of_documents(), *of_code()]


@pytest.fixture(scope="module")
def citations() -> dict[str, dict[str, str]]:
    return {row["citation"]: row for row in register("citations.csv")}


def test_citations_of_a_text_are_spelled_out_one_by_one() -> None:
    text = "See 5 U.S.C. 8336(a), 8414 and 3393(c)(1); 5 CFR 317.601(b); Pub. L. 95-454, section 4 (90 FR 8481)."
    assert cited(text) == {
        *("5 U.S.C. 8336(a)", "5 U.S.C. 8414", "5 U.S.C. 3393(c)(1)"),
        *("5 CFR 317.601(b)", "Pub. L. 95-454", "90 FR 8481"),
    }
    assert cited("5 U.S.C. 8412(a)–(c), 5 U.S.C. 3131–3136") == {"5 U.S.C. 8412(a)–(c)", "5 U.S.C. 3131–3136"}


def test_every_citation_of_a_shipped_text_is_in_the_table(citations: dict[str, dict[str, str]]) -> None:
    """A wrong paragraph is in no row: adding one means saying in a sentence what the law says there."""
    made_up = {"5 U.S.C. 3341", "82 FR 13959", "Executive Order 13781", "Pub. L. 108-426"}  # examples of docs/adding.md
    texts = [*of_content(), *of_indicators(), *of_events(), *of_documents(), *of_code()]
    found = set().union(*map(cited, texts))
    assert len(found) > 120
    assert found - set(citations) - made_up == set()


def test_table_of_citations_holds_what_is_cited_and_no_more(citations: dict[str, dict[str, str]]) -> None:
    texts = [*of_content(), *of_indicators(), *of_events(), *of_documents(), *of_code()]
    assert set(citations) - set().union(*map(cited, texts)) == set()


def test_table_of_citations_says_what_each_says_and_where_it_was_read(citations: dict[str, dict[str, str]]) -> None:
    rows = register("citations.csv")
    assert [row["citation"] for row in rows] == sorted(citations)
    for row in rows:
        assert re.fullmatch(r"[A-Z5].{15,}[^.]\.", row["says"]), row
        assert row["how"] in {"words", "summary", "not re-read"}, row
        assert bool(re.fullmatch(r"https?://\S+", row["checked"])) is (row["how"] != "not re-read"), row


LIMITS = {"5 U.S.C. 3134(b)": "10 percent", "5 U.S.C. 3134(d)": "25 percent", "5 U.S.C. 3134(e)": "5 percent"}


def test_limits_of_the_catalog_are_what_the_table_says_of_their_law(citations: dict[str, dict[str, str]]) -> None:
    lines = {(limit.citation, f"{limit.value:g} percent") for metric in catalog.METRICS for limit in metric.limits}
    assert lines == set(LIMITS.items())
    for citation, share in LIMITS.items():
        assert share in citations[citation]["says"]


WRONG = {
    "the alternative of 1978 is a count, not a base": r"positions of October 1978 if",
    "the cap is per agency, waivable, and not set by the rule": r"at most 30 percent of career executives may be rated",
    "OPM went on publishing after our copies end": r"OPM stopped publishing|tables end in September 2017 and single",
    "career reserved positions are listed every year": r"number of such positions is not published",
    "the memorandum asked for a review": r"asked agencies to turn career reserved positions into general",
    "boards were ordered to have it": r"boards have a noncareer majority",
    "noncareer appointees must be qualified in writing": r"[Nn]oncareer executives need none of this",
    "many who entered before 1984 chose FERS": r"which covers those who entered service before 1984",
    "five levels are not for all since 2004": r"Five rating levels for all|Before fiscal (?:year )?2005",
    "deferred resignations ran to December": r"until as late as September 2025",
    "the law of 2014 was replaced": r"Veterans Affairs may remove a senior executive with a short appeal\.",
    "one planned lunch is no copy": r"second city copied",
    "each executive had a medal": r"every guest took home",
    "the source is silent on effects": r"[Nn]obody measured",
    "one speaker, some guests": r"Guests were visibly moved",
    "parts of the plan, not its core": r"core of its succession plan",
    "the source shortens some questions": r"[Aa]sk fewer",
    "some had never met": r"hardly knew each other",
    "their work is often overlooked, no more": r"rarely thanked",
    "it was hard to see, and not for everyone": r"no one could see how",
    "busy and curious, the source says": r"little patience with",
    "some use it more fully than others, no more": r"others left them aside",
    "a copy that ends says nothing of its publisher": r"(?:nothing newer|no later full year).{0,5} has been found",
    "a removal in probation has no hearing": r"during probation or for less than fully successful",
    "sex and color are compared with everyone, not with the grade below": r"[Tt]hose they come from",
    "a ratio ranks no numbers of people": r"most possible successors",
}


@pytest.mark.parametrize("why", WRONG)
def test_sentence_that_was_wrong_does_not_return(why: str, shipped: list[str]) -> None:
    assert [text for text in shipped if re.search(WRONG[why], text)] == []


NOBODY = re.compile(
    r"\b(?:nobody|no one|no agency|OPM never|OPM does not) (?:publishes|publish|measures|counts|knows)\b"
    r"|\b(?:is|are|was|were) (?:not|never|nowhere) published\b(?! (?:by|in|on|for) )"
    r"|\bno (?:public )?(?:figure|source|file|data) (?:exists?|shows?|tells?|does)\b"
    r"|\bNo public (?:data|rule|figure)\b",
    re.IGNORECASE,
)
"""A universal negative is the easiest line to break: say "we know of no …", or say nothing."""


def test_no_text_says_what_nobody_can_know() -> None:
    known = re.compile(r"we know of no", re.IGNORECASE)
    texts = [*of_content(), *of_indicators(), *of_events()]
    assert [text for text in texts if NOBODY.search(text) and not known.search(text)] == []


def test_seven_sentences_that_the_law_asks_for_are_said() -> None:
    """What was missing, in the words that now stand: the fact, where it stands, and the law."""
    said = " ".join([*of_content(), *of_indicators()])
    for words in (
        "number of positions filled politically on 13 October 1978 where that is greater",
        "the President may lift the limit by certifying to Congress",
        "OPM's count of positions that were once filled by competitive examination",
        "the agency must find in writing that they meet the qualifications",
        "An inspector general's office is an agency of its own",
        "outside the SES of title 5 (5 U.S.C. 3132(a)(1)(B))",
        "at 50 with 20 years of such service, under FERS at any age with 25",
    ):
        assert words in said


def test_end_of_a_copy_is_no_break() -> None:
    breaks = [row for row in register("events.csv") if row["kind"] == "break"]
    assert [row["id"] for row in breaks if row["start"] == "2017-09-30"] == []
    assert {row["id"] for row in breaks if "women_share" in row["scope"]} == set()
