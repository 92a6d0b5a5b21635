"""Who comes in, from where, and whether they stay."""

from metrics.definitions.catalog.measures import (
    ALL_SEPARATIONS,
    EXECUTIVES,
    KNOWN_SERVICE,
    LEFT_UNDER_ONE_YEAR,
    LEFT_UNDER_TWO_YEARS,
    NEW_HIRES,
    NEW_TO_THE_SES,
    TRANSFERS_IN,
    UNDER_ONE_YEAR,
    UNDER_THREE_YEARS,
    UNDER_TWO_YEARS,
)
from metrics.definitions.caveats import Caveat, Need
from metrics.definitions.metric import Average, EstimatedEntries, Metric, Ratio, Unit

ENTRIES = EstimatedEntries(EXECUTIVES, ALL_SEPARATIONS)

METRICS = (
    Metric(
        name="estimated_entries",
        title="Estimated entries",
        question="How many executives come in?",
        theme="Onboarding",
        definition=(
            "Change in SES members on board over the period plus those who left it, transfers included: promotions, "
            "transfers in and new hires together."
        ),
        says="An estimated {value} executives joined",
        subject="SES members on board at both ends of the period, and separations",
        unit=Unit.PEOPLE,
        formula=ENTRIES,
        need=Need.EMPLOYMENT_AND_SEPARATIONS,
        caveats=(Caveat.ENTRIES_ESTIMATED, Caveat.TRANSITION_YEARS),
    ),
    Metric(
        name="new_hires",
        title="New hires into the SES",
        question="How many executives are new to the SES of their agency?",
        theme="Onboarding",
        definition=(
            "SES members hired into the SES of an agency during the period otherwise than by transfer (accession "
            "category AE), career and noncareer together."
        ),
        says="{value} executives were newly hired into the SES of an agency",
        subject="SES members newly hired into the SES of an agency, career and noncareer together",
        unit=Unit.PEOPLE,
        formula=NEW_TO_THE_SES,
        need=Need.NEW_HIRES,
        caveats=(Caveat.NEW_TO_THE_AGENCY, Caveat.NEW_HIRES_GROW, Caveat.TRANSITION_YEARS),
        fixed_columns=("accession_category", "accession_group"),
    ),
    Metric(
        name="outside_hire_share",
        title="New to the agency, other than by transfer within the SES",
        question="How many of those who come in are new to the agency, other than by transfer within the SES?",
        theme="Onboarding",
        definition=(
            "New hires (accession categories AC, AD and AE), who come from outside government, from a grade below at "
            "another agency or from another service, as a share of estimated entries."
        ),
        says="{value} of those who came in were new to the agency other than by transfer within the SES",
        subject="estimated entries of SES members",
        unit=Unit.PERCENT,
        formula=Ratio(NEW_HIRES, ENTRIES, is_part=True),
        need=Need.ACCESSIONS,
        caveats=(Caveat.NEW_TO_THE_AGENCY, Caveat.ENTRIES_ESTIMATED, Caveat.ENTRIES_TOO_FEW),
    ),
    Metric(
        name="transfer_in_share",
        title="Transferred from another agency",
        question="How many of those who come in bring experience of another agency?",
        theme="Onboarding",
        definition="Transfers in from another agency as a share of estimated entries.",
        says="{value} of those who came in transferred from another agency",
        subject="estimated entries of SES members",
        unit=Unit.PERCENT,
        formula=Ratio(TRANSFERS_IN, ENTRIES, is_part=True),
        need=Need.ACCESSIONS,
        caveats=(Caveat.PROMOTED_ELSEWHERE, Caveat.ENTRIES_ESTIMATED, Caveat.ENTRIES_TOO_FEW),
    ),
    Metric(
        name="new_to_government_share",
        title="New to government",
        question="How many executives are new to government?",
        theme="Onboarding",
        definition="SES members with less than one year of federal service, of those whose service is known.",
        says="{value} of executives had served less than a year",
        subject="SES members whose service is known",
        unit=Unit.PERCENT,
        formula=Ratio(UNDER_ONE_YEAR, KNOWN_SERVICE),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.SERVICE_NOT_TENURE, Caveat.LEAVE_CREDITABLE),
        fixed_columns=("service_band",),
    ),
    Metric(
        name="new_to_government_share_3_years",
        title="Nearly new to government",
        question="How many executives have served less than three years?",
        theme="Onboarding",
        definition="SES members with less than three years of federal service, of those whose service is known.",
        says="{value} of executives had served less than three years",
        subject="SES members whose service is known",
        unit=Unit.PERCENT,
        formula=Ratio(UNDER_THREE_YEARS, KNOWN_SERVICE),
        need=Need.EMPLOYMENT,
        caveats=(Caveat.SERVICE_NOT_TENURE, Caveat.LEAVE_CREDITABLE),
        fixed_columns=("service_band",),
    ),
    Metric(
        name="early_departure_rate",
        title="Early departures",
        question="How many leave in their first two years of federal service, for every 100 on board?",
        theme="Onboarding",
        definition=(
            "Executives with less than two years of federal service who left their agency, transfers left out, for "
            "every 100 on board on average with less than two years."
        ),
        says=(
            "Executives in their first two years of service left their agency at a rate of {value} of the average on "
            "board"
        ),
        subject="separations per average SES member on board with under two years of service",
        unit=Unit.PERCENT,
        formula=Ratio(LEFT_UNDER_TWO_YEARS, Average(UNDER_TWO_YEARS)),
        need=Need.EMPLOYMENT_AND_SEPARATIONS,
        better="lower",
        caveats=(
            *(Caveat.TRANSFERS_EXCLUDED, Caveat.AVERAGE_STOCK, Caveat.SERVICE_NOT_TENURE),
            *(Caveat.EARLY_FROM_RECORDS, Caveat.TRANSITION_YEARS),
        ),
        fixed_columns=("service_band",),
    ),
    Metric(
        name="first_year_departure_rate",
        title="First-year departures",
        question="How many leave in their first year of federal service, for every 100 on board?",
        theme="Onboarding",
        definition=(
            "Executives with less than one year of federal service who left their agency, transfers left out, for "
            "every 100 on board on average with less than one year."
        ),
        says="Executives in their first year of service left their agency at a rate of {value} of the average on board",
        subject="separations per average SES member on board with under one year of service",
        unit=Unit.PERCENT,
        formula=Ratio(LEFT_UNDER_ONE_YEAR, Average(UNDER_ONE_YEAR)),
        need=Need.EMPLOYMENT_AND_SEPARATIONS,
        better="lower",
        caveats=(
            *(Caveat.TRANSFERS_EXCLUDED, Caveat.AVERAGE_STOCK, Caveat.SERVICE_NOT_TENURE),
            *(Caveat.EARLY_FROM_RECORDS, Caveat.TRANSITION_YEARS),
        ),
        fixed_columns=("service_band",),
    ),
)
