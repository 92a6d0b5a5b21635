"""Case studies: what agencies tried for their executives, and how one of them rated interviews."""

from pages.ui.reform import case_studies, rating_scale

case_studies()
rating_scale()
