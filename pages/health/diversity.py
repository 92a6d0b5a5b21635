"""Diversity: women and people of color, by appointment type, as far as the public record goes."""

from pages.ui.blocks import indicator
from pages.ui.cards import Only, headline, lead
from pages.ui.reform import cases_about

lead("women_share", "people_of_color_share")
headline("women_share", Only("career", "women_share"), "people_of_color_share", Only("career", "people_of_color_share"))
indicator("women_share", by="appointment")
indicator("people_of_color_share", by="appointment")
indicator("women_share", title="How many executives of any type are women?")
indicator("people_of_color_share", title="How many executives of any type are people of color?")
cases_about("Diversity")
