"""Rules of the organisation's own (``stack/rules/``): conditions that are looked at, never run as code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stackbook.asking.problem import Problem
from stackbook.asking.where import Where, read_where
from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.inventory import INVENTORY_CHECKS, Inventory
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.own_rules import OwnRule
from stackbook.model.people import Person
from stackbook.rules.engine import RULES, Context, rule
from stackbook.source import SOURCE_CHECKS

FAMILY = "Our own"
_NAME = "{name}"


@dataclass(frozen=True, slots=True)
class Own:
    """A rule of the organisation's own that can be used.

    Args:
        rule: as it is written.
        check: code, severity and words.
        where: which records are looked at.
        must: what must hold for them.
    """

    rule: OwnRule
    check: Check
    where: Where
    must: Where

    def run(self, context: Context, check: Check) -> Iterator[Diagnostic]:
        """The findings.

        Args:
            context: what there is.
            check: as it counts here.
        """
        inventory = context.inventory
        # What it finds tells that it asks for these.
        named = tuple(ref for part in (self.where, self.must) for ref in part.named if inventory.find(ref))
        for entity in inventory.all(self.rule.kind):
            if not self.where.matches(entity, inventory) or self.must.matches(entity, inventory):
                continue
            key = self._key(entity, inventory)
            seen = {*self.where.records(entity, inventory), *self.must.records(entity, inventory)}
            name = entity.id if isinstance(entity, Person) else entity.display_name
            yield check.at(
                inventory.place(entity, *([key] if key else [])),
                self.rule.message.replace(_NAME, name),
                entity=entity.ref,
                field=key,
                mentions=tuple(sorted({self.rule.ref, *named, *(_meant(ref, inventory) for ref in seen)})),
                internal=self.where.internal or self.must.internal,
            )

    def _key(self, entity: Entity, inventory: Inventory) -> str:
        """The top-level key of the first condition that does not hold; "" when it is none of the record's own."""
        for one in (*self.must.wanted, *self.must.unwanted):
            if one.holds(entity, inventory) is (one in self.must.unwanted):
                return one.field.top
        return ""


def own_rules(inventory: Inventory, as_of: date | None = None) -> tuple[Own, ...]:
    """The organisation's own rules that can be used, by name; what is wrong with the others is a finding itself.

    Args:
        inventory: everything.
        as_of: the day, for conditions such as ``within P90D``.
    """
    made = []
    for one in _written(inventory):
        (where, wrong), (must, more) = (_read(part, one, inventory, as_of) for part in (one.where, one.must))
        if not wrong and not more and not _taken(one):
            check = Check(
                one.id,
                Severity(one.severity),
                one.name,
                one.why or f"{one.name} is a rule of our own.",
                one.fix or f"Put it right. `stackbook explain {one.id}` tells what must hold.",
                Side(one.side),
                FAMILY,
                where.dated or must.dated,
            )
            made.append(Own(one, check, where, must))
    return tuple(made)


def _meant(ref: str, inventory: Inventory) -> str:
    found = inventory.find(ref)
    return found.ref if found else ref


def _written(inventory: Inventory) -> tuple[OwnRule, ...]:
    flawed = {ref for ref, key in inventory.flaws if key in ("kind", "where", "must", "severity", "side")}
    found = (one for one in inventory.all("rule") if isinstance(one, OwnRule))
    return tuple(one for one in found if one.kind in KINDS and one.ref not in flawed)


def _read(
    part: dict[str, object], one: OwnRule, inventory: Inventory, as_of: date | None
) -> tuple[Where, tuple[Problem, ...]]:
    return read_where(part, one.kind, inventory, internal=True, as_of=as_of or date.min)


def _taken(one: OwnRule) -> bool:
    return one.id in RULES or one.id in {check.code for check in (*SOURCE_CHECKS, *INVENTORY_CHECKS)}


@rule("own-rule-not-understood", Severity.ERROR, family=FAMILY)
def own_rule_not_understood(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A condition of an own rule cannot be understood.

    The rule is left out, and nobody would notice.

    Fix: Write keys of that kind and what they hold, as the guide shows.

    Passes::

        # rules/training.yml
        name: Every tool has training
        kind: tool
        message: There is no training
        must: {training: "*"}

    Fails::

        # rules/training.yml
        name: Every tool has training
        kind: tool
        message: There is no training
        must: {trainings: "*"}
    """
    for one in _written(context.inventory):
        for key in ("where", "must"):
            _, problems = _read(getattr(one, key), one, context.inventory, context.as_of)
            for problem in problems:
                place = context.inventory.place(one, key, *problem.path)
                yield check.at(place, problem.message, problem.help, entity=one.ref, field=key)
        if not one.must and (one.ref, "must") not in context.inventory.flaws:
            message = "it says nothing that must hold"
            yield check.at(context.inventory.place(one, "must"), message, entity=one.ref, field="must")


@rule("own-rule-name-taken", Severity.ERROR, family=FAMILY)
def own_rule_name_taken(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An own rule has the name of one that everybody has.

    Nobody could tell which of them is meant, so the own one is left out.

    Fix: Rename its file. The file's name is the rule's code.

    Passes::

        # rules/training-missing.yml
        {name: Every tool has training, kind: tool, message: There is none, must: {training: "*"}}

    Fails::

        # rules/owner-missing.yml
        {name: Every tool has training, kind: tool, message: There is none, must: {training: "*"}}
    """
    for one in _written(context.inventory):
        if _taken(one):
            message = f"there already is a rule `{one.id}`"
            yield check.at(context.inventory.place(one), message, entity=one.ref)
