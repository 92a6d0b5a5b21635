"""What stands around the program is true: the reference of the commands is what they say of themselves."""

import typer
from typer.main import get_command

from docs.write_cli import cli_reference
from etl.__main__ import app as loader
from metrics.__main__ import app as answers
from tests.conftest import ROOT

DOCS = ROOT / "docs"


def test_the_written_reference_of_commands_is_what_they_say() -> None:
    written = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert written == cli_reference(), "write it again: python docs/write_cli.py"


def test_the_reference_has_every_command_and_every_option() -> None:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    for program, app in (("python -m etl", loader), ("python -m metrics", answers)):
        group = get_command(app)
        assert isinstance(group, typer.core.TyperGroup)
        assert group.commands
        for name, command in group.commands.items():
            _, _, section = text.partition(f"\n### `{program} {name}`\n")
            section, _, _ = section.partition("\n##")
            words = [word for each in command.params for word in each.opts if word.startswith("--")]
            assert [word for word in words if f"* `{word}" not in section] == [], f"{program} {name}"
            assert section.count("**Arguments**") == any(each.param_type_name == "argument" for each in command.params)
            assert (command.help or "").splitlines()[0] in section
