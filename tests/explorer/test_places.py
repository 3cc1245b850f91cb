"""Where everything stands on the map: near its like, nothing upon another, always the same."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import pytest

from stackbook.drawing import Layout, LayoutEngine, LayoutFailed, LayoutTimeout, LayoutUnavailable
from stackbook.drawing.spread import islands_of, ring, spread
from stackbook.model.vocab import BUILT_IN
from stackbook.views.explorer import Explorer, Thing, Tie

CATEGORIES = BUILT_IN["category"]
KEYS = list(CATEGORIES.values)


def world(tools: int, categories: int = 12) -> Explorer:
    """Tools in categories, a hub that exchanges data with all, a data source each, vendors and teams."""
    things = [
        Thing(f"tool:t{n}", "tool", f"T{n}", category=KEYS[n * categories // tools * 4 % len(KEYS)])
        for n in range(tools)
    ]
    things += [Thing(f"data_source:d{n}", "data_source", f"D{n}") for n in range(tools)]
    things += [Thing("vendor:v", "vendor", "V"), Thing("vendor:alone", "vendor", "Alone")]
    things += [Thing(f"team:m{n}", "team", f"M{n}") for n in range(5)]
    ties = [Tie("flow", 0, n, ref=f"integration:f{n}") for n in range(1, tools)]
    ties += [Tie("flow", n, n * 7 % tools, ref=f"integration:g{n}") for n in range(1, tools)]
    ties += [Tie("holds", n, tools + n) for n in range(tools)] + [Tie("makes", 2 * tools, 1)]
    ties += [Tie("owns", 2 * tools + 2 + n % 5, n) for n in range(tools)]
    return Explorer(tuple(things), tuple(ties))


class Broken:
    """An engine that gives nothing."""

    name, version = "wasm", "broken"

    def __init__(self, error: Exception) -> None:
        self.error, self.asked = error, 0

    def layout(self, dot: str) -> Layout:
        self.asked += 1
        raise self.error

    def layout_many(self, dots: object) -> list[Layout]:
        raise self.error


@pytest.mark.parametrize("tools", [1, 2, 60, 1_000])
def test_everything_has_a_place_of_its_own(either, tools):
    seen = world(tools)
    found = spread(seen, CATEGORIES, either)
    assert found.reason == ""
    assert len(set(found.places)) == len(seen.things)


def test_tools_of_a_category_lie_together_and_islands_do_not_touch(either):
    seen = world(600)
    places = spread(seen, CATEGORIES, either).places
    islands = islands_of(seen, CATEGORIES)
    middles = []
    for island in islands:
        own = [places[at] for at in island.tools]
        middle = (sum(x for x, _ in own) / len(own), sum(y for _, y in own) / len(own))
        assert max(math.dist(middle, one) for one in own) <= island.radius + 5
        middles.append(middle)
    for (one, here), (other, there) in combinations(zip(islands, middles, strict=True), 2):
        assert math.dist(here, there) >= one.radius + other.radius - 10


def test_the_best_connected_is_in_the_middle_of_its_island(wasm):
    seen = world(600)
    island = next(one for one in islands_of(seen, CATEGORIES) if 0 in one.tools)
    assert island.tools[0] == 0


def test_a_data_source_stands_beside_its_tool_and_teams_round_the_whole(wasm):
    seen = world(60)
    places = spread(seen, CATEGORIES, wasm).places
    assert all(math.dist(places[n], places[60 + n]) < 80 for n in range(60))
    xs, ys = [x for x, _ in places[:60]], [y for _, y in places[:60]]
    teams = [place for place, thing in zip(places, seen.things, strict=True) if thing.kind == "team"]
    assert all(not (min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)) for x, y in teams)


def test_the_same_graph_gives_the_same_places_with_or_without_what_was_kept(wasm, tmp_path):
    seen = world(200)
    first = spread(seen, CATEGORIES, wasm, tmp_path)
    # The second time the engine is not even asked.
    silent = Broken(LayoutFailed("It was not to be asked."))
    silent.version = wasm.version
    assert spread(seen, CATEGORIES, silent, tmp_path) == first == spread(seen, CATEGORIES, wasm)
    assert silent.asked == 0


def test_one_tool_more_moves_nothing_on_the_other_islands(wasm):
    seen = world(210)
    last = next(one for one in reversed(islands_of(seen, CATEGORIES)) if len(one.tools) == 17)
    more = Thing("tool:more", "tool", "More", category=last.category)
    # At the end, so that all others keep their positions in the list.
    grown = Explorer((*seen.things, more), seen.ties)
    before, after = spread(seen, CATEGORIES, wasm).places, spread(grown, CATEGORIES, wasm).places
    moved = [at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other and at < 210]
    assert set(moved) <= set(last.tools)


@pytest.mark.parametrize("error", [LayoutTimeout("It took longer than 10 seconds."), LayoutFailed("It stopped.")])
def test_without_a_layout_the_islands_lie_on_a_ring_and_the_reason_is_said(error):
    seen = world(300)
    found = spread(seen, CATEGORIES, Broken(error))
    assert found.reason == str(error)
    assert len(set(found.places)) == len(seen.things)
    islands = islands_of(seen, CATEGORIES)
    for (one, here), (other, there) in combinations(zip(islands, ring(islands), strict=True), 2):
        assert math.dist(here, there) >= one.radius + other.radius - 0.1


def test_an_engine_that_is_not_there_is_said_so():
    with pytest.raises(LayoutUnavailable):
        spread(world(3), CATEGORIES, Broken(LayoutUnavailable("Not there.")))


def test_hundreds_of_categories_of_ones_own(wasm: LayoutEngine):
    own = [replace(CATEGORIES.values[KEYS[0]], key=f"own_{n}", group=f"Group {n % 9}") for n in range(300)]
    words = CATEGORIES.extended(own)
    things = tuple(Thing(f"tool:t{n}", "tool", f"T{n}", category=f"own_{n % 300}") for n in range(900))
    ties = tuple(Tie("flow", n, (n * 31 + 7) % 900, ref=f"integration:{n}") for n in range(900))
    found = spread(Explorer(things, ties), words, wasm)
    assert len(set(found.places)) == 900


def test_nothing_to_place(wasm):
    assert spread(Explorer((), ()), CATEGORIES, wasm).places == ()
    only = Explorer((Thing("vendor:v", "vendor", "V"), Thing("team:t", "team", "T")), ())
    assert len(set(spread(only, CATEGORIES, wasm).places)) == 2
