"""Diversity: who executives are by appointment type, beside the workforce, as far as the public record goes."""

from pages.components.cards import Only, headline, lead
from pages.components.case_studies import cases_about
from pages.components.indicator import indicator
from pages.components.parity import ends, parity

lead(Only("career", "women_share"), Only("career", "people_of_color_share"))
ends("women_share", "people_of_color_share", by="appointment")
headline(Only("noncareer", "women_share"), Only("noncareer", "people_of_color_share"))
indicator("women_share", by="appointment")
indicator("people_of_color_share", by="appointment")
parity("Do executives look like the government they lead?", "women", "people_of_color")
parity("Do executives look like the grade they are chosen from?", "under_45", "advanced_degree", "veteran")
indicator("representation_ratio", by="trait", trait=("women", "people_of_color"), title="Is the distance closing?")
indicator("race_share", as_="ranked", by="race")
indicator("women_share", title="How many executives of any type are women?")
indicator("people_of_color_share", title="How many executives of any type are people of color?")
indicator("under_45_share")
indicator("advanced_degree_share")
indicator("veteran_share")
cases_about("Diversity")
