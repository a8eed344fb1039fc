"""Closures and stops in words: those alike of several places in one sentence."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from doseline.i18n.catalogue import Messages
from doseline.i18n.formats import Formats
from doseline.i18n.names import Names

__all__ = ["Told", "first_of", "tell_disturbances"]

_MANY: Final = 6
"""So many of a list are named."""

_MIDNIGHT: Final = dt.time()
_INSTANT: Final = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, and the kind and key of each closure or stop of which it speaks."""

    sentence: str
    keys: frozenset[tuple[str, str]]


def tell_disturbances(rows: Iterable[Mapping[str, Any]], say: Messages, write: Formats, names: Names) -> list[Told]:
    """Say what closes or stops, where and when, in the order in which they are first named.

    Parameters
    ----------
    rows : ``disturbances`` of reasons in ``summary.json``
    say, write : messages and formats of a language
    names : of the centres and makers

    Examples
    --------
    >>> row = {"kind": "closure", "key": "C1", "of": "A", "place": "A-1", "why": "fire"}
    >>> rows = [{**row, "starts_at": "2027-04-26T00:00:00+02:00", "ends_at": "2027-04-27T00:00:00+02:00"}]
    >>> told = tell_disturbances(rows, Messages("en"), Formats("en", "UTC"), Names(product=""))
    >>> [one.sentence for one in told]
    ['Place A-1 of A is closed on Mon 26 Apr 2027 (fire).']
    """
    alike: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        whole = row.get("place") is None
        alike.setdefault((row["kind"], row["of"], whole, row["starts_at"], row["ends_at"], row["why"]), []).append(row)
    return [
        Told(_sentence(together, say, write, names), frozenset((row["kind"], row["key"]) for row in together))
        for together in alike.values()
    ]


def first_of(named: Sequence[str], say: Messages) -> str:
    """Return a list in words, cut where it grows long.

    Examples
    --------
    >>> first_of(["A", "B"], Messages("en"))
    'A, B'
    """
    shown = ", ".join(named[:_MANY])
    return say("why-and-more", centres=shown, more=str(len(named) - _MANY)) if len(named) > _MANY else shown


def _sentence(rows: Sequence[Mapping[str, Any]], say: Messages, write: Formats, names: Names) -> str:
    first = rows[0]
    is_closure = first["kind"] == "closure"
    places = list(dict.fromkeys(row["place"] for row in rows if row.get("place")))
    what = ("places" if places else "closure") if is_closure else "stop"
    return say(
        f"why-disturbed-{what}",
        of=names.site(first["of"]) if is_closure else names.makers.get(first["of"], first["of"]),
        places=first_of(places, say),
        count=len(places),
        when=_when(first, say, write),
        why=first["why"],
    )


def _when(row: Mapping[str, Any], say: Messages, write: Formats) -> str:
    begins, ends = (dt.datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at"))
    if begins.time() == ends.time() == _MIDNIGHT:
        # what ends at midnight does not reach into the day that begins
        last = (ends - _INSTANT).date()
        kind = "day" if last == begins.date() else "days"
    else:
        last = ends.date()
        kind = "hours" if last == begins.date() else "instants"
    return say(
        f"why-when-{kind}",
        first=write.day(begins.date(), year=True),
        begins=f"{begins:%H:%M}",
        last=write.day(last, year=True),
        ends=f"{ends:%H:%M}",
    )
