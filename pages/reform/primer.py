"""Primer: what the SES is, who holds office, the limits in law, how one enters, rights, retirement, questions."""

from pages.ui.cards import lead
from pages.ui.primer import primer

lead("on_board", "noncareer_share")
primer()
