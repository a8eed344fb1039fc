"""From incidence to referred patients, by indication, region and year; synthetic cohorts and named instances."""

from doseline.demand.instances import instance_names, synthesise

__all__ = ["instance_names", "synthesise"]
