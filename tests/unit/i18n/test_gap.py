"""What a gap means, in words."""

import pytest

from doseline.i18n import LANGUAGES, Formats, Messages, gap_sentence


@pytest.mark.parametrize(
    ("level", "value", "bound", "said"),
    [
        ("L1", 96, 100, "At most 4 more could be given in window, counted by priority, if any."),
        ("L1", 100, 100, "No more could be given in window."),
        ("L2", 993, 966, "Of 993 days of waiting at most 27 could still be saved with as many in window, if any."),
        ("L2", 5, 5, "None of the days of waiting could be saved with as many in window."),
    ],
)
def test_what_is_left_is_said_in_cycles_and_days(level, value, bound, said):
    assert gap_sentence(level, value, bound, Messages("en"), Formats("en", "UTC")) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_how_much_is_left(language):
    say, write = Messages(language), Formats(language, "UTC")
    assert "4" in gap_sentence("L1", 96, 100, say, write)
    assert "27" in gap_sentence("L2", 993, 966, say, write)
