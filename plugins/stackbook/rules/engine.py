"""What a rule is, and the run over all of them.

A rule is one function. Its docstring is its documentation: a title, why it matters,
what to do (after ``Fix:``), and two small stacks as YAML, one that passes and one that
fails, which are its tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from inspect import cleandoc

from stackbook.diagnostics import Check, Diagnostic, Severity, Side, in_order
from stackbook.graph import Graph, build_graph
from stackbook.inventory import Inventory
from stackbook.lineage import Lineage
from stackbook.model.base import Entity
from stackbook.model.organisation import Thresholds


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at.

    Args:
        inventory: everything.
        graph: its flows.
        as_of: the day for which rules about dates speak; None leaves them out.
        lineage: where its values come from and go to.
    """

    inventory: Inventory
    graph: Graph
    as_of: date | None
    lineage: Lineage

    @property
    def thresholds(self) -> Thresholds:
        """The organisation's limits."""
        return self.inventory.organisation.thresholds

    @property
    def thresholds_known(self) -> bool:
        """Whether they could be read; otherwise a rule that needs one must stay silent."""
        return ("organisation:stack", "thresholds") not in self.inventory.flaws


Run = Callable[[Context, Check], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Args:
        check: code, severity and words.
        run: gives the findings.
        dated: it needs a day, and is left out without one.
        passes: a small stack without the finding: file to YAML.
        fails: a small stack with it.
    """

    check: Check
    run: Run
    dated: bool
    passes: dict[str, str]
    fails: dict[str, str]


RULES: dict[str, Rule] = {}
"""Every rule by code."""


def rule(
    code: str, severity: Severity, *, family: str, side: Side = Side.BUSINESS, dated: bool = False
) -> Callable[[Run], Run]:
    """Register a function as a rule.

    Args:
        code: kebab-case, unique.
        severity: of its findings.
        family: heading in the reference.
        side: who answers.
        dated: whether it depends on the day.

    Raises:
        ValueError: the docstring lacks a part, or the code is taken (a slip in our own code).
    """

    def register(run: Run) -> Run:
        doc = cleandoc(run.__doc__ or "")
        parts = re.fullmatch(r"(.+?)\.\n\n(.+?)\n\nFix: (.+?)\n\nPasses::\n(.+?)\nFails::\n(.+)", doc, re.DOTALL)
        if not parts or code in RULES:
            raise ValueError(f"the rule {code} is registered twice or its docstring is not complete")
        title, why, fix, passes, fails = parts.groups()
        check = Check(code, severity, _line(title), _line(why), _line(fix), side, family)
        RULES[code] = Rule(check, run, dated, _files(passes), _files(fails))
        return run

    return register


def _line(text: str) -> str:
    return " ".join(text.split())


def _files(block: str) -> dict[str, str]:
    """``# path`` lines cut a block of YAML into files."""
    files: dict[str, str] = {}
    path = ""
    for line in cleandoc("\n" + block).splitlines():
        if line.startswith("# "):
            path = line[2:].strip()
            files[path] = ""
        elif path:
            files[path] += line + "\n"
    return {path: text.rstrip("\n") + "\n" for path, text in files.items()}


def run_rules(
    inventory: Inventory, as_of: date | None = None, lineage: Lineage | None = None
) -> tuple[Diagnostic, ...]:
    """Run every rule.

    Args:
        inventory: what to look at.
        as_of: the day for rules about dates; without one they are left out.
        lineage: the inventory's flows and lineage, if they are at hand.

    Returns:
        The findings in order of place. A key that could not be used as written gets
        none, since a rule would only repeat what is known. Nor does what is waived.
    """
    lineage = lineage or Lineage(inventory, build_graph(inventory))
    context = Context(inventory, lineage.graph, as_of, lineage)
    waived = waived_until(inventory)
    found: list[Diagnostic] = []
    for one in RULES.values():
        if one.dated and as_of is None:
            continue
        for d in one.run(context, one.check):
            until = waived.get((d.entity, d.code))
            accepted = until is not None and (as_of is None or as_of <= until)
            if (d.entity, d.field) not in inventory.flaws and not accepted:
                found.append(d)
    return in_order(found)


def waived_until(inventory: Inventory) -> dict[tuple[str, str], date]:
    """``kind:id`` and code of a rule to the last day on which such findings about that entity are accepted."""
    found: dict[tuple[str, str], date] = {}
    for entity in entities_of(inventory):
        for waiver in entity.waivers:
            key = entity.ref, waiver.rule
            found[key] = max(waiver.until, found.get(key, waiver.until))
    return found


def entities_of(inventory: Inventory) -> Iterator[Entity]:
    """Every entity, the organisation first."""
    yield inventory.organisation
    yield from inventory.everything()
