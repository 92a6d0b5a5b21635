"""Words that go with the open data: what may be done with it, how to cite it, what lies in an archive."""

from __future__ import annotations

from datetime import datetime

from metrics.text.exports import PROJECT, SAMPLE

AUTHORS = "The SES health dashboard contributors"
LICENCE = (
    "The program is under the MIT licence. Figures of the U.S. government are in the public domain; other publishers' "
    "figures are facts, cited with their source. Cite the build, since figures are revised."
)
CITE_SOURCES = "Cite the publisher of a figure too: every row names its source."
PARQUET = "Everything as Parquet"
CSV = "Everything as CSV"
WHOLE = (
    "Every table of this build with the words of its columns, in one zip archive: executives and senior professionals "
    "on board, movements, positions, published figures, files and checks. It is made when first asked for, which may "
    "take a minute or two of a long history."
)
ADDRESSES = (
    "Where the dashboard is hosted, every indicator has an address of its own as well, as CSV and JSON: all are listed "
    "at `/api/v1/indicators`. New builds, revised periods and agencies whose noncareer share of people crossed 25% "
    "appear in a feed, `/api/v1/feed.atom`."
)
STANDS_IN = "It fills in where no real file is loaded, in rows whose `evidence` is `sample`; never take them for facts."
APOSTROPHE_NOTE = (
    "In CSV a cell of text that a spreadsheet would run as a formula begins with an apostrophe; Parquet has it bare."
)


def write_citation(build_id: str, built_at: datetime) -> str:
    """How the data are cited as a whole."""
    return f"{AUTHORS} ({built_at:%Y}). {PROJECT}. Build {build_id} of {built_at:%-d %B %Y}."


def describe_archive(build_id: str, built_at: datetime, is_sampled: bool) -> str:
    """The beginning of the paper that lies in an archive."""
    sample = f"**{SAMPLE}.** {STANDS_IN}\n\n" if is_sampled else ""
    return (
        f"# {PROJECT}\n\nBuild `{build_id}`, made {built_at:%-d %B %Y, %H:%M} UTC.\n\n{sample}"
        "Each file is one table, in the folder of its schema: `marts` holds what indicators read, `meta` what the "
        f"build says of itself. Empty means unknown. {APOSTROPHE_NOTE}\n\n"
        f"## Licence\n\n{LICENCE}\n\n## How to cite\n\n{write_citation(build_id, built_at)} {CITE_SOURCES}\n"
    )
