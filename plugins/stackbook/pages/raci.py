"""Who does what for each tool (RACI): a matrix of tools and teams, with people under their team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.model.base import Entity
from stackbook.model.people import Team
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, by_word, worth
from stackbook.pages.page import Page, SearchRecord
from stackbook.work.raci import ACCOUNTABLE, CONSULTED, INFORMED, LETTERS, RESPONSIBLE, Part, RaciLine

TITLE = "Who does what (RACI)"
RACI, FILE = "raci", "raci/raci.csv"
LEAD = "For each tool who answers for it, who does the work, who is asked before, and who is told after."
MEANINGS = {
    RESPONSIBLE: "does the work",
    ACCOUNTABLE: "answers for it: exactly one",
    CONSULTED: "is asked before",
    INFORMED: "is told after",
}
ANSWERS = {"one": "Exactly one", "several": "More than one", "nobody": "Nobody"}
"""How many are accountable."""
COLUMNS = ("Tool", "Category", *LETTERS.values(), "From the owners", "Accountable is")
"""Of the file to be downloaded."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What the people of one team, or the team itself, do for a tool."""

    team: Team | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A tool in the matrix.

    Args:
        line: the tool with everybody's letters.
        cells: one for each column; without parts where a team does nothing for it.
        answers: one of `ANSWERS`; "" where this site cannot tell.
        marks: what the matrix can be narrowed down to.
    """

    line: RaciLine
    cells: tuple[Cell, ...]
    answers: str
    marks: str

    @property
    def tool(self) -> Tool:
        """The tool."""
        return self.line.tool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole of it.

    Args:
        teams: the columns; None for people of whom no team is known.
        rows: by tool.
    """

    teams: tuple[Team | None, ...]
    rows: tuple[Row, ...]


def raci_page(book: Book) -> Page:
    """The matrix; it says what to write when nobody does anything for a tool."""
    desk, made = Desk(book, RACI), matrix(book)
    html = desk.render(
        "raci.html",
        title=TITLE,
        lead=LEAD,
        matrix=made,
        letters=LETTERS,
        meanings=MEANINGS,
        derived=sum(row.line.derived and bool(row.line.parts) for row in made.rows),
        facets=_facets(book, made),
        file=desk.file(FILE),
    )
    words = f"{LEAD} Responsible, accountable, consulted, informed, responsibility matrix, roles."
    return Page(RACI, TITLE, LEAD, html, "People", (), SearchRecord(TITLE, words, ("Matrix",)), wide=True)


def raci_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, when there are tools."""
    made = matrix(book)
    if made.rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(book, row) for row in made.rows)))


def matrix(book: Book) -> Matrix:
    """The matrix: a row for each tool, a column for each team that does something, marketing's before IT's."""
    lines = tuple(_told(book, line) for line in book.governance.work.raci)
    kinds = list(book.inventory.vocabularies["team_kind"].values)
    place = {kind: number for number, kind in enumerate(kinds)}
    found = {team.ref: team for line in lines for part in line.parts for team in (part.team,) if team is not None}
    teams: list[Team | None] = [
        *sorted(found.values(), key=lambda one: (place.get(one.kind or "", len(kinds)), one.name.casefold(), one.id))
    ]
    if any(part.team is None for line in lines for part in line.parts):
        teams.append(None)
    return Matrix(tuple(teams), tuple(_row(book, line, teams) for line in lines))


def of_team(book: Book, team: Team) -> tuple[RaciLine, ...]:
    """The tools for which a team or its people do something, with only their letters; those they answer for first."""
    found = []
    for line in (_told(book, one) for one in book.governance.work.raci):
        parts = tuple(part for part in line.parts if part.team is team)
        if parts:
            found.append(replace(line, parts=parts))
    order = list(LETTERS)
    return tuple(sorted(found, key=lambda line: min(order.index(part.letters[0]) for part in line.parts)))


def _told(book: Book, line: RaciLine) -> RaciLine:
    """Without what follows from the owners where a tool says it itself, and this site may not tell."""
    emptied = "raci" in book.emptied.get(line.tool.ref, ()) or (line.tool.raci is not None and book.partial)
    return replace(line, parts=()) if line.derived and emptied else line


def _row(book: Book, line: RaciLine, teams: list[Team | None]) -> Row:
    cells = tuple(Cell(team, tuple(part for part in line.parts if part.team is team)) for team in teams)
    count = len(line.accountable)
    answers = "one" if count == 1 else "several" if count else "" if book.partial else "nobody"
    marks = [f"answers:{answers}"] if answers else []
    marks += [f"team:{cell.team.id}" for cell in cells if cell.team and cell.parts]
    marks += [f"category:{line.tool.category}"] if line.tool.category else []
    marks += [f"said:{_said(line)}"]
    return Row(line, cells, answers, " ".join(marks))


def _said(line: RaciLine) -> str:
    return "owners" if line.derived else "tool"


def _facets(book: Book, made: Matrix) -> tuple[Facet, ...]:
    teams: list[Entity | None] = [cell.team for row in made.rows for cell in row.cells if cell.parts]
    labels = book.inventory.vocabularies
    said = {"tool": "Written in the tool's file", "owners": "From its owners"}
    return worth(
        (
            by_entity("team", "Team", "Every team", teams),
            by_word("category", "Category", "Any", labels, "category", (row.tool.category for row in made.rows)),
            by_choice("answers", "Accountable", "Any", ANSWERS, (row.answers for row in made.rows)),
            by_choice("said", "Where it is said", "Anywhere", said, (_said(row.line) for row in made.rows)),
        )
    )


def _cells(book: Book, row: Row) -> tuple[str, ...]:
    def named(letter: str) -> str:
        return ", ".join(_name(part) for part in row.line.parts if letter in part.letters)

    return (
        row.tool.name,
        book.inventory.vocabularies.label("category", row.tool.category),
        *(named(letter) for letter in LETTERS),
        "Yes" if row.line.derived and row.line.parts else "",
        ANSWERS.get(row.answers, ""),
    )


def _name(part: Part) -> str:
    if part.team is None or part.team is part.who:
        return part.who.display_name
    return f"{part.who.display_name} ({part.team.name})"
