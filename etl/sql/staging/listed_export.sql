-- listed_export: one row per row of the appointment export, names mapped to codes; the four counts as numbers.
select
    listing.category,
    agency_names.agency_code,
    coalesce(agency_names.name, title_case(listing.agency)) as agency,
    amount(ses)::bigint as executives,
    (amount(competitive) + amount(excepted) + amount(ses) + amount(unspecified))::bigint as employees
from listing
left join agency_names on agency_names.name_key = name_key(listing.agency)
