"""Gains as a planner would say them, in four languages."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from doseline.i18n import Formats, Messages, short_name
from doseline.operations.gaining.units import Head, MorePlace, ScannerHour, Unit, Vial
from doseline.operations.meant import keys_meant

if TYPE_CHECKING:
    from doseline.network.model import Network
    from doseline.operations.gaining.again import Pair
    from doseline.operations.gaining.wanted import Wanted

__all__ = ["Telling"]


class Telling:
    """The words for the units of a country.

    Parameters
    ----------
    network : the country
    language : of the sentences
    weighted : whether cycles differ in priority
    """

    def __init__(self, network: "Network", language: str, *, weighted: bool) -> None:
        self._network, self.weighted = network, weighted
        self._say, self._write = Messages(language), Formats(language, network.properties.timezone)
        self._sites = {row.site_id: row.name for row in network.sites}
        self._places = {row.place_id: row for row in network.places}

    def centres_meant(self, said: str | None) -> set[str] | None:
        """Return the keys of the centres that a reader means; None: every one."""
        treating = {row.site_id for row in self._network.places}
        names = {site_id: name for site_id, name in self._sites.items() if site_id in treating}
        return None if said is None else keys_meant(said, names, "centre")

    def products_meant(self, said: str | None) -> set[str] | None:
        """Return the keys of the products that a reader means; None: every one."""
        names = {row.product_id: row.name for row in self._network.products}
        return None if said is None else keys_meant(said, names, "product")

    def row(self, wanted: "Wanted", pair: "Pair") -> dict[str, object]:
        """Return what a unit gains, with its sentence.

        Parameters
        ----------
        wanted : the unit, and who lacks it
        pair : the best plans known with it and without it
        """
        best, base, legal = pair.given, pair.without, pair.legal
        in_window, days = best.in_window - base.in_window, base.days_late - best.days_late
        cycles = best.cycles_in_window - base.cycles_in_window
        unit, (site_id, details) = wanted.unit, self._about(wanted.unit)
        where = self._sites[site_id] if site_id else self._say("gain-country")
        gain = self._gain(in_window, cycles, days)
        return {
            "unit": unit.key,
            "kind": unit.kind,
            "site_id": site_id,
            "centre": self._sites[site_id] if site_id else None,
            "week": f"{unit.week_on:%G-W%V}",
            "week_on": unit.week_on.isoformat(),
            **details,
            "what": self._what(unit, details),
            "where": where,
            "cycles_lacking": len(wanted.cycles),
            "days_lacking": wanted.days,
            "gain_in_window": in_window,
            "gain_cycles": cycles,
            "gain_days": days,
            "gain_changes": base.levels[1] - best.levels[1],
            "in_window": best.in_window,
            "days_late": best.days_late,
            "without_in_window": base.in_window,
            "without_days_late": base.days_late,
            "solved_again": True,
            "legal": legal,
            "sentence": self._sentence(where, unit, self._what(unit, details), gain),
        }

    def _about(self, unit: Unit) -> tuple[str | None, dict[str, str]]:
        """Return the centre of a unit, and what names it."""
        match unit:
            case MorePlace():
                place = self._places[unit.like_place_id]
                return place.site_id, {"place_kind": place.kind, "like_place_id": place.place_id}
            case Head():
                return unit.site_id, {"role": unit.role}
            case ScannerHour():
                return unit.site_id, {"scanner_id": unit.scanner_id}
            case Vial():
                slot = next(row for row in self._network.slots if row.slot_id == unit.slot_id)
                return None, {
                    "slot_id": slot.slot_id,
                    "supplier_id": slot.supplier_id,
                    "product_id": slot.product_id,
                    "calibration_at": slot.calibration_at.isoformat(),
                }
        raise TypeError(f"{unit!r} is no unit that can be told")  # pragma: no cover - all kinds are above

    def _what(self, unit: Unit, details: Mapping[str, str]) -> str:
        say = self._say
        match unit:
            case MorePlace():
                return say("gain-place", kind=details["place_kind"])
            case Head():
                return say("gain-head", role=details["role"])
            case ScannerHour():
                return say("gain-scanner_hour", scanner=details["scanner_id"])
        slot = next(row for row in self._network.slots if row.slot_id == details["slot_id"])
        product = next(row.name for row in self._network.products if row.product_id == slot.product_id)
        supplier = next(row.name for row in self._network.suppliers if row.supplier_id == slot.supplier_id)
        on = self._write.local(slot.calibration_at)
        return say("gain-vial", product=short_name(product), supplier=supplier, on=on)

    def _gain(self, in_window: int, cycles: int, days: int) -> list[str]:
        """Say what is gained: cycles, and what they are worth where priority makes a difference."""
        say, gained = self._say, []
        if in_window and cycles > 0:
            counted = say("gain-cycles", count=cycles)
            gained.append(counted if in_window == cycles else say("gain-and-worth", cycles=counted, worth=in_window))
        elif in_window:
            gained.append(say("gain-worth", count=in_window))
        if days:
            gained.append(self._say("gain-days" if days > 0 else "gain-days-lost", count=abs(days)))
        return gained

    def _sentence(self, where: str, unit: Unit, what: str, gain: list[str]) -> str:
        told = {"where": where, "week": str(unit.week_on.isocalendar().week), "what": what}
        told["from"] = self._write.date(unit.week_on)
        if not gain:
            return self._say("gain-nothing", **told)
        both = gain[0] if len(gain) == 1 else self._say("gain-and", one=gain[0], other=gain[1])
        return self._say("gain-sentence", gain=both, **told)
