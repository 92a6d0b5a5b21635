"""Writes what OPM's API serves, as Parquet packed with zstd: every column text, with the variety of the real files.

People are drawn as the sample draws them; here their work is spread over more occupations, pay and place are withheld
where OPM withholds them, and the columns that nobody reads are filled as OPM fills them. The files carry no synthetic
mark, so that they are staged, built and asked as records are: keep them away from a folder that readers see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from etl.layouts.data_opm import FWD_ACCESSIONS, FWD_EMPLOYMENT, FWD_SEPARATIONS
from etl.layouts.spec import Layout
from etl.paths import find_places
from etl.sample.calibration import fiscal_year, month_end
from etl.staging.engine import quote_literal
from tests.bench.months import columns_of
from tests.bench.periods import Writer

LAST_MONTH, LAST_FLOWS = date(2026, 7, 31), date(2026, 6, 30)
FIRST_QUARTER, FIRST_MONTHLY, FIRST_FLOWS = date(2005, 3, 31), date(2011, 7, 31), date(2005, 1, 31)
FLOWS = {"separations": FWD_SEPARATIONS, "accessions": FWD_ACCESSIONS}
MONTH_COLUMN = {"employment": "snapshot_yyyymm"} | dict.fromkeys(FLOWS, "personnel_action_effective_date_yyyymm")
OPTIONS = "format parquet, compression zstd"
BLUE_COLLAR = "2500"
OFFICE = "MADE"
"""In place of a personnel office: whoever opens such a file sees that no office wrote it."""

DEFENSE = "('AF', 'AR', 'NV', 'DD')"
IS_WITHHELD = (
    f"(agency_code in {DEFENSE} or (agency_code = 'HS' and chance_withheld < 0.75) "
    "or (agency_code = 'DJ' and chance_withheld < 0.67))"
)
REPORTED_LATE = 7
"""Percent of a month's actions that were effective in one of the eight months before."""


def withheld(sql: str) -> str:
    return f"if({IS_WITHHELD}, 'REDACTED', {sql})"


# One value of a row's own, from its number: chance that is the same on every machine and thread.
CHANCES = ("withheld", "work", "spot", "bargaining", "step", "tenure", "computed")
STATION = "hash(duty_station_state_country_territory_code, spot)"
REALISTIC = {
    "occupational_series_code": "work_code",
    "occupational_series": "upper(work_title)",
    "occupational_group_code": "left(work_code, 2) || '00'",
    "occupational_group": "'OCCUPATIONS OF GROUP ' || left(work_code, 2) || '00'",
    "occupational_category_code": "substr('PATCO', 1 + (hash(work_code) % 5)::int, 1)",
    "occupational_category": "['PROFESSIONAL', 'ADMINISTRATIVE', 'TECHNICAL', 'CLERICAL', 'OTHER WHITE COLLAR']"
    "[1 + (hash(work_code) % 5)::int]",
    "stem_occupation": "if(hash(work_code) % 4 = 0, 'Y', 'N')",
    "stem_occupation_type": "if(hash(work_code) % 4 = 0, 'STEM OCCUPATIONS', 'ALL OTHER OCCUPATIONS')",
    "agency": "upper(agency_name)",
    "agency_subelement": "upper(agency_name) || ', PART ' || right(agency_subelement_code, 2)",
    "department_code": "department_code",
    "department": "upper(agency_name)",
    "cfo_act_agency_indicator": "if(size_group = 'cabinet', 'Y', 'N')",
    "pay_plan": "upper(plan_title)",
    "appointment_type": "'TYPE OF APPOINTMENT, ' || appointment_type_code",
    "annualized_adjusted_basic_pay": withheld("annualized_adjusted_basic_pay"),
    "duty_station_code": withheld(f"({STATION} % 900000000 + 100000000)::varchar"),
    "duty_station_city": withheld(f"'CITY OF ' || ({STATION} % 90000)::varchar"),
    "duty_station_county_code": withheld(f"lpad(({STATION} % 320)::varchar, 3, '0')"),
    "duty_station_county": withheld(f"'COUNTY OF ' || ({STATION} % 1900)::varchar"),
    "duty_station_country": withheld("'UNITED STATES'"),
    "duty_station_country_code": withheld("duty_station_country_code"),
    "duty_station_state": withheld("'STATE OF ' || duty_station_state_abbreviation"),
    "duty_station_state_abbreviation": withheld("duty_station_state_abbreviation"),
    "duty_station_state_country_territory_code": withheld("duty_station_state_country_territory_code"),
    "core_based_statistical_area_code": withheld(f"({STATION} % 900 + 10000)::varchar"),
    "core_based_statistical_area": withheld(f"'METROPOLITAN AREA ' || ({STATION} % 900)::varchar"),
    "consolidated_statistical_area_code": withheld(f"({STATION} % 170 + 100)::varchar"),
    "consolidated_statistical_area": withheld(f"'COMBINED AREA ' || ({STATION} % 170)::varchar"),
    "locality_pay_area_code": withheld(f"lpad(({STATION} % 58)::varchar, 2, '0')"),
    "locality_pay_area": withheld(f"'LOCALITY ' || ({STATION} % 58)::varchar"),
    "education_level": "'LEVEL OF EDUCATION ' || education_level_code",
    "education_level_bracket": "'BRACKET ' || left(education_level_code, 1)",
    "bargaining_unit_code": "if(chance_bargaining < 0.45, '7777', "
    "agency_code || lpad((pow(chance_bargaining, 3) * 60)::int::varchar, 4, '0'))",
    "bargaining_unit": "if(chance_bargaining < 0.45, 'ELIGIBLE, NOT IN A UNIT', "
    "'UNIT OF ' || agency_code || (pow(chance_bargaining, 3) * 60)::int::varchar)",
    "bargaining_unit_status": "if(chance_bargaining < 0.45, 'NOT IN A UNIT', 'IN A UNIT')",
    "flsa_category_code": "if(grade > '10', 'E', 'N')",
    "flsa_category": "if(grade > '10', 'EXEMPT', 'NONEXEMPT')",
    "nsftp_indicator": "if(chance_tenure < 0.9, 'Y', 'N')",
    "pay_basis_code": "if(pay_plan_code in ('WG', 'WL', 'WS'), 'PH', 'PA')",
    "pay_basis": "if(pay_plan_code in ('WG', 'WL', 'WS'), 'PER HOUR', 'PER ANNUM')",
    "personnel_office_identifier_code": quote_literal(OFFICE),
    "position_occupied": "'POSITION OCCUPIED ' || position_occupied_code",
    "service_computation_date_leave": "if(try_cast(length_of_service_years as double) is null, '', strftime("
    "date '2026-07-01' - (365 * try_cast(length_of_service_years as double) + chance_computed * 30)::int, '%Y%m%d'))",
    "step_or_rate_type_code": "(1 + (pow(chance_step, 0.7) * 9)::int)::varchar",
    "step_or_rate_type": "'STEP ' || (1 + (pow(chance_step, 0.7) * 9)::int)::varchar",
    "supervisory_status": "'SUPERVISORY STATUS ' || supervisory_status_code",
    "tenure_code": "if(chance_tenure < 0.75, '1', '2')",
    "tenure": "if(chance_tenure < 0.75, 'PERMANENT', 'CONDITIONAL')",
    "work_schedule": "'SCHEDULE ' || work_schedule_code",
    "appointment_not_to_exceed_date": "''",
    "pathways_group": "'NOT APPLICABLE'",
    "separation_category": "'CATEGORY ' || separation_category_code",
    "accession_category": "'CATEGORY ' || accession_category_code",
}


@dataclass(frozen=True)
class Months:
    """The months written into one folder, `rows` of employment each; people are drawn anew for each year."""

    to: Path
    rows: int

    def employment(self, ends: list[date]) -> list[Path]:
        """Employment at those month ends: drawn once a year, dated anew for each of its months."""
        written = []
        with TemporaryDirectory(prefix="ses-draw-") as scratch:
            for year in sorted({end.year for end in ends}):
                mine = [end for end in ends if end.year == year]
                (drawn,) = Writer(Path(scratch), self.rows).month(mine[-1])
                whole = self._fill(FWD_EMPLOYMENT, drawn, drawn.with_name("whole.parquet"))
                written += [self._dated(FWD_EMPLOYMENT, whole, end) for end in mine]
        return written

    def flows(self, ends: list[date]) -> list[Path]:
        """Departures and arrivals reported in those months, the late ones of the months before among them.

        Who moves is drawn once for all of them: give the months of one year.
        """
        written = []
        with TemporaryDirectory(prefix="ses-draw-") as scratch:
            year = fiscal_year(ends[-1])
            months = [month_end(year - (month > 9), month) for month in range(1, 13)]
            drawn = Writer(Path(scratch), self.rows).movements(year, months)
            for path in drawn:
                subject, month = path.name.split("_")[0], int(path.name.split("_")[1][4:])
                whole = self._fill(FLOWS[subject], path, path.with_name(f"whole_{path.name}"))
                written += [self._dated(FLOWS[subject], whole, end) for end in ends if end.month == month]
        return written

    def _fill(self, layout: Layout, drawn: Path, to: Path) -> Path:
        """The drawn people with every column of the layout as OPM fills it."""
        reference = find_places().reference
        picked = ", ".join(f'({REALISTIC.get(name, name)})::varchar as "{name}"' for name in columns_of(layout))
        chances = ", ".join(f"(hash(file_row_number, '{name}') % 1000000) / 1e6 as chance_{name}" for name in CHANCES)
        with _connected() as connection:
            for table in ("agencies", "occupations", "pay_plans"):
                source = quote_literal(reference / f"{table}.csv")
                connection.execute(f"create table {table} as from read_csv({source}, all_varchar = true)")
            connection.execute(
                "create table work as select row_number() over (order by hash(occupation_code)) - 1 as place, "
                f"occupation_code, title from occupations where occupation_code < '{BLUE_COLLAR}'"
            )
            connection.execute(
                f"""
                copy (
                    with person as (
                        select *, {chances} from read_parquet({quote_literal(drawn)}, file_row_number = true)
                    ),
                    placed as (
                        select
                            *, (pow(chance_spot, 1.5) * 150)::int as spot,
                            -- Half stay in the few occupations that they were drawn in.
                            if(
                                chance_work < 0.5, null,
                                floor(pow(chance_work * 2 - 1, 8) * (select count(*) from work))::bigint
                            ) as place
                        from person
                    )
                    select {picked}
                    from (
                        select
                            placed.* exclude (place, agency_code), placed.agency_code,
                            coalesce(work.occupation_code, occupational_series_code) as work_code,
                            coalesce(work.title, drawn_in.title, occupational_series_code) as work_title,
                            coalesce(agencies.name, placed.agency_code) as agency_name, agencies.size_group,
                            coalesce(agencies.department_code, placed.agency_code) as department_code,
                            coalesce(pay_plans.title, pay_plan_code) as plan_title
                        from placed
                        left join work using (place)
                        left join occupations as drawn_in on drawn_in.occupation_code = occupational_series_code
                        left join agencies on agencies.agency_code = placed.agency_code
                        left join pay_plans on pay_plans.pay_plan = pay_plan_code
                    ) as placed
                ) to {quote_literal(to)} ({OPTIONS})
                """
            )
        return to

    def _dated(self, layout: Layout, whole: Path, end: date) -> Path:
        """The same people of another month; of movements, some were effective in one of the eight months before."""
        self.to.mkdir(parents=True, exist_ok=True)
        path = self.to / f"{layout.subject}_{end:%Y%m}_1.parquet"
        month = quote_literal(f"{end:%Y%m}")
        if layout.subject in FLOWS:
            late = "1 + (hash(row, 'how late') % 8)::int"
            month = (
                f"if(hash(row, 'late') % 100 < {REPORTED_LATE}, "
                f"strftime({quote_literal(end.replace(day=1))}::date - to_months({late}), '%Y%m'), {month})"
            )
        with _connected() as connection:
            connection.execute(
                f"copy (select * exclude (row) replace ({month} as {MONTH_COLUMN[layout.subject]}) from ("
                f"select * exclude (file_row_number), file_row_number as row "
                f"from read_parquet({quote_literal(whole)}, file_row_number = true))) to {quote_literal(path)} "
                f"({OPTIONS})"
            )
        return path


def _connected() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false")
    return connection


def employment_months(first: date = FIRST_QUARTER, last: date = LAST_MONTH) -> list[date]:
    """The month ends between two days at which OPM publishes employment: quarters, then every month."""
    return [
        end
        for end in _month_ends(FIRST_QUARTER, LAST_MONTH)
        if first <= end <= last and (end.month % 3 == 0 or end >= FIRST_MONTHLY)
    ]


def flow_months(first: date = FIRST_FLOWS, last: date = LAST_FLOWS) -> list[date]:
    """The months between two days of which OPM publishes departures and arrivals."""
    return [end for end in _month_ends(FIRST_FLOWS, LAST_FLOWS) if first <= end <= last]


def _month_ends(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    start = first.year * 12 + first.month - 1
    return [month_end(month // 12, month % 12 + 1) for month in range(start, start + count)]
