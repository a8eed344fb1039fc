"""What problems of a country have in common, whoever is to be treated there."""

import math
from dataclasses import dataclass

from doseline.journey import Product, Site
from doseline.network.model import Network
from doseline.pathway.calendar import Calendar
from doseline.pathway.radioactivity import half_lives_h
from doseline.pathway.supply import Source, sources_of
from doseline.planning.compilation.grid import Grid, clinic_arrays, grid_of, site_hours
from doseline.planning.compilation.places import place_arrays
from doseline.planning.compilation.promised import given_up_orders
from doseline.planning.compilation.supply import sites_giving, sources_of_products
from doseline.planning.compilation.transport import Transport
from doseline.planning.hands import ROLES, hands_of
from doseline.planning.processing import process_arrays
from doseline.planning.radioactivity import SiteRows, site_rows
from doseline.planning.scanning import scan_arrays
from doseline.planning.starts import Starts
from doseline.planning.trials import ANYBODY, Trials

__all__ = ["Ground", "ground_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a problem has of its country, whoever is to be treated there: compiled once for many newcomers.

    Attributes
    ----------
    calendar, grid, sites, products, sources, places : of the country, in index order
    rows : of radioactivity
    transport : lanes; what leaves with whom is the problem's own
    pools, pool_places : places alike
    of_product, giving : sources and sites of each product
    given_up : sources of the orders that another patient may have, by product, activity and trial
    trials, starts : whom places and vials are for, and the hours of administration
    arrays : fields of ``Arrays`` that say nothing of patients
    for_anybody : whether everything that could ever be full is there, not only what the country's own patients could
        fill
    """

    calendar: Calendar
    grid: Grid
    sites: list[Site]
    products: list[Product]
    sources: list[Source]
    places: list[str]
    rows: SiteRows
    transport: Transport
    pools: list[str]
    pool_places: list[list[int]]
    of_product: list[list[int]]
    giving: list[list[int]]
    given_up: dict[tuple[str, float, str], list[int]]
    trials: Trials
    starts: Starts
    arrays: dict[str, object]
    for_anybody: bool


def ground_of(network: Network, *, without: frozenset[str] = frozenset(), n_cycles: int | None = None) -> Ground:
    """What problems of a country have in common, whoever is to be treated.

    Parameters
    ----------
    network : a valid country
    without : constraints left out
    n_cycles : cycles that are ever given at most; what these cannot fill is left out. None: nobody knows
    """
    calendar = Calendar(network)
    grid = grid_of(calendar)
    sites = [site for site in network.sites if site.kind == "hospital"]
    site_index = {site.site_id: index for index, site in enumerate(sites)}
    products = list(network.products)
    product_index = {product.product_id: index for index, product in enumerate(products)}
    nuclides = {nuclide: index for index, nuclide in enumerate(half_lives_h(network))}
    hours = site_hours(calendar, sites, grid, hours_rule="C10" not in without)
    hands = hands_of(network, calendar, sites, product_index, grid.n_steps, without=without)
    sources = sources_of(network, calendar, without)
    rows = site_rows(
        network,
        calendar,
        sites=sites,
        products=products,
        sources=sources,
        day_first_step=grid.day_first_step,
        n_steps=grid.n_steps,
        n_cycles=math.inf if n_cycles is None else n_cycles,
        without=without,
    )
    of_places, place_ids, pools, pool_places = place_arrays(
        network, calendar, sites, nuclides, grid, rows.line_of, places_rule="C09" not in without
    )
    trials = Trials(network, trials_rule="C19" not in without)
    places = {place.place_id: place for place in network.places}
    place_trial = trials.places(calendar, [places[place_id] for place_id in place_ids])
    return Ground(
        calendar=calendar,
        grid=grid,
        sites=sites,
        products=products,
        sources=sources,
        places=place_ids,
        rows=rows,
        transport=Transport(network, calendar, sites, without, set(site_index)),
        pools=pools,
        pool_places=pool_places,
        of_product=sources_of_products(product_index, sources),
        giving=sites_giving(network, product_index, site_index),
        given_up=given_up_orders(network, sources, trials),
        trials=trials,
        starts=Starts(calendar, without),
        arrays={
            "place_trial": place_trial,
            "trials_matter": bool((place_trial != ANYBODY).any()),
            "irradiation_origin_min": -1440 * (calendar.lead_days + 1),
            "n_roles": len(ROLES),
            "n_products": len(products),
            "places_matter": "C09" not in without,
            **clinic_arrays(calendar, grid, hours, hands, len(products)),
            **of_places,
            **scan_arrays(network, calendar, site_index, product_index, scans_rule="C13" not in without),
            **process_arrays(network, calendar, sources, without),
            **rows.arrays,
        },
        for_anybody=n_cycles is None,
    )
