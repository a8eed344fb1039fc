import io
import pickle
from threading import Event

import pytest

from doseline.execution import Cancelled, InProcess, TerminalProgress


class Heard:
    """A progress that remembers what it was told."""

    def __init__(self, cancel_at: int | None = None, cancel: Event | None = None) -> None:
        self.steps: list[tuple[int, int | None, str]] = []
        self._cancel_at, self._cancel = cancel_at, cancel

    def __call__(self, *, done: int, total: int | None, what: str) -> None:
        self.steps.append((done, total, what))
        if done == self._cancel_at and self._cancel is not None:
            self._cancel.set()


def test_results_come_in_the_order_of_the_items():
    assert InProcess().map(lambda item: item * 2, iter([3, 1, 2])) == [6, 2, 4]


def test_progress_hears_the_start_and_every_piece():
    heard = Heard()
    InProcess().map(abs, [1, 2], progress=heard, what="counting")
    assert heard.steps == [(0, 2, "counting"), (1, 2, "counting"), (2, 2, "counting")]


def test_no_items_are_no_work():
    heard = Heard()
    assert InProcess().map(abs, [], progress=heard) == []
    assert heard.steps == [(0, 0, "working")]


def test_cancelled_work_stops_before_the_next_piece_and_keeps_what_it_has():
    cancel, worked_on = Event(), []
    with pytest.raises(Cancelled) as caught:
        InProcess().map(
            lambda item: worked_on.append(item) or item, [7, 8, 9], progress=Heard(2, cancel), cancel=cancel
        )
    assert worked_on == [7, 8]
    assert caught.value.results == [7, 8]
    assert str(caught.value) == "Cancelled after 2 of 3 pieces."
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own bytes


def test_an_error_of_a_piece_is_the_error_of_the_work():
    with pytest.raises(ZeroDivisionError):
        InProcess().map(lambda item: 1 / item, [1, 0])


def test_terminal_progress_shows_what_and_how_far_and_leaves_standard_output_alone(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    stream = io.StringIO()
    with TerminalProgress(stream) as progress:
        InProcess().map(abs, range(4), progress=progress, what="weighing")
    assert "weighing" in stream.getvalue()
    assert "4/4" in stream.getvalue()
    assert capsys.readouterr().out == ""


def test_where_there_is_no_terminal_a_line_comes_now_and_then():
    stream, now = io.StringIO(), [0.0]
    with TerminalProgress(stream, clock=lambda: now[0]) as progress:
        progress(done=0, total=900, what="weighing")
        for second in range(1, 30):
            now[0] = float(second)
            progress(done=second, total=900, what="weighing")
        progress(done=0, total=None, what="checking")
    assert stream.getvalue().splitlines() == [
        "weighing ..",
        "weighing: 10 of 900 ..",
        "weighing: 20 of 900 ..",
        "checking ..",
    ]


def test_terminal_progress_outside_its_context_shows_nothing():
    TerminalProgress(io.StringIO())(done=1, total=2, what="weighing")
