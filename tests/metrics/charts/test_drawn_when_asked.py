"""A picture is drawn when somebody asks for it, once; its words and its numbers are there before."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import plotly.graph_objects as go
import pytest

from metrics.charts.base import Drawing
from tests.conftest import ROOT

pytestmark = pytest.mark.slow

TOLD = """
import sys
import pandas as pd
from metrics import charts as figures
from metrics.definitions.catalog import find
from metrics.charts.theme import LIGHT

rows = pd.DataFrame({"period": pd.to_datetime(["2016-09-30", "2017-09-30"]), "value": [9.0, 8.0]})
rows = rows.assign(evidence="records", source="OPM", flag="", agency_code="ED")
share = find("noncareer_share")
ranking = figures.draw_ranking(share, rows, LIGHT, by="agency_code", names={})
for picture in (figures.draw_trend(share, rows, LIGHT), ranking):
    assert picture.alt and picture.native
    print("plotly.basedatatypes" in sys.modules)
print(len(picture.plot.data))
"""


def test_words_and_numbers_of_a_picture_load_nothing_that_draws() -> None:
    done = subprocess.run([sys.executable, "-c", TOLD], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["False", "False", "2"], done.stderr


def test_figure_is_drawn_once_for_all_who_ask() -> None:
    drawn: list[go.Figure] = []

    def draw() -> go.Figure:
        drawn.append(go.Figure(go.Scatter(x=[1], y=[2])))
        return drawn[-1]

    drawing = Drawing(draw)
    assert drawn == []
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _: drawing(), range(8)))
    assert len(drawn) == 1
    assert all(each is drawn[0] for each in found)
