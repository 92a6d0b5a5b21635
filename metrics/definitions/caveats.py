"""What a reader must mind, and what would fill a gap: one sentence each, typed once, with a name."""

from enum import Enum


class Caveat(Enum):
    """One sentence each, with a name; chart, table, export and slide take it from here."""

    PEOPLE_NOT_POSITIONS = (
        "The law counts positions, filled or vacant; workforce files count people on board. Every vacancy pushes this "
        "share above the ratio in law, so a share of people is no finding either way."
    )
    OF_ONE_FILE = (
        "Executives and employees are counted from one file of the month. Where no source publishes both, two that "
        "counted the same monthly file of OPM's give one each, and every row names them; of an agency that either does "
        "not tell nothing is known."
    )
    FBI_AND_DEA_COUNTED = (
        "OPM's files count executives of the FBI and the DEA, who are outside the SES of title 5 (5 U.S.C. "
        '3132(a)(1)(B)); figures without them are called "of title 5".'
    )
    TITLE_5_ONLY = (
        "Without the FBI and the DEA, which are no agencies in the law of the SES (5 U.S.C. 3132(a)(1)(B)) and have a "
        "service of their own; known only where a source tells the parts of Justice apart."
    )
    INSPECTORS_GENERAL_APART = (
        "Offices of inspector general are separate agencies for the SES (5 U.S.C. 406(d)); files count them inside "
        'their departments, whose shares of noncareer executives that lowers. An agency\'s figures called "of title 5" '
        "leave its office out where a file names it; elsewhere it is counted with the department."
    )
    SMALL_AGENCIES_EXEMPT = (
        "Agencies with fewer than four executive positions are exempt from the 25 percent limit; fewer than four "
        "people on board do not show that."
    )
    DEFENSE_AS_ONE = (
        "The 25 percent limit takes the Department of Defense as one agency: Office of the Secretary and defense "
        "agencies, Army, Navy and Air Force together."
    )
    BASE_IS_SAID = (
        "The 25 percent limit is set against the positions allocated to an agency where they are loaded, else against "
        "those known to exist; every row says which. Under 5 U.S.C. 3134(d) the ceiling is the greater of that quarter "
        "and the number of positions that it had filled politically on 13 October 1978, which is not loaded here."
    )
    LOWER_BOUND = (
        "Positions known to exist are a lower bound: general positions listed, filled and vacant, and career "
        "executives known in career reserved ones. A count within a quarter of them is within the limit; a count "
        "above it proves nothing. A listing stands for up to 24 months, in which positions may have been cut."
    )
    ALLOCATIONS_RARELY_PUBLISHED = (
        "What OPM has allocated to agencies is rarely published, so whether so many positions are allocated is not "
        "known; the law counts them, and not people on board."
    )
    ALLOCATIONS_STAND = (
        "OPM reviews allocations every two years, so one stands here for up to 24 months after its date, which every "
        "row gives."
    )
    LIMITED_EMERGENCY_SUPPRESSED = (
        "FedScope tables often withhold the handful of limited emergency appointees; the published total then counts "
        "career, noncareer and limited term."
    )
    CAREER_BY_DEFAULT = "Career executives, unless the question names or splits by appointment."
    CLOSED_COHORT = (
        "A closed cohort: of those on board at the period, who will be able to retire within the years ahead if nobody "
        "leaves and nobody joins."
    )
    ELIGIBLE_NOT_RETIRED = (
        "Eligible is not retired, and eligibility is no vacancy: many stay for years after they could go."
    )
    FULL_BENEFITS_ONLY = (
        "Full benefits only: 62 with 5 years of service, 60 with 20, the minimum retirement age with 30. Retirement at "
        "that age with ten years, and early retirement, are left out."
    )
    SPECIAL_RULES_LEFT_OUT = (
        "Law enforcement officers, firefighters and air traffic controllers have full benefits at 50 with 20 years of "
        "such service, under FERS at any age with 25 (5 U.S.C. 8336(c), 8412(d)); we know of no public file that "
        "shows who they are, so low, central and high are all too low where they serve, most of all at Homeland "
        "Security and Justice."
    )
    AGE_BANDS_BOUND = (
        "Files give five-year age bands, so three numbers stand: low as if all were the youngest of their band and "
        "under FERS, high as if all were its oldest, central the mean over the sixty months of the band."
    )
    SERVICE_BANDS_BOUND = (
        "The feeder pool is counted by band of service: low takes the shortest service of a band, central its middle, "
        "high its longest (35 or more has none)."
    )
    BROKEN_SERVICE = (
        "Those whose service, taken without a break, began before 1984 count under CSRS (30 years at 55) for central "
        "and high, which is wrong for some with broken service."
    )
    AGE_OR_SERVICE_UNKNOWN = (
        "People of unknown age or service are left out of both parts of a share, and counted beside it."
    )
    LEAVING_WITHIN_THE_YEAR = (
        "Some who retire become eligible only within the twelve months, or retire early, so a small group can pass 100."
    )
    LEAVE_CREDITABLE = "Length of service is leave-creditable service, which can exceed retirement-creditable service."
    PAY_REDACTED = "Only executives whose adjusted basic pay is published count; Defense pay is redacted from 2025 on."
    CEILING_CITED = "Only for calendar years whose certified pay ceiling is among the published figures."
    TRANSITION_YEARS = (
        "In transition years (fiscal 2001, 2009, 2017, 2021, 2025) departing noncareer appointees swamp the total: "
        "read career and noncareer apart."
    )
    TRANSFERS_INCLUDED = "Transfers to another agency count as separations here."
    TRANSFERS_EXCLUDED = "Transfers to another agency are left out here."
    AVERAGE_STOCK = (
        "The divisor is average on-board strength: five quarter ends where all are known, else the two ends of the "
        "period (flag two_ends)."
    )
    ENTRIES_ESTIMATED = (
        "Entries are estimated as the change in on-board strength plus separations, since promotions within an agency "
        "are in no accession file; unknown where that sum is negative. Moves between the parts of an agency count as "
        "entries there."
    )
    ENTRIES_TOO_FEW = (
        "Unknown where fewer entries are estimated than accessions are recorded: the estimate is then wrong."
    )
    PROMOTED_ELSEWHERE = (
        "Transfers are of people who were executives already: someone of a lower grade who becomes an executive at "
        "another agency counts as a new hire, so this understates experience of other agencies."
    )
    QUITS_BY_THE_AGENCY = (
        "OPM's quits are resignations and also separations by the agency of employees who decline a new position or a "
        "relocation, so in a year of directed reassignments not every quit was wished for."
    )
    RETIRED_BY_THE_AGENCY = (
        "Retirements include mandatory ones and discontinued-service retirement after an involuntary separation."
    )
    WHO_IS_IN_THE_LAYER = (
        "The Executive Schedule holds not only political appointees: members of boards with fixed terms, inspectors "
        "general, and career executives who took such a post and kept their SES status are on it. Schedule C are "
        "confidential or policy jobs below the SES. Schedule G, created in July 2025, is not counted."
    )
    LOW_AFTER_AN_INAUGURATION = (
        "Posts of one administration empty at its end and fill over the next one's first year, so this is low in the "
        "months after an inauguration, as in March 2025, and high before an election, as in September 2024."
    )
    OCCUPATIONS_NOT_OFFICES = (
        "These are occupational series, not offices: most chief officers for finance, people, contracts and technology "
        "are in general series such as 0301 and 0340 and are not counted here."
    )
    RULE_NOT_PRINTED = (
        "A published figure of eligibility follows its publisher's own rule. The Partnership for Public Service does "
        "not print its rule, so whether it means full benefits is not known; GAO and OPM count regular or full ones."
    )
    SPECIAL_RULES_UNKNOWN = (
        "Law enforcement officers, firefighters and air traffic controllers have full benefits at 50 with 20 years of "
        "such service, under FERS at any age with 25 (5 U.S.C. 8336(c), 8412(d)); whether a publisher counted them so "
        "is not printed."
    )
    NEW_TO_THE_AGENCY = (
        "New to the SES of the agency, not to government: from outside it, from a grade below at another agency, or "
        "from another service. Promotions within an agency, by which most career executives come, are in no file, and "
        "transfers between agencies are left out."
    )
    NEW_HIRES_GROW = (
        "The newest months still grow as late actions are reported. Published counts follow 74 agencies since January "
        "2025, of which one without a hire in a month had none; they do not tell career from noncareer."
    )
    SERVICE_NOT_TENURE = (
        "Length of service counts all federal civilian service, not time as an executive: someone promoted after years "
        "in government is not new here."
    )
    EARLY_FROM_RECORDS = (
        "Leavers and those on board are both counted from records by length of service, never from published figures."
    )
    DEMOGRAPHICS_ENDED = (
        "Our copies of OPM's quarterly tables of sex and race by appointment type end in September 2017, and single "
        "figures in September 2022; OPM went on publishing for some time, and when it stopped is not established here."
    )
    MINORITY_CATEGORY = (
        "In OPM's own tables people of color are its minority category, every group other than White non-Hispanic, "
        "divided by all employees of the type; other publishers group and divide by rules of their own."
    )
    PLUM_NOT_COMPARABLE = (
        "Plum Books list general positions at one date every four years; exports of the PLUM website, since 2025, "
        "follow other rules and repeat some rows, so do not read the two as one series. GAO found at least seven "
        "entities and 130 Senate-confirmed positions missing from the website (GAO-26-108164)."
    )
    SCHEDULE_C_FROM_FILES = "Needs Schedule C counts, which come with OPM's employment cubes or summary tables."
    ON_EXECUTIVE_SCHEDULE = "Whoever is paid on the Executive Schedule counts there and not here."
    CONVERSIONS_IN_NO_FLOW = (
        "A move of someone on board from one schedule to another is in no file of arrivals or departures: it shows "
        "only as a change between two counts."
    )
    POLICY_CAREER_BEGINS = (
        "The codes first appear in OPM's file of June 2026, after Executive Order 14410 of 3 June 2026, which moves "
        "about 8,000 positions, most of them at GS-15; so they are chiefly people of the grade below the SES, who are "
        "counted in the feeder pool as well."
    )
    RACE_AS_PUBLISHED = (
        "Groups and rounding are each publisher's own, and the figures of 2014 are of permanent employees only."
    )
    COMPARED_WITH = (
        "Age, education and veterans are compared with the feeder pool (GS-15 and equivalents), sex and people of "
        "color with all permanent employees of the government."
    )
    VETERANS_RECENT = "Veterans are only in data.opm.gov employment files."
    EQUIVALENTS_LISTED = (
        "Equivalents are the same grade on the pay plans that OPM groups with the General Schedule; pay bands without "
        "grades are left out."
    )
    GRADE_ON_ANY_PLAN = (
        "The published count of July 2026 takes a grade on any pay plan, grouped with the General Schedule or not, so "
        "it does not continue what record files count; pay bands without grades are in neither."
    )
    RATED_AS_SAID = (
        "Ratings and awards of career executives; the sources of fiscal 2004 and 2023 say SES. A basic system of five "
        "levels was issued in 2012 and the rules have followed it since October 2015 (80 FR 57693); before that "
        "agencies had three, four or five levels, so the top rating of those years is not everywhere a level 5."
    )
    RATINGS_BREAK = (
        "From fiscal 2026 an agency with five or more career executives may rate at most 30 percent of them at the two "
        "highest levels, unless the President waives that (OPM memorandum after the rule of 15 September 2025, "
        "90 FR 44291): never compare across that line."
    )
    POSITION_TYPE_RECENT = "Position types are only in data.opm.gov employment files."


class Need(Enum):
    """What would fill an indicator that has no data, with the command that does."""

    PUBLISHED = "Build the warehouse with the shipped figures: python -m etl build"
    EMPLOYMENT = "It needs OPM's employment files: python -m etl refresh"
    EMPLOYMENT_UNDER_CITED_CEILING = (
        "It needs OPM's employment files of a calendar year whose certified pay ceiling is among the published "
        "figures: python -m etl refresh"
    )
    EMPLOYMENT_AND_SEPARATIONS = (
        "It needs OPM's files of separations, and of employment at both ends of their fiscal year: "
        "python -m etl refresh"
    )
    SUBELEMENTS = "It needs OPM's employment files, which name the parts of agencies: python -m etl refresh"
    SEPARATIONS = "It needs OPM's files of separations: python -m etl refresh"
    EMPLOYMENT_OR_SUMMARY = (
        "It needs OPM's employment files (python -m etl refresh) or its summary tables: "
        "python -m etl load FedScope_Employment_Summary_March_2025.zip"
    )
    POSITION_TYPES = (
        "It needs employment files of data.opm.gov, the only ones with position types: python -m etl refresh"
    )
    ALLOCATIONS = (
        "Load the positions that OPM has allocated, as the template asks (python -m etl template allocations): "
        "python -m etl load allocations.csv"
    )
    POSITIONS = (
        "Load the positions that OPM has allocated (python -m etl template allocations), or an export of its register "
        "of positions (python -m etl fetch --subject positions): python -m etl load allocations.csv"
    )
    ACCESSIONS = (
        "It needs OPM's files of accessions and separations, and of employment at both ends of their fiscal year: "
        "python -m etl refresh"
    )
    NEW_HIRES = "It needs OPM's files of accessions: python -m etl refresh"
    VETERANS = "It needs employment files of data.opm.gov, the only ones that show veterans: python -m etl refresh"
    SUPPLIED = (
        "Supply it yourself in the template's columns (python -m etl template indicators): "
        "python -m etl load indicators.csv"
    )
    PLUM = (
        "Load an export of OPM's register of positions (python -m etl fetch --subject positions brings today's) or a "
        "Plum Book: python -m etl load PLUM-20260804.csv"
    )
    DEMOGRAPHICS = "Load counts by sex or race in the template's columns: python -m etl load demographics.csv"
