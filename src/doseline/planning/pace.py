"""The pace of a run: how long each of its parts went on, and how warm. By its pace a timed run can be repeated.

No other part of a plan depends on the clock; a bound that a time limit cut short does.
"""

import re
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Self

from doseline.errors import UserError

__all__ = ["PERMILLE", "SLICES", "ByClock", "ByPace", "ByWork", "Pace", "Pacer", "Round", "Stretch"]

SLICES = 8
"""Parts of a round, after each of which a timed search looks at the clock."""

PERMILLE = 1000

_STRETCH = r"\d+x\d+"
_ROUND = re.compile(rf"({_STRETCH}(?:\+{_STRETCH})*)/({_STRETCH}|-)(g?)")
_FINISHING = re.compile(r"f(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Slices of one search at one temperature.

    Attributes
    ----------
    permille : of the effort, spent when it begins
    slices : how many
    """

    permille: int
    slices: int

    def __str__(self) -> str:
        return f"{self.permille}x{self.slices}"

    @classmethod
    def read(cls, text: str) -> Self:
        """The stretch that a text says."""
        permille, slices = text.split("x")
        return cls(int(permille), int(slices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of a run.

    Attributes
    ----------
    first : stretches of the first search
    second : of the second one; None while a step of a proof was taken instead
    followed : whether a whole day plan came out of the program in time to be followed
    """

    first: tuple[Stretch, ...]
    second: Stretch | None
    followed: bool

    def __str__(self) -> str:
        return "+".join(map(str, self.first)) + f"/{self.second or '-'}" + ("g" if self.followed else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How a run went on.

    Attributes
    ----------
    rounds : of the search
    planned, done : slices of what comes after the search: by which it cools, and those that there was time for
    """

    rounds: tuple[Round, ...]
    planned: int
    done: int

    def __str__(self) -> str:
        return " ".join([*map(str, self.rounds), f"f{self.planned}/{self.done}"])

    @classmethod
    def read(cls, text: str) -> Self:
        """The pace that a text says, as ``str`` writes it.

        Raises
        ------
        UserError
            If it is no pace.
        """
        *rounds, last = text.split(" ")
        matches = [_ROUND.fullmatch(word) for word in rounds]
        finishing = _FINISHING.fullmatch(last)
        if finishing is None or None in matches:
            raise UserError(
                "This is not the pace of a run.",
                given=text if len(text) < 80 else f"{text[:80]}..",
                allowed="rounds such as 0x8+3x8/-g or 4x8/4x8, and f160/160 at the end",
                remedy="Take the pace of a summary.json as it stands.",
            )
        return cls(
            rounds=tuple(
                Round(
                    first=tuple(map(Stretch.read, match[1].split("+"))),
                    second=None if match[2] == "-" else Stretch.read(match[2]),
                    followed=match[3] == "g",
                )
                for match in matches
                if match is not None
            ),
            planned=int(finishing[1]),
            done=int(finishing[2]),
        )


class Pacer(ABC):
    """Who says how long a run goes on.

    Parameters
    ----------
    deadline : instant of `time.perf_counter` at which the search ends, perhaps infinite
    """

    def __init__(self, deadline: float = float("inf")) -> None:
        self.deadline = deadline

    @abstractmethod
    def goes_on(self, number: int) -> bool:
        """Whether there is a round of this number."""

    @abstractmethod
    def first(self, number: int, beside: Future[None] | None, rounds: int) -> Iterator[Stretch]:
        """What the first search does in a round; beside a step of a proof, if there is one, as in ``rounds``."""

    @abstractmethod
    def second(self, number: int) -> Stretch:
        """What the second search does in a round without a program."""

    def proves(self, number: int) -> bool:  # noqa: ARG002 - others ask
        """Whether a step of a proof may be taken in a round."""
        return True

    def follows(self, number: int) -> bool:  # noqa: ARG002 - others ask
        """Whether a day plan that comes out of a round's program is followed."""
        return True


class ByWork(Pacer):
    """So many rounds, whatever the clock says.

    Parameters
    ----------
    rounds : how many
    beside : rounds of search that go beside steps of proofs, without one for each
    """

    def __init__(self, rounds: int, beside: int) -> None:
        super().__init__()
        self._rounds, self._beside = rounds, beside
        self._searched = self._permille = 0

    def goes_on(self, number: int) -> bool:
        """Until all rounds are done."""
        self._permille = min(PERMILLE, self._searched * PERMILLE // (self._rounds + self._beside))
        return number < self._rounds

    def first(self, number: int, beside: Future[None] | None, rounds: int) -> Iterator[Stretch]:  # noqa: ARG002 - others ask
        """One round, or so many as the step beside it is thought to take."""
        rounds = 1 if beside is None else rounds
        self._searched += rounds
        yield Stretch(self._permille, SLICES * rounds)

    def second(self, number: int) -> Stretch:  # noqa: ARG002 - all rounds are alike
        """One round."""
        return Stretch(self._permille, SLICES)


class ByClock(Pacer):
    """Until a deadline.

    Parameters
    ----------
    started : instant of `time.perf_counter` at which the effort began
    time_limit_s : the whole effort
    deadline : instant at which the search ends
    """

    def __init__(self, started: float, time_limit_s: float, deadline: float) -> None:
        super().__init__(deadline)
        self._started, self._time_limit_s = started, time_limit_s

    def goes_on(self, number: int) -> bool:  # noqa: ARG002 - only the clock counts
        """Until the deadline."""
        return time.perf_counter() < self.deadline

    def first(self, number: int, beside: Future[None] | None, rounds: int) -> Iterator[Stretch]:  # noqa: ARG002 - the clock counts
        """One round, and on as long as the program beside it is under way."""
        yield Stretch(self._permille(), SLICES)
        while beside is not None and not beside.done() and time.perf_counter() < self.deadline:
            yield Stretch(self._permille(), SLICES)

    def second(self, number: int) -> Stretch:  # noqa: ARG002 - all rounds are alike
        """One round."""
        return Stretch(self._permille(), SLICES)

    def _permille(self) -> int:
        spent = (time.perf_counter() - self._started) / max(self._time_limit_s, 1e-9)
        return min(PERMILLE, int(PERMILLE * spent))


class ByPace(Pacer):
    """As an earlier run went on.

    Parameters
    ----------
    pace : of that run
    """

    def __init__(self, pace: Pace) -> None:
        super().__init__()
        self._rounds = pace.rounds

    def goes_on(self, number: int) -> bool:
        """Until the rounds of that run are done."""
        return number < len(self._rounds)

    def first(self, number: int, beside: Future[None] | None, rounds: int) -> Iterator[Stretch]:  # noqa: ARG002 - it is known
        """The stretches of that run."""
        yield from self._rounds[number].first

    def second(self, number: int) -> Stretch:
        """The stretch of that run."""
        return self._rounds[number].second or Stretch(0, 0)

    def proves(self, number: int) -> bool:
        """Whether that run took one instead of its second search."""
        return self._rounds[number].second is None

    def follows(self, number: int) -> bool:
        """Whether that run did."""
        return self._rounds[number].followed
