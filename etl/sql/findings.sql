-- findings: one row per loaded file, kind and item of what was noticed while reading it.
insert into meta.findings by name
select extract_id, unnest(findings, recursive := true)
from used.loaded
