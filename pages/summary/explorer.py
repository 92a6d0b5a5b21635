"""Explorer: any indicator by any of its breakdowns, for up to five agencies, drawn or as a table."""

from pages.components.explorer import explore

explore()
