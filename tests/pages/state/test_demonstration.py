"""The sample is off unless asked for; on, every page and sentence says so, and nothing made up judges an agency."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from metrics import demonstration
from pages.state.demonstration import CONTROL, OFFER
from pages.state.share_link import COPY
from tests.pages.conftest import SCRIPTS, Open
from tests.pages.page_text import words

pytestmark = pytest.mark.slow

BANNER = "Demonstration: a synthetic sample is shown where no real file is loaded"
STRENGTH = "health/strength.py"


def banners(app: AppTest) -> list[str]:
    return [str(each.value) for each in app.warning]


def everything(app: AppTest) -> str:
    """All text of a page, what stands in its tables and what is read aloud of its charts included."""
    tables = "\n".join(frame.value.to_csv() for frame in app.dataframe)
    return "\n".join([words(app), tables, *(str(chart.proto.alt) for chart in app.get("plotly_chart"))])


@pytest.mark.parametrize("script", [script for script in SCRIPTS if not script.startswith("reform/primer")])
def test_off_nothing_of_a_loaded_sample_is_on_a_page(
    sample_folder: Path, published_folder: Path, script: str, read_page: Open
) -> None:
    app = read_page(sample_folder, script, sample="0")
    assert not app.exception
    assert banners(app) == []
    assert app.toggle(key=CONTROL).value is False
    offer = re.compile(rf"\[{OFFER}\]\([^)]*\)")
    said = [offer.sub("", everything(app)), offer.sub("", everything(read_page(published_folder, script)))]
    counts = [len(re.findall(r"synthetic|sample", each, re.IGNORECASE)) for each in said]
    # The dictionary and the checks speak of the sample as of a word; no page has more of it for its being loaded.
    assert counts[0] == counts[1]
    if script.startswith(("summary/", "health/")):
        assert counts[0] == 0


@pytest.mark.parametrize("script", SCRIPTS)
def test_on_every_page_says_so_at_its_top(sample_folder: Path, script: str, read_page: Open) -> None:
    app = read_page(sample_folder, script)
    assert not app.exception
    (banner,) = banners(app)
    assert banner.startswith(BANNER)
    assert app.toggle(key=CONTROL).value is True


@pytest.mark.parametrize("agency", ["", "ED"])
@pytest.mark.parametrize("script", [script for script in SCRIPTS if script.startswith(("health/", "summary/"))])
def test_on_every_first_sentence_is_real_or_says_synthetic(
    sample_folder: Path, published_folder: Path, script: str, agency: str, read_page: Open
) -> None:
    asked = {"agency": agency} if agency else {}
    real = words(read_page(published_folder, script, **asked)).replace("**", "")
    said = [str(part.value) for part in read_page(sample_folder, script, **asked).markdown]
    openings = [each for each in said if re.match(r"\*\*[A-Z0-9][^*]*\d[^*]*\.\*\*", each)]
    assert openings
    for opening in openings:
        for sentence in re.split(r"(?<=\.) (?=[A-Z])", opening.replace("**", "").split("\n")[0]):
            assert "synthetic" in sentence or sentence in real, sentence


def test_switching_turns_it_on_and_off_in_place(sample_folder: Path, open_page: Open) -> None:
    app = open_page(sample_folder, STRENGTH, sample="0", agency="ED")
    assert "sample" not in app.query_params
    real = app.session_state["build"]
    app.toggle(key=CONTROL).set_value(True).run()
    assert app.query_params["sample"] == "1"
    assert banners(app)
    assert app.session_state["build"] != real
    assert app.selectbox(key="agency").value == "Department of Education"
    app.session_state[COPY] = True
    app.run()
    links = [code.value for code in app.code if "sample=" in code.value]
    assert len(links) >= 2
    assert all(parse_qs(urlparse(link).query)["sample"] == ["1"] for link in links)
    app.toggle(key=CONTROL).set_value(False).run()
    assert "sample" not in app.query_params
    assert banners(app) == []
    assert app.session_state["build"] == real


def test_it_stays_on_from_page_to_page(sample_folder: Path, open_page: Open) -> None:
    app = open_page(sample_folder, STRENGTH)
    app.switch_page("pages/health/turnover.py").run()
    assert banners(app)
    assert app.query_params["sample"] == "1"


def test_strange_word_is_passed_over_and_shows_no_sample(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, STRENGTH, sample="perhaps")
    assert banners(app) == []
    assert "The address asks for “sample” `perhaps`, which is not known here; it was ignored." in words(app)


def test_empty_figure_offers_the_same_view_of_the_demonstration(published_folder: Path, read_page: Open) -> None:
    app = read_page(published_folder, STRENGTH, agency="ED", baseline="2024-09")
    offers = re.findall(rf"\[{OFFER}\]\(([^)]*)\)", words(app))
    assert offers
    for offer in offers:
        asked = parse_qs(urlparse(offer).query)
        assert asked == {"agency": ["Department of Education"], "baseline": ["September 2024"], "sample": ["1"]}


def test_no_agency_is_ranked_compared_or_judged_on_made_up_figures(sample_folder: Path, read_page: Open) -> None:
    app = read_page(sample_folder, "summary/agency.py", agency="ED")
    table = next(frame.value for frame in app.dataframe if "Rank" in frame.value)
    made_up = table[table["Evidence"].str.contains("synthetic")]
    assert len(made_up) > 5
    assert not made_up["Rank"].str.contains(" of ").any()
    assert set(made_up["Peers' median"]) == {"–"}
    assert set(made_up["Since the baseline"]) <= {"no baseline"}


def test_a_demonstration_that_cannot_be_made_is_said_and_the_real_page_shown(
    published_folder: Path, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstration, "_make", lambda: "There is no room.")
    app = open_page(published_folder, STRENGTH, sample="1")
    assert not app.exception
    assert banners(app) == []
    assert "The demonstration could not be made: There is no room. To see why, run:" in words(app)
    assert app.metric
    assert "sample" not in app.query_params
