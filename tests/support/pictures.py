"""Pictures of the documentation that the software draws: the boards of the golden week of seed 1.

``python -m tests.support.pictures`` runs that week and writes them.
"""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES: Mapping[str, Path] = {
    name: ROOT / "docs" / "assets" / f"bad-week-{name.removeprefix('board-')}.svg"
    for name in ("board-before", "board-after")
}
"""Where each board of the page of the week stands in the documentation."""


def standalone(page: str, name: str) -> str:
    """A drawing of a page as a file of its own, with the rules of the page's stylesheet that it needs."""
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+):\s*([^;]+);", style))
    rules = re.findall(r"^svg [^{}]*\{[^{}]*\}", style, re.MULTILINE)
    wanted = re.sub(r"var\(--([a-z-]+)\)", lambda found: colours[found[1]], "\n".join(rules))
    patterns = re.search(r"<defs>.*?</defs>", page, re.DOTALL)
    drawing = re.search(rf'(<svg [^>]*aria-labelledby="{name}-title[^>]*>)(.*?</svg>)', page, re.DOTALL)
    assert patterns is not None
    assert drawing is not None
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return f"{drawing[1]}\n<style>\n{wanted}\n</style>\n{patterns[0]}\n{ground}{drawing[2]}\n"


def write() -> None:
    from doseline.operations import run_week

    with tempfile.TemporaryDirectory() as desk:
        run_week(seed=1, out=Path(desk) / "week")
        page = (Path(desk) / "week" / "index.html").read_text("utf-8")
    for name, path in PICTURES.items():
        path.write_text(standalone(page, name), encoding="utf-8")


if __name__ == "__main__":
    write()
