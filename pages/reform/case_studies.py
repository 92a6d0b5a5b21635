"""Case studies: what agencies tried for their executives, and how one of them rated interviews."""

from pages.components.case_studies import case_studies, rating_scale

case_studies()
rating_scale()
