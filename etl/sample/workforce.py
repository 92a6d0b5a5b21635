"""The make-up of the synthetic workforce: round weights read off OPM's tables of March 2025."""

from dataclasses import dataclass, field

ADVANCED_DEGREES = {"13": 30.0, "17": 42.0, "15": 12.0, "21": 10.0, "18": 2.0, "04": 4.0}
DEGREES = {"13": 42.0, "17": 26.0, "15": 3.0, "21": 4.0, "04": 13.0, "10": 7.0, "07": 5.0}
SOME_COLLEGE = {"04": 48.0, "07": 12.0, "10": 14.0, "13": 19.0, "17": 5.0, "06": 2.0}
TRADES = {"04": 72.0, "06": 10.0, "07": 9.0, "10": 6.0, "13": 3.0}
CLINICAL = {"13": 40.0, "17": 22.0, "10": 18.0, "21": 20.0}

WORK = {
    "administrative": {"0301": 11.0, "0343": 10.0, "2210": 10.0, "1102": 4.0, "0201": 4.0, "0501": 2.0, "0560": 1.5,
    "0340": 2.0,
                       "1811": 5.0, "0346": 3.0, "0105": 3.0, "1801": 4.0, "0905": 4.0, "0801": 3.0, "0830": 1.5,
                       "0855": 2.0,
                       "0810": 1.5, "0510": 1.5, "1301": 1.5, "0401": 2.0, "0110": 0.5, "1320": 0.7, "0601": 1.5},
    "support": {"0303": 12.0, "0318": 2.0, "0679": 7.0, "0203": 2.0, "0503": 2.0, "0962": 6.0, "0592": 3.0,
    "0525": 2.0, "0621": 4.0,
                "1802": 3.0, "0462": 2.0, "0404": 1.5, "0083": 3.0, "0007": 3.0, "2005": 2.0, "0856": 1.5},
    "trades": {"4749": 5.0, "5703": 3.0, "3566": 8.0, "7408": 6.0, "8852": 4.0, "5803": 3.0, "2805": 3.0, "6907": 6.0},
    "nursing": {"0610": 100.0}, "medicine": {"0602": 100.0}, "screening": {"1802": 100.0},
    "aviation": {"2152": 60.0, "1825": 40.0},
    "political": {"0301": 93.0, "1035": 5.0, "0905": 2.0},
}  # fmt: skip
"""Occupations by kind of work, by weight."""

EXECUTIVE_WORK = {
    True: {"0340": 37.0, "0301": 19.0, "0905": 13.0, "1811": 7.0, "0801": 6.0, "0670": 2.6, "1301": 2.1, "0130": 1.7,
           "1220": 1.1,
           "0110": 1.0, "2210": 2.0, "0401": 0.9, "0201": 1.5, "0505": 1.2, "0501": 1.0, "0560": 1.2, "0343": 0.8,
           "1102": 1.0,
           "0511": 1.0, "0132": 0.6, "1801": 0.6, "0006": 1.2, "0840": 0.6, "1550": 0.3},
    False: {"0301": 63.0, "0340": 15.0, "0905": 13.0, "0130": 5.0, "1035": 2.0, "0110": 1.0, "0201": 0.5, "0343": 0.5},
}  # fmt: skip
"""Occupations of career executives (True) and of the others (False), by weight."""

PLACES_OF_EXECUTIVES = {
    "11": 50.0, "24": 10.0, "51": 10.5, "06": 3.4, "48": 2.8, "13": 2.0, "08": 1.8, "36": 1.6, "42": 1.4, "12": 1.4,
    "17": 1.2,
    "01": 1.6, "39": 1.4, "53": 1.0, "29": 1.0, "47": 0.9, "25": 0.8, "35": 0.9, "04": 0.6, "40": 0.4, "49": 0.3,
    "34": 0.6,
    "26": 0.5, "45": 0.4, "37": 0.5, "41": 0.3, "US": 1.5, "GM": 0.4, "JA": 0.2, "BE": 0.1, "UK": 0.2, "RQ": 0.2,
}  # fmt: skip
PLACES_OF_OTHERS = {
    "06": 8.0, "48": 7.5, "51": 7.4, "24": 6.6, "11": 6.2, "12": 5.2, "13": 4.0, "42": 3.3, "36": 3.2, "53": 2.9,
    "39": 2.7,
    "37": 2.5, "17": 2.4, "04": 2.1, "08": 2.0, "29": 2.0, "01": 1.9, "47": 1.6, "40": 1.8, "49": 1.6, "26": 1.5,
    "34": 1.4,
    "25": 1.3, "45": 1.2, "35": 1.1, "21": 1.2, "15": 1.1, "41": 1.0, "18": 1.1, "22": 1.0, "27": 0.9, "55": 0.9,
    "02": 0.6,
    "28": 0.9, "20": 0.9, "32": 0.7, "09": 0.4, "19": 0.5, "05": 0.7, "31": 0.5, "54": 0.8, "30": 0.6, "16": 0.6,
    "46": 0.5,
    "23": 0.6, "38": 0.4, "56": 0.3, "33": 0.2, "44": 0.3, "10": 0.2, "50": 0.2, "US": 2.6, "RQ": 0.6, "GQ": 0.2,
    "GM": 0.7,
    "JA": 0.6, "KS": 0.3, "IT": 0.2, "UK": 0.1,
}  # fmt: skip
"""Duty locations by weight; US is a place somewhere in the United States that OPM withholds."""


@dataclass(frozen=True)
class Job:
    """One pay plan and grade: thousands of employees, means of pay, age and service, percent supervising, work."""

    pay_grade: str
    thousands: float
    mean_pay: int
    mean_service: float
    work: str = "administrative"
    supervisors: float = 8.0
    mean_age: float = 47.0
    age_spread: float = 11.0
    education: dict[str, float] = field(default_factory=lambda: DEGREES, hash=False)
    only_agencies: tuple[str, ...] = ()
    is_political: bool = False


GRADE_15 = (
    Job("GS-15", 65.3, 186_965, 19.0, supervisors=38, mean_age=51.5, age_spread=8.4, education=ADVANCED_DEGREES),
    Job(
        "GG-15",
        3.4,
        182_000,
        17.0,
        supervisors=38,
        mean_age=51.0,
        age_spread=8.4,
        education=ADVANCED_DEGREES,
        only_agencies=("DD", "AR", "NV", "AF"),
    ),
)
GRADE_14 = (
    Job("GS-14", 147.7, 160_692, 17.0, supervisors=26, mean_age=49.5, age_spread=8.9, education=ADVANCED_DEGREES),
    Job(
        "GG-14",
        6.6,
        158_000,
        14.5,
        supervisors=22,
        mean_age=48.0,
        age_spread=9.0,
        education=ADVANCED_DEGREES,
        only_agencies=("DD", "AR", "NV", "AF"),
    ),
)
POLITICAL = (
    Job("GS-15", 0.3, 175_000, 3.0, "political", 12, 43, 11, ADVANCED_DEGREES, is_political=True),
    Job("GS-13", 0.3, 125_000, 2.0, "political", 2, 35, 9, is_political=True),
    Job("GS-11", 0.3, 88_000, 1.5, "political", 0, 30, 7, is_political=True),
    Job("GS-09", 0.2, 73_000, 1.2, "political", 0, 27, 5, is_political=True),
)
"""Schedule C, by weight."""
REST = (
    Job("GS-13", 293.4, 133_513, 14.9, supervisors=14), Job("GS-12", 321.0, 109_709, 13.1, supervisors=9),
    Job("GS-11", 208.1, 89_602, 11.1, supervisors=6), Job("GS-09", 146.9, 72_937, 9.5, supervisors=3),
    Job("GS-08", 63.6, 67_000, 11.0, "support", 4, education=SOME_COLLEGE),
    Job("GS-07", 115.1, 60_616, 8.6, "support", 3, education=SOME_COLLEGE),
    Job("GS-06", 98.4, 57_288, 7.7, "support", 2, education=SOME_COLLEGE),
    Job("GS-05", 68.5, 48_472, 6.4, "support", 1, education=SOME_COLLEGE),
    Job("GS-04", 23.8, 42_016, 5.8, "support", 1, 42, 14, SOME_COLLEGE),
    Job("NH-03", 35.3, 122_144, 11.7, supervisors=7),
    Job("NH-04", 20.2, 171_879, 17.0, supervisors=25, mean_age=50), Job("ND-04", 11.4, 130_000, 12.8, supervisors=8),
    Job("DP-04", 8.4, 140_000, 13.2, supervisors=10), Job("NT-05", 9.1, 125_000, 12.0, supervisors=8),
    Job("VN-02", 48.9, 119_939, 8.6, "nursing", 4, education=CLINICAL, only_agencies=("VA",)),
    Job("VN-03", 40.0, 156_460, 11.4, "nursing", 16, education=CLINICAL, only_agencies=("VA",)),
    Job("VM-15", 29.7, 306_161, 10.2, "medicine", 8, 52, 10, {"15": 70.0, "21": 25.0, "22": 5.0}, ("VA",)),
    Job("SV-F", 50.0, 72_000, 9.0, "screening", 10, 43, 12, SOME_COLLEGE, ("HS",)),
    Job("SV-I", 12.0, 110_000, 16.0, "screening", 45, 47, 9, SOME_COLLEGE, ("HS",)),
    Job("FV-J", 18.0, 165_000, 18.0, "aviation", 18, 48, 9, only_agencies=("TD",)),
    Job("AT-LH", 12.0, 150_000, 14.0, "aviation", 10, 40, 8, SOME_COLLEGE, ("TD",)),
    Job("WG-10", 54.0, 74_873, 9.1, "trades", 0, 46, 12, TRADES),
    Job("WG-08", 47.0, 65_000, 8.2, "trades", 0, 46, 12, TRADES),
    Job("WG-05", 38.0, 53_000, 7.0, "trades", 0, 47, 13, TRADES),
    Job("WS-10", 16.0, 88_000, 15.5, "trades", 95, 50, 9, TRADES),
    Job("AD-00", 30.0, 140_000, 7.0, supervisors=8, education=ADVANCED_DEGREES),
    Job("IR-04", 9.0, 175_000, 19.0, supervisors=80, only_agencies=("TR",)),
)  # fmt: skip
EVERYONE_ELSE = (*POLITICAL, *GRADE_15, *GRADE_14, *REST)
