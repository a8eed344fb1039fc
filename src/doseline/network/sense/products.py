"""Sense of the tables about products: forms, doses, tolerances, stays and intervals."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from doseline.errors import Fault
from doseline.journey import NO_NUCLIDE
from doseline.network.model import Network
from doseline.network.sense.check import Check, before
from doseline.quantities import h_from_min, mbq_from_kbq

__all__ = ["CEILING_MBQ", "CHECKS"]

CEILING_MBQ: Final = {"Ra-223": 1000.0, "Ac-225": 1000.0, "Th-227": 1000.0}
"""Activities of these alpha emitters beyond which a figure is a slip of the unit (MBq). An assumption of Doseline, far
above what is given: the label of radium-223 dichloride states 55 kBq per kg of body weight."""

_LARGEST_VOLUME_RATIO: Final = 10.0
"""How many times its largest fill the usual activity of a product may take up at its concentration. An assumption of
Doseline: a vial is filled ahead of its decay, and a wrong prefix is off by a thousand."""

_LARGEST_RESIDUAL_FRACTION: Final = 0.3
"""Share of the usual activity that may stay in a vial. An assumption of Doseline, far above the median of 1.6 % that is
reported of Lutathera vials."""

_ADULT_KG: Final = 70.0
"""Body weight for which a usual activity by weight is reckoned where only its size matters (kg). An assumption of
Doseline."""

_LONGEST_INTERVAL_D: Final = 730
_NEEDED_BY_FORM: Final = {
    "patient_vial": ("fill_reference_local",),
    "capsule": ("fill_reference_local",),
    "stock_vial": ("concentration_mbq_per_ml", "volume_max_ml"),
}


def _forms(network: Network) -> Iterator[Fault]:
    for number, product in enumerate(network.products, start=1):
        for column in _NEEDED_BY_FORM[product.form]:
            if getattr(product, column) is None:
                yield Fault(
                    table="products",
                    row=number,
                    column=column,
                    allowed=f"a value, for a {product.form} is filled by it",
                    remedy=f"Fill in {column} of {product.product_id} or correct its form.",
                )
    yield from before(network, "products", "volume_min_ml", "volume_max_ml", equal=True)


def _volumes(network: Network) -> Iterator[Fault]:
    for number, product in enumerate(network.products, start=1):
        usual_mbq = product.prescribed_activity_mbq
        if usual_mbq is None:
            usual_mbq = mbq_from_kbq((product.prescribed_kbq_per_kg or 0.0) * _ADULT_KG)
        concentration, largest_ml = product.concentration_mbq_per_ml, product.volume_max_ml
        if not concentration or largest_ml is None:
            continue
        needed_ml = usual_mbq / concentration
        if needed_ml > _LARGEST_VOLUME_RATIO * largest_ml:
            yield Fault(
                table="products",
                row=number,
                column="concentration_mbq_per_ml",
                given=concentration,
                allowed=f"such that the usual activity takes at most {_LARGEST_VOLUME_RATIO:g} times volume_max_ml",
                remedy=f"The usual {usual_mbq:.4g} MBq of {product.product_id} would take {needed_ml:.4g} mL of at "
                f"most {largest_ml:g} mL: check figures and units.",
            )


def _fills(network: Network) -> Iterator[Fault]:
    """Report usual activities that the smallest fill of the product exceeds many times: a slip of the unit."""
    for number, product in enumerate(network.products, start=1):
        usual_mbq, concentration = product.prescribed_activity_mbq, product.concentration_mbq_per_ml
        smallest_mbq = (concentration or 0.0) * (product.volume_min_ml or 0.0)
        if usual_mbq is not None and smallest_mbq > _LARGEST_VOLUME_RATIO * usual_mbq:
            yield Fault(
                table="products",
                row=number,
                column="prescribed_activity_mbq",
                given=usual_mbq,
                allowed=f"at least a {_LARGEST_VOLUME_RATIO:g}th of the activity in the smallest fill",
                remedy=f"{product.volume_min_ml:g} mL of {product.product_id} hold {smallest_mbq:.4g} MBq: check "
                "figures and units; was it in GBq?",
            )
        if usual_mbq is not None and product.residual_mbq > _LARGEST_RESIDUAL_FRACTION * usual_mbq:
            yield Fault(
                table="products",
                row=number,
                column="residual_mbq",
                given=product.residual_mbq,
                allowed=f"at most {_LARGEST_RESIDUAL_FRACTION:.0%} of the usual activity",
                remedy=f"The usual activity of {product.product_id} is {usual_mbq:.4g} MBq: check figures and units.",
            )


def _inactive(network: Network) -> Iterator[Fault]:
    """Report what a product that is not radioactive says of its activity."""
    columns = ("prescribed_activity_mbq", "prescribed_kbq_per_kg", "concentration_mbq_per_ml", "lu177m_fraction")
    for number, product in enumerate(network.products, start=1):
        if product.nuclide != NO_NUCLIDE:
            continue
        for column in (*columns, "residual_mbq"):
            if getattr(product, column):
                yield Fault(
                    table="products",
                    row=number,
                    column=column,
                    given=getattr(product, column),
                    allowed="0" if column == "residual_mbq" else "nothing, for its nuclide is none",
                    remedy=f"{product.product_id} is not radioactive: correct its nuclide or this.",
                )


def _preparations(network: Network) -> Iterator[Fault]:
    for number, product in enumerate(network.products, start=1):
        if product.preparation_h >= product.shelf_life_h:
            yield Fault(
                table="products",
                row=number,
                column="preparation_h",
                given=product.preparation_h,
                allowed="less than shelf_life_h",
                remedy=f"{product.product_id} keeps for {product.shelf_life_h:g} h and would never be ready: check "
                "figures and units.",
            )


def _usual_activities(network: Network) -> Iterator[Fault]:
    for number, product in enumerate(network.products, start=1):
        is_active = product.nuclide != NO_NUCLIDE
        if is_active and product.prescribed_activity_mbq is None and product.prescribed_kbq_per_kg is None:
            yield Fault(
                table="products",
                row=number,
                column="prescribed_activity_mbq",
                allowed="the usual activity here or in prescribed_kbq_per_kg",
                remedy=f"Fill in one of the two for {product.product_id}.",
            )
        ceiling_mbq = CEILING_MBQ.get(product.nuclide)
        given_mbq = product.prescribed_activity_mbq
        if given_mbq is not None and ceiling_mbq is not None and given_mbq > ceiling_mbq:
            yield Fault(
                table="products",
                row=number,
                column="prescribed_activity_mbq",
                given=given_mbq,
                allowed=f"at most {ceiling_mbq:g} MBq of {product.nuclide}",
                remedy="This is no therapeutic activity of an alpha emitter; was it in kBq?",
            )


def _margins(network: Network) -> Iterator[Fault]:
    tolerance = {product.product_id: product.tolerance_fraction for product in network.products}
    for number, row in enumerate(network.site_products, start=1):
        allowed = tolerance.get(row.product_id)
        if allowed is not None and row.margin_fraction >= allowed:
            yield Fault(
                table="site_products",
                row=number,
                column="margin_fraction",
                given=row.margin_fraction,
                allowed="less than the product's tolerance_fraction",
                remedy=f"The tolerance of {row.product_id} is {allowed:g}; a margin as large leaves nothing to give.",
            )
    yield from before(network, "site_products", "valid_from_on", "valid_until_on", equal=True)


def _stay_rules(network: Network) -> Iterator[Fault]:
    rules = {(rule.site_id, rule.product_id) for rule in network.stay_rules}
    for number, row in enumerate(network.site_products, start=1):
        if not rules & {(row.site_id, row.product_id), ("*", row.product_id)}:
            yield Fault(
                table="site_products",
                row=number,
                column="product_id",
                given=row.product_id,
                allowed="a product with a row in stay_rules for the site or for *",
                remedy=f"Add the stay of {row.product_id} at {row.site_id} to stay_rules.",
            )


def _retention(network: Network) -> Iterator[Fault]:
    known = {row.product_id for row in network.retention}
    for number, rule in enumerate(network.stay_rules, start=1):
        if rule.dose_rate_limit_usv_per_h is not None and rule.product_id not in known:
            yield Fault(
                table="stay_rules",
                row=number,
                column="dose_rate_limit_usv_per_h",
                given=rule.dose_rate_limit_usv_per_h,
                allowed="a limit only where retention has a row for the product",
                remedy=f"Add {rule.product_id} to retention, so that the dose rate can be reckoned, or empty the cell.",
            )


def _regimens(network: Network) -> Iterator[Fault]:
    ladders = (
        ("interval_min_d", "interval_due_d", "interval_window_end_d", "interval_max_d"),
        ("first_earliest_d", "first_due_d", "first_window_end_d", "first_stop_d"),
    )
    for ladder in ladders:
        for earlier, later in pairwise(ladder):
            yield from before(network, "regimens", earlier, later, equal=True)
    for number, row in enumerate(network.regimens, start=1):
        if row.interval_min_d > row.interval_max_d or row.interval_min_d >= _LONGEST_INTERVAL_D:
            yield Fault(
                table="regimens",
                row=number,
                column="interval_min_d",
                given=row.interval_min_d,
                allowed=f"at most interval_max_d and below {_LONGEST_INTERVAL_D} d",
                remedy=f"interval_max_d is {row.interval_max_d}: no second cycle could ever be given.",
            )


def _tasks(network: Network) -> Iterator[Fault]:
    yield from before(network, "tasks", "from_min", "to_min")


def _scans(network: Network) -> Iterator[Fault]:
    """Report windows of scans that are none, and those of one product that overlap: one scan at a time."""
    yield from before(network, "scan_protocols", "earliest_h", "latest_h", equal=True)
    numbered = sorted(
        enumerate(network.scan_protocols, start=1), key=lambda item: (item[1].product_id, item[1].scan_number)
    )
    for (_, earlier), (number, later) in pairwise(numbered):
        over_h = earlier.latest_h + h_from_min(earlier.duration_min)
        if earlier.product_id == later.product_id and later.earliest_h < over_h:
            yield Fault(
                table="scan_protocols",
                row=number,
                column="earliest_h",
                given=later.earliest_h,
                allowed=f"at least {over_h:.6g}, when scan {earlier.scan_number} of the product is over",
                remedy="Number the scans of a product in their order and let their windows follow each other.",
            )


def _scan_kinds(network: Network) -> Iterator[Fault]:
    """Report centres that give a product and have scanners, but none that can make the scans after it."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in network.scan_kinds:
        kinds[row.product_id].add(row.kind)
    scanned = {row.product_id for row in network.scan_protocols}
    at_site: dict[str, set[str]] = defaultdict(set)
    for scanner in network.scanners:
        at_site[scanner.site_id].add(scanner.kind)
    for number, licence in enumerate(network.site_products, start=1):
        here, suited = at_site[licence.site_id], kinds[licence.product_id]
        if licence.product_id in scanned and here and suited and not here & suited:
            yield Fault(
                table="site_products",
                row=number,
                column="product_id",
                given=f"{licence.product_id} at {licence.site_id}, which has {', '.join(sorted(here))}",
                allowed=f"a product whose scans a scanner of the centre can make: {', '.join(sorted(suited))}",
                remedy=f"Nobody could be given {licence.product_id} there: add a scanner, or mend scan_kinds.",
            )


CHECKS: Final = (
    Check(faults=_forms),
    Check(faults=_volumes),
    Check(faults=_fills),
    Check(faults=_inactive),
    Check(faults=_preparations),
    Check(faults=_usual_activities),
    Check(faults=_margins),
    Check(faults=_stay_rules, whole=("stay_rules",)),
    Check(faults=_retention, whole=("retention",)),
    Check(faults=_regimens),
    Check(faults=_tasks),
    Check(faults=_scans),
    Check(faults=_scan_kinds, whole=("scanners", "scan_kinds")),
)
