"""What a rule is.

A rule is one function. Its docstring is its documentation: a title, why it matters,
what to do (after ``Fix:``), where it comes from (after ``Source:``, such as a law; may be
left out), and two small stacks as YAML, one that passes and one that fails, which are its
tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from inspect import cleandoc

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance import Governance
from stackbook.graph import Graph
from stackbook.inventory import Inventory
from stackbook.lineage import Lineage
from stackbook.model.base import Entity, Waiver
from stackbook.model.organisation import Thresholds


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that a waiver accepts.

    Args:
        diagnostic: the finding.
        waiver: what accepts it.
    """

    diagnostic: Diagnostic
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may look at. Everything that several rules need is worked out once and shared.

    Args:
        governance: the stack: its records, flows and fields, and what follows from contracts, activities and reviews.
        ran: codes of the rules that have run, for those that run last.
        accepted: findings that a waiver accepts, for those that run last.
    """

    governance: Governance
    ran: frozenset[str] = frozenset()
    accepted: tuple[Accepted, ...] = ()

    @property
    def inventory(self) -> Inventory:
        """Everything that is recorded."""
        return self.governance.inventory

    @property
    def graph(self) -> Graph:
        """Its flows."""
        return self.governance.graph

    @property
    def lineage(self) -> Lineage:
        """Where its values come from and go to."""
        return self.governance.lineage

    @property
    def as_of(self) -> date | None:
        """The day for which rules about dates speak; None leaves them out."""
        return self.governance.as_of

    @property
    def today(self) -> date:
        """The same, for rules about dates, which never run without one."""
        assert self.governance.as_of is not None  # the engine sees to that
        return self.governance.as_of

    @property
    def thresholds(self) -> Thresholds:
        """The organisation's limits."""
        return self.inventory.organisation.thresholds

    @property
    def thresholds_known(self) -> bool:
        """Whether they could be read; otherwise a rule that needs one must stay silent."""
        return (ORGANISATION, "thresholds") not in self.inventory.flaws


Run = Callable[[Context, Check], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Args:
        check: code, severity and words.
        run: gives the findings.
        thresholds: keys of the organisation's limits that it asks for; it is left out when they cannot be read.
        source: where the rule comes from, such as a law; "" when it is our own.
        last: it looks at what the others found.
        passes: a small stack without the finding: file to YAML.
        fails: a small stack with it.
    """

    check: Check
    run: Run
    thresholds: tuple[str, ...]
    source: str
    passes: dict[str, str]
    fails: dict[str, str]
    last: bool = False

    @property
    def dated(self) -> bool:
        """It needs a day, and is left out without one."""
        return self.check.dated


ORGANISATION = "organisation:stack"

RULES: dict[str, Rule] = {}
"""Every rule by code."""


_DOCUMENTED = re.compile(
    r"(.+?)\.\n\n(.+?)\n\nFix: (.+?)\n\n(?:Source: (.+?)\n\n)?Passes::\n(.+?)\nFails::\n(.+)", re.DOTALL
)


def rule(
    code: str,
    severity: Severity,
    *,
    family: str,
    side: Side = Side.BUSINESS,
    dated: bool = False,
    thresholds: tuple[str, ...] = (),
    last: bool = False,
) -> Callable[[Run], Run]:
    """Register a function as a rule.

    Args:
        code: kebab-case, unique.
        severity: of its findings.
        family: heading in the reference.
        side: who answers.
        dated: whether it depends on the day.
        thresholds: the organisation's limits that it asks for.
        last: whether it looks at what the others found, and so runs after them.

    Raises:
        ValueError: the docstring lacks a part, or the code is taken (a slip in our own code).
    """

    def register(run: Run) -> Run:
        parts = _DOCUMENTED.fullmatch(cleandoc(run.__doc__ or ""))
        if not parts or code in RULES:
            raise ValueError(f"the rule {code} is registered twice or its docstring is not complete")
        title, why, fix, source, passes, fails = parts.groups()
        check = Check(code, severity, _line(title), _line(why), _line(fix), side, family, dated)
        RULES[code] = Rule(check, run, thresholds, _line(source or ""), _files(passes), _files(fails), last)
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


def entities_of(inventory: Inventory) -> Iterator[Entity]:
    """Every entity, the organisation first."""
    yield inventory.organisation
    yield from inventory.everything()
