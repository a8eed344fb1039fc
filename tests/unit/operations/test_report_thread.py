"""The thread of a vial whose label states its activity for an instant after it has travelled."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from doseline.i18n import LANGUAGES, Messages
from doseline.operations.report.reading import read_for_report
from doseline.operations.report.thread import choose_thread, one_vial
from doseline.reporting import Drawing, Table
from tests.support.checking import C1, assemble
from tests.support.checking_country import small_country

NETWORK = small_country()


def late_calibration():
    """A plan of one external vial that is calibrated two hours after it arrives."""
    plan = assemble(NETWORK, [C1])
    (given,) = plan.administrations
    vial = next(vial for vial in plan.vials if vial.vial_id == given.vial_id)
    shipment = next(row for row in plan.shipments if row.shipment_id == vial.shipment_id)
    late = replace(vial, calibration_at=shipment.arrives_at + timedelta(hours=2))
    return replace(plan, vials=tuple(late if one is vial else one for one in plan.vials))


def test_a_vial_calibrated_after_its_arrival_is_not_said_to_be_filled_then():
    found = read_for_report(NETWORK, late_calibration(), "en")
    table = next(block for block in one_vial(found).blocks if isinstance(block, Table))
    events = [row[1] for row in table.rows]
    assert events.index("Arrival at the centre") < events.index("Calibration time, for which its activity is stated")
    assert not any("fill" in event for event in events)


def test_its_curve_begins_with_what_comes_first():
    found = read_for_report(NETWORK, late_calibration(), "en")
    thread = choose_thread(found)
    drawing = next(block for block in one_vial(found).blocks if isinstance(block, Drawing))
    marks = [float(x) for x in re.findall(r'<circle[^>]*cx="([\d.]+)"', str(drawing.picture))]
    line = re.search(r'<path d="M([\d.]+),', str(drawing.picture))
    assert float(line[1]) == pytest.approx(min(marks), abs=0.1)
    assert thread.vial.calibration_at > thread.shipment.departs_at


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calibration_time_has_one_name(language):
    say = Messages(language)
    assert say("report-event-calibration") == say("week-kind-calibration")
    assert not re.search("fill|gevuld|rempli|gefüllt", say("report-event-calibration"))
