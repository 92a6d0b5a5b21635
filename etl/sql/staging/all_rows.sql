-- all_rows: executives and everyone else, one under the other.
from executive_rows
union all by name
from other_rows
