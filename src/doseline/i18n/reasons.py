"""Why one cycle is late or not given, in words: from the reason that a plan carries in its summary."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from doseline.i18n.catalogue import Messages
from doseline.i18n.constraints import CONSTRAINTS, constraint_sentence
from doseline.i18n.formats import Formats

__all__ = ["CAUSES", "Names", "cause_words", "reason_sentence", "short_name"]

CAUSES: Final = ("pinned", "interval", "withheld", "overdue", "frozen", "no_earlier_day", "binding")
"""What may decide that a cycle is late, as `summary.json` names it."""

_MANY: Final = 6
"""So many centres are named."""

_FULL: Final = 3
"""So many rows after the horizon are named."""

_DISTURBANCES: Final = 3
"""So many closures and stops are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How a reader knows the product and the centres of a reason; keys stand for names that are not there.

    Attributes
    ----------
    product : name of the product
    sites : name of each centre by its key
    makers : name of each supplier, reactor and line that can stop, by its key
    """

    product: str
    sites: Mapping[str, str] = field(default_factory=dict)
    makers: Mapping[str, str] = field(default_factory=dict)

    def site(self, site_id: str) -> str:
        """Return the name of a centre."""
        return self.sites.get(site_id, site_id)


def short_name(name: str) -> str:
    """Return what stands before a bracket in the name of a product.

    Parameters
    ----------
    name : str
        Name of the product.

    Examples
    --------
    >>> short_name("Xofigo (223Ra dichloride)")
    'Xofigo'
    """
    return name.partition(" (")[0]


def cause_words(cause: str, language: str) -> str:
    """Say what decides that a cycle is late in a few words, for a column of a table.

    Parameters
    ----------
    cause : str
        One of `CAUSES`; any other is said to be unknown.
    language : str
        One of `LANGUAGES`.

    Examples
    --------
    >>> cause_words("interval", "en")
    'interval'
    """
    return Messages(language)(f"why-cause-{cause if cause in CAUSES else 'unknown'}")


def reason_sentence(reason: Mapping[str, Any], language: str, names: Names) -> str:
    """Say why a cycle is late or not given, in a few sentences.

    Parameters
    ----------
    reason : one of ``reasons`` in ``summary.json``
    language : one of the four
    names : of its product and centres

    Examples
    --------
    >>> reason = {"cause": "withheld", "on": "2027-03-12", "binding": [], "centres": ["A"]}
    >>> reason_sentence(reason, "en", Names(product="Lutathera"))
    'The blood results were withheld; the next test is on Fri 12 Mar, after the end of its window.'
    """
    return " ".join(_Telling(reason, Messages(language), Formats(language, "UTC"), names).sentences())


@dataclass(frozen=True, slots=True)
class _Telling:
    reason: Mapping[str, Any]
    say: Messages
    write: Formats
    names: Names

    def sentences(self) -> Iterator[str]:
        cause = str(self.reason["cause"])
        is_late = bool(self.reason.get("late", True))
        if cause == "previous_cycle":
            yield self.say("why-previous_cycle", previous=str(self.reason["cycle_number"] - 1))
        elif is_late or cause != "binding":
            yield self._cause(cause, is_late=is_late)
        if cause not in ("pinned", "previous_cycle"):
            yield from self._tried(is_late=is_late)
        if not is_late and self.reason.get("open_until"):
            yield self.say("why-still-open", until=self._day(self.reason["open_until"]))

    def _cause(self, cause: str, *, is_late: bool) -> str:
        on = self._day(self.reason["on"]) if self.reason.get("on") else ""
        if cause == "interval":
            previous = str(self.reason["cycle_number"] - 1)
            return self.say("why-interval", on=on, previous=previous, days=str(self.reason["interval_min_d"]))
        if cause == "withheld" and not is_late:
            return self.say("why-withheld-not-given", on=on)
        return self.say(f"why-{cause}", on=on)

    def _tried(self, *, is_late: bool) -> Iterator[str]:
        """Yield what was met on the days tried; without any, the rules that left none."""
        met: Sequence[Mapping[str, Any]] = self.reason.get("met") or ()
        orders: Sequence[Mapping[str, Any]] = self.reason.get("orders") or ()
        if met:
            yield self.say(
                "why-tried",
                days=sum(row["days"] for row in met),
                kind="earlier" if is_late else "all",
                centres=len(self.reason["centres"]),
                names=self._centres(),
                met=self._met(met),
            )
        else:
            yield from map(self._constraint, (one for one in self.reason["binding"] if one in CONSTRAINTS))
        if any("C20" in row["what"] for row in met) and self.reason.get("tail"):
            yield from self._tail(self.reason["tail"])
        yield from self._disturbances(self.reason.get("disturbances") or ())
        for order in orders:
            details = {"order": order["order_id"], "site": self.names.site(order["centre"])}
            if order["met"]:
                days = sum(row["days"] for row in order["met"])
                yield self.say("why-order", days=days, met=self._met(order["met"]), **details)
            else:
                yield self.say("why-order-never", **details)

    def _disturbances(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """Name the closures and stops that were met."""
        for row in rows[:_DISTURBANCES]:
            is_closure = row["kind"] == "closure"
            what = ("place" if row.get("place") else "closure") if is_closure else "stop"
            yield self.say(
                f"why-disturbed-{what}",
                of=self.names.site(row["of"]) if is_closure else self.names.makers.get(row["of"], row["of"]),
                place=row.get("place") or "",
                first=self._day(row["first_on"], year=True),
                last=self._day(row["last_on"], year=True),
                why=row["why"],
            )
        if len(rows) > _DISTURBANCES:
            yield self.say("why-disturbed-more", rows=len(rows) - _DISTURBANCES)

    def _met(self, met: Sequence[Mapping[str, Any]]) -> str:
        """Say what was met on how many of the days."""
        said = [(row["days"], self._what(row["what"])) for row in met]
        if len(said) == 1:
            ((days, what),) = said
            return self.say("why-met-always", days=days, what=what)
        return "; ".join(self.say("why-met", days=str(days), what=what) for days, what in said)

    def _what(self, what: Sequence[str]) -> str:
        first, *others = (self.say(f"why-met-{one}", product=self.names.product) for one in what)
        for other in others:
            first = self.say("why-met-or", one=first, other=other)
        return first

    def _centres(self) -> str:
        centres = [self.names.site(site_id) for site_id in self.reason.get("centres") or ()]
        named = ", ".join(centres[:_MANY])
        return self.say("why-and-more", centres=named, more=str(len(centres) - _MANY)) if centres[_MANY:] else named

    def _constraint(self, identifier: str) -> str:
        centres: Sequence[str] = self.reason.get("centres") or ()
        details = {"product": self.names.product}
        if len(centres) == 1:
            details["site"] = self.names.site(centres[0])
        elif centres:
            details["site"] = self.say("why-all-centres", centres=str(len(centres)))
        said = constraint_sentence(identifier, self.write.language, **details)
        return said[:1].upper() + said[1:]

    def _tail(self, rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
        # a vial is missing everywhere, a place at one centre alone: what says most comes first.
        # Where no bed is left, that no place is left says nothing more.
        keys = {row["row"] for row in rows}
        telling = [row for row in rows if row["row"].removesuffix("|all") + "|overnight" not in keys]
        ordered = sorted(telling, key=lambda row: (not row["row"].startswith("tail_vial"), row["week_on"], row["row"]))
        for row in ordered[:_FULL]:
            kind, *key = row["row"].split("|")
            week = self._day(row["week_on"])
            if kind == "tail_vial":
                yield self.say("why-tail-vial", week=week, product=self.names.product)
            elif kind == "tail_place":
                yield self.say("why-tail-place", week=week, site=self.names.site(key[0]), kind=key[2])
            else:
                yield self.say("why-tail-staff", week=week, site=self.names.site(key[0]), role=key[1])
        if len(ordered) > _FULL:
            yield self.say("why-tail-more", rows=len(ordered) - _FULL)

    def _day(self, on: str, *, year: bool = False) -> str:
        return self.write.day(dt.date.fromisoformat(on), year=year)
