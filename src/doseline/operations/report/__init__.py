"""The report of a plan: one HTML file for the hub, the centres' planners and the radiopharmacists."""

from doseline.operations.report.compose import render_report, write_report

__all__ = ["render_report", "write_report"]
