"""People: how many a team has in a quarter, to which initiatives they are promised, and where that is too many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from stackbook.inventory import Inventory
from stackbook.model.initiatives import Initiative
from stackbook.model.people import Team

NOT_COUNTED = ("paused", "cancelled")
"""Initiatives of these states need nobody. Those that are launched are still looked after."""
_LEAST = 1e-6
"""Less than this is a rounding error of added numbers, not an overload."""


@dataclass(frozen=True, slots=True)
class Promise:
    """People of a team promised to an initiative in a quarter.

    Args:
        initiative: to which.
        fte: full-time people, added up where it is written twice.
        position: where it is written last in the initiative's `capacity`.
    """

    initiative: Initiative
    fte: float
    position: int = 0


@dataclass(frozen=True, slots=True)
class CapacityLine:
    """A team in a quarter.

    Args:
        team: which.
        period: the quarter, as in ``2027-Q1``.
        available: full-time people; None when nobody has said.
        promises: to whom they are promised, in the order of the initiatives.
    """

    team: Team
    period: str
    available: float | None
    promises: tuple[Promise, ...]

    @property
    def promised(self) -> float:
        """Full-time people promised in all."""
        return round(sum(one.fte for one in self.promises), 4)

    @property
    def free(self) -> float | None:
        """How many are left; 0 when all are promised, None when nobody has said how many there are."""
        return None if self.available is None else round(max(self.available - self.promised, 0), 4)

    @property
    def over(self) -> float:
        """How many too many are promised; 0 when it is not known how many there are."""
        if self.available is None or self.promised - self.available <= _LEAST:
            return 0.0
        return round(self.promised - self.available, 4)


def capacity(inventory: Inventory, initiatives: Iterable[Initiative]) -> tuple[CapacityLine, ...]:
    """Every team and quarter with people available or promised, teams by name, quarters in order.

    Args:
        inventory: its teams.
        initiatives: whose promises count, in their order; those that are paused or cancelled are left out.
    """
    promised: dict[str, dict[str, dict[str, Promise]]] = {}
    for one in initiatives:
        if one.status in NOT_COUNTED:
            continue
        for position, commitment in enumerate(one.capacity):
            team = inventory.get("team", commitment.team)
            if team is not None:
                of = promised.setdefault(team.id, {}).setdefault(commitment.period, {})
                before = of[one.ref].fte if one.ref in of else 0.0
                of[one.ref] = Promise(one, before + commitment.fte, position)
    found = []
    for team in inventory.all("team"):
        if isinstance(team, Team):
            available = {one.period: one.fte_available for one in team.capacity}
            by_quarter = promised.get(team.id, {})
            for quarter in sorted({*available, *by_quarter}):
                promises = tuple(by_quarter.get(quarter, {}).values())
                found.append(CapacityLine(team, quarter, available.get(quarter), promises))
    return tuple(found)


def quarter_of(day: date) -> str:
    """The quarter in which a day lies: ``2027-Q1``."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def first_day(quarter: str) -> date:
    """The first day of a quarter.

    Raises:
        ValueError: there is no such quarter, as in the year 0.
    """
    return date(int(quarter[:4]), 3 * int(quarter[-1]) - 2, 1)


def last_day(quarter: str) -> date:
    """The last day of a quarter.

    Raises:
        ValueError: there is no such quarter.
    """
    first = first_day(quarter)
    return date(first.year, 12, 31) if first.month == 10 else first.replace(month=first.month + 3) - timedelta(days=1)


def following(quarter: str) -> str:
    """The quarter after it."""
    return _named(_number(quarter) + 1)


def quarters_between(first: str, last: str) -> tuple[str, ...]:
    """All quarters from one to another, both included; () when the last comes before the first."""
    return tuple(_named(one) for one in range(_number(first), _number(last) + 1))


def _number(quarter: str) -> int:
    return int(quarter[:-3]) * 4 + int(quarter[-1]) - 1


def _named(number: int) -> str:
    return f"{number // 4:04d}-Q{number % 4 + 1}"


def in_words(quarter: str) -> str:
    """``Q1 2027``."""
    return f"{quarter[-2:]} {quarter[:4]}"
