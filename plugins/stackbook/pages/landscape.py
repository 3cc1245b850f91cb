"""The landscape map: a page of its own, whose tiles the reader can colour."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.links import category_path
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.pages.text import fill
from stackbook.views.landscape import Category, Landscape, landscape
from stackbook.views.overlays import NONE, OVERLAYS, Overlay, OverlayValue, overlay_of, owner_team
from stackbook.views.scene import Scene

LANDSCAPE = "landscape"
COMPACT_FROM = 250
"""With more tools than this the tiles are smaller."""
_WIDEST = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A tool in the table beneath the map.

    Args:
        tool: the tool.
        category: the name of its category, as a link.
        cells: what each overlay says of it; "" where nothing is recorded.
    """

    tool: Tool
    category: Markup
    cells: tuple[Markup | str, ...]


@dataclass(frozen=True, slots=True)
class LandscapeMap:
    """What the template of the map draws.

    Args:
        shown: the landscape.
        overlays: what its tiles can be coloured by.
        rows: the same facts for the table.
    """

    shown: Landscape
    overlays: tuple[Overlay, ...]
    rows: tuple[Row, ...]

    @property
    def compact(self) -> bool:
        """Whether there are so many tools that the tiles are smaller."""
        return self.shown.count > COMPACT_FROM

    @property
    def icon(self) -> int:
        """How large the icon of a tile is."""
        return 18 if self.compact else 26

    @property
    def zoom(self) -> str:
        """How much smaller the map is printed, so that it goes on one sheet; a long one takes several."""
        return f"{max(0.4, min(0.8, 3.8 / max(1, self.shown.count) ** 0.5)):.2f}"

    @property
    def caption(self) -> str:
        """What is seen, in a sentence or two."""
        used = sum(len(g.categories) for g in self.shown.groups)
        words = f"{_many(self.shown.count, 'tool')} in {_many(used, 'category', 'categories')}."
        if self.shown.gaps:
            words += f" {_many(self.shown.gaps, 'further category', 'further categories')} without any."
        return words

    def span(self, category: Category) -> int:
        """How many tiles a category is wide, so that most are two tiles high."""
        return min(_WIDEST, max(1, (len(category.tools) + 1) // 2))

    def marks(self, tool: Tool) -> Markup:
        """What the script needs to colour a tile: for each overlay the place in its legend, and exact words."""
        places = " ".join(str(_place(one, one.values[tool.id])) for one in self.overlays)
        exact = next((v.words for one in self.overlays if (v := one.values[tool.id]).words), "")
        more = fill(' data-sb-words="%s"', exact) if exact else Markup("")
        return fill(' data-sb-in="%s"%s', places, more)


def landscape_page(book: Book) -> Page:
    """The page of the landscape; it says so when there are no tools."""
    desk = Desk(book, LANDSCAPE)
    scene = book.scene
    shown = landscape(scene)
    overlays = tuple(overlay_of(scene, key) for key in OVERLAYS)
    rows = tuple(_row(desk, scene, tool, overlays) for g in shown.groups for c in g.categories for tool in c.tools)
    made = LandscapeMap(shown, overlays, rows)
    html = desk.render("landscape.html", map=made)
    about = "Every tool in its category: who decides about it, where it is in its life, how critical it is and more."
    search = SearchRecord("Landscape", f"{about} {_found_by(shown)}", ("Map",))
    return Page(LANDSCAPE, "Landscape", about, html, "Stack", _headings(shown), search, wide=True)


def _headings(shown: Landscape) -> tuple[Heading, ...]:
    return (Heading("map", "The map"),) if shown.count else ()


def _found_by(shown: Landscape) -> str:
    """The words a search finds the page by: groups and categories; tools have pages of their own."""
    words = [word for g in shown.groups for word in (g.label, *(c.value.label for c in g.categories))]
    asked = [kind.label for kind in OVERLAYS.values()]
    return ", ".join((*words, *asked, "gaps", "overlaps"))


def _row(desk: Desk, scene: Scene, tool: Tool, overlays: tuple[Overlay, ...]) -> Row:
    key = scene.category(tool)
    category = fill('<a href="%s">%s</a>', desk.url(category_path(key)), scene.category_label(key))
    cells: list[Markup | str] = []
    for overlay in overlays:
        value = overlay.values[tool.id]
        cells.append("" if value.tone == NONE else fill("<bdi>%s</bdi>", value.said))
    team = owner_team(scene, tool)
    owner = scene.inventory.get("team", team[0]) if team else None
    if owner is not None:
        cells[0] = desk.link(owner)
    return Row(tool, category, tuple(cells))


def _place(overlay: Overlay, value: OverlayValue) -> int:
    return next(at for at, entry in enumerate(overlay.legend) if entry.key == value.key)


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"
