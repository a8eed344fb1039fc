"""Every name that the glossary gives in code is in the code."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


def test_the_names_in_code_are_in_the_code():
    told = GLOSSARY.split("## The journey")[0]
    names = set(re.findall(r"`([a-z][a-z0-9_]*)`", told))
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")]
    words = {word for text in texts for word in re.findall(r"[a-z][a-z0-9_]*", text)}
    assert "administered_activity_mbq" in names
    assert names <= words


def test_no_term_stands_twice():
    terms = [line.split("|")[1].strip() for line in GLOSSARY.splitlines() if line.startswith("| ")]
    terms = [term for term in terms if term != "term"]
    assert len(terms) == len(set(terms))
