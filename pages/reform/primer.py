"""Primer: what the SES is, who may be an executive and for how long, the limits in law, how one enters and retires."""

from pages.ui.cards import lead
from pages.ui.primer import (
    appointments_and_positions,
    contents,
    entry,
    glossary,
    limits_in_law,
    qualifications,
    retirement,
    what,
)

lead("on_board", "noncareer_share")
contents()
what()
appointments_and_positions()
limits_in_law()
qualifications()
entry()
retirement()
glossary()
