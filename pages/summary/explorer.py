"""Explorer: any indicator by any of its breakdowns, for up to five agencies, drawn or as a table."""

from pages.ui.explorer import explore

explore()
