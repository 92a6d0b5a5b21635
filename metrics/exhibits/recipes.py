"""The charts of a briefing: each is an exhibit made from what is asked, or None where nothing is known to draw."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from metrics.analysis import by_agency, entries, flows, horizons, pay, peers
from metrics.analysis import ladder as rungs
from metrics.analysis.entries import Entries
from metrics.analysis.ladder import Rungs
from metrics.analysis.standing import standing
from metrics.charts.diverging import draw_account
from metrics.charts.fan import draw_fan as fan_of
from metrics.charts.fan import draw_spread
from metrics.charts.funnel import draw_funnel
from metrics.charts.ladder import draw_ladder as ladder_of
from metrics.charts.overlay import draw_overlay
from metrics.charts.parity import draw_parity
from metrics.charts.ribbon import draw_ribbon
from metrics.charts.theme import LIGHT
from metrics.definitions.catalog import find
from metrics.definitions.caveats import Caveat
from metrics.definitions.metric import find_bound_agency
from metrics.exhibits import forms
from metrics.exhibits.exhibit import Exhibit
from metrics.exhibits.forms import AGENCY, Form
from metrics.exhibits.numbers import Number, sentence
from metrics.exhibits.view import BriefingView
from metrics.query.answer import select_drawn, select_whole_rows
from metrics.text import briefing, composed, exports, tables
from metrics.text import flows as of_flows
from metrics.text import peers as of_peers
from metrics.text import retirement as of_retirement

LEAST_FOR_A_FAN = 2
FEWEST_WAYS = 2


def one(
    asking: BriefingView,
    name: str,
    form: Form = "trend",
    by: str | None = None,
    title: str = "",
    **where: str | tuple[str, ...],
) -> Exhibit | None:
    """One indicator in a form; over time it has as many periods as a chart needs."""
    result = asking.answer(name, asking.selection(by, where))
    shown = forms.shown(result, form)
    if form == "bars" and not forms.is_earned(shown):
        form = "ranked"
    is_too_short = form in ("trend", "multiples") and not forms.is_earned(shown)
    return None if is_too_short else asking.drawn(result, form, title=title)


def ranking(asking: BriefingView, name: str, title: str = "", beside: str = "", **where: str) -> Exhibit | None:
    """All agencies ranked, Defense as one; of the agency of the briefing it is told where it stands."""
    selection = asking.selection(AGENCY, where, departments="whole")
    rooms = asking.answer(beside, selection) if beside else None
    result = asking.answer(name, selection)
    drawing = asking.drawn(result, "ranked", title=title, beside=rooms)
    if drawing is None or not asking.agency_code:
        return drawing
    found = standing(None, peers.ranking(asking.warehouse, result), result, asking.agency_code)
    if found is None:
        # A ranking of others is no figure of an agency that is not in it.
        known = result.table.loc[result.table["value"].notna(), AGENCY]
        return drawing if (known == find_bound_agency(asking.agency_code)).any() else None
    metric = horizons.at(result.metric, int(where[horizons.HORIZON])) if horizons.HORIZON in where else result.metric
    told = exports.mark_sample(briefing.describe_standing(metric, found, asking.agency), drawing.rows)
    return replace(drawing, said=told)


def against_peers(asking: BriefingView, name: str, title: str = "") -> Exhibit | None:
    """The agency beside the government and its peers' median over time."""
    metric, code = find(name), asking.agency_code
    lines = by_agency.lines(asking.warehouse, asking.answer, name, code, asking.agency, asking.period)
    if not lines:
        return None
    rows = pd.concat([part.assign(of=line) for line, part in lines], ignore_index=True)
    if not forms.is_earned(rows):
        return None
    result = by_agency.own(asking.answer, name, by_agency.first(metric), code, asking.period)
    happened = asking.happened(metric, rows)
    picture = draw_overlay(
        metric,
        [(line, tables.credit_sources(asking.warehouse, part)) for line, part in lines],
        LIGHT,
        is_beside=True,
        limit=next(iter(metric.limits_for("agency", code)), None),
        happened=happened,
        newest=asking.newest,
    )
    measured = of_peers.describe_peers(by_agency.size_group(asking.warehouse, code)) if len(lines) > 2 else ""
    return asking.exhibit(
        result,
        rows,
        picture,
        told=asking.said(result),
        title=title,
        notes=(measured,),
        happened=happened,
        words=composed.tabulate_lines(asking.warehouse, metric, lines),
    )


def pay_ribbon(asking: BriefingView, title: str) -> Exhibit | None:
    """Percentiles of pay with published averages, between floor and ceiling."""
    here = asking.selection()
    median, low, high = (asking.answer(name, here) for name in ("median_salary", "salary_p10", "salary_p90"))
    found = pay.pay(asking.warehouse, median, low, high)
    if found.points.empty:
        return None
    rows = composed.list_rates(found)
    happened = asking.happened(median.metric, rows)
    picture = draw_ribbon(median.metric, composed.credit_pay(asking.warehouse, found), LIGHT, happened)
    return asking.exhibit(
        median,
        rows,
        picture,
        told=pay.in_words(found),
        title=title,
        notes=(pay.WHAT_LIMITS_MEAN,),
        happened=happened,
        words=composed.tabulate_rates(asking.warehouse, found),
    )


def fan(asking: BriefingView, *names: str) -> Exhibit | None:
    """Who can retire by each horizon: the first of the indicators that is estimated, inside its bounds."""
    results = [asking.answer(name, asking.selection(horizons.HORIZON)) for name in names]
    result = next((each for each in results if len(horizons.estimated(each))), results[0])
    rows = horizons.ahead(result)
    if len(rows) < LEAST_FOR_A_FAN:
        return None
    told = of_retirement.describe_fan(result)
    notes = of_retirement.list_bounds(result.metric, rows)
    picture = fan_of(result.metric, tables.credit_sources(asking.warehouse, rows), LIGHT, told)
    return asking.exhibit(result, rows, picture, told=told, notes=notes)


def band(asking: BriefingView, names: tuple[str, ...], years: int, title: str) -> Exhibit | None:
    """The first of the indicators whose figures make a trend, at one horizon, inside the band of its bounds."""
    for name in names:
        result = asking.answer(name, asking.selection(where={horizons.HORIZON: f"{years}"}))
        rows = select_drawn(result).dropna(subset="value")
        if forms.is_earned(rows):
            happened = asking.happened(result.metric, rows)
            metric = horizons.at(result.metric, years)
            picture = draw_spread(metric, tables.credit_sources(asking.warehouse, rows), LIGHT, happened)
            told = sentence(asking, Number(name, years=years))
            return asking.exhibit(result, rows, picture, told=told, title=title, happened=happened)
    return None


def accounts(asking: BriefingView, appointment: str) -> list[Exhibit]:
    """Who came and who left by year: the real account, and the sample's where no real one tells why people left."""
    here = asking.selection(where={"appointment": appointment})
    why = asking.answer("separations", asking.selection("separation_group", {"appointment": appointment}))
    came, left, net = (asking.answer(name, here) for name in ("estimated_entries", "separations", "net_change"))
    found = []
    for number, rows in enumerate(flows.accounts(came, left, why, net)):
        happened = asking.happened(why.metric, rows)
        picture = draw_account(
            tables.credit_sources(asking.warehouse, rows), LIGHT, f"{appointment} executives", happened
        )
        found.append(
            asking.exhibit(
                why,
                rows,
                picture,
                told=of_flows.describe_account(rows),
                title=of_flows.write_question(appointment, is_why=number > 0),
                happened=happened,
                words=composed.tabulate_account(asking.warehouse, rows),
            )
        )
    return found


def came_in(asking: BriefingView) -> Entries | None:
    """The entries of the last year known, by way in."""
    here = asking.selection()
    names = ("estimated_entries", "transfer_in_share", "outside_hire_share")
    return entries.entries(*(asking.answer(name, here) for name in names))


def ways(asking: BriefingView) -> Exhibit | None:
    """The entries of the last year known as bars by way in."""
    found = came_in(asking)
    # One bar alone shows nothing.
    if found is None or len(found.ways) < FEWEST_WAYS:
        return None
    words = composed.tabulate_ways(asking.warehouse, found)
    result = asking.answer("estimated_entries", asking.selection())
    told, title = of_flows.describe_ways(found), of_flows.WAYS_IN
    return asking.exhibit(
        result, composed.list_ways(found), draw_funnel(found, LIGHT), told=told, title=title, words=words
    )


def parity(asking: BriefingView, title: str, *traits: str) -> Exhibit | None:
    """The share of executives who have each trait beside its share in the workforce, when last known."""
    result = asking.answer("representation_ratio", asking.selection("trait", {"trait": traits}))
    rows = select_whole_rows(result).dropna(subset="value").sort_values("period").drop_duplicates("trait", keep="last")
    rows = rows[rows["period"] == rows["period"].max()]
    if rows.empty:
        return None
    names = asking.names("trait")
    picture = draw_parity(result.metric, tables.credit_sources(asking.warehouse, rows), LIGHT, by="trait", names=names)
    notes = (Caveat.COMPARED_WITH.value,)
    return asking.exhibit(
        result, rows, picture, told=briefing.describe_parity(result.metric, rows, names), title=title, notes=notes
    )


def steps(asking: BriefingView) -> Rungs | None:
    """GS-14, GS-15 and the career SES, and how many of them can retire within five years."""
    here, soon = asking.selection(), asking.selection(where={horizons.HORIZON: f"{horizons.SOON}"})
    return rungs.ladder(
        pool=asking.answer("feeder_pool", here),
        both_grades=asking.answer("feeder_pool_gs14_15", here),
        bench=asking.answer("bench_strength", here),
        able=asking.answer("retirement_eligible", soon),
        pool_shares=asking.answer("feeder_retirement_eligible_share", soon),
    )


def ladder(asking: BriefingView, title: str) -> Exhibit | None:
    """The steps to the SES under each other."""
    found = steps(asking)
    if found is None:
        return None
    years = horizons.SOON
    picture = ladder_of(found, LIGHT, f"Ladder. {title} {rungs.in_words(found, years)}", is_spacious=True)
    return asking.exhibit(
        asking.answer("feeder_pool", asking.selection()),
        composed.list_steps(found),
        picture,
        told=rungs.answer(found, years, asking.agency),
        title=title,
        notes=(Caveat.SPECIAL_RULES_LEFT_OUT.value,) if found.is_counted else (),
        words=composed.tabulate_steps(found, years),
    )
