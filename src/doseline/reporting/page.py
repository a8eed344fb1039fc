"""One HTML file that needs nothing else: no network, no script, one stylesheet whose hash its policy names."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from doseline.reporting.blocks import KINDS, Block, Section
from doseline.reporting.palette import patterns

if TYPE_CHECKING:
    from jinja2 import Environment, Template

__all__ = ["Page", "Words", "render"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The few words of the page itself, in its language.

    Attributes
    ----------
    skip : link to the content, for who comes by keyboard
    contents : name of the list of sections
    mark : the sign of an assumption, one or two letters
    mark_meaning : what the sign says, read aloud after a marked figure
    """

    skip: str
    contents: str
    mark: str
    mark_meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: language, title, the line above and the lines below it, opening blocks, sections and the last words."""

    language: str
    title: str
    kicker: str
    subtitle: str
    opening: Sequence[Block]
    sections: Sequence[Section]
    closing: str
    words: Words


def render(page: Page) -> str:
    """Return the page as HTML.

    The policy in its head allows this one stylesheet and nothing else: no script, picture, font, frame or connection.

    Parameters
    ----------
    page : Page
        Its sections and words.
    """
    stylesheet = f"{_stylesheet()}\n{_sheet_name(page)}"
    digest = base64.b64encode(hashlib.sha256(stylesheet.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _template().render(
        page=page,
        words=page.words,
        policy=policy,
        stylesheet=Markup(stylesheet),  # noqa: S704 - our own file
        patterns=patterns(),
    )


def _sheet_name(page: Page) -> str:
    """Return the rule that writes on every sheet of paper which page it belongs to; its number is in `style.css`."""
    name = f"{page.kicker} · {page.subtitle}"
    # The name holds words of the data: what could end the string or the stylesheet is written as its code.
    written = "".join(sign if sign.isalnum() or sign in " ·,.:-" else f"\\{ord(sign):06x}" for sign in name)
    return f'@page {{ @bottom-left {{ content: "{written}"; }} }}'


def _kind(block: Block) -> str:
    return KINDS[type(block)]


@lru_cache
def _stylesheet() -> str:
    text = (files("doseline.reporting") / "style.css").read_text(encoding="utf-8")
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


@lru_cache
def _template() -> "Template":
    return _environment().get_template("page.html.j2")


def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("doseline.reporting", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = _kind
    return environment
