"""Initiatives over the quarters: a row each, with its bar, its milestones, and arrows to those that wait for it.

Names stand beside the drawing, in the page, so that they stay in sight while it is scrolled; rows and names have the
same heights, which is why the drawing is never made smaller. States are told by pattern and word, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stackbook.drawing.charts import in_words
from stackbook.drawing.gantt_shapes import BAR, STATES, arrow_shape, bar_shape, mark_shape, pattern, straight, tip
from stackbook.drawing.marks import n, words_at
from stackbook.drawing.text import clean, cut, escape, width
from stackbook.work.capacity import first_day, following, last_day, quarter_of
from stackbook.work.capacity import in_words as quarter_words

HEAD, LANE, ROW = 48, 30, 46
"""Heights of the quarters' names, of a lane's name and of a row, in pixels; the page gives its names the same."""
MOST_QUARTERS = 16
"""More time than that is not drawn; bars that go on beyond it end in an arrow."""

_ROOM = 960.0
_LEAST, _WIDEST = 96.0, 210.0
_BAR_TOP, _WORDS = 25.0, 17.0
_OPEN = 26.0
_SIZE = 11.0
_BEFORE = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone.

    Args:
        day: when it was reached or is due.
        name: for people.
        done: it was reached.
        launch: it is the launch.
    """

    day: date
    name: str
    done: bool
    launch: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A row.

    Args:
        key: names it in `Arrow`.
        name: for people.
        href: where it leads; "" for nowhere.
        status: a word of `STATES`, or "".
        said: its state in words.
        start: its first day; None when that is not known.
        end: its last day; None when that is not known.
        marks: its milestones.
        ready: the day from which others can build on it, where arrows begin.
    """

    key: str
    name: str
    href: str
    status: str
    said: str
    start: date | None
    end: date | None
    marks: tuple[Mark, ...] = ()
    ready: date | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """Rows under a common name."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """One row waits for another.

    Args:
        first: key of the one that has to be ready before.
        then: key of the one that waits.
        late: it is ready too late.
    """

    first: str
    then: str
    late: bool = False


def gantt_svg(lanes: Sequence[Lane], arrows: Iterable[Arrow], title: str, id_: str, today: date | None = None) -> str:
    """The drawing, for a page that has its style sheet (``stackbook-roadmap.css``).

    Args:
        lanes: what is drawn, from top to bottom.
        arrows: between rows of the same lane, and of all lanes when each row stands in one lane only.
        title: its name.
        id_: begins every id in it; different for each drawing of a page.
        today: where the line of today is drawn; None draws none.

    Returns:
        The SVG; "" when nothing has a day.
    """
    bars = [bar for lane in lanes for bar in lane.bars]
    quarters = _quarters(bars, today)
    return _Chart(lanes, tuple(arrows), quarters, id_, today).svg(title) if quarters else ""


def gantt_width(lanes: Sequence[Lane], today: date | None = None) -> float:
    """How wide the drawing of some lanes is, in pixels."""
    return _wide(_quarters([bar for lane in lanes for bar in lane.bars], today))


def place_of(lanes: Sequence[Lane], today: date) -> float | None:
    """Where the line of today stands in the drawing of some lanes, in pixels; None when it has none."""
    quarters = _quarters([bar for lane in lanes for bar in lane.bars], today)
    if not quarters or not first_day(quarters[0]) <= today <= last_day(quarters[-1]):
        return None
    return _Chart(lanes, (), quarters, "", today).x(today, 0.5)


def _quarters(bars: Sequence[Bar], today: date | None) -> tuple[str, ...]:
    days = [day for bar in bars for day in (bar.start, bar.end, *(mark.day for mark in bar.marks)) if day]
    if not days:
        return ()
    first, last = quarter_of(min(days)), quarter_of(max(days))
    now = quarter_of(today) if today else ""
    if now and _back(first, 1) <= now <= following(last):
        first, last = min(first, now), max(last, now)
    last = min(last, "9999-Q3")  # the last day of all has no day after it
    if len(_upto(first, last)) <= MOST_QUARTERS:
        return _upto(first, last)
    # A year that was mistyped, or a long past: what is near today counts, or else what most initiatives have.
    near = now if first <= now <= last else quarter_of(sorted(days)[len(days) // 2])
    begin = max(first, _back(near, _BEFORE))
    return _upto(begin, last)[:MOST_QUARTERS]


def _upto(first: str, last: str) -> tuple[str, ...]:
    """Quarters from one to another, but not thousands of them."""
    found: list[str] = []
    at = first
    while at <= last and len(found) <= MOST_QUARTERS:
        found.append(at)
        at = following(at)
    return tuple(found)


def _back(quarter: str, steps: int) -> str:
    year, number = int(quarter[:4]), int(quarter[-1])
    whole = max(year * 4 + number - 1 - steps, 4)
    return f"{whole // 4:04d}-Q{whole % 4 + 1}"


def _wide(quarters: Sequence[str]) -> float:
    return len(quarters) * min(max(_ROOM / max(len(quarters), 1), _LEAST), _WIDEST)


class _Chart:
    def __init__(
        self, lanes: Sequence[Lane], arrows: tuple[Arrow, ...], quarters: tuple[str, ...], id_: str, today: date | None
    ) -> None:
        self.lanes, self.arrows, self.quarters, self.id, self.today = lanes, arrows, quarters, escape(id_), today
        self.wide = _wide(quarters)
        self.first, self.last = first_day(quarters[0]), last_day(quarters[-1])
        self.days = (self.last - self.first).days + 1
        self.high = HEAD + sum(LANE + ROW * len(lane.bars) for lane in lanes)

    def x(self, day: date, part: float = 0) -> float:
        """Where a day begins, or a part of it later; also of a day before or after the drawing."""
        return ((day - self.first).days + part) / self.days * self.wide

    def svg(self, title: str) -> str:
        """All of it."""
        below, above = [], []
        y = float(HEAD)
        places: list[dict[str, tuple[Bar, float]]] = []
        for lane in self.lanes:
            below.append(f'<rect class="sb-gantt__lane" x="0" y="{n(y)}" width="{n(self.wide)}" height="{n(LANE)}"/>')
            y += LANE
            places.append({})
            for bar in lane.bars:
                places[-1][bar.key] = (bar, y)
                above.append(self._row(bar, y))
                below.append(straight("sb-gantt__rule", 0, y + ROW, self.wide, y + ROW))
                y += ROW
        states = {bar.status for lane in self.lanes for bar in lane.bars}
        patterns = "".join(pattern(state, self.id) for state in STATES if state in states)
        return (
            f'<svg class="sb-gantt__drawing" role="group" aria-labelledby="{self.id}-t" '
            f'aria-describedby="{self.id}-d" viewBox="0 0 {n(self.wide)} {n(self.high)}" width="{n(self.wide)}" '
            f'height="{n(self.high)}"><title id="{self.id}-t">{escape(title)}</title>'
            f'<desc id="{self.id}-d">{escape(self._described())}</desc>{patterns}'
            f'<g aria-hidden="true">{self._grid()}{"".join(below)}{"".join(self._ways(places))}</g>'
            f"{''.join(above)}{self._today()}</svg>"
        )

    def _grid(self) -> str:
        drawn = []
        for at, quarter in enumerate(self.quarters):
            x = self.x(first_day(quarter))
            if at % 2:
                end = self.x(last_day(quarter), 1)
                size = f'width="{n(end - x)}" height="{n(self.high)}"'
                drawn.append(f'<rect class="sb-gantt__stripe" x="{n(x)}" y="0" {size}/>')
            drawn.append(straight("sb-gantt__quarter", x, 0, x, self.high))
            drawn.append(words_at(quarter_words(quarter), x + 7, 18, class_="sb-gantt__head"))
        return "".join(drawn)

    def _today(self) -> str:
        if self.today is None or not self.first <= self.today <= self.last:
            return ""
        x = self.x(self.today, 0.5)
        words = f"Today, {self.today.day} {self.today:%b}"
        half = width(words, _SIZE) / 2 + 5
        middle = min(max(x, half), self.wide - half)
        pill = f'<rect x="{n(middle - half)}" y="27" width="{n(2 * half)}" height="17" rx="8.5"/>'
        line = straight("sb-gantt__line", x, 44, x, self.high)
        return (
            f'<g class="sb-gantt__today" aria-hidden="true">{line}{pill}{words_at(words, middle, 39.5, "middle")}</g>'
        )

    def _row(self, bar: Bar, y: float) -> str:
        name = escape(_told(bar))
        drawn = self._bar(bar, y + _BAR_TOP) + "".join(self._marks(bar, y + _BAR_TOP + BAR / 2))
        label = self._label(bar, y + _WORDS)
        # The whole row can be hit.
        area = f'<rect class="sb-gantt__hit" x="0" y="{n(y)}" width="{n(self.wide)}" height="{n(ROW)}"/>'
        if not bar.href:
            return f'<g class="sb-gantt__row"><title>{name}</title>{area}{label}{drawn}</g>'
        return (
            f'<a class="sb-gantt__row" role="link" href="{escape(bar.href)}" aria-label="{name}">'
            f"<title>{name}</title>{area}{label}{drawn}</a>"
        )

    def _ends(self, bar: Bar) -> tuple[float, float] | None:
        """Where a bar begins and ends within the drawing; None when it has no day in it."""
        known = [day for day in (bar.start, bar.end) if day] or [mark.day for mark in bar.marks]
        if not known:
            return None
        left, right = self.x(min(known)), self.x(max(known), 1)
        if bar.start is None or bar.end is None:
            left, right = (left, max(right, left + _OPEN)) if bar.start else (min(left, right - _OPEN), right)
        return (left, right) if right > 0 and left < self.wide else None

    def _bar(self, bar: Bar, y: float) -> str:
        ends = self._ends(bar)
        if ends is None:
            return ""
        left, right = max(ends[0], 0.5), min(ends[1], self.wide - 0.5)
        drawn = bar_shape(bar.status, left, y, max(right - left, 4), self.id)
        middle = y + BAR / 2
        if bar.start is None or ends[0] < 0:
            drawn += (
                tip(left, middle, -1) if ends[0] < 0 else straight("sb-gantt__open", left, middle, left - 14, middle)
            )
        if bar.end is None or ends[1] > self.wide:
            beyond = ends[1] > self.wide
            drawn += tip(right, middle, 1) if beyond else straight("sb-gantt__open", right, middle, right + 14, middle)
        return drawn

    def _marks(self, bar: Bar, y: float) -> Iterator[str]:
        for mark in sorted(bar.marks, key=lambda one: (one.launch, one.day)):
            if self.first <= mark.day <= self.last:
                x = min(max(self.x(mark.day, 0.5), 8), self.wide - 8)
                told = f"{mark.name}, {'reached on' if mark.done else 'due on'} {in_words(mark.day)}"
                shape = mark_shape(x, y, mark.done, mark.launch)
                yield f"<g><title>{escape(told)}</title>{shape}</g>"

    def _label(self, bar: Bar, y: float) -> str:
        words, ends = cut(clean(_short(bar)), _SIZE, self.wide - 8), self._ends(bar)
        if ends is None:
            outside = bar.start or bar.end
            at = self.wide if outside and outside > self.last else 0
        else:
            at = ends[0]
        x = min(max(at, 2), self.wide - width(words, _SIZE) - 2)
        return words_at(words, x, y, class_="sb-gantt__words")

    def _ways(self, places: list[dict[str, tuple[Bar, float]]]) -> Iterator[str]:
        for one in self.arrows:
            for lane in places if self._repeated(places) else [_together(places)]:
                if one.first in lane and one.then in lane:
                    yield from self._arrow(lane[one.first], lane[one.then], one.late)

    @staticmethod
    def _repeated(places: list[dict[str, tuple[Bar, float]]]) -> bool:
        keys = [key for lane in places for key in lane]
        return len(keys) != len(set(keys))

    def _arrow(self, first: tuple[Bar, float], then: tuple[Bar, float], late: bool) -> Iterator[str]:
        (one, y), (other, to_y) = first, then
        from_, to = one.ready or one.end, self._ends(other)
        if from_ is None or to is None or not self.first <= from_ <= self.last:
            return
        x = self.x(from_, 1)
        yield arrow_shape(x, y + _BAR_TOP + BAR / 2, max(to[0], 8) - 2, to_y + _BAR_TOP + BAR / 2, late)

    def _described(self) -> str:
        said = [f"{quarter_words(self.quarters[0])} to {quarter_words(self.quarters[-1])}."]
        for lane in self.lanes:
            names = ", ".join(clean(bar.name) for bar in lane.bars)
            said.append(f"{clean(lane.name)}: {names}.")
        return " ".join(said)


def _together(places: list[dict[str, tuple[Bar, float]]]) -> dict[str, tuple[Bar, float]]:
    return {key: place for lane in places for key, place in lane.items()}


def _short(bar: Bar) -> str:
    """What stands above a bar."""
    if bar.start and bar.end:
        when = f"until {_day(bar.end)}"
    elif bar.start:
        when = f"from {_day(bar.start)}, end not known"
    elif bar.end:
        when = f"until {_day(bar.end)}, start not known"
    else:
        when = "no dates yet"
    return f"{bar.said} · {when}" if bar.said else when[:1].upper() + when[1:]


def _told(bar: Bar) -> str:
    """A row in words."""
    when = [f"from {in_words(bar.start)}" if bar.start else "", f"until {in_words(bar.end)}" if bar.end else ""]
    said = [bar.name, bar.said, " ".join(filter(None, when)) or "no dates yet"]
    if bar.marks:
        said.append(f"{sum(mark.done for mark in bar.marks)} of {len(bar.marks)} milestones with a day reached")
    return ", ".join(filter(None, said))


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"
