"""Fluent bundles: one a language, read once from the files beside this module."""

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from doseline.i18n.languages import LOCALES

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

__all__ = ["bundle", "sources"]


def sources(language: str) -> dict[str, str]:
    """Return the text of every message file of a language, by file name."""
    folder = files("doseline.i18n") / "messages" / language
    return {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".ftl")
    }


@lru_cache
def bundle(language: str) -> "FluentBundle":
    """Return the bundle of one of the four languages."""
    from fluent.runtime import FluentBundle, FluentResource

    # Isolation marks would stand between a number and its unit in every search and copy; none of the four languages
    # is written from right to left.
    made = FluentBundle([LOCALES[language].replace("_", "-")], use_isolating=False)
    for text in sources(language).values():
        made.add_resource(FluentResource(text))
    return made
