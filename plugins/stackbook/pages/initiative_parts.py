"""The page of an initiative: everything about a joint project in one place, to be read, checked and printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stackbook.fields import FieldDoc, by_key
from stackbook.model.base import Entity
from stackbook.model.capabilities import Capability
from stackbook.model.initiatives import Initiative, Risk
from stackbook.pages.book import Book, Desk
from stackbook.pages.initiatives import missing_of, name_of, points_shown
from stackbook.pages.kpis import Words as KpiWords
from stackbook.pages.requirement_links import anchor_of
from stackbook.work.capacity import CapacityLine
from stackbook.work.capacity import in_words as quarter_words
from stackbook.work.checks_of_initiative import State
from stackbook.work.milestones import Progress
from stackbook.work.readiness import Gap, changes_of
from stackbook.work.requirements import RequirementLine
from stackbook.work.score import number

SHOWN = frozenset(Initiative.model_fields) - frozenset(Entity.model_fields)
"""Fields that the page shows in its own way: all but those that every record has."""
_LEVELS = {"low": 1, "medium": 2, "high": 3}
_NOT_ASKED = ("depends_on",)
"""Fields of which nobody misses anything."""
_WORDS_OF_STATE = {
    State.DONE: "Done",
    State.PLANNED: "Planned",
    State.LATE: "Late",
    State.NOT_NEEDED: "Not needed",
    State.MISSING: "Missing",
}
_WORDS_OF_PROGRESS = {
    Progress.DONE: "Done",
    Progress.LATE: "Late",
    Progress.PLANNED: "Planned",
    Progress.OPEN: "No day yet",
    Progress.NOT_NEEDED: "Not needed",
}


@dataclass(frozen=True, slots=True)
class Share:
    """People of a team promised to this initiative in a quarter.

    Args:
        line: the team in the quarter.
        promised: to this initiative.
        others: to other initiatives.
    """

    line: CapacityLine
    promised: float
    others: float


def initiative_extras(desk: Desk, one: Initiative) -> dict[str, Any]:
    """What the template of an initiative needs beyond what every page has."""
    book = desk.book
    ready = book.governance.work.readiness[one.id]
    lines, find, kpi_of = ready.requirements, book.inventory.find, book.governance.work.kpi_of
    absent = tuple(_not_recorded(book, one))
    wanted = [line for line in lines if line.wanted]
    shown = _anchors(book, one, bool(absent))
    return {
        "ready": ready,
        "way": ready.way,
        "milestone": lambda line: name_of(book, line),
        "progress": _WORDS_OF_PROGRESS,
        "states": _WORDS_OF_STATE,
        "points": points_shown(book, ready),
        "missing": missing_of(book, one),
        "ahead": ready.ahead,
        "place": lambda gap: _place(desk, gap, shown),
        "anchor": anchor_of,
        "groups": _by_priority(book, lines),
        "wanted": len(wanted),
        "checked": sum(line.verified for line in wanted),
        "unclear": sum(line.lacks_acceptance for line in wanted),
        "people": [(label, found) for label, who in _leads(one) if (found := find(who))],
        "team": _team(book, one),
        "shares": _shares(book, one),
        "score": book.governance.work.scores.get(one.id),
        "risks": _risks(one),
        "changes": _changes(book, one),
        "measures": [kpi_of[kpi.id] for id_ in one.kpis if (kpi := find(f"kpi:{id_}"))],
        "kpi_words": KpiWords,
        "capabilities": [it for id_ in one.capabilities if isinstance(it := find(f"capability:{id_}"), Capability)],
        "waits_for": [other for id_ in one.depends_on if isinstance(other := find(f"initiative:{id_}"), Initiative)],
        "waited_for": _followers(book, one),
        "absent": absent,
        "internal": book.options.internal,
        "number": number,
        "quarter": quarter_words,
        "listed": f"{desk.url('requirements/index')}?initiative={one.id}",
        "wide": True,
    }


def _leads(one: Initiative) -> tuple[tuple[str, str | None], ...]:
    return (
        ("Sponsor in marketing", one.sponsor_marketing),
        ("Sponsor in IT", one.sponsor_it),
        ("Leads it", one.leader),
        ("Coordinates it", one.coordinator),
    )


def _team(book: Book, one: Initiative) -> list[tuple[str, list[Entity]]]:
    """Who else works on it, by role, in the order in which the roles are first written."""
    found: dict[str, list[Entity]] = {}
    for place in one.team:
        who = book.inventory.find(place.who)
        if who is not None:
            found.setdefault(book.inventory.vocabularies.label("role", place.role), []).append(who)
    return list(found.items())


def _by_priority(book: Book, lines: tuple[RequirementLine, ...]) -> list[tuple[str, str, list[RequirementLine]]]:
    """Key, label and requirements of each priority; those without one, and at last those that were dropped."""
    labels = book.inventory.vocabularies
    found: dict[str, list[RequirementLine]] = {key: [] for key in (*labels["priority"].values, "", "dropped")}
    for line in lines:
        dropped = line.requirement.status == "dropped"
        found["dropped" if dropped else line.requirement.priority or ""].append(line)
    named = {"": "Without a priority", "dropped": "Dropped"}
    return [(key or "none", named.get(key) or labels.label("priority", key), of) for key, of in found.items() if of]


def _shares(book: Book, one: Initiative) -> list[Share]:
    """What is promised to it, by team and quarter, beside what the team has."""
    found = []
    for line in book.governance.work.capacity:
        own = sum(it.fte for it in line.promises if it.initiative.id == one.id)
        if own:
            found.append(Share(line, own, round(line.promised - own, 4)))
    return found


def _risks(one: Initiative) -> list[tuple[Risk, int]]:
    """Its risks, the worst first, each with likelihood times impact; 0 when one of them is not known."""
    weighed = [(risk, _LEVELS.get(risk.likelihood or "", 0) * _LEVELS.get(risk.impact or "", 0)) for risk in one.risks]
    return sorted(weighed, key=lambda found: -found[1])


def _changes(book: Book, one: Initiative) -> list[tuple[str, list[Any]]]:
    """What it adds, changes and retires: the word of the vocabulary, and what."""
    found: dict[str, list[Any]] = {}
    for line in changes_of(one, book.inventory):
        found.setdefault(line.change.action, []).append(line)
    return list(found.items())


def _followers(book: Book, one: Initiative) -> list[Initiative]:
    get = book.inventory.get
    return [
        it for it in book.governance.work.initiatives if any(get("initiative", id_) is one for id_ in it.depends_on)
    ]


def _not_recorded(book: Book, one: Initiative) -> Iterator[tuple[FieldDoc, bool]]:
    """What is not filled in, each with whether it was asked and nobody knows; nothing that is only hidden."""
    emptied = book.emptied.get(one.ref, frozenset())
    for key, doc in by_key(Initiative).items():
        if key not in SHOWN or key in _NOT_ASKED or key in emptied or (doc.internal and not book.options.internal):
            continue
        if doc.of(one) in (None, (), {}):
            yield doc, key in one.known_unknown


def _anchors(book: Book, one: Initiative, absent: bool) -> frozenset[str]:
    """The places on the page to which a gap may lead."""
    has = {
        "who": any(who for _, who in _leads(one)) or bool(one.team or one.channels),
        "milestones": bool(one.milestones),
        "requirements": bool(one.requirements),
        "capacity": bool(_shares(book, one)),
        "budget": book.options.internal and one.budget is not None,
        "risks": bool(one.risks),
        "kpis": bool(one.kpis),
        "depends": bool(one.depends_on),
        "reviews": bool(book.governance.reviews_of.get(one.ref)),
        "not-recorded": absent,
    }
    return frozenset(key for key, there in has.items() if there)


def _place(desk: Desk, gap: Gap, shown: frozenset[str]) -> str:
    """The address of the part of the page that tells more about a gap, or ""."""
    if gap.place.startswith("missed-") or gap.place in shown:
        return f"#{gap.place}"
    return "#not-recorded" if "not-recorded" in shown else ""
