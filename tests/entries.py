"""The entries of the content that ships with the pages, and every text in them."""

from msgspec import to_builtins

from pages.content import loader


def strings(value: object) -> list[str]:
    """Every text in a value, at any depth."""
    if isinstance(value, str):
        return [value]
    values = value.values() if isinstance(value, dict) else value if isinstance(value, tuple | list) else ()
    return [text for each in values for text in strings(each)]


def texts_of(entry: object) -> list[str]:
    """Every text of an entry."""
    return strings(to_builtins(entry))


def every_text() -> list[str]:
    """Every text of the case studies, the rating scale, the agenda, the primer and the glossary."""
    whole = (*loader.case_studies(), loader.rating_scale(), *loader.agenda(), loader.primer(), *loader.glossary())
    return [text for entry in whole for text in texts_of(entry)]
