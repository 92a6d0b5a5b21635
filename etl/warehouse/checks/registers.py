"""The registers written by hand, successions and events, say nothing that cannot be."""

from etl.warehouse.checks.check import Check

SUCCESSIONS_ARE_OF_KNOWN_AGENCIES = Check(
    "successions_are_of_known_agencies",
    "each row of data/reference/successions.csv has a date, a kind and the codes its kind needs, of known agencies",
    "error",
    """
    with needs as (
        select unnest(['renamed', 'split', 'moved', 'merged', 'created', 'abolished']) as kind,
            unnest([true, true, true, null, false, true]) as has_predecessor,
            unnest([true, true, true, true, true, false]) as has_successor
    )
    select kind, date, predecessor_code, successor_code
    from marts.succession
    left join needs using (kind)
    where date is null
        or has_successor is null
        or has_predecessor <> (predecessor_code is not null)
        or has_successor <> (successor_code is not null)
        or predecessor_agency_code not in (select agency_code from marts.agency)
        or successor_agency_code not in (select agency_code from marts.agency)
    """,
)

EVENTS_ARE_DATED = Check(
    "events_are_dated",
    "each row of data/reference/events.csv has a name, a citation, a known kind, a first day and no earlier last day",
    "error",
    """
    select id, kind, "start", "end"
    from reference.events
    where id is null or title is null or citation is null
        or coalesce(kind not in ('administration', 'event', 'break'), true)
        or try_cast("start" as date) is null
        or ("end" is not null and coalesce(try_cast("end" as date) < try_cast("start" as date), true))
    """,
)

GAPS_ARE_DATED = Check(
    "gaps_are_dated",
    "each row of data/reference/gaps.csv has a month's last day, a known agency, a yes or no, and says of what and why",
    "error",
    """
    select period, agency_code, is_whole
    from reference.gaps
    where coalesce(try_cast(period as date) <> last_day(try_cast(period as date)), true)
        or agency_code is null or agency_code not in (select agency_code from marts.agency)
        or is_whole is null or is_whole not in ('yes', 'no') or counted_from is null or words is null
        or source is null
    """,
)

CHECKS = (SUCCESSIONS_ARE_OF_KNOWN_AGENCIES, EVENTS_ARE_DATED, GAPS_ARE_DATED)
