"""Writes a synthetic month of data.opm.gov at any size: every published column, values as long as OPM's own."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.layouts.data_opm import FWD_ACCESSIONS, FWD_EMPLOYMENT, FWD_SEPARATIONS
from etl.layouts.spec import Layout
from etl.staging.engine import quote_literal

AGENCIES = ("AG", "AF", "AR", "CM", "DD", "DJ", "DL", "DN", "ED", "EP", "HE", "HS", "HU", "IN", "NV", "ST", "TD", "VA")
LAYOUTS = (FWD_EMPLOYMENT, FWD_SEPARATIONS, FWD_ACCESSIONS)
CATEGORIES = {
    "separations": "['SA', 'SC', 'SC', 'SD', 'SD', 'SJ', 'SK', 'SL']",
    "accessions": "['AA', 'AC', 'AD', 'AE']",
}


def write_month(path: Path, rows: int, seed: int = 1978, share: float = 0.0035) -> Path:
    """A month of `rows` rows, `share` of them executives; one seed, one file.

    The name says subject, month and version, and by its ending text or Parquet, as in employment_202603_1.txt. Every
    row carries the synthetic mark, so that a load takes it for a sample.
    """
    layout, spoken = next((one, said) for one in LAYOUTS if (said := one.parse_name(path.name)))
    values = _values(layout.subject, f"{spoken.last:%Y%m}")
    picked = ", ".join(f'{values.get(name, filling(name))} as "{name}"' for name in columns_of(layout))
    how = "parquet" if path.suffix == ".parquet" else "csv, delimiter '|', header, quote '', escape ''"
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(
            f"copy (select {picked} from ({_draws(rows, seed, share)})) to {quote_literal(path)} (format {how})"
        )
    return path


def columns_of(layout: Layout) -> list[str]:
    """Every column of theirs, in the alphabetical order that OPM uses."""
    table = layout.tables[0]
    return sorted({*table.columns.values(), *table.optional.values(), *table.unread})


def _draws(rows: int, seed: int, share: float) -> str:
    """Numbers of each row from hashes of its position: chance that is the same on every machine and thread."""

    def chance(name: str) -> str:
        return f"(hash(i, {seed}, '{name}') % 1000000) / 1e6"

    return (
        f"select i, {chance('executive')} < {share} as is_executive, {chance('age')} as age, {chance('pay')} as pay, "
        f"{chance('service')} as service, {chance('agency')} as agency, {chance('grade')} as grade, "
        f"{chance('kind')} as kind, {chance('place')} as place, {chance('other')} as other from range({rows}) as t(i)"
    )


def _values(subject: str, month: str) -> dict[str, str]:
    agencies = "[" + ", ".join(quote_literal(code) for code in AGENCIES) + "]"
    agency = f"{agencies}[1 + (agency * {len(AGENCIES)})::int % {len(AGENCIES)}]"
    states = "['DC', 'VA', 'MD', 'CA', 'TX', 'GA', 'FL', 'WA', 'REDACTED', 'REDACTED']"
    age = "20 + 5 * ((age * 9)::int)"
    return {
        "count": "'1'",
        "snapshot_yyyymm": quote_literal(month),
        "personnel_action_effective_date_yyyymm": quote_literal(month),
        "agency_code": agency,
        "agency": f"'DEPARTMENT OR AGENCY NUMBER ' || {agency}",
        "agency_subelement_code": f"{agency} || lpad((other * 40)::int::varchar, 2, '0')",
        "agency_subelement": "'SUBELEMENT OF A DEPARTMENT OR AGENCY, ' || (other * 40)::int",
        "age_bracket": f"case when {age} > 60 then '65 OR MORE' else concat({age}, '-', {age} + 4) end",
        "annualized_adjusted_basic_pay": "if(agency < 0.3, 'REDACTED', concat(40000 + (pay * 180000)::int, '.0'))",
        "appointment_type_code": "if(is_executive, ['50', '50', '50', '55', '60'][1 + (kind * 5)::int % 5], "
        "['10', '15', '30', '34', '38', '20'][1 + (kind * 6)::int % 6])",
        "appointment_type": "if(is_executive, 'SENIOR EXECUTIVE SERVICE - CAREER', 'COMPETITIVE SERVICE - CAREER')",
        "duty_station_state_abbreviation": f"{states}[1 + (place * 10)::int % 10]",
        "duty_station_state_country_territory_code": "lpad((1 + place * 50)::int::varchar, 2, '0')",
        "duty_station_country_code": "'US'",
        "education_level_code": "lpad((4 + other * 18)::int::varchar, 2, '0')",
        "grade": "if(is_executive, '00', lpad((1 + grade * 14)::int::varchar, 2, '0'))",
        "length_of_service_years": "round(service * 40, 1)::varchar",
        "occupational_series_code": "lpad((100 + other * 2000)::int::varchar, 4, '0')",
        "occupational_series": "'OCCUPATIONAL SERIES NUMBER ' || (100 + other * 2000)::int",
        "pay_plan_code": "if(is_executive, 'ES', ['GS', 'GS', 'GS', 'WG', 'VN'][1 + (pay * 5)::int % 5])",
        "pay_plan": "if(is_executive, 'SENIOR EXECUTIVE SERVICE', 'GENERAL SCHEDULE')",
        "personnel_office_identifier_code": "'SYNTHETIC'",
        "position_occupied_code": "if(is_executive, if(kind < 0.5, '4', '3'), '1')",
        "supervisory_status_code": "if(is_executive or kind < 0.12, '2', '8')",
        "veteran_indicator": "if(other < 0.28, 'Y', 'N')",
        "work_schedule_code": "'F'",
        "drp_indicator": "if(other < 0.1, 'Y', 'N')",
        **(
            {f"{subject.removesuffix('s')}_category_code": f"{CATEGORIES[subject]}[1 + (kind * 8)::int % 4]"}
            if subject in CATEGORIES
            else {}
        ),
    }


def filling(name: str) -> str:
    """A column nobody reads: a code of four characters, or words of some twenty."""
    return "lpad((other * 999)::int::varchar, 4, '0')" if name.endswith("_code") else "'WORDS OF NO CONSEQUENCE'"
