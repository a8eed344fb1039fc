"""A tiny builder of inline SVG: escaped text, short numbers, a title and a description for those who do not see it."""

from typing import Final

from markupsafe import Markup, escape

__all__ = ["drawing", "tag"]

_TEXT_KINDS: Final = {"cls": "class"}


def tag(name: str, *children: str | Markup, **attributes: str | float | None) -> Markup:
    """Return an element; attributes of None are left out, and ``stroke_width`` is written ``stroke-width``.

    Text is escaped; `Markup` is taken as it is. Numbers are written with at most two decimals: a hundredth of a
    pixel is not seen, and a report has thousands of them.

    Examples
    --------
    >>> str(tag("rect", x=1.0, width=2.345, cls="bar"))
    '<rect x="1" width="2.35" class="bar"/>'
    """
    written = "".join(
        f' {_TEXT_KINDS.get(key, key.replace("_", "-"))}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return Markup(f"<{name}{written}/>")  # noqa: S704 - names are ours, values are escaped
    inner = "".join(escape(child) for child in children)
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704 - names are ours, values and text are escaped


def drawing(
    *children: Markup, identifier: str, width_px: float, height_px: float, title: str, description: str, cls: str = ""
) -> Markup:
    """Return a whole drawing that scales with its container and is read aloud as one picture.

    Parameters
    ----------
    *children : Markup
        Its elements, in the order of painting.
    identifier : str
        Unique in the page; the title and the description are found by it.
    width_px, height_px : float
        Size of its coordinate system, and the size at which it is drawn when there is room.
    title, description : str
        What the picture is, and what it shows, for a reader who does not see it.
    cls : str
        Class for the stylesheet.
    """
    return tag(
        "svg",
        tag("title", title, id=f"{identifier}-title"),
        tag("desc", description, id=f"{identifier}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(width_px)} {_value(height_px)}",
        width=width_px,
        height=height_px,
        role="img",
        aria_labelledby=f"{identifier}-title {identifier}-desc",
        cls=f"drawing {cls}".strip(),
    )


def _value(value: str | float) -> str:
    if isinstance(value, str):
        return str(escape(value))
    return f"{value:.2f}".rstrip("0").rstrip(".")
