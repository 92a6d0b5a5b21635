"""Dictionary: every indicator with its definition, formula, SQL, limits in law, sources and caveats."""

from pages.components.dictionary import entries

entries()
