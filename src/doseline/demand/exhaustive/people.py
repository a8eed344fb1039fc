"""Patients, courses and history of the XS instances."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from doseline.demand.exhaustive.base import LUTETIUM, RADIUM
from doseline.demand.exhaustive.scene import Scene
from doseline.journey import Course, PastAdministration, Patient
from doseline.network import Network


@dataclass(slots=True, kw_only=True)
class Waiting:
    """Collects patients with one course each.

    Attributes
    ----------
    scene : The instance in the making
    patients, courses, past : Rows so far
    """

    scene: Scene
    patients: list[Patient] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    past: list[PastAdministration] = field(default_factory=list)

    def add(
        self,
        due_d: int,
        *,
        product_id: str = LUTETIUM,
        town: str = "A",
        sex: str | None = None,
        weight: int | None = None,
        given: int = 0,
        interval_due_d: int = 14,
        home: str | None = None,
        transfer_allowed: bool = False,
        max_travel_min: float = 90.0,
    ) -> str:
        """Add a patient whose next cycle is due `due_d` days after the start of the horizon; return the course's key.

        Parameters
        ----------
        due_d : int
            Day of the horizon on which the next cycle is due.
        product_id : str
            Product; its regimen has the same key.
        town : str
            ``A`` or ``B``.
        sex, weight
            Drawn when left out.
        given : int
            Cycles already given, the last one `interval_due_d` days before the next is due.
        interval_due_d : int
            Nominal interval of the regimen (d).
        home : str or None
            Centre of a running course.
        transfer_allowed : bool
            Whether the course may change centre.
        max_travel_min : float
            Longest travel (min).
        """
        scene, number = self.scene, len(self.courses) + 1
        weight_kg = float(scene.rng.randint(55, 95))
        prescribed_mbq = 7400.0 if product_id != RADIUM else round(0.055 * weight_kg, 3)
        drawn_sex, drawn_weight = scene.rng.choice(("female", "male")), scene.rng.randint(1, 3)
        course_id = f"COURSE-{number}"
        self.patients.append(
            Patient(
                patient_id=f"PATIENT-{number}",
                sex=sex or drawn_sex,
                birth_year=scene.rng.randint(1940, 1970),
                weight_kg=weight_kg,
                catchment_id=f"TOWN-{town}",
            )
        )
        first_due_on = scene.day(due_d) - timedelta(days=interval_due_d * given)
        self.courses.append(
            Course(
                course_id=course_id,
                patient_id=f"PATIENT-{number}",
                regimen_id=product_id,
                referred_on=first_due_on - timedelta(days=7),
                transfer_allowed=transfer_allowed,
                max_travel_min=max_travel_min,
                weight=weight or drawn_weight,
                prescribed_activity_mbq=prescribed_mbq,
                home_site_id=home,
            )
        )
        for cycle in range(1, given + 1):
            self.past.append(
                PastAdministration(
                    course_id=course_id,
                    cycle_number=cycle,
                    site_id=home or f"CENTRE-{town}",
                    administered_at=scene.at(due_d - interval_due_d * (given + 1 - cycle), "10:00"),
                    administered_activity_mbq=prescribed_mbq,
                )
            )
        return course_id

    def into(self, network: Network) -> Network:
        """Return the country with these people in it."""
        return replace(
            network,
            patients=tuple(self.patients),
            courses=tuple(self.courses),
            past_administrations=tuple(self.past),
        )
