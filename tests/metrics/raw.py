"""The files read a second time, by pandas alone, so that expected answers owe nothing to the program's own reading."""

import zipfile
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import pandas as pd

# FIPS numbers in OPM's LOC column; letters are territories (the last five) or foreign countries.
FIPS = """
01:AL 02:AK 04:AZ 05:AR 06:CA 08:CO 09:CT 10:DE 11:DC 12:FL 13:GA 15:HI 16:ID 17:IL 18:IN 19:IA 20:KS 21:KY 22:LA 23:ME
24:MD 25:MA 26:MI 27:MN 28:MS 29:MO 30:MT 31:NE 32:NV 33:NH 34:NJ 35:NM 36:NY 37:NC 38:ND 39:OH 40:OK 41:OR 42:PA 44:RI
45:SC 46:SD 47:TN 48:TX 49:UT 50:VT 51:VA 53:WA 54:WV 55:WI 56:WY AQ:AS CQ:MP GQ:GU RQ:PR VQ:VI
"""
STATES = dict(pair.split(":") for pair in FIPS.split())
APPOINTMENTS = {"50": "career", "55": "noncareer", "60": "limited_term", "65": "limited_emergency"}
REASONS = {
    "SA": "transfer_out",
    "SB": "transfer_out",
    "SC": "quit",
    "SD": "retirement",
    "SE": "retirement",
    "SF": "disability",
    "SG": "retirement",
    "SH": "rif",
    "SI": "removal",
    "SJ": "termination",
    "SK": "death",
    "SL": "other",
}
ORIGINS = {"AA": "transfer_in", "AB": "transfer_in", "AC": "new_hire", "AD": "new_hire", "AE": "new_hire"}
NAMES = {"DEPARTMENT OF EDUCATION": "ED", "DEPARTMENT OF THE INTERIOR": "IN"}
BREAKDOWNS = {
    "agency_subelement_code": "AGYSUB",
    "age_band": "AGELVL",
    "service_band": "LOSLVL",
    "occupation_code": "OCC",
    "education_code": "EDLVL",
    "supervisory_code": "SUPERVIS",
    "separation_category": "SEP",
    "accession_category": "ACC",
}
ADVANCED = [str(level) for level in range(15, 23)]


@dataclass(frozen=True)
class Raw:
    """Everybody in the files: a row per person or count with the column `people`; '' where a breakdown is unknown."""

    employees: pd.DataFrame = field(default_factory=pd.DataFrame)
    leavers: pd.DataFrame = field(default_factory=pd.DataFrame)
    arrivals: pd.DataFrame = field(default_factory=pd.DataFrame)
    demographics: pd.DataFrame = field(default_factory=pd.DataFrame)
    positions: pd.DataFrame = field(default_factory=pd.DataFrame)


LONGEST_SERVICE = 60
"""Years; more is unknown, the person stays: one of the leavers of 2009 has 65."""


def member(archive: Path, prefix: str) -> pd.DataFrame:
    """The text tables of a zip whose names begin alike, as one, every value as text."""
    with zipfile.ZipFile(archive) as files:
        texts = [files.read(name).decode("latin-1") for name in files.namelist() if name.startswith(prefix)]
    tables = [pd.read_csv(StringIO(text), dtype=str, keep_default_na=False) for text in texts]
    return pd.concat(tables, ignore_index=True)


def cube(archive: Path, prefix: str) -> pd.DataFrame:
    """The rows of a FedScope cube's fact table with our columns beside theirs."""
    rows = member(archive, prefix)
    count = "EMPLOYMENT" if "EMPLOYMENT" in rows else "COUNT"
    month = "DATECODE" if "DATECODE" in rows else "EFDATE"
    agencies = member(archive, "DTagy").drop_duplicates("AGYSUB").set_index("AGYSUB")["AGY"]
    grades = member(archive, "DTppgrd").drop_duplicates("PPGRD").set_index("PPGRD")["PPTYP"]
    plan, grade = rows["PPGRD"].str.split("-").str[0], rows["PPGRD"].str.split("-").str[-1]
    is_graded = (rows["PPGRD"].map(grades) == "1") & grade.isin(["14", "15"])
    is_executive = (plan == "ES") | rows["TOA"].isin(APPOINTMENTS)
    service = pd.to_numeric(rows["LOS"], errors="coerce")
    is_absurd = (service > LONGEST_SERVICE) | (service < 0)
    ours = pd.DataFrame(
        {
            "period": pd.to_datetime(rows[month], format="%Y%m") + pd.offsets.MonthEnd(0),
            "people": rows[count].astype(int),
            "corps": plan.str.lower().where(plan.isin(["SL", "ST", "EX"]), "").mask(is_executive, "ses"),
            "appointment": rows["TOA"].map(APPOINTMENTS).fillna("unspecified").where(is_executive, ""),
            "is_schedule_c": rows["TOA"].isin(["34", "44"]),
            "is_policy_career": rows["TOA"].isin(["67", "68"]),
            "agency_code": rows["AGYSUB"].map(agencies),
            "salary": pd.to_numeric(rows["SALARY"], errors="coerce"),
            "service_years": service.mask(is_absurd),
            "duty_state": rows["LOC"].map(STATES).fillna(""),
            "is_abroad": ~rows["LOC"].isin(["US", "**", "MQ", *STATES]),
            "position_type": "",
            "veteran": None,
            "feeder_grade": grade.where(is_graded & ~is_executive, ""),
            "is_supervisor": rows["SUPERVIS"] == "2" if "SUPERVIS" in rows else False,
        }
    )
    for column, theirs in BREAKDOWNS.items():
        if theirs in rows:
            ours[column] = rows[theirs].mask(rows[theirs].str.contains("*", regex=False), "")
    ours["service_band"] = ours["service_band"].mask(is_absurd, "Z")
    if "SEP" in rows:
        ours["separation_group"] = rows["SEP"].map(REASONS)
    if "ACC" in rows:
        ours["accession_group"] = rows["ACC"].map(ORIGINS)
    if "EDLVL" in rows:
        known = rows["EDLVL"].isin(ADVANCED).map({True: "advanced", False: "other"})
        ours["education_group"] = known.where(ours["education_code"] != "", "")
    if "EFDATE" in rows:
        ours["sex"] = rows["GENDER"].map({"F": "women", "M": "men"}).fillna("") if "GENDER" in rows else ""
    return ours


def read_folder(folder: Path) -> Raw:
    """Every file of a folder of extracts."""
    plum = pd.concat(pd.read_csv(path, dtype=str, keep_default_na=False) for path in folder.glob("plum_book_2020*"))
    return Raw(
        employees=pd.concat(cube(path, "FACTDATA") for path in folder.glob("*Employment*.zip")),
        leavers=pd.concat(cube(path, "SEPDATA") for path in folder.glob("*Separations*.zip")),
        arrivals=pd.concat(cube(path, "ACCDATA") for path in folder.glob("*Accessions*.zip")),
        demographics=demographics(folder / "demographics_SYNTHETIC.csv"),
        positions=plum_book_2020(plum),
    )


def demographics(path: Path) -> pd.DataFrame:
    """The analyst's template of counts by sex and race."""
    rows = pd.read_csv(path, dtype={"agency_code": str}, keep_default_na=False)
    return rows.assign(period=pd.to_datetime(rows["as_of"]))


def plum_book_2020(rows: pd.DataFrame) -> pd.DataFrame:
    """General positions on pay plan ES: how each is filled; only the agencies of the small Plum Book get a code."""
    rows = rows[rows["pay_plan"] == "ES"]
    filled = rows["type_of_appt"].map({"CA": "career", "NA": "noncareer", "TA": "limited", "EA": "limited"})
    return pd.DataFrame(
        {
            "period": pd.Timestamp("2020-06-30"),
            "people": 1,
            "agency_code": rows["agcy_name"].map(NAMES).fillna(""),
            "filled_by": filled.fillna("other").mask(rows["name_of_incumbent"].str.upper() == "VACANT", "vacant"),
        }
    )
