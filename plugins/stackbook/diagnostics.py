"""What can be wrong with a stack, as data: places, severities, checks and diagnostics.

The one module that every other may import. Nothing here reads files or prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file of the stack.

    Args:
        path: the file, relative to the project folder, with forward slashes.
        line: line number, counted from 1.
        column: column in characters, counted from 1.
        length: how many characters of that line are meant, at least 1.
    """

    path: str
    line: int = 1
    column: int = 1
    length: int = field(default=1, compare=False)

    def __str__(self) -> str:
        """``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}"


class Severity(Enum):
    """How much a diagnostic matters. An error fails the check, a warning is counted, a hint is shown."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


class Side(Enum):
    """Who answers for a field or a finding."""

    BUSINESS = "business"
    IT = "it"
    SECURITY = "security"
    PRIVACY = "privacy"
    FINANCE = "finance"

    @property
    def label(self) -> str:
        """The word for people."""
        return "IT" if self is Side.IT else self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing Stackbook looks at: the part of a diagnostic that is the same every time.

    Args:
        code: stable kebab-case name, shown in brackets.
        severity: of the diagnostics it gives.
        title: one line, a statement of what is wrong.
        why: why it matters, in plain words.
        fix: what to do about it, in plain words.
        side: who answers for it.
        family: heading under which the reference lists it.
        dated: it depends on the day: nothing in the stack need change for it to speak.
    """

    code: str
    severity: Severity
    title: str
    why: str
    fix: str
    side: Side = Side.BUSINESS
    family: str = "Structure"
    dated: bool = False

    def at(
        self,
        location: Location,
        message: str,
        help: str = "",
        *,
        entity: str = "",
        field: str = "",
        related: tuple[Related, ...] = (),
        mentions: tuple[str, ...] = (),
        internal: bool = False,
    ) -> Diagnostic:
        """A diagnostic of this check; the arguments are those of `Diagnostic`."""
        return Diagnostic(
            self.code,
            self.severity,
            message,
            location,
            help or self.fix,
            related=related,
            entity=entity,
            field=field,
            side=self.side,
            mentions=mentions,
            dated=self.dated,
            internal=internal,
        )


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that explains a diagnostic, with a few words."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem.

    Args:
        code: of the check that found it.
        severity: error, warning or hint.
        message: what is wrong, one sentence.
        location: where.
        help: how to put it right.
        related: other places that explain it.
        entity: ``kind:id`` it is about, or "".
        field: top-level key it is about, or "".
        side: who answers.
        mentions: further entities (``kind:id``) named in the message; a public
            site leaves a finding out when one of them is not public.
        dated: it depends on the day.
        internal: it tells something that no public site may show, such as what a contract costs.
    """

    code: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
    related: tuple[Related, ...] = ()
    entity: str = ""
    field: str = ""
    side: Side = Side.BUSINESS
    mentions: tuple[str, ...] = ()
    dated: bool = False
    internal: bool = False

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """By place, then gravity, then words: the order in which diagnostics are shown."""
        return (self.location, self.severity.rank, self.code, self.message)


def in_order(diagnostics: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics sorted by place, each only once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: d.sort_key))
