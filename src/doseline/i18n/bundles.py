"""Fluent bundles: one a language, read once from the files beside this module."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from doseline.i18n.languages import LOCALES

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

__all__ = ["bundle", "constraint_words", "sources"]

CONSTRAINT_WORDS = "constraints.toml"
"""What each constraint says, in all languages at once, so that a new constraint is one entry of one file."""


@lru_cache
def constraint_words() -> Mapping[str, Mapping[str, str]]:
    """Return what each constraint says by its identifier: by language, and after ``met_`` in a few words."""
    text = (files("doseline.i18n") / "messages" / CONSTRAINT_WORDS).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _of_constraints(language: str) -> str:
    """Return the messages of the constraints as the other message files write them."""
    lines = []
    for identifier, words in constraint_words().items():
        lines.append(f"constraint-{identifier} = {words[language]}\n")
        if f"met_{language}" in words:
            lines.append(f"why-met-{identifier} = {words[f'met_{language}']}\n")
    return "".join(lines)


def sources(language: str) -> dict[str, str]:
    """Return the text of every message file of a language, by file name."""
    folder = files("doseline.i18n") / "messages" / language
    found = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".ftl")
    }
    return {**found, CONSTRAINT_WORDS: _of_constraints(language)}


def _bound(text: str) -> str:
    """Bind the signs that French sets off by a blank to their word: a line must not begin with a colon.

    The message files are written with plain blanks, for nobody sees the difference in an editor. What a message is
    filled with stays as it is.
    """
    before = re.sub(r"(?<=\S) (?=[:;!?»](?:\s|$))", "\N{NO-BREAK SPACE}", text, flags=re.MULTILINE)
    return before.replace("« ", "«\N{NO-BREAK SPACE}")


@lru_cache
def bundle(language: str) -> "FluentBundle":
    """Return the bundle of one of the four languages."""
    from fluent.runtime import FluentBundle, FluentResource

    # Isolation marks would stand between a number and its unit in every search and copy; none of the four languages
    # is written from right to left.
    made = FluentBundle([LOCALES[language].replace("_", "-")], use_isolating=False)
    for text in sources(language).values():
        made.add_resource(FluentResource(_bound(text) if language == "fr" else text))
    return made
