"""A sequence as SVG: for a page, and as a file of its own. It needs no layout engine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackbook.drawing.icons import XLINK, IconSet, linked, symbol_id
from stackbook.drawing.legend import Entry, legend_rows
from stackbook.drawing.marks import legend_line, n, words_at
from stackbook.drawing.sequence_plan import (
    BADGE,
    BELOW,
    FACTS,
    FACTS_LINE,
    ICON,
    LOOP,
    NAME_LINE,
    PAD,
    SAID_GAP,
    TEXT_LEFT,
    TURN,
    WORDS,
    WORDS_LINE,
    Band,
    Head,
    plan_sequence,
)
from stackbook.drawing.styles import styles
from stackbook.drawing.svg import Href
from stackbook.drawing.text import clean, cut, escape, width, wrap
from stackbook.views.sequence import CARRY, INSIDE, REMARK, SequenceView, Stage

STYLE = "stackbook-journeys.css"
"""The style sheet of sequences, in the folder of the theme."""

_MARGIN = 14.0
_SMALLEST = 0.85
_FILE_WIDTH, _TITLE_SIZE, _TITLE_ROOM, _LONGEST = 480.0, 17.0, 34.0, 400
_NOTE_SIZE, _NOTE_LINE, _NOTE_LINES = 11.5, 16.0, 4
_TIP = 8.0
_SAFE_ADDRESS = re.compile(r"(?:https?:|mailto:|[^:]*$|[^:]*[/?#])", re.IGNORECASE)
_STATES = ("planned", "ending", "ended")
_BROKEN, _LEAVING = "sb-broken", "sb-ending"


def sequence_svg(sequence: SequenceView, href: Href, icons: IconSet, prefix: str) -> str:
    """The drawing, to be put into a page that also has the sprite of its icons and the style sheets.

    Args:
        sequence: what is drawn; it has at least one lifeline.
        href: gives the addresses, relative to the page.
        icons: where the icons of its tools are found.
        prefix: begins every id in it; different for each drawing of a page.
    """
    return _Writer(sequence, href, icons, prefix).svg()


def sequence_file(sequence: SequenceView, icons: IconSet, prefix: str = "sb") -> str:
    """The same drawing as a file that needs nothing else, with styles, icons and legend; it follows light and dark."""
    symbols = icons.symbols(icons.keys(sequence.lifelines))
    return _Writer(sequence, lambda ref, anchor: None, icons, prefix).file(f"<style>{styles(STYLE)}</style>{symbols}")


def sequence_legend(sequence: SequenceView) -> tuple[Entry, ...]:
    """What a reader has to know, and only of what is there; () when the picture says all by itself."""
    stages = sequence.stages
    made = []
    if any(stage.kind == CARRY and not stage.said for stage in stages):
        made.append(Entry(_sign(""), "Data goes to another tool"))
    if any(stage.ending for stage in stages):
        made.append(Entry(_sign(_LEAVING), "Works, and will be switched off"))
    if any(stage.broken for stage in stages):
        cross = f'<path class="sb-cross" d="{_cross(15, 9)}"/>'
        made.append(Entry(_sign(_BROKEN, cross), "Broken: carries nothing today"))
    if any(stage.kind == INSIDE for stage in stages):
        made.append(Entry(f'<g class="sb-act">{_rect(5, 2, 24, 14, 4)}</g>', "Happens inside one tool"))
    if any(stage.kind == REMARK for stage in stages):
        made.append(Entry(f'<g class="sb-remark">{_rect(5, 2, 24, 14, 1)}</g>', "No tool is named"))
    if any(stage.wait for stage in stages):
        made.append(Entry('<path class="sb-pause" d="M1,9H33"/>', "Time passes"))
    return tuple(made) if len(made) > 1 else ()


class _Writer:
    def __init__(self, sequence: SequenceView, href: Href, icons: IconSet, prefix: str) -> None:
        self.sequence, self.href, self.icons = sequence, href, icons
        self.plan = plan_sequence(sequence)
        self.prefix = re.sub(r"[^A-Za-z0-9_-]", "-", prefix) or "sb"

    def svg(self) -> str:
        """The drawing for a page."""
        wide, high = self.plan.width + 2 * _MARGIN, self.plan.height + 2 * _MARGIN
        least = f"min-width:{wide * _SMALLEST:.0f}px"
        return self._svg("sb-drawing sb-sequence", (-_MARGIN, -_MARGIN, wide, high), least, "", "")

    def file(self, defined: str) -> str:
        """The drawing with its title above, its legend and what is to be said about it below."""
        sequence = self.sequence
        room = max(self.plan.width, _FILE_WIDTH)
        below = legend_rows(sequence_legend(sequence), room, self.plan.height + _MARGIN)
        y = max([self.plan.height, *(y for _, y, *_ in below)]) + 2 * _MARGIN
        parts = [legend_line(*line[:3]) for line in below]
        said = wrap(clean(sequence.note[:_LONGEST]), _NOTE_SIZE, room, _NOTE_LINES) if sequence.note else ()
        for line in said:
            y += _NOTE_LINE
            parts.append(words_at(line, 0, y, class_="sb-note sb-said"))
        title = cut(clean(sequence.title[:_LONGEST]), _TITLE_SIZE, room, bold=True)
        parts.append(words_at(title, 0, -_TITLE_ROOM / 2, class_="sb-title"))
        wide = max([room, *(end for *_, end in below)]) + 2 * _MARGIN
        area = (-_MARGIN, -_MARGIN - _TITLE_ROOM, wide, y + 2 * _MARGIN + _TITLE_ROOM)
        return self._svg("sb-drawing sb-sequence sb-file", area, "max-width:100%;height:auto", defined, "".join(parts))

    def _svg(self, class_: str, area: tuple[float, ...], style: str, defined: str, more: str) -> str:
        id_, sequence = self.prefix, self.sequence
        description = f'<desc id="{id_}-d">{escape(sequence.description)}</desc>' if sequence.description else ""
        described = f' aria-describedby="{id_}-d"' if description else ""
        return linked(
            f'<svg xmlns="http://www.w3.org/2000/svg" {XLINK} class="{class_}" role="group" aria-labelledby="{id_}-t"'
            f'{described} viewBox="{" ".join(map(n, area))}" width="{n(area[2])}" height="{n(area[3])}" '
            f'style="{style}"><title id="{id_}-t">{escape(sequence.title)}</title>{description}{defined}'
            f"{self._beneath()}{''.join(map(self._head, self.plan.heads))}"
            f"{''.join(map(self._band, self.plan.bands))}{self._feet()}{more}</svg>"
        )

    def _beneath(self) -> str:
        """What lies beneath everything that can be clicked: lifelines, waits and arrows."""
        lives = "".join(
            f'<path class="sb-life" data-node="{escape(head.node.id)}" '
            f'd="M{n(head.x)},{n(self.plan.head)}V{n(self.plan.ends)}"/>'
            for head in self.plan.heads
        )
        waits = "".join(self._wait(band, band.wait) for band in self.plan.bands if band.wait is not None)
        arrows = "".join(_line(band) for band in self.plan.bands if band.stage.kind == CARRY)
        return f'<g class="sb-lines" aria-hidden="true">{lives}{arrows}</g>{waits}'

    def _wait(self, band: Band, y: float) -> str:
        words = cut(f"waits up to {band.stage.wait}", FACTS, self.plan.width - 24)
        wide = width(words, FACTS) * 1.06 + 24
        start = band.ways[0]
        middle = min(max(start, wide / 2), self.plan.width - wide / 2)
        return (
            f'<g class="sb-waits"><path class="sb-pause" d="M0,{n(y)}H{n(self.plan.width)}"/>'
            f"{_rect(middle - wide / 2, y - 10, wide, 20, 10)}{words_at(words, middle, y + 4, 'middle')}</g>"
        )

    def _head(self, head: Head) -> str:
        node = head.node
        state = f" ({node.state})" if node.state in _STATES else ""
        return self._link(
            f'class="sb-node{_state(node.state)}" data-node="{escape(node.id)}"',
            f"{', '.join(filter(None, (node.label or node.id, node.note)))}{state}",
            node.ref and self.href(node.ref, node.anchor),
            self._name(head, 0),
        )

    def _name(self, head: Head, top: float) -> str:
        """Box, icon and words of a tool."""
        plan, left = self.plan, head.x - self.plan.box / 2
        icon = self.icons.of(head.node)
        drawn = [_rect(left, top, plan.box, plan.head, 10, "sb-box")]
        if icon is not None:
            y = top + (plan.head - ICON) / 2
            place = f'x="{n(left + PAD)}" y="{n(y)}" width="{n(ICON)}" height="{n(ICON)}"'
            drawn.append(f'<use class="sb-icon" href="#{symbol_id(icon.key)}" {place} aria-hidden="true"/>')
        x = left + (TEXT_LEFT if icon is not None else PAD)
        y = top + (plan.head - len(head.lines) * NAME_LINE) / 2 + 13
        for line in head.lines:
            drawn.append(words_at(line, x, y, class_="sb-name"))
            y += NAME_LINE
        return "".join(drawn)

    def _feet(self) -> str:
        """The names once more, where a long picture would be read without them; not for ears."""
        if not self.plan.feet:
            return ""
        feet = (
            f'<g class="sb-node{_state(head.node.state)}" data-node="{escape(head.node.id)}">'
            f"{self._name(head, self.plan.ends)}</g>"
            for head in self.plan.heads
        )
        return f'<g aria-hidden="true">{"".join(feet)}</g>'

    def _band(self, band: Band) -> str:
        """A step: what can be pointed at, its words and its number. A box is drawn here, an arrow beneath."""
        stage = band.stage
        ref = stage.integration.ref if stage.integration else ""
        if stage.kind == CARRY:
            inside = f'<path class="sb-way" d="{_way(band)}"/>{_said(band)}'
        else:
            inside = _rect(band.x - band.width / 2, band.top, band.width, band.y - band.top, 8 - 7 * (not stage.tools))
            inside += _words(band, band.top + 6 + 12)
        drawn = self._link(
            f'class="{_classes("sb-edge", stage)}" data-edge="step-{stage.number}" {_ends(stage)}',
            stage.title,
            self.href(ref, "") if ref else None,
            inside + _badge(band),
        )
        for between in stage.tools[1:-1]:  # what lights up a tool in between
            start = f'data-from="{escape(stage.tools[0].ref)}" data-to="{escape(between.ref)}"'
            drawn += f'<g class="sb-edge" data-edge="step-{stage.number}" {start}></g>'
        return drawn

    def _link(self, attributes: str, name: str, address: str | None, inside: str) -> str:
        name = escape(name)
        if address and _SAFE_ADDRESS.match(address):
            link = f'<a role="link" href="{escape(address)}" aria-label="{name}" {attributes}>'
            return f"{link}<title>{name}</title>{inside}</a>"
        return f"<g {attributes}><title>{name}</title>{inside}</g>"


def _ends(stage: Stage) -> str:
    start = stage.tools[0].ref if stage.tools else stage.at
    end = stage.tools[-1].ref if stage.tools else stage.at
    return f'data-from="{escape(start)}" data-to="{escape(end)}"'


def _classes(name: str, stage: Stage) -> str:
    kind = {CARRY: "sb-carry", INSIDE: "sb-act", REMARK: "sb-remark"}[stage.kind]
    return " ".join(filter(None, (name, kind, _BROKEN if stage.broken else _LEAVING if stage.ending else "")))


def _state(state: str) -> str:
    return f" sb-{state}" if state in _STATES else ""


def _line(band: Band) -> str:
    """The arrow of a step, through a tool in between where there is one."""
    stage = band.stage
    heads = "".join(_head_at(x, y, forward) for x, y, forward in _tips(band))
    cross = ""
    if stage.broken:
        x = band.ways[0] + LOOP if band.turns else (band.ways[0] + band.ways[1]) / 2
        cross = f'<path class="sb-cross" d="{_cross(x, band.y + TURN / 2 * band.turns)}"/>'
    return (
        f'<g class="{_classes("sb-line", stage)}" data-edge="step-{stage.number}"><path d="{_way(band)}"/>'
        f"{heads}{cross}</g>"
    )


def _way(band: Band) -> str:
    """The path of an arrow: straight across; down a little at a tool in between; round about to the same tool."""
    ways, y, last = band.ways, band.y, band.last
    if band.turns:
        x = ways[0]
        return f"M{n(x)},{n(y)}H{n(x + LOOP)}V{n(last)}H{n(x + _TIP)}"
    path = f"M{n(ways[0])},{n(y)}H{n(_before(ways[0], ways[1]))}"
    if len(ways) > 2:
        path += f"M{n(ways[1])},{n(y)}V{n(last)}H{n(_before(ways[1], ways[2]))}"
    return path


def _before(start: float, end: float) -> float:
    """Where a line ends, so that it does not come out of the tip of its arrow."""
    return end - _TIP if end > start else end + _TIP


def _tips(band: Band) -> Iterator[tuple[float, float, bool]]:
    ways = band.ways
    if band.turns:
        yield ways[0], band.last, False
        return
    yield ways[1], band.y, ways[1] > ways[0]
    if len(ways) > 2:
        yield ways[2], band.last, ways[2] > ways[1]


def _head_at(x: float, y: float, forward: bool) -> str:
    back = x - _TIP if forward else x + _TIP
    return f'<polygon points="{n(x)},{n(y)} {n(back)},{n(y - 3.8)} {n(back)},{n(y + 3.8)}"/>'


def _said(band: Band) -> str:
    """The words above an arrow and what is known below it, each on a ground that lets no lifeline through."""
    high = len(band.lines) * WORDS_LINE + 4
    wide = max(width(line, WORDS) for line in band.lines) + 10
    ground = _rect(band.x - wide / 2, band.top - 2, wide, high, 4, "sb-ground")
    drawn = [ground, _words(band, band.top + 11.5)]
    stage = band.stage
    if stage.said or band.facts:
        said = width(stage.said, FACTS, bold=True) if stage.said else 0.0
        wide = said + width(band.facts, FACTS) + (SAID_GAP if said and band.facts else 0)
        left, y = band.x - wide / 2, band.last + BELOW
        drawn.append(_rect(left - 4, y, wide + 8, FACTS_LINE, 4, "sb-ground"))
        drawn.append(words_at(stage.said, left, y + 11.3, class_="sb-state"))
        drawn.append(words_at(band.facts, left + (said + SAID_GAP if said else 0), y + 11.3, class_="sb-fact-line"))
    return "".join(drawn)


def _words(band: Band, y: float) -> str:
    return "".join(
        words_at(line, band.x, y + at * WORDS_LINE, "middle", "sb-words") for at, line in enumerate(band.lines)
    )


def _badge(band: Band) -> str:
    """The number of a step: where its arrow begins, or at the corner of its box."""
    x, y = band.ways[0], band.y
    if band.stage.kind != CARRY:
        x, y = band.x - band.width / 2 + 4, band.top + 4
    circle = f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(BADGE)}"/>'
    return f'<g class="sb-number">{circle}{words_at(str(band.stage.number), x, y + 3.9, "middle")}</g>'


def _sign(class_: str, more: str = "") -> str:
    return f'<g class="{f"sb-line {class_}".strip()}"><path d="M1,9H26"/><polygon points="33,9 26,6 26,12"/>{more}</g>'


def _cross(x: float, y: float) -> str:
    return f"M{n(x - 5)},{n(y - 5)}L{n(x + 5)},{n(y + 5)}M{n(x + 5)},{n(y - 5)}L{n(x - 5)},{n(y + 5)}"


def _rect(x: float, y: float, wide: float, high: float, radius: float, class_: str = "") -> str:
    named = f' class="{class_}"' if class_ else ""
    return f'<rect{named} x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(high)}" rx="{n(radius)}"/>'
