"""Decisions: the log, the page of each with those before and after it, and what is said of them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.model import KINDS
from stackbook.model.base import Entity
from stackbook.model.decisions import AFFECTED, Decision
from stackbook.model.people import Team
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, by_word, worth
from stackbook.pages.links import list_of
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.text import plain_prose, shorten
from stackbook.work.decisions import DecisionLine
from stackbook.work.raci import team_of

TITLE, FILE = "Decisions", "decisions/decisions.csv"
LEAD = "What was decided, by whom and why, the newest first. Nobody has to argue it out a second time."
SHOWN = frozenset(
    {
        "status",
        "date",
        "context",
        "outcome",
        "drivers",
        "options",
        "consequences",
        "deciders",
        "consulted",
        "informed",
        "affects",
        "supersedes",
        "revisit_on",
    }
)
"""Fields that the page of a decision shows in its own way."""
COLUMNS = (
    "Decision",
    "Status",
    "Decided on",
    "What was decided",
    "Decided by",
    "Asked before",
    "Told after",
    "About",
    "Takes the place of",
    "Replaced by",
    "Look at it again on",
    "On the day",
)
"""Of the file to be downloaded."""
SIDES = {"marketing": "Marketing", "it": "IT", "both": "Marketing and IT", "other": "Somebody else"}
AGAIN = {"past": "Its day has passed", "planned": "Planned"}
_MARKETING = ("marketing", "sales", "agency")
_IT = ("it", "data", "security")
_BOTH = ("fusion", "community_of_practice")
MOST_NAMED = 4
"""So many things that a decision is about stand in the log; its page has all of them."""
_LONGEST = 180


@dataclass(frozen=True, slots=True)
class Row:
    """A decision in the log.

    Args:
        line: the decision with those before and after it.
        deciders: who decided, as this site may show them.
        side: one of `SIDES`; "" when nobody is named.
        again: one of `AGAIN`, or "".
        marks: what the log can be narrowed down to.
        said: what was decided, in a line of plain text.
    """

    line: DecisionLine
    deciders: tuple[Entity, ...]
    side: str
    again: str
    marks: str
    said: str


def decisions_page(book: Book) -> Page:
    """The log; it says how to write the first decision when there is none."""
    path = list_of("decision")
    desk, rows = Desk(book, path), _rows(book)
    html = desk.render(
        "decisions.html",
        title=TITLE,
        lead=LEAD,
        rows=rows,
        most=MOST_NAMED,
        facets=_facets(book, rows),
        file=desk.file(FILE),
    )
    words = f"{LEAD} Architecture decision record, ADR, MADR, why, options, log."
    return Page(path, TITLE, LEAD, html, "Work", (), SearchRecord(TITLE, words, ("List",)), wide=True)


def decision_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, when there are decisions."""
    rows = _rows(book)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(book, row) for row in rows)))


def decision_extras(desk: Desk, decision: Decision) -> dict[str, Any]:
    """What the page of a decision shows beyond its fields."""
    line = next(one for one in desk.book.governance.work.decisions if one.decision is decision)
    people = {
        "Decided": _people(desk.book, decision.deciders),
        "Asked before": _people(desk.book, decision.consulted),
        "Told after": _people(desk.book, decision.informed),
    }
    return {
        "line": line,
        "people": {label: found for label, found in people.items() if found},
        "holds_now": tuple(one for one in line.after if one.status == "accepted"),
        "asked": frozenset(decision.known_unknown),
    }


def decisions_about(desk: Desk, entity: Entity) -> tuple[tuple[DecisionLine, str], ...]:
    """The decisions about an entity with what was decided in a line, those that were replaced last."""
    if entity.spec.key not in AFFECTED:
        return ()
    lines = desk.book.governance.work.decisions_of.get(entity.ref, ())
    return tuple((line, in_a_line(line.decision)) for line in lines)


def in_a_line(decision: Decision) -> str:
    """What was decided, in a line of plain text; "" when that is not recorded."""
    return shorten(plain_prose(decision.outcome or ""), _LONGEST)


def side_of(teams: Iterable[Team]) -> str:
    """On which side people of these teams are: one of `SIDES`; "" when there are none."""
    kinds = {team.kind for team in teams}
    if not kinds:
        return ""
    marketing, it = bool(kinds & {*_MARKETING, *_BOTH}), bool(kinds & {*_IT, *_BOTH})
    if marketing and it:
        return "both"
    return "marketing" if marketing else "it" if it else "other"


def _rows(book: Book) -> tuple[Row, ...]:
    return tuple(_row(book, line) for line in book.governance.work.decisions)


def _row(book: Book, line: DecisionLine) -> Row:
    one = line.decision
    deciders = _people(book, one.deciders)
    teams = _teams(book, deciders)
    side = side_of(teams)
    again = ("past" if line.past_revisit else "planned") if one.revisit_on and not line.replaced else ""
    found = [f"status:{one.status}" if one.status else "", f"side:{side}" if side else ""]
    found += [f"team:{team.id}" for team in teams]
    found += [f"about:{about.spec.key}" for about in line.affects]
    found += [f"tool:{about.id}" for about in line.affects if isinstance(about, Tool)]
    found += [f"again:{again}" if again else ""]
    return Row(line, deciders, side, again, " ".join(filter(None, dict.fromkeys(found))), in_a_line(one))


def _people(book: Book, names: Iterable[str]) -> tuple[Entity, ...]:
    found = (book.inventory.find(name) for name in names)
    return tuple({one.ref: one for one in found if one is not None}.values())


def _teams(book: Book, people: Iterable[Entity]) -> tuple[Team, ...]:
    """The teams of these people, each once."""
    found = (team_of(who, book.inventory) for who in people)
    return tuple({team.ref: team for team in found if team is not None}.values())


def _facets(book: Book, rows: tuple[Row, ...]) -> tuple[Facet, ...]:
    labels = book.inventory.vocabularies
    kinds = {key: KINDS[key].spec.plural for key in AFFECTED}
    teams = [team for row in rows for team in _teams(book, row.deciders)]
    about = [key for row in rows for key in {one.spec.key for one in row.line.affects}]
    tools = [one for row in rows for one in row.line.affects if isinstance(one, Tool)]
    found = worth(
        (
            by_word("status", "Status", "Any", labels, "decision_status", (row.line.decision.status for row in rows)),
            by_choice("side", "Decided by", "Anybody", SIDES, (row.side for row in rows)),
            by_entity("team", "Team", "Every team", teams),
            by_choice("about", "About", "Anything", kinds, about),
            by_entity("tool", "Tool", "Every tool", tools),
        )
    )
    again = by_choice("again", "Look at it again", "Any time", AGAIN, (row.again for row in rows))
    return (*found, again) if again.choices and len(rows) > 1 else found


def _cells(book: Book, row: Row) -> tuple[str, ...]:
    line, one = row.line, row.line.decision
    return (
        one.name,
        book.inventory.vocabularies.label("decision_status", one.status),
        one.date.isoformat() if one.date else "",
        plain_prose(one.outcome or "", 2_000),
        _names(row.deciders),
        _names(_people(book, one.consulted)),
        _names(_people(book, one.informed)),
        ", ".join(f"{about.spec.singular} {about.display_name}" for about in line.affects),
        _names(line.replaces),
        _names(line.replaced_by),
        one.revisit_on.isoformat() if one.revisit_on else "",
        "Look at it again" if line.past_revisit else "",
    )


def _names(found: Iterable[Entity]) -> str:
    return ", ".join(one.display_name for one in found)
