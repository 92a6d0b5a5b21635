"""Overview: the health of the service on one screen."""

from pages.ui.blocks import Only, headline, indicator, lead
from pages.ui.limits import limits

lead("on_board", "noncareer_share")
headline("on_board", "noncareer_share", Only("career", "separation_rate"), "women_share")
limits()
indicator("noncareer_share")
