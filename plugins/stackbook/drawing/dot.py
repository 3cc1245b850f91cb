"""A plan as DOT source, built in memory by the `diagrams` package: no file, no icon, no address in it.

Nodes n0, n1, ... are the boxes of the plan in their order, e0, e1, ... its arrows (attribute ``id``) and
cluster_g0, ... its frames. The ids that users write never become names in DOT.
"""

from __future__ import annotations

import math
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import diagrams
from graphviz import escape, nohtml

from stackbook.drawing.boxes import Arrow, Box, Plan
from stackbook.drawing.layout import Area
from stackbook.drawing.placing import Draft

# Graphviz measures text with whatever fonts the machine has. So where the size of a text decides the
# layout it gets a ruler in place of the text: as many zeros, each 0.6 of the font size, as the text is wide.
_RULER = {"fontname": "Courier", "fontsize": "15"}
_ZERO = 0.6 * 15
_GRAPH = {**_RULER, "splines": "spline", "pad": "0", "nodesep": "0.24", "ranksep": "0.8"}
# Boxes stand where we say, in pixels, and lines lead round them.
_PLACED = {**_RULER, "layout": "neato", "inputscale": "72", "splines": "true", "pad": "0", "overlap": "true"}
_EDGE = {**_RULER, "arrowsize": "0.75"}
_CLUSTER = {**_RULER, "margin": "14", "bgcolor": "transparent"}


def to_dot(plan: Plan, made: Draft | None = None) -> str:
    """The DOT source of a plan, or of what a draft of it leaves open.

    Args:
        plan: what is to be laid out.
        made: where its boxes stand; then only the arrows that it leaves open are in the source, as e0, e1, ...
    """
    settings = _GRAPH if made is None else _PLACED
    drawing = diagrams.Diagram("", show=False, direction="LR", graph_attr=settings, edge_attr=_EDGE)
    before = diagrams.getdiagram(), diagrams.getcluster()
    diagrams.setdiagram(drawing)
    diagrams.setcluster(None)
    try:
        if made is None:
            boxes = _boxes(plan)
        else:
            boxes = {at: _node(at, box, made.layout.nodes[at]) for at, box in enumerate(plan.boxes)}
        for index, at in enumerate(range(len(plan.arrows)) if made is None else made.rest):
            arrow = plan.arrows[at]
            edge = _edge(index, arrow, boxes[arrow.source], labelled=made is None)
            boxes[arrow.source].connect(boxes[arrow.target], edge)
    finally:
        diagrams.setdiagram(before[0])
        diagrams.setcluster(before[1])
    return str(drawing.dot.source)


def recipe() -> str:
    """What the source depends on besides the plan: the modules that make it, and the version of `diagrams`.

    A part of the key of cached layouts, so that a change here never meets an old layout, and so that a
    cached layout is found without building the source (which takes longer than reading the layout).
    """
    texts = (files(__package__).joinpath(name).read_text("utf-8") for name in ("dot.py", "placing.py", "routes.py"))
    return "\n".join((f"diagrams {version('diagrams')}", *texts))


def _boxes(plan: Plan) -> dict[int, Any]:
    boxes: dict[int, Any] = {}
    for at, frame in enumerate(plan.frames):
        cluster = diagrams.Cluster(_ruler(frame.label.width), graph_attr=_CLUSTER)
        # Clusters of one name are merged, and the name would come from the label.
        cluster.name = cluster.dot.name = f"cluster_g{at}"
        with cluster:
            boxes.update((index, _node(index, plan.boxes[index])) for index in frame.members)
    boxes.update((index, _node(index, box)) for index, box in enumerate(plan.boxes) if index not in boxes)
    return boxes


def _node(index: int, box: Box, place: Area | None = None) -> Any:
    words = nohtml("\\n".join(escape(line) for line in box.lines))
    size = {"width": f"{box.width / 72:.4f}", "height": f"{box.height / 72:.4f}"}
    if place is not None:
        size["pos"] = f"{place.x + place.width / 2:.2f},{-place.y - place.height / 2:.2f}!"
    return diagrams.Node(words, nodeid=f"n{index}", shape="box", **size)


def _edge(index: int, arrow: Arrow, source: Any, labelled: bool) -> Any:
    words = _ruler(arrow.label.width) if labelled else ""
    return diagrams.Edge(source, forward=True, reverse=arrow.two_way, label=words, id=f"e{index}", **_EDGE)


def _ruler(width: float) -> str:
    return "0" * math.ceil(width / _ZERO)
