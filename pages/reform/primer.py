"""Primer: what the SES is, who holds office, the limits in law, how one enters, rights, retirement, questions."""

from pages.components.primer import primer

primer()
