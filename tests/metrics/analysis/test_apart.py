"""Inspectors general and the FBI and the DEA, whom the law takes apart: said wherever their share would mislead."""

from pathlib import Path

from pptx import Presentation

from metrics.analysis.apart import add_agencies_over_quarter, describe_ranking
from metrics.definitions import catalog
from metrics.exhibits.from_request import exhibit_of
from metrics.export.briefing.compose import compose
from metrics.export.pptx.deck import make_deck
from metrics.query.answer import Answer, answer
from metrics.query.selection import Selection
from metrics.text import tables
from metrics.text.allocation import complete_sentence, describe_positions
from metrics.warehouse import Warehouse
from tests.metrics.ask import ask
from tests.metrics.export import read_slides

SHARE = catalog.find("noncareer_share")
OF_LAW = "agencies of their own in the SES (5 U.S.C. 406(d))"


def beside_of(held: Warehouse, name: str, **asked: object) -> tuple[str, ...]:
    result = ask(held, name, **asked)
    return describe_positions(held, result, result.table)


def asking(held: Warehouse, name: str, selection: Selection) -> Answer:
    return answer(held, catalog.find(name), selection)


def test_a_ranking_names_who_is_above_a_quarter_without_inspectors_general(published: Warehouse) -> None:
    """July 2026: Health and Human Services stands at 24.5% with its office of 19, and at 25.7% without."""
    first, _ = beside_of(published, "noncareer_share", by=["agency_code"])
    both = "Education 31.4% (16 of 51) and Health and Human Services 25.7% (100 of 389)"
    assert first == f"Without inspectors general, {OF_LAW}: {both}."
    assert beside_of(published, "agencies_over_quarter")[0] == first


def test_a_ranking_of_agencies_chosen_speaks_of_them_alone(published: Warehouse) -> None:
    names = tables.map_names(published, "agency_code")

    def of(*codes: str) -> str:
        return describe_ranking(lambda name, chosen: asking(published, name, chosen), names, None, codes)

    assert of("HE", "SB") == f"Without inspectors general, {OF_LAW}: Health and Human Services 25.7% (100 of 389)."
    assert of("SB", "FT") == ""  # none of their parts is an office of an inspector general


def test_a_count_of_agencies_says_of_how_many_and_who_is_one_more(published: Warehouse) -> None:
    said = "In 4 agencies of at least four executives noncareer appointees were more than a quarter in July 2026."
    found = add_agencies_over_quarter(
        lambda name, chosen: asking(published, name, chosen), tables.map_names(published, "agency_code"), None, said
    )
    assert found == (
        "In 4 of the 45 agencies of at least four executives noncareer appointees were more than a quarter in July "
        f"2026; without inspectors general, {OF_LAW}, in 5, among them Health and Human Services 25.7% (100 of 389)."
    )
    (theme,) = compose(published, "", ("appointees",)).chapters
    assert "In 4 of the 45 agencies of at least four executives" in theme.said


def test_justice_is_never_given_with_the_fbi_alone(published: Warehouse) -> None:
    """7.6% of 719, of whom 372 are in no SES of title 5: the sentence that leads page, slide and answer has both."""
    bureaus = "the FBI and the DEA, which are outside the SES of title 5"
    sound = (
        "noncareer appointees were 7.6% of executives on board in July 2026; without "
        f"{bureaus}, and its inspector general, 15.2% (51 of 335)."
    )
    assert exhibit_of(published, SHARE, Selection.of(where={"agency_code": "DJ"})).said.endswith(sound)
    assert any(sound in said for said in compose(published, "DJ", ("appointees",)).lead)
    other = "At the Department of Education, 27.6%."
    ask_it = lambda name, chosen: asking(published, name, chosen)  # noqa: E731
    assert complete_sentence(published, ask_it, "noncareer_share", "ED", None, other) == other


def test_the_share_of_title_5_takes_its_own_count_of_positions(published: Warehouse) -> None:
    assert beside_of(published, "noncareer_share_title_5") == (
        "837 noncareer executives stay within 10% only if OPM has allocated at least 8,370 positions; the last "
        "allocation printed is 8,328 (2012).",
    )
    assert "51 noncareer executives stay within 25% only if OPM has allocated at least 204 positions." in beside_of(
        published, "noncareer_share_title_5", where={"agency_code": "DJ"}
    )


def test_fewer_who_are_noncareer_need_fewer_positions(published: Warehouse) -> None:
    """The law counts none of the four at the FBI and the DEA: 837 stay within 10% of 8,370 and not of 8,410 alone."""
    _, whole = beside_of(published, "noncareer_share")
    assert whole.endswith("13.3% (837 of 6,275), for whom 8,370 positions are enough.")
    assert "15.2% (51 of 335), for whom 204 positions are enough." in " ".join(
        beside_of(published, "noncareer_share", where={"agency_code": "DJ"})
    )
    assert "enough" not in " ".join(beside_of(published, "noncareer_share", where={"agency_code": "ED"}))


def test_limited_appointees_of_title_5_stand_beside_all_of_them(published: Warehouse) -> None:
    bureaus = "Without the FBI and the DEA, which are outside the SES of title 5"
    assert beside_of(published, "limited_share") == (f"{bureaus}: 0.7% (44 of 6,275).",)
    assert beside_of(published, "limited_share", where={"agency_code": "ED"}) == ()  # no agency has that limit


def test_a_slide_of_three_bars_says_of_which_it_speaks(published: Warehouse, tmp_path: Path) -> None:
    """The agency's "it has so many positions" stood below three bars without a name."""
    path = tmp_path / "deck.pptx"
    path.write_bytes(make_deck(compose(published, "ED", ("appointees",))))
    slide = next(each for each in Presentation(str(path)).slides if "limits in law" in read_slides.words(each).lower())
    (own,) = (line for line in read_slides.words(slide).splitlines() if "nothing is known of how many it has" in line)
    assert own.startswith("Noncareer appointees, Department of Education. On positions:")
