"""Every picture of a site, laid out in one go on all cores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stackbook.drawing import Drawing, Renderer
from stackbook.lineage.names import FIELD
from stackbook.views.catalogue import LINEAGE, NEIGHBOURHOOD, VIEWS, ViewSpec, make_view
from stackbook.views.picture import View
from stackbook.views.scene import Scene
from stackbook.views.subject import CATEGORY

_FIELD = f"{FIELD}:"
_INITIATIVE = "initiative:"


@dataclass(frozen=True, slots=True)
class SiteDrawings:
    """The drawings of a site.

    Args:
        whole: key of a view of everything to its drawing.
        categories: key of a category to its drawing.
        entities: ``kind:id`` to the drawing of its neighbourhood; of its lineage, for a token.
        fields: a field's key to the drawing of its lineage.
        sources: ``kind:id`` of a data source to its lineage, field by field.
        around: ``kind:id`` to the drawing of what lies two steps around it; only those that can be read.
        time: the drawings over time by their names, see `pages.day_views`; those before and after an initiative stand
            among the entities.
    """

    whole: dict[str, Drawing]
    categories: dict[str, Drawing]
    entities: dict[str, Drawing]
    around: dict[str, Drawing]
    fields: dict[str, Drawing]
    sources: dict[str, Drawing]
    time: dict[str, Drawing]


def draw_site(scene: Scene, renderer: Renderer, more: Mapping[str, View] | None = None) -> SiteDrawings:
    """Draw everything a site shows.

    Args:
        scene: what the audience may see.
        renderer: lays pictures out.
        more: further pictures by their names; an initiative's by its ``kind:id``.

    Raises:
        LayoutUnavailable: the layout engine does not work on this machine.
    """
    wanted: dict[ViewSpec, View] = {}
    for spec in _specs(scene):
        made = make_view(scene, spec)
        if isinstance(made, View):
            wanted[spec] = made
    more = more or {}
    made_all = renderer.draw_many([*wanted.values(), *more.values()])
    drawn = dict(zip(wanted, made_all, strict=False))
    further = dict(zip(more, made_all[len(wanted) :], strict=True))
    initiatives = {name: one for name, one in further.items() if name.startswith(_INITIATIVE)}
    return SiteDrawings(
        whole={spec.view: one for spec, one in drawn.items() if not spec.of},
        categories={spec.of.partition(":")[2]: one for spec, one in drawn.items() if spec.view == CATEGORY},
        entities={s.of: one for s, one in drawn.items() if s.depth == 1 and _on_its_page(s)} | initiatives,
        around={s.of: one for s, one in drawn.items() if s.depth > 1 and one.layout is not None},
        fields={s.of.removeprefix(_FIELD): one for s, one in drawn.items() if s.of.startswith(_FIELD)},
        sources={s.of: one for s, one in drawn.items() if s.view == LINEAGE and s.of.startswith("data_source:")},
        time={name: one for name, one in further.items() if name not in initiatives},
    )


def _on_its_page(spec: ViewSpec) -> bool:
    """Whether the page of an entity shows this view of it."""
    return spec.view == NEIGHBOURHOOD or (spec.view == LINEAGE and spec.of.startswith("token:"))


def _specs(scene: Scene) -> list[ViewSpec]:
    """Every view that has a place on the site."""
    specs = [ViewSpec(kind.key) for kind in VIEWS.values() if not kind.of]
    categories = dict.fromkeys(scene.category(tool) for tool in scene.all_tools)
    specs += [ViewSpec(CATEGORY, f"{CATEGORY}:{key}") for key in categories]
    neighbourhood = VIEWS[NEIGHBOURHOOD]
    for kind in neighbourhood.of:
        for entity in scene.inventory.entities.get(kind, {}).values():
            specs += [ViewSpec(NEIGHBOURHOOD, entity.ref, depth) for depth in range(1, neighbourhood.depths + 1)]
    for kind in ("token", "data_source"):
        specs += [ViewSpec(LINEAGE, entity.ref) for entity in scene.inventory.entities.get(kind, {}).values()]
    specs += [ViewSpec(LINEAGE, f"{FIELD}:{key}") for key in sorted(scene.lineage.fields_in_use)]
    return specs
