-- demographics: one row per period, agency (empty: the government), appointment, attribute and group.
select *, counted as people from listed_demographics where is_kept
