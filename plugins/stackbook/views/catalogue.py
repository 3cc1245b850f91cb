"""Every view there is. The command line, the blocks in hand-written pages and the guide are made from this list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stackbook.lineage.names import FIELD
from stackbook.views.category import category_view
from stackbook.views.flow_map import flow_map
from stackbook.views.hubs import hubs
from stackbook.views.landscape import Landscape, landscape
from stackbook.views.lineage import lineage_view
from stackbook.views.matrix import Matrix, matrix
from stackbook.views.neighbourhood import neighbourhood
from stackbook.views.personal_data import KEY as PERSONAL_DATA
from stackbook.views.personal_data import personal_data
from stackbook.views.picture import View
from stackbook.views.regions import regions
from stackbook.views.scene import Scene
from stackbook.views.sequence import SequenceView, sequence
from stackbook.views.subject import CATEGORY

Picture = View | Landscape | Matrix | SequenceView
"""What a view can come out as: boxes and arrows, tiles, a table of counts, or steps below each other."""


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """A view that is asked for; `spec.py` makes it from what people write.

    Args:
        view: key of the view, in `VIEWS`.
        of: what it is about, ``kind:id`` or ``category:key``; "" for a view of everything.
        depth: how many steps it goes from there.
        overlay: key of what the tiles of a landscape are coloured by, or "".
    """

    view: str
    of: str = ""
    depth: int = 1
    overlay: str = ""


@dataclass(frozen=True, slots=True)
class ViewKind:
    """A view.

    Args:
        key: what it is called in YAML and on the command line.
        title: its name for people.
        about: the question it answers, one sentence.
        make: makes it; None when there is nothing to show.
        of: the kinds it can be about (`CATEGORY` for categories); () when it is about everything.
        depths: how many steps it can go.
        overlays: whether its tiles can be coloured.
        whole: nothing can be left out of it, so that there are no conditions.
    """

    key: str
    title: str
    about: str
    make: Callable[[Scene, ViewSpec], Picture | None]
    of: tuple[str, ...] = ()
    depths: int = 1
    overlays: bool = False
    whole: bool = False


NEIGHBOURHOOD = "neighbourhood"
LINEAGE = "lineage"

VIEWS: dict[str, ViewKind] = {
    kind.key: kind
    for kind in (
        ViewKind(
            "landscape",
            "Landscape",
            "Which tools are there, and what for?",
            lambda scene, spec: landscape(scene),
            overlays=True,
        ),
        ViewKind("matrix", "Category matrix", "Which categories exchange data?", lambda scene, spec: matrix(scene)),
        ViewKind("flow-map", "Flow map", "Where do the most flows run?", lambda scene, spec: flow_map(scene)),
        ViewKind(
            NEIGHBOURHOOD,
            "Neighbourhood",
            "What flows into it and out of it?",
            lambda scene, spec: neighbourhood(scene, spec.of, spec.depth),
            of=("tool", "vendor", "team", "data_source", "integration"),
            depths=2,
        ),
        ViewKind(
            "category",
            "Category",
            "What do the tools of one category exchange with the rest?",
            lambda scene, spec: category_view(scene, spec.of.partition(":")[2]),
            of=(CATEGORY,),
        ),
        ViewKind("hubs", "Hubs", "Which tools does most of it run through?", lambda scene, spec: hubs(scene)),
        ViewKind(
            "regions",
            "Regions",
            "Where is data kept, and which flows cross a border?",
            lambda scene, spec: regions(scene),
        ),
        ViewKind(
            PERSONAL_DATA,
            "Personal data",
            "Whose data lies in which tools, and where do they keep it?",
            lambda scene, spec: personal_data(scene),
        ),
        ViewKind(
            LINEAGE,
            "Lineage",
            "Where does a value come from, and where does it go?",
            lambda scene, spec: lineage_view(scene, spec.of),
            of=("token", "data_source", FIELD),
            whole=True,
        ),
        ViewKind(
            "journey",
            "Journey",
            "What happens one after the other, and how long does it take?",
            lambda scene, spec: sequence(scene, spec.of),
            of=("journey",),
            whole=True,
        ),
    )
}


def make_view(scene: Scene, spec: ViewSpec) -> Picture | None:
    """A view.

    Args:
        scene: what to look at.
        spec: which view. Its parts must fit together; `spec.py` sees to that.

    Returns:
        The picture as data; None when there is nothing to show.

    Raises:
        KeyError: there is no such view.
    """
    return VIEWS[spec.view].make(scene, spec)
