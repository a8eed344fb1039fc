"""Cited scientific tables: `NAME.csv` beside `NAME.source.toml`, read by one checked loader.

Each number of physics stands in a table here and never as a literal in code. A table states its units, its sources and
its hash; a row states which source it comes from and how sure we are. Nobody has signed a table until `checked_by`
names a person.

Examples
--------
>>> half_lives = load_table("half_lives")
>>> float(half_lives.where(named_set="nubase2020", nuclide="Lu-177")["half_life_h"][0])
159.4632
"""

from doseline.evidence.loader import BadEvidence, available_tables, load_table
from doseline.evidence.table import Confidence, EvidenceTable, Source

__all__ = ["BadEvidence", "Confidence", "EvidenceTable", "Source", "available_tables", "load_table"]
