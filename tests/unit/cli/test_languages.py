"""The reference page says which commands speak the reader's language, and names all commands."""

import re
from pathlib import Path

from typer.main import get_command

from doseline.cli.commands import app

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "commands.md").read_text("utf-8")


def commands():
    """Each command by its words, with the names of its options."""
    found = {}
    for name, command in get_command(app).commands.items():
        inner = getattr(command, "commands", None)
        for words, leaf in {f"{name} {key}": one for key, one in inner.items()}.items() if inner else [(name, command)]:
            found[words] = {option for parameter in leaf.params for option in parameter.opts}
    return found


def test_the_commands_that_take_a_language_are_those_that_the_page_names():
    speaking = {name for name, options in commands().items() if "--language" in options}
    (said,) = re.findall(r"^(.*) take `--language`", PAGE, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", said)) == speaking
    (english,) = re.findall(r"^(.*) speak\s+English", PAGE, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", english)) == {name.split()[0] for name in commands()} - speaking


def test_every_command_stands_in_the_table_and_takes_json():
    for name, options in commands().items():
        assert f"| `doseline {name}" in PAGE
        assert "--json" in options
