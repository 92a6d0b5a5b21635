"""Writes an annotated template of a file that an analyst supplies: fill it in, load it."""

import csv
import io
from pathlib import Path

from etl.errors import EtlError
from etl.layouts.registry import LAYOUTS
from etl.layouts.spec import Template

TEMPLATES = {layout.name: layout for layout in LAYOUTS if layout.template is not None}


class UnknownTemplate(EtlError):
    """A name that no template has."""


class FileInTheWay(EtlError):
    """A template is never written over a file, which may hold somebody's work."""


def format_template(name: str) -> str:
    """The template: comment lines, a header, and examples that are true and may be kept; it loads as it is."""
    layout = TEMPLATES.get(name)
    if layout is None or layout.template is None:
        raise UnknownTemplate(f"No template is called {name}; there are {', '.join(sorted(TEMPLATES))}.")
    return _format_comments(layout.example_name, layout.template) + _format_rows(layout.template)


def write_template(name: str, to: Path) -> Path:
    """Write the template into a new file, or into a folder under its usual name."""
    text = format_template(name)
    path = to / TEMPLATES[name].example_name if to.is_dir() else to
    try:
        with path.open("x", encoding="utf-8", newline="") as target:
            target.write(text)
    except FileExistsError as error:
        raise FileInTheWay(f"{path} is there already; choose another name, nothing was written.") from error
    return path


def _format_comments(file_name: str, template: Template) -> str:
    width = max(len(column) for column in template.meanings)
    lines = (
        f"{file_name}: {template.purpose}",
        "Lines that begin with # are not read. Put your rows in place of the examples, which are true and may stay.",
        "Save it as CSV with commas between columns, or as an Excel workbook; a number may be written 8410 or 8,410.",
        f"Then: python -m etl load {file_name}",
        *(f"  {column.ljust(width)}  {meaning}" for column, meaning in template.meanings.items()),
    )
    return "".join(f"# {line}\n" for line in lines)


def _format_rows(template: Template) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows((tuple(template.meanings), *template.examples))
    return out.getvalue()
