"""The signs of a roadmap: bars by state, milestones, arrows. What a colour says, a pattern or a shape says too."""

from __future__ import annotations

from collections.abc import Mapping

from stackbook.drawing.marks import n

BAR = 12.0
"""How high a bar is, in pixels."""
_HATCHED: Mapping[str, tuple[int, float]] = {"uat": (45, 3), "monitoring": (0, 3), "paused": (90, 2)}
"""States whose bar is hatched: the angle of the lines and how thick they are."""
STATES = ("proposed", "discovery", "planned", "in_progress", "uat", "launched", "monitoring", "paused", "cancelled")


def sign(status: str, id_: str) -> str:
    """A bar of a state for a legend, as an SVG of its own."""
    drawn = pattern(status, id_) + bar_shape(status, 1, 3, 32, id_)
    return _sign(drawn)


def sign_of_mark(done: bool, launch: bool) -> str:
    """A milestone for a legend, as an SVG of its own."""
    return _sign(mark_shape(17, 9, done, launch))


def sign_of_arrow(late: bool) -> str:
    """An arrow for a legend, as an SVG of its own."""
    return _sign(arrow_shape(2, 9, 31, 9, late))


def _state(status: str) -> str:
    return (status if status in STATES else "unknown").replace("_", "-")


def bar_shape(status: str, x: float, y: float, wide: float, id_: str) -> str:
    """A bar of a state; its `pattern` has to be in the same drawing, under the same id."""
    area = f'x="{n(x)}" y="{n(y)}" width="{n(wide)}" height="{n(BAR)}" rx="3"'
    drawn = f'<rect class="sb-gantt__bar sb-gantt__bar--{_state(status)}" {area}/>'
    if status in _HATCHED:
        drawn += f'<rect {area} fill="url(#{id_}-{_state(status)})"/>'
    if status == "cancelled":
        drawn += straight("sb-gantt__struck", x, y + BAR / 2, x + wide, y + BAR / 2)
    return drawn


def pattern(status: str, id_: str) -> str:
    """What the bars of a state are hatched with; "" when they are not."""
    if status not in _HATCHED:
        return ""
    angle, thick = _HATCHED[status]
    return (
        f'<defs><pattern id="{id_}-{_state(status)}" width="7" height="7" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({angle})"><rect class="sb-gantt__hatch sb-gantt__hatch--{_state(status)}" '
        f'width="{n(thick)}" height="7"/></pattern></defs>'
    )


def mark_shape(x: float, y: float, done: bool, launch: bool) -> str:
    """A milestone by its middle: a diamond, a star for the launch; filled when it was reached."""
    class_ = f"sb-gantt__mark{' sb-gantt__mark--done' if done else ''}{' sb-gantt__mark--launch' if launch else ''}"
    corners = _STAR if launch else _DIAMOND
    return f'<polygon class="{class_}" points="{" ".join(f"{n(x + a)},{n(y + b)}" for a, b in corners)}"/>'


_DIAMOND = ((0, -7), (7, 0), (0, 7), (-7, 0))
_STAR = (
    *((0, -10.5), (2.5, -3.4), (10, -3.2), (4, 1.3), (6.2, 8.5)),
    *((0, 4.2), (-6.2, 8.5), (-4, 1.3), (-10, -3.2), (-2.5, -3.4)),
)


def arrow_shape(x: float, y: float, to_x: float, to_y: float, late: bool) -> str:
    """An arrow, bent so that it leaves to the right and arrives from the left."""
    bend = 22 if y != to_y else 0
    class_ = f"sb-gantt__way{' sb-gantt__way--late' if late else ''}"
    line = f"M{n(x)},{n(y)}C{n(x + bend)},{n(y)} {n(to_x - bend - 6)},{n(to_y)} {n(to_x - 5)},{n(to_y)}"
    tip = f"{n(to_x)},{n(to_y)} {n(to_x - 6)},{n(to_y - 3.5)} {n(to_x - 6)},{n(to_y + 3.5)}"
    return f'<g class="{class_}"><path d="{line}"/><polygon points="{tip}"/></g>'


def tip(x: float, y: float, way: int) -> str:
    """The end of a bar that goes on beyond the drawing, to the right (1) or to the left (-1)."""
    x -= 2 * way
    points = f"{n(x)},{n(y)} {n(x - 5 * way)},{n(y - 4)} {n(x - 5 * way)},{n(y + 4)}"
    return f'<polygon class="sb-gantt__beyond" points="{points}"/>'


def straight(class_: str, x: float, y: float, to_x: float, to_y: float) -> str:
    """A straight line."""
    return f'<path class="{class_}" d="M{n(x)},{n(y)}L{n(to_x)},{n(to_y)}"/>'


def _sign(drawn: str) -> str:
    return (
        '<svg class="sb-gantt__sign" viewBox="0 0 34 18" width="34" height="18" aria-hidden="true" focusable="false">'
        f"{drawn}</svg>"
    )
