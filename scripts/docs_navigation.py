"""Order of the documentation: the four kinds of Diataxis, then the decision records.

Pages are found by folder, so that a new page needs no entry anywhere; only the folders have an order and a name.
"""

from typing import Any

ORDER = {
    "Tutorials": "Tutorials",
    "How to": "How-to guides",
    "Reference": "Reference",
    "Explanation": "Explanation",
    "Adr": "Decision records",
}


def on_nav(nav: Any, **_: Any) -> Any:
    """Sort the sections as `ORDER` has them and give them their names."""
    places = list(ORDER)
    nav.items.sort(key=lambda item: places.index(item.title) if item.is_section and item.title in ORDER else -1)
    for item in nav.items:
        if item.is_section and item.title in ORDER:
            item.title = ORDER[item.title]
    return nav
