"""Requirements: what all projects have to deliver, what each touches, and the matrix of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stackbook.exchange.api import Artifact
from stackbook.exchange.spreadsheets import Sheet, xlsx_file
from stackbook.exchange.tables import Table, csv_file
from stackbook.model.base import Entity
from stackbook.model.initiatives import Initiative
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, by_word, worth
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.requirement_links import anchor_of, short, ways
from stackbook.work.requirements import RequirementLine

TITLE, REQUIREMENTS, MATRIX = "Requirements", "requirements/index", "requirements/matrix"
FILE, WORKBOOK = "requirements/requirements.csv", "requirements/requirements.xlsx"
LEAD = "What marketing and IT need from each other, project by project: how much it matters, how it is checked, and "
LEAD += "which tools it touches."
MATRIX_TITLE = "Requirements and tools"
MATRIX_LEAD = "Which requirement touches which tool: read a row for what a requirement needs, a column for what a tool "
MATRIX_LEAD += "has to do."
COLUMNS = (
    "Initiative",
    "Id",
    "What is needed",
    "Priority",
    "Type",
    "Side",
    "Status",
    "Acceptance criteria",
    "Why",
    "Who sees to it",
    "Checked by",
    "Checked on",
    "Tools",
    "Further tools by way of the rest",
    "Integrations",
    "Tokens",
    "Fields",
    "Open",
)
OPEN = {"acceptance": "Acceptance missing", "check": "Not checked yet"}
"""What can be open about a requirement."""
MOST_COLUMNS = 60
"""With more tools than this the matrix is one for each initiative."""
_WIDTHS = (28, 9, 60, 16, 16, 12, 14, 60, 40, 20, 20, 14, 30, 30, 34, 30, 40, 24)


@dataclass(frozen=True, slots=True)
class Row:
    """A requirement as the list shows it.

    Args:
        line: the facts.
        anchor: its place on the page of its initiative.
        touched: every tool that it touches, those it names first.
    """

    line: RequirementLine
    anchor: str
    touched: tuple[Tool, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """What is open about it: keys of `OPEN`."""
        found = {"acceptance": self.line.lacks_acceptance, "check": self.line.unverified}
        return tuple(key for key, is_open in found.items() if is_open)

    @property
    def marks(self) -> str:
        """What the page can be narrowed down to, for its script."""
        one = self.line.requirement
        said = {"priority": one.priority, "type": one.type, "side": one.side, "status": one.status}
        found = [f"initiative:{self.line.initiative.id}", *(f"{key}:{word}" for key, word in said.items() if word)]
        found += [f"tool:{tool.id}" for tool in self.touched] + [f"open:{key}" for key in self.open]
        return " ".join(found)


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The part of a matrix about one initiative.

    Args:
        initiative: which.
        rows: its requirements, each with a mark for each column: ``names``, ``through`` or "".
    """

    initiative: Initiative
    rows: tuple[tuple[Row, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Requirements by tools.

    Args:
        tools: the columns, by name.
        groups: the rows, by initiative.
    """

    tools: tuple[Tool, ...]
    groups: tuple[MatrixGroup, ...]


def requirement_rows(book: Book) -> tuple[Row, ...]:
    """Every requirement, in the order of the initiatives and, in each, as written."""
    return tuple(Row(line, anchor_of(line), touched_by(book, line)) for line in book.governance.work.requirements)


def touched_by(book: Book, line: RequirementLine) -> tuple[Tool, ...]:
    """Every tool that a requirement touches: those it names, then the others, each by name."""
    further = [tool for id_ in line.through if isinstance(tool := book.inventory.get("tool", id_), Tool)]
    return (*line.tools, *sorted(further, key=_name))


def requirements_page(book: Book) -> Page:
    """All requirements; it says how to begin when there are none."""
    desk = Desk(book, REQUIREMENTS)
    rows = requirement_rows(book)
    html = desk.render(
        "requirements.html",
        title=TITLE,
        lead=LEAD,
        rows=rows,
        open=OPEN,
        facets=_facets(book, rows),
        file=desk.file(FILE),
        workbook=desk.file(WORKBOOK),
        matrix=desk.url(MATRIX) if any(row.touched for row in rows) else "",
        through=lambda line, tool: ways(desk, line.through.get(tool.id, ())),
        **_counts(rows),
    )
    about = f"{LEAD} MoSCoW, must have, acceptance criteria, user stories, traceability, Excel, CSV."
    return Page(REQUIREMENTS, TITLE, LEAD, html, "Work", (), SearchRecord(TITLE, about, ("List",), weight=4), wide=True)


def matrix_page(book: Book) -> Page | None:
    """Requirements by tools, both ways; None when no requirement touches a tool."""
    rows = requirement_rows(book)
    if not any(row.touched for row in rows):
        return None
    desk = Desk(book, MATRIX)
    html = desk.render(
        "requirements-matrix.html",
        title=MATRIX_TITLE,
        lead=MATRIX_LEAD,
        above=(TITLE, desk.url(REQUIREMENTS)),
        parts=matrices(rows),
        tools=_by_tool(rows),
        file=desk.file(FILE),
        workbook=desk.file(WORKBOOK),
        short=short,
        through=lambda line, tool: ways(desk, line.through.get(tool.id, ())),
    )
    about = f"{MATRIX_LEAD} Traceability matrix, traces."
    return Page(MATRIX, MATRIX_TITLE, MATRIX_LEAD, html, "Work", (), SearchRecord(MATRIX_TITLE, about), wide=True)


def requirement_pages(book: Book) -> Iterator[Page]:
    """The list, and the matrix where there is something in it."""
    yield requirements_page(book)
    if matrix := matrix_page(book):
        yield matrix


def requirement_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV and as an Excel file, when there are requirements."""
    rows = requirement_rows(book)
    if not rows:
        return
    table = Table(COLUMNS, tuple(_cells(book, row) for row in rows))
    yield csv_file(FILE, table)
    sheets = [Sheet(TITLE, table, _WIDTHS)]
    if tools := _tools(rows):
        sheets.append(Sheet("Traceability", _matrix_table(rows, tools), (28, 9, 60)))
    yield xlsx_file(WORKBOOK, sheets, f"{TITLE}: {book.inventory.organisation.name}", book.as_of)


def matrices(rows: tuple[Row, ...]) -> tuple[Matrix, ...]:
    """The matrix of all initiatives; one for each of them when it would have too many columns."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.line.initiative.id, []).append(row)
    tools = _tools(rows)
    if len(tools) <= MOST_COLUMNS:
        return (Matrix(tools, tuple(_group(of, tools) for of in groups.values())),)
    return tuple(Matrix(own, (_group(of, own),)) for of in groups.values() if (own := _tools(of)))


def _counts(rows: tuple[Row, ...]) -> dict[str, int]:
    wanted = [row.line for row in rows if row.line.wanted]
    return {
        "wanted": len(wanted),
        "checked": sum(line.verified for line in wanted),
        "unclear": sum(line.lacks_acceptance for line in wanted),
        "projects": len({line.initiative.id for line in wanted}),
    }


def _group(rows: list[Row], tools: tuple[Tool, ...]) -> MatrixGroup:
    return MatrixGroup(rows[0].line.initiative, tuple((row, _marks(row, tools)) for row in rows))


def _marks(row: Row, tools: Iterable[Tool]) -> tuple[str, ...]:
    named = {tool.id for tool in row.line.tools}
    return tuple("names" if t.id in named else "through" if t.id in row.line.through else "" for t in tools)


def _tools(rows: Iterable[Row]) -> tuple[Tool, ...]:
    found = {tool.id: tool for row in rows for tool in row.touched}
    return tuple(sorted(found.values(), key=_name))


def _by_tool(rows: tuple[Row, ...]) -> list[tuple[Tool, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        for tool in row.touched:
            found.setdefault(tool.id, []).append(row)
    return [(tool, found[tool.id]) for tool in _tools(rows)]


def _matrix_table(rows: tuple[Row, ...], tools: tuple[Tool, ...]) -> Table:
    words = {"names": "x", "through": "(x)", "": ""}
    columns = ("Initiative", "Id", "What is needed", *(tool.name for tool in tools))
    return Table(
        columns,
        tuple(
            (
                row.line.initiative.name,
                row.line.requirement.id,
                row.line.requirement.statement,
                *(words[mark] for mark in _marks(row, tools)),
            )
            for row in rows
        ),
    )


def _facets(book: Book, rows: tuple[Row, ...]) -> tuple[Facet, ...]:
    labels, needed = book.inventory.vocabularies, [row.line.requirement for row in rows]
    found: list[Facet] = [
        by_entity("initiative", "Initiative", "Every one", (row.line.initiative for row in rows)),
        by_word("priority", "Priority", "Any", labels, "priority", (one.priority for one in needed)),
        by_word("type", "Type", "Any", labels, "requirement_type", (one.type for one in needed)),
        by_word("side", "Needed by", "Anybody", labels, "joint_side", (one.side for one in needed)),
        by_word("status", "Status", "Any", labels, "requirement_status", (one.status for one in needed)),
        by_entity("tool", "Touches", "Every tool", (tool for row in rows for tool in row.touched)),
    ]
    left = by_choice("open", "Open", "All", OPEN, (key for row in rows for key in row.open))
    return (*worth(found), *((left,) if left.choices else ()))


def _cells(book: Book, row: Row) -> tuple[str, ...]:
    line, labels, find = row.line, book.inventory.vocabularies, book.inventory.find
    one = line.requirement
    owner, checker = find(one.owner), find(one.verified_by)
    named = {tool.id for tool in line.tools}
    return (
        line.initiative.display_name,
        one.id,
        one.statement,
        labels.label("priority", one.priority),
        labels.label("requirement_type", one.type),
        labels.label("joint_side", one.side),
        labels.label("requirement_status", one.status),
        "\n".join(one.acceptance or ()),
        one.rationale or "",
        owner.display_name if owner else "",
        checker.display_name if checker else "",
        one.verified_on.isoformat() if one.verified_on else "",
        ", ".join(tool.name for tool in line.tools),
        ", ".join(tool.name for tool in row.touched if tool.id not in named),
        ", ".join(flow.name for flow in line.integrations),
        ", ".join(token.name for token in line.tokens),
        ", ".join(place.key for place in line.fields),
        ", ".join(OPEN[key] for key in row.open),
    )


def _name(entity: Entity) -> tuple[str, str]:
    return entity.display_name.casefold(), entity.id
