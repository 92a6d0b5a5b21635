"""Groups of an answer at two dates: the latest and the baseline of a view."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from metrics.analysis.change_table import build_change_table
from metrics.exhibits.forms import MOST_RANKED
from metrics.exhibits.view import View
from metrics.query.answer import Answer, select_drawn
from metrics.text import explorer


def compare_with_baseline(view: View, result: Answer) -> pd.DataFrame:
    """Latest and baseline values in words, of the groups with the highest latest values."""
    by, rows = [*result.selection.by], select_drawn(result).dropna(subset="value")
    if by:
        last = rows.sort_values("period").drop_duplicates(by, keep="last").nlargest(MOST_RANKED, "value")
        rows = rows.merge(last[by], on=by)
    return explorer.tabulate_changes(result, build_change_table(replace(result, table=rows), view.baseline), view.names)
