"""One more tool moves nothing else: unrelated drawings keep their bytes, and in the others boxes keep their order."""

from __future__ import annotations

import pytest

from stackbook.drawing import Drawing, IconFinder, IconSet, LayoutEngine, Renderer, engine, write_svg
from stackbook.pages.drawings import SiteDrawings, draw_site
from stackbook.views.scene import Scene

TAKEN = ("braze", "talon-one", "okta", "snowflake", "google-ads")
"""Tools that the example has, and that it has not yet in the smaller one: from a leaf to the hub of all."""


@pytest.fixture(scope="module")
def wasm(tmp_path_factory) -> LayoutEngine:
    return engine("wasm", tmp_path_factory.getbasetemp().parent / "layouts")


@pytest.fixture(scope="module")
def whole(example, wasm) -> SiteDrawings:
    return draw_site(example, Renderer(wasm))


def svg(drawing: Drawing) -> str:
    assert drawing.layout is not None
    return write_svg(
        drawing.view, drawing.layout, lambda ref, anchor: f"/{ref}#{anchor}", IconSet(IconFinder(None)), "p"
    )


def everything(drawings: SiteDrawings) -> dict[str, Drawing]:
    """All drawings by a name of their own."""
    parts = {
        "whole": drawings.whole,
        "category": drawings.categories,
        "entity": drawings.entities,
        "around": drawings.around,
    }
    return {f"{part} {key}": one for part, found in parts.items() for key, one in found.items()}


def columns(drawing: Drawing) -> dict[str, tuple[int, float]]:
    assert drawing.layout is not None
    return {
        node.id: (round(area.x + area.width / 2), area.y)
        for node, area in zip(drawing.view.nodes, drawing.layout.nodes, strict=True)
    }


def swapped(before: Drawing, after: Drawing) -> list[tuple[str, str]]:
    """Boxes that share a column in both drawings and stand the other way round."""
    old, new = columns(before), columns(after)
    ids = [one for one in old if one in new]
    return [
        (a, b)
        for at, a in enumerate(ids)
        for b in ids[at + 1 :]
        if old[a][0] == old[b][0] and new[a][0] == new[b][0] and (old[a][1] < old[b][1]) != (new[a][1] < new[b][1])
    ]


@pytest.mark.parametrize("taken", TAKEN)
def test_one_more_tool_moves_nothing_else(example: Scene, whole: SiteDrawings, wasm: LayoutEngine, taken: str):
    before = everything(draw_site(example.only(lambda tool: tool.id != taken), Renderer(wasm)))
    after = everything(whole)
    same = changed = 0
    for key, old in before.items():
        new = after.get(key)
        if new is None or old.layout is None or new.layout is None:
            continue
        if old.view == new.view:
            same += 1
            assert svg(old) == svg(new), key
        else:
            changed += 1
            assert swapped(old, new) == [], key
            assert (
                any(
                    taken in flow.integration.id or taken in {t.id for t in (flow.source, flow.target, flow.via) if t}
                    for flow in new.view.flows
                )
                or key.startswith(("whole", "category"))
                or new.view.folded
            ), key
    assert same > 100
    assert changed > 5


def test_boxes_stand_where_the_view_says(whole: SiteDrawings):
    seen = 0
    for key, drawing in everything(whole).items():
        if drawing.layout is None:
            continue
        places = columns(drawing)
        assert drawing.view.columns, key
        xs = []
        for column in drawing.view.columns:
            ys = [places[one][1] for one in column]
            assert ys == sorted(ys), key
            assert len({places[one][0] for one in column}) == 1, key
            xs.append(places[column[0]][0])
        assert xs == sorted(xs), key
        seen += 1
    assert seen > 400


def test_no_boxes_overlap(whole: SiteDrawings):
    for key, drawing in everything(whole).items():
        areas = drawing.layout.nodes if drawing.layout else ()
        for at, a in enumerate(areas):
            for b in areas[at + 1 :]:
                apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
                assert apart, key


def test_pictures_of_tools_are_light(whole: SiteDrawings):
    sizes = {ref: len(svg(one).encode()) for ref, one in whole.entities.items() if ref.startswith("tool:")}
    assert len(sizes) > 50
    assert max(sizes.values()) < 60_000
