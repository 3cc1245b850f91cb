"""Everything about working together that follows from the records, each part worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from stackbook.lineage import Lineage
from stackbook.model.initiatives import Initiative
from stackbook.work.capabilities import Capabilities
from stackbook.work.capacity import CapacityLine, capacity
from stackbook.work.checks_of_initiative import reviews_by_initiative
from stackbook.work.customer import Customer
from stackbook.work.days import Days
from stackbook.work.decisions import DecisionLine, decision_lines, decisions_of
from stackbook.work.kpis import KpiLine, kpi_lines
from stackbook.work.raci import RaciLine, raci_lines
from stackbook.work.readiness import ChangeLine, Readiness, all_readiness, changes_by_entity
from stackbook.work.requirements import RequirementLine, Touch, requirement_lines, touches
from stackbook.work.rituals import RitualLine, ritual_lines
from stackbook.work.score import ScoreLine, score_line
from stackbook.work.scorecards import Scorecards, scorecards
from stackbook.work.timeline import Span, Wait, span_of, waits


class Work:
    """The work around a stack. Each part is worked out when it is first asked for.

    Args:
        lineage: the stack with its flows and fields.
        as_of: the day that is meant by "today"; None leaves out what depends on one.
    """

    def __init__(self, lineage: Lineage, as_of: date | None = None) -> None:
        self.lineage, self.inventory, self.as_of = lineage, lineage.inventory, as_of

    @cached_property
    def initiatives(self) -> tuple[Initiative, ...]:
        """Every initiative: those with a rank first, in its order, then the others by name."""
        found = (one for one in self.inventory.all("initiative") if isinstance(one, Initiative))
        return tuple(sorted(found, key=lambda one: (one.rank or 10**6, one.name.casefold(), one.id)))

    @cached_property
    def scores(self) -> dict[str, ScoreLine]:
        """Initiative's id to its score, for those that have one."""
        found = {one.id: score_line(one) for one in self.initiatives}
        return {id_: line for id_, line in found.items() if line is not None}

    @cached_property
    def capacity(self) -> tuple[CapacityLine, ...]:
        """Every team in every quarter for which it has people or promises."""
        return capacity(self.inventory, self.initiatives)

    @cached_property
    def requirements(self) -> tuple[RequirementLine, ...]:
        """Every requirement with what it touches, in the order of the initiatives and, in each, as written."""
        return requirement_lines(self.lineage, self.initiatives)

    @cached_property
    def requirements_of(self) -> dict[str, tuple[RequirementLine, ...]]:
        """Initiative's id to its requirements."""
        found: dict[str, list[RequirementLine]] = {}
        for line in self.requirements:
            found.setdefault(line.initiative.id, []).append(line)
        return {id_: tuple(lines) for id_, lines in found.items()}

    @cached_property
    def touching(self) -> dict[str, tuple[Touch, ...]]:
        """``kind:id``, or ``field:data-source.field``, to the requirements that touch it; see `touches`."""
        return touches(self.requirements)

    @cached_property
    def changes(self) -> dict[str, tuple[ChangeLine, ...]]:
        """``kind:id`` to what initiatives do to it, by day; those that were given up left out."""
        return changes_by_entity(self.initiatives, self.inventory)

    @cached_property
    def readiness(self) -> dict[str, Readiness]:
        """Initiative's id to its milestones, what is often missed, and what is missing before its launch."""
        about = reviews_by_initiative(self.inventory)
        return all_readiness(self.initiatives, self.inventory, self.requirements_of, about, self.as_of)

    @cached_property
    def capabilities(self) -> Capabilities:
        """What we must be able to do, as a tree: gaps, tools, and the initiatives that close the gaps."""
        return Capabilities(self.lineage, self.initiatives)

    @cached_property
    def decisions(self) -> tuple[DecisionLine, ...]:
        """Every decision with those before and after it, the newest first."""
        return decision_lines(self.inventory, self.as_of)

    @cached_property
    def decisions_of(self) -> Mapping[str, tuple[DecisionLine, ...]]:
        """``kind:id`` to the decisions about it, the newest first, those that were replaced last."""
        return decisions_of(self.decisions)

    @cached_property
    def rituals(self) -> tuple[RitualLine, ...]:
        """Every regular meeting as it stands on the day, by name."""
        return ritual_lines(self.inventory, self.as_of)

    @cached_property
    def raci(self) -> tuple[RaciLine, ...]:
        """Who does what for every tool that is not at its end, by the tool's name."""
        return raci_lines(self.inventory)

    @cached_property
    def spans(self) -> dict[str, Span]:
        """``initiative:id`` to when it takes place."""
        return {one.ref: span_of(one) for one in self.initiatives}

    @cached_property
    def waits(self) -> tuple[Wait, ...]:
        """Which initiatives wait for which."""
        return waits(self.inventory, self.initiatives)

    @cached_property
    def days(self) -> Days:
        """The stack as of other days, and what changes when."""
        return Days(self.inventory, self.as_of)

    @cached_property
    def kpis(self) -> tuple[KpiLine, ...]:
        """Every KPI as it stands, by name."""
        return kpi_lines(self.inventory, self.initiatives, self.as_of)

    @cached_property
    def kpi_of(self) -> Mapping[str, KpiLine]:
        """KPI's id to how it stands."""
        return {line.kpi.id: line for line in self.kpis}

    @cached_property
    def scorecards(self) -> Scorecards:
        """How marketing and IT see their work together, over time."""
        return scorecards(self.inventory)

    @cached_property
    def customer(self) -> Customer:
        """What the stack says about its customers: words, what they are matched by."""
        return Customer(self.lineage)
