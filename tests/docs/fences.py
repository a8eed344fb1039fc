"""The fenced examples of a Markdown document, as tests run them.

Every ``bash``, ``console`` and ``python`` fence runs. One that cannot says why in a comment on the line above it:
``<!-- not run: serves until it is stopped -->``.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

RUN = {"bash", "console", "python"}
NOT_RUN = re.compile(r"<!--\s*not run:\s*(?P<reason>\S.*?)\s*-->")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """One fenced example: its language, text, first line in the document, and why it is not run, if so."""

    language: str
    text: str
    line: int
    not_run_because: str | None


def fences(document: Path) -> list[Fence]:
    """Return the fences of a document that are of a language that runs, in their order."""
    found, reason = [], None
    for token in MarkdownIt().parse(document.read_text(encoding="utf-8")):
        if token.type == "html_block":
            comment = NOT_RUN.search(token.content)
            reason = comment["reason"] if comment else None
            continue
        if token.type == "fence":
            language = token.info.partition(" ")[0]
            first_line = token.map[0] + 2 if token.map else 0
            if language in RUN:
                found.append(Fence(language=language, text=token.content, line=first_line, not_run_because=reason))
        reason = None
    return found


def commands_and_output(text: str) -> list[tuple[str, str]]:
    """Split a console example into its commands, each with the output that the document shows below it."""
    pairs: list[tuple[str, str]] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            pairs.append((line[2:], ""))
        elif pairs and line.startswith("> "):
            pairs[-1] = (pairs[-1][0] + line[2:], "")
        elif pairs:
            pairs[-1] = (pairs[-1][0], pairs[-1][1] + line)
    return pairs
