"""Whoever the caption of a picture names is in the picture."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
CAPTIONS = [
    (page, caption, page.parent / picture)
    for page in sorted(DOCS.rglob("*.md"))
    for caption, picture in re.findall(r"!\[([^\]]*)\]\(([^)]+\.svg)\)", page.read_text("utf-8"))
]


@pytest.mark.parametrize(("page", "caption", "picture"), CAPTIONS, ids=lambda case: str(getattr(case, "name", "")))
def test_the_picture_shows_whom_its_caption_names(page, caption, picture):
    shown = set(re.findall(r"C-\d{5}", picture.read_text("utf-8")))
    assert set(re.findall(r"C-\d{5}", caption)) <= shown, page


def test_some_caption_names_a_course():
    assert any(re.search(r"C-\d{5}", caption) for _, caption, _ in CAPTIONS)
