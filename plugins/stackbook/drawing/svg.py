"""A view and its layout as one SVG: linked, read by screen readers, coloured by the theme of the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stackbook.drawing import boxes
from stackbook.drawing.boxes import Box, Label, Plan
from stackbook.drawing.icons import XLINK, IconSet, linked, symbol_id
from stackbook.drawing.layout import Area, Layout, Point, Route
from stackbook.drawing.legend import legend, legend_rows
from stackbook.drawing.marks import legend_line, n, words_at
from stackbook.drawing.routes import drawn_routes
from stackbook.drawing.styles import styles
from stackbook.drawing.text import clean, cut, escape, width, wrap
from stackbook.views.picture import Edge, Node, View

Href = Callable[[str, str], "str | None"]
"""From an entity (``kind:id``) and an anchor ("" for none) to the address of its place, or None when it has none."""

_MARGIN = 14.0
# Below this part of its size the text of a drawing is too small to read: then it is scrolled instead.
_SMALLEST = 0.85
_ARROW = 3.4
_FILE_WIDTH = 480.0
_TITLE_SIZE, _TITLE_ROOM, _NOTE_LINES, _LONGEST = 17.0, 34.0, 4, 400
_STATES = ("planned", "ending", "ended", "added", "changed", "retired", "absent")
_ROLES = ("subject", "fold", "far", "crossing")
_SAFE_ADDRESS = re.compile(r"(?:https?:|mailto:|[^:]*$|[^:]*[/?#])", re.IGNORECASE)


def write_svg(view: View, layout: Layout, href: Href, icons: IconSet, prefix: str) -> str:
    """The drawing, to be put into a page that also has the sprite of its icons and the style sheet.

    Args:
        view: what is drawn.
        layout: of that view.
        href: gives the addresses, relative to the page.
        icons: where the icons of its nodes are found.
        prefix: begins every id in it; different for each drawing of a page.

    Raises:
        ValueError: the layout belongs to another view.
    """
    return _Writer(view, layout, href, icons, prefix).svg()


def standalone_svg(view: View, layout: Layout, icons: IconSet, prefix: str = "sb", href: Href | None = None) -> str:
    """The same drawing as a file that needs nothing else, with styles, icons and legend; it follows light and dark.

    Addresses are left out but for full ones (https), as a file has no page to be relative to.

    Raises:
        ValueError: the layout belongs to another view.
    """

    def full(ref: str, anchor: str) -> str | None:
        address = href(ref, anchor) if href else None
        return address if address and address.startswith(("https://", "http://")) else None

    symbols = icons.symbols(icons.keys(view.nodes))
    return _Writer(view, layout, full, icons, prefix).file(f"<style>{styles()}</style>{symbols}")


class _Writer:
    def __init__(self, view: View, layout: Layout, href: Href, icons: IconSet, prefix: str) -> None:
        self.view, self.layout, self.href, self.icons = view, layout, href, icons
        self.plan: Plan = boxes.plan(view)
        self.prefix = re.sub(r"[^A-Za-z0-9_-]", "-", prefix) or "sb"
        counts = (len(layout.nodes), len(layout.edges))
        if counts != (len(view.nodes), len(view.edges)) or len(layout.groups) > len(view.groups):
            raise ValueError(f"the layout does not belong to the view {view.id!r}")
        self.routes = drawn_routes(layout, self.plan)
        self.names = {node.id: node.label for node in view.nodes}

    def svg(self) -> str:
        """The drawing for a page."""
        wide, high = self.layout.width + 2 * _MARGIN, self.layout.height + 2 * _MARGIN
        least = f"min-width:{wide * _SMALLEST:.0f}px"
        return self._svg("sb-drawing", (-_MARGIN, -_MARGIN, wide, high), least, "", "")

    def file(self, defined: str) -> str:
        """The drawing with its title above, its legend and what is to be said about it below."""
        room = max(self.layout.width, _FILE_WIDTH)
        below = legend_rows(legend(self.view), room, self.layout.height + _MARGIN)
        y = max([self.layout.height, *(y for _, y, *_ in below)]) + 2 * _MARGIN
        parts = [legend_line(*line[:3]) for line in below]
        for line in (
            wrap(clean(self.view.note[:_LONGEST]), boxes.NOTE_SIZE, room, _NOTE_LINES) if self.view.note else ()
        ):
            y += boxes.NOTE_LINE
            parts.append(words_at(line, 0, y, class_="sb-note sb-said"))
        title = cut(clean(self.view.title[:_LONGEST]), _TITLE_SIZE, room, bold=True)
        parts.append(words_at(title, 0, -_TITLE_ROOM / 2, class_="sb-title"))
        wide = max([room, *(end for *_, end in below)]) + 2 * _MARGIN
        area = (-_MARGIN, -_MARGIN - _TITLE_ROOM, wide, y + 2 * _MARGIN + _TITLE_ROOM)
        return self._svg("sb-drawing sb-file", area, "max-width:100%;height:auto", defined, "".join(parts))

    def _svg(self, class_: str, area: tuple[float, ...], style: str, defined: str, more: str) -> str:
        lines, links = self._lines(), self._links()
        id_ = self.prefix
        description = f'<desc id="{id_}-d">{escape(self.view.description)}</desc>' if self.view.description else ""
        described = f' aria-describedby="{id_}-d"' if description else ""
        return linked(
            f'<svg xmlns="http://www.w3.org/2000/svg" {XLINK} class="{class_}" role="group" aria-labelledby="{id_}-t"'
            f'{described} viewBox="{" ".join(map(n, area))}" width="{n(area[2])}" '
            f'height="{n(area[3])}" style="{style}">'
            f'<title id="{id_}-t">{escape(self.view.title)}</title>{description}{defined}'
            f"{''.join(self._frames())}{lines}{links}{more}</svg>"
        )

    def _frames(self) -> Iterator[str]:
        for area, frame in zip(self.layout.groups, self.plan.frames, strict=False):
            if area.width <= 0:
                continue
            rect = f'<rect {_box(area)} rx="12"/>'
            label = words_at(frame.label.text, area.x + 14, area.y + 20)
            yield f'<g class="sb-frame">{rect}{label}</g>'

    def _lines(self) -> str:
        """The lines and arrow heads, beneath everything that can be clicked, so that no line crosses a label."""
        drawn = "".join(self._line(at, edge) for at, edge in enumerate(self.view.edges))
        return f'<g class="sb-lines" aria-hidden="true">{drawn}</g>' if drawn else ""

    def _line(self, at: int, edge: Edge) -> str:
        route = self.routes[at]
        first, *rest = route.points
        way = f"M{n(first[0])},{n(first[1])}C" + " ".join(f"{n(x)},{n(y)}" for x, y in rest)
        heads = _arrow(route.points[-1], route.head) + _arrow(first, route.tail)
        return (
            f'<g class="{_classes("sb-line", edge.state, *_marks(edge))}" data-edge="{escape(edge.id)}">'
            f'<path id="{self.prefix}-e{at}" d="{way}"/>{heads}</g>'
        )

    def _links(self) -> str:
        """Nodes column by column and from top to bottom, each followed by the edges that leave it.

        That is also the order of the keyboard.
        """
        leaving: dict[str, list[str]] = {}
        for at, edge in enumerate(self.view.edges):
            leaving.setdefault(edge.source, []).append(self._edge(at, edge, self.routes[at]))
        return "".join(
            self._node(node, self.layout.nodes[at], self.plan.boxes[at]) + "".join(leaving.get(node.id, ()))
            for at, node in sorted(enumerate(self.view.nodes), key=lambda one: self._place(one[0]))
        )

    def _place(self, at: int) -> tuple[float, float, int]:
        area = self.layout.nodes[at]
        return round(area.x + area.width / 2), area.y, at

    def _edge(self, at: int, edge: Edge, route: Route) -> str:
        label = self.plan.arrows[at].label
        pill = ""
        if route.label:
            (x, y), high = route.label, boxes.LABEL_HEIGHT
            area = Area(x - label.width / 2, y - high / 2, label.width, high)
            pill = f'<rect {_box(area)} rx="{n(high / 2)}"/>{words_at(label.text, x, y + 3.9, "middle")}'
        ends = f'data-from="{escape(edge.source)}" data-to="{escape(edge.target)}"'
        return self._link(
            f'class="{_classes("sb-edge", edge.state, *_marks(edge))}" data-edge="{escape(edge.id)}" {ends}',
            self._edge_name(edge),
            edge.ref and self.href(edge.ref, edge.anchor),
            f'<use class="sb-way" href="#{self.prefix}-e{at}" aria-hidden="true"/>{pill}',
        )

    def _edge_name(self, edge: Edge) -> str:
        between = "\u2194" if edge.two_way else "\u2192"
        name = edge.title or f"{self.names[edge.source]} {between} {self.names[edge.target]}"
        if not edge.title and edge.label:
            name += f": {edge.label}"
        return _with_state(name, edge.state)

    def _node(self, node: Node, area: Area, box: Box) -> str:
        rect = f'<rect class="sb-box" {_box(area)} rx="10"/>'
        if node.role == "fold":
            # Upwards only: at its sides arrows end.
            behind = (Area(area.x + by, area.y - by, area.width - 2 * by, area.height) for by in (8, 4))
            rect = "".join(f'<rect class="sb-stack" {_box(back)} rx="10"/>' for back in behind) + rect
        words = "".join(_block(box, area, boxes.text_left(node)))
        name = ", ".join(filter(None, (node.label or node.id, node.note)))
        return self._link(
            f'class="{_classes("sb-node", node.role, node.state)}" data-node="{escape(node.id)}"',
            _with_state(name, node.state),
            node.ref and self.href(node.ref, node.anchor),
            rect + self._icon(node, area) + words + _chip(node, area),
        )

    def _icon(self, node: Node, area: Area) -> str:
        icon = self.icons.of(node)
        if icon is None:
            return ""
        at = Area(area.x + boxes.PAD, area.y + (area.height - boxes.TILE) / 2, boxes.TILE, boxes.TILE)
        return f'<use class="sb-icon" href="#{symbol_id(icon.key)}" {_box(at)} aria-hidden="true"/>'

    def _link(self, attributes: str, name: str, address: str | None, inside: str) -> str:
        name = escape(name)
        if address and _SAFE_ADDRESS.match(address):
            link = f'<a role="link" href="{escape(address)}" aria-label="{name}" {attributes}>'
            return f"{link}<title>{name}</title>{inside}</a>"
        return f"<g {attributes}><title>{name}</title>{inside}</g>"


def _classes(name: str, *words: str) -> str:
    known = [f"sb-{word}" for word in words if word in _STATES or word in _ROLES]
    return " ".join([name, *known])


def _marks(edge: Edge) -> tuple[str, ...]:
    return ("crossing",) if edge.crossing else ()


def _with_state(name: str, state: str) -> str:
    return f"{name} ({state})" if state in _STATES else name


def _block(box: Box, area: Area, left: float) -> Iterator[str]:
    """The lines of a box, in the middle of its height."""
    high = len(box.lines) * boxes.NAME_LINE + (boxes.NOTE_LINE if box.note else 0)
    x, y = area.x + left, area.y + (area.height - high) / 2 + 13
    for line in box.lines:
        yield words_at(line, x, y, class_="sb-name")
        y += boxes.NAME_LINE
    if box.note:
        yield words_at(box.note, x, y - 0.5, class_="sb-note")


def _chip(node: Node, area: Area) -> str:
    """The count of a fold and the word for a condition, on the upper border of the box."""
    said = f"{node.label} {node.note}"
    count = str(node.count) if node.count > 1 and not re.search(rf"\b{node.count}\b", said) else ""
    state = node.state.capitalize() if node.state in _STATES else ""
    words = " \u00b7 ".join(filter(None, (count, state)))
    if not words:
        return ""
    label = Label(words, width(words, boxes.CHIP_SIZE, bold=True) + 14)
    chip = Area(area.x + area.width - 10 - label.width, area.y - 8, label.width, 16)
    text = words_at(words, chip.x + chip.width / 2, chip.y + 11.6, "middle")
    return f'<g class="sb-chip"><rect {_box(chip)} rx="8"/>{text}</g>'


def _arrow(base: Point, tip: Point | None) -> str:
    if tip is None:
        return ""
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    length = (dx * dx + dy * dy) ** 0.5
    if length < 0.5:
        return ""
    across = (-dy / length * _ARROW, dx / length * _ARROW)
    corners = (tip, (base[0] + across[0], base[1] + across[1]), (base[0] - across[0], base[1] - across[1]))
    return f'<polygon points="{" ".join(f"{n(x)},{n(y)}" for x, y in corners)}"/>'


def _box(area: Area) -> str:
    return f'x="{n(area.x)}" y="{n(area.y)}" width="{n(area.width)}" height="{n(area.height)}"'
