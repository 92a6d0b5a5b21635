"""The layouts of files that an analyst supplies, each with the template that `python -m etl template` writes."""

from etl.layouts.spec import Layout, Period, TableLayout, Template

ANALYST = "the analyst who supplied the file"
AS_OF = "the day the figure speaks for, as 2017-09-30 or 9/30/2017; it counts for the end of that month"
AGENCY = "OPM's two-letter agency code, as ED; DD* for all of Defense; empty for the whole government"


def _table(template: Template) -> tuple[TableLayout, ...]:
    return (TableLayout("listing", columns={name: name for name in template.meanings}),)


ALLOCATIONS_TEMPLATE = Template(
    purpose="SES positions that OPM has allocated, by agency: what the limits in law divide by.",
    meanings={
        "agency_code": AGENCY,
        "as_of": AS_OF,
        "positions": "positions allocated, a whole number",
        "source": "who published it, where and when; printed beside the figure",
    },
    examples=(
        ("", "2007-09-30", "8096", "OPM letter on SES allocations, 2007"),
        ("", "2012-06-30", "8328", "Plum Book 2012, appendix 2"),
    ),
)
ALLOCATIONS = Layout(
    name="allocations",
    title="SES positions allocated to agencies, supplied by the analyst (allocations.csv)",
    subject="published",
    evidence="published",
    publisher=ANALYST,
    source_id="allocations",
    container="text",
    usual_name=r"allocations.*\.csv",
    example_name="allocations.csv",
    tables=_table(ALLOCATIONS_TEMPLATE),
    datasets=("published",),
    period=Period.IN_ROWS,
    template=ALLOCATIONS_TEMPLATE,
    note="Agencies are never added up into a government total, because a list may be partial: give that total a row.",
)

INDICATORS_TEMPLATE = Template(
    purpose="Figures that no public file holds: give either value, or numerator and denominator.",
    meanings={
        "indicator": "what is measured, in small letters with underscores; the same word in every row of a series",
        "agency_code": AGENCY,
        "as_of": AS_OF,
        "numerator": "people or events counted; empty where value is given",
        "denominator": "out of how many, above zero; empty where value is given",
        "value": "the figure, percentages as 0 to 100; empty where numerator and denominator are given",
        "unit": "percent, people, days, years, dollars, ratio, …",
        "source": "who published it, where and when; printed beside the figure",
        "note": "what to know before using it; may be empty",
    },
    examples=(
        (
            *("time_to_hire_days", "DN", "2015-12-31", "", "", "174", "days"),
            *("Department of Energy hiring pilot, 2016", "Resume-based pilot"),
        ),
        (
            *("women_among_career_executives", "", "2017-09-30", "2507", "7346", "", "percent"),
            *("FedScope, September 2017", ""),
        ),
    ),
)
INDICATORS = Layout(
    name="indicators",
    title="Further indicators, supplied by the analyst (indicators.csv)",
    subject="published",
    evidence="published",
    publisher=ANALYST,
    source_id="indicators",
    container="text",
    usual_name=r"indicators.*\.csv",
    example_name="indicators.csv",
    tables=_table(INDICATORS_TEMPLATE),
    datasets=("published",),
    period=Period.IN_ROWS,
    template=INDICATORS_TEMPLATE,
)

DEMOGRAPHICS_TEMPLATE = Template(
    purpose="Executives by sex and by race, which OPM's public files no longer tell apart.",
    meanings={
        "as_of": AS_OF,
        "agency_code": AGENCY,
        "appointment": "career, noncareer, limited_term, limited_emergency, or all; empty means all",
        "attribute": "sex or race",
        "group": "women, men, or a race or ethnicity; one row for every group, or a share cannot be computed",
        "people": "executives counted, a whole number",
        "source": "who published it, where and when; printed beside the figure",
    },
    examples=(
        ("2017-09-30", "", "career", "sex", "women", "2507", "FedScope, September 2017"),
        ("2017-09-30", "", "career", "sex", "men", "4839", "FedScope, September 2017"),
    ),
)
DEMOGRAPHICS = Layout(
    name="demographics",
    title="Counts by sex and race, supplied by the analyst (demographics.csv)",
    subject="demographics",
    evidence="published",
    publisher=ANALYST,
    source_id="demographics",
    container="text",
    usual_name=r"demographics.*\.csv",
    example_name="demographics.csv",
    tables=_table(DEMOGRAPHICS_TEMPLATE),
    datasets=("demographics",),
    period=Period.IN_ROWS,
    template=DEMOGRAPHICS_TEMPLATE,
    note="Blank agency_code means the whole government; attribute is sex or race.",
)
