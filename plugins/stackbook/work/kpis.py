"""KPIs as they stand: the last value, whether it is on target, and whether it got better."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stackbook.inventory import Inventory
from stackbook.model.days import after
from stackbook.model.initiatives import Initiative
from stackbook.model.journeys import Journey
from stackbook.model.measures import Band, Kpi, Reading

ON, OFF, OPEN, UNMEASURED = "on", "off", "open", "unmeasured"
"""On target; off target; nobody has said what it should be; nobody has measured it."""
BETTER, WORSE, SAME, OTHER = "better", "worse", "same", "other"
"""How a value compares with an earlier one. ``other``: nobody has said which way is better."""
GIVEN_UP = ("cancelled",)
"""Initiatives that stand like this move nothing."""
_RANGE = "band"
_FINE = 9
"""Digits after the point to which values are compared, so that 0.1 + 0.2 is 0.3."""


@dataclass(frozen=True, slots=True)
class Change:
    """The way from an earlier value to the last one.

    Args:
        before: the earlier value.
        on: its day; None for the value at the beginning, which has none.
        by: how much was added to it; below zero when it went down.
        word: one of `BETTER`, `WORSE`, `SAME`, `OTHER`.
    """

    before: float
    on: date | None
    by: float
    word: str


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A KPI as it stands.

    Args:
        kpi: the KPI.
        readings: by day, the earliest first; of several on one day, as written.
        state: one of `ON`, `OFF`, `OPEN`, `UNMEASURED`.
        since_before: from the reading before to the last one; None with fewer than two.
        since_baseline: from what it was when work began to the last reading; None when one is not known.
        next_on: the day by which it should be measured again; None when nobody knows how often.
        overdue: it was not measured for twice as long as it should be; False without a day for today.
        initiatives: those that should move it, in their order, without those that were given up.
        journeys: those that should move it, by name.
    """

    kpi: Kpi
    readings: tuple[Reading, ...]
    state: str
    since_before: Change | None
    since_baseline: Change | None
    next_on: date | None
    overdue: bool
    initiatives: tuple[Initiative, ...] = ()
    journeys: tuple[Journey, ...] = ()

    @property
    def last(self) -> Reading | None:
        """The last reading."""
        return self.readings[-1] if self.readings else None

    @property
    def steps(self) -> tuple[tuple[Reading, Change | None], ...]:
        """The readings, the earliest first, each with the change since the one before."""
        pairs = zip((None, *self.readings), self.readings, strict=False)
        return tuple(
            (one, _change(self.kpi, before.value, before.on, one) if before else None) for before, one in pairs
        )

    @property
    def aim(self) -> float | Band | None:
        """What it should be; see `aim_of`."""
        return aim_of(self.kpi)


def aim_of(kpi: Kpi) -> float | Band | None:
    """What a KPI should be: a value for one that should go up or down, a range for one that should stay within it.

    None when that is not recorded, or which way is better is not.
    """
    if kpi.direction == _RANGE:
        return kpi.band
    return kpi.target if kpi.direction in ("up", "down") else None


def kpi_lines(inventory: Inventory, initiatives: Iterable[Initiative], as_of: date | None) -> tuple[KpiLine, ...]:
    """Every KPI as it stands, by name.

    Args:
        inventory: what to look at.
        initiatives: every initiative, in their order.
        as_of: the day that is meant by "today"; None when there is none.
    """
    moved: dict[str, dict[str, Initiative]] = {}
    for one in initiatives:
        for id_ in one.kpis if one.status not in GIVEN_UP else ():
            if kpi := inventory.get("kpi", id_):
                moved.setdefault(kpi.ref, {})[one.ref] = one
    walked: dict[str, dict[str, Journey]] = {}
    for journey in inventory.all("journey"):
        for id_ in journey.kpis if isinstance(journey, Journey) else ():
            if (kpi := inventory.get("kpi", id_)) and isinstance(journey, Journey):
                walked.setdefault(kpi.ref, {})[journey.ref] = journey
    return tuple(
        _line(one, as_of, tuple(moved.get(one.ref, {}).values()), tuple(walked.get(one.ref, {}).values()))
        for one in inventory.all("kpi")
        if isinstance(one, Kpi)
    )


def _line(kpi: Kpi, as_of: date | None, initiatives: tuple[Initiative, ...], journeys: tuple[Journey, ...]) -> KpiLine:
    readings = tuple(sorted(kpi.readings, key=lambda one: one.on))
    last = readings[-1] if readings else None
    before = readings[-2] if len(readings) > 1 else None
    next_on = _next(last.on, kpi.cadence) if last and kpi.cadence else None
    overdue = bool(as_of and last and kpi.cadence and after(after(last.on, kpi.cadence), kpi.cadence) < as_of)
    return KpiLine(
        kpi,
        readings,
        _state(kpi, last),
        _change(kpi, before.value, before.on, last) if before else None,
        _change(kpi, kpi.baseline, None, last) if kpi.baseline is not None else None,
        next_on,
        overdue,
        initiatives,
        journeys,
    )


def _next(day: date, cadence: str) -> date:
    """When it is measured again: after the last day of a month comes the last day of another."""
    following = after(day, cadence)
    if after(day, "P1D").day != 1 or not re.fullmatch(r"P(\d+Y)?(\d+M)?", cadence) or following == date.max:
        return following
    return following.replace(day=monthrange(following.year, following.month)[1])


def _state(kpi: Kpi, last: Reading | None) -> str:
    if last is None:
        return UNMEASURED
    short = shortfall(kpi, last.value)
    if short is None:
        return OPEN
    return OFF if short > 0 else ON


def shortfall(kpi: Kpi, value: float) -> float | None:
    """How far a value is from what it should be; 0 when it is there, None when nobody has said what it should be."""
    aim = aim_of(kpi)
    if aim is None:
        return None
    if isinstance(aim, Band):
        low, high = sorted((aim.low, aim.high))
        return _fine(max(low - value, value - high, 0.0))
    return _fine(max(aim - value if kpi.direction == "up" else value - aim, 0.0))


def _change(kpi: Kpi, before: float, on: date | None, last: Reading | None) -> Change | None:
    if last is None:
        return None
    by = _fine(last.value - before)
    return Change(before, on, by, _word(kpi, before, last.value, by))


def _word(kpi: Kpi, before: float, now: float, by: float) -> str:
    if not by:
        return SAME
    if kpi.direction in ("up", "down"):
        return BETTER if (by > 0) == (kpi.direction == "up") else WORSE
    far, near = shortfall(kpi, before), shortfall(kpi, now)
    if far is None or near is None:
        return OTHER
    if far == near:
        return SAME
    return BETTER if near < far else WORSE


def _fine(value: float) -> float:
    return round(value, _FINE) + 0.0  # not -0.0
