"""KPIs: where every measure stands, by side; and the page of one with its chart, its readings and what moves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from stackbook.drawing.charts import sparkline
from stackbook.drawing.measure import Marks, figures, measure_chart
from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.model.base import Entity
from stackbook.model.measures import Band, Kpi, Reading
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, by_word, marks, worth
from stackbook.pages.links import list_of
from stackbook.pages.page import Page, SearchRecord
from stackbook.work.kpis import BETTER, OFF, ON, OPEN, OTHER, SAME, UNMEASURED, WORSE, Change, KpiLine, shortfall

KIND, TITLE = "kpi", "KPIs"
FILE, READINGS = "kpis/kpis.csv", "kpis/readings.csv"
LEAD = "What we measure together: where it stands, what it should be, and whether it gets better."
SHOWN = frozenset({"definition", "side", "baseline", "target", "band", "readings", "unit", "direction", "owner"})
"""Fields that the page of a KPI shows in its own way."""
STATES = {ON: "On target", OFF: "Off target", OPEN: "No target", UNMEASURED: "Not measured yet"}
WAYS = {BETTER: "Better", WORSE: "Worse", SAME: "As before", OTHER: "Changed"}
COLUMNS = (
    "KPI",
    "What it says",
    "Whose measure it is",
    "Unit",
    "Which way is better",
    "Last value",
    "Measured on",
    "Target",
    "Target range from",
    "Target range to",
    "State",
    "Since the reading before",
    "Value before",
    "Since the beginning",
    "Value at the beginning",
    "Who measures it",
    "How it is worked out",
    "Measured in",
    "How often",
    "Initiatives that should move it",
    "Journeys that should move it",
)
"""Of the list to be downloaded."""
READING_COLUMNS = ("KPI", "Id", "Day", "Value", "Unit", "State", "Note")
"""Of the file with all readings."""


@dataclass(frozen=True, slots=True)
class Row:
    """A KPI in the list.

    Args:
        line: the KPI as it stands.
        owner: the team that measures it, as this site may show it.
        picture: its last readings as a small chart; "" when there are none.
        marks: what the list can be narrowed down to.
    """

    line: KpiLine
    owner: Entity | None
    picture: Markup
    marks: str


@dataclass(frozen=True, slots=True)
class Side:
    """The KPIs of one side.

    Args:
        key: ``marketing``, ``it`` or ``shared``; "" for those of which it is not recorded.
        title: for people.
        rows: by name.
    """

    key: str
    title: str
    rows: tuple[Row, ...]


def kpis_page(book: Book) -> Page:
    """Every KPI by side; the page says how to write the first one when there is none."""
    desk, sides = Desk(book, list_of(KIND)), _sides(book)
    rows = [row for side in sides for row in side.rows]
    counted = Counter(row.line.state for row in rows)
    html = desk.render(
        "kpis.html",
        title=TITLE,
        lead=LEAD,
        sides=sides,
        count=len(rows),
        tallies=[(key, words, counted[key]) for key, words in STATES.items() if counted[key]],
        worse=[row.line for row in rows if row.line.since_before and row.line.since_before.word == WORSE],
        undated=not book.as_of and any(row.line.next_on for row in rows),
        facets=_facets(book, rows),
        file=desk.file(FILE),
        readings=desk.file(READINGS) if any(row.line.readings for row in rows) else "",
        words=Words(),
    )
    said = f"{LEAD} KPI, measure, metric, target, trend, OKR, dashboard."
    return Page(list_of(KIND), TITLE, LEAD, html, "Health", (), SearchRecord(TITLE, said, ("List",)), wide=True)


def kpi_files(book: Book) -> Iterator[Artifact]:
    """The list and all readings as CSV."""
    lines = [row.line for side in _sides(book) for row in side.rows]
    if lines:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(book, line) for line in lines)))
    if any(line.readings for line in lines):
        rows = tuple(_reading_cells(line, one) for line in lines for one in line.readings)
        yield csv_file(READINGS, Table(READING_COLUMNS, rows))


def kpi_extras(desk: Desk, kpi: Kpi) -> dict[str, Any]:
    """What the page of a KPI shows beyond its fields."""
    line = desk.book.governance.work.kpi_of[kpi.id]
    points = [(one.on, one.value) for one in line.readings]
    chart = measure_chart(points, f"{kpi.name} over time", kpi.unit or "", "kpi", _held_against(line))
    return {
        "line": line,
        "owner": desk.book.inventory.get("team", kpi.owner),
        "chart": Markup(chart),  # noqa: S704  # the drawing escapes
        "states": STATES,
        "rows": _readings(line),
        "words": Words(),
        "asked": frozenset(kpi.known_unknown),
        "dated": desk.book.as_of is not None,
        "file": desk.file(READINGS),
        "moved_by": any((line.initiatives, line.journeys)),
    }


class Words:
    """How values and changes are said. Templates call it."""

    @staticmethod
    def value(value: float, kpi: Kpi) -> str:
        """A value with its unit."""
        return f"{figures(value)}\u00a0{kpi.unit}" if kpi.unit else figures(value)

    @staticmethod
    def target(kpi: Kpi) -> str:
        """What it should be, in words; "" when nobody has said."""
        return target_words(kpi)

    @staticmethod
    def state(line: KpiLine) -> str:
        """Whether it is where it should be."""
        if isinstance(line.aim, Band) and line.state in (ON, OFF):
            return "Within its range" if line.state == ON else "Outside its range"
        return STATES[line.state]

    @staticmethod
    def way(change: Change) -> str:
        """Whether it got better: a word."""
        if change.word == SAME and change.by:
            return "As good as before"
        return WAYS[change.word]

    @staticmethod
    def short_of(line: KpiLine) -> str:
        """How far the last value is from what it should be; "" when it is there or nobody knows."""
        short = shortfall(line.kpi, line.last.value) if line.last else None
        if not short:
            return ""
        return f"{figures(short)}\u00a0{line.kpi.unit or ''}".strip() + " to go"

    @staticmethod
    def why_open(kpi: Kpi) -> str:
        """Why nobody can tell whether it is on target."""
        if kpi.direction is None:
            return "Nobody has said which way is better."
        what = "within which range it should stay" if kpi.direction == "band" else "what it should be"
        return f"Nobody has said {what}."


def target_words(kpi: Kpi) -> str:
    """What a KPI should be: ``at least 75 %``; "" when nobody has said."""
    unit = f"\u00a0{kpi.unit}" if kpi.unit else ""
    if kpi.direction == "band":
        if kpi.band is None:
            return ""
        low, high = sorted((kpi.band.low, kpi.band.high))
        return f"{figures(low)} to {figures(high)}{unit}"
    if kpi.target is None:
        return ""
    lead = {"up": "at least ", "down": "at most "}.get(kpi.direction or "", "")
    return f"{lead}{figures(kpi.target)}{unit}"


def _sides(book: Book) -> tuple[Side, ...]:
    labels = book.inventory.vocabularies
    found: dict[str, list[Row]] = {key: [] for key in labels["joint_side"].values}
    for line in book.governance.work.kpis:
        found.setdefault(line.kpi.side or "", []).append(_row(book, line))
    titles = {key: labels.label("joint_side", key) for key in found if key}
    titles |= {"shared": "Both sides", "": "Not said whose"}
    return tuple(Side(key, titles.get(key, key), tuple(rows)) for key, rows in found.items() if rows)


def _row(book: Book, line: KpiLine) -> Row:
    kpi = line.kpi
    owner = book.inventory.get("team", kpi.owner)
    points = [(one.on, one.value) for one in line.readings]
    held = _held_against(line)
    words = f"{kpi.name} over time"
    picture = sparkline(points, words, f"spark-{kpi.id}", held.target, held.band) if len(points) > 1 else ""
    way = line.since_before.word if line.since_before else ""
    return Row(
        line,
        owner,
        Markup(picture),  # noqa: S704  # the drawing escapes
        marks(side=kpi.side, team=owner, state=line.state, way=way),
    )


def _held_against(line: KpiLine) -> Marks:
    aim = line.aim
    band = (aim.low, aim.high) if isinstance(aim, Band) else None
    return Marks(None if isinstance(aim, Band) else aim, band, line.kpi.baseline)


def _facets(book: Book, rows: list[Row]) -> tuple[Facet, ...]:
    labels = book.inventory.vocabularies
    ways = (row.line.since_before.word for row in rows if row.line.since_before)
    return worth(
        (
            by_word("side", "Whose", "Everybody's", labels, "joint_side", (row.line.kpi.side for row in rows)),
            by_entity("team", "Measured by", "Every team", (row.owner for row in rows)),
            by_choice("state", "State", "Any", STATES, (row.line.state for row in rows)),
            by_choice("way", "Since the reading before", "Anything", WAYS, ways),
        )
    )


def _readings(line: KpiLine) -> tuple[tuple[Reading, str, Change | None], ...]:
    """The readings, the newest first: each with whether it was on target, and how it compares with the one before."""
    return tuple(reversed([(one, _state(line.kpi, one), change) for one, change in line.steps]))


def _state(kpi: Kpi, one: Reading) -> str:
    short = shortfall(kpi, one.value)
    return OPEN if short is None else OFF if short else ON


def _cells(book: Book, line: KpiLine) -> tuple[str, ...]:
    kpi, labels = line.kpi, book.inventory.vocabularies
    owner, source = book.inventory.get("team", kpi.owner), book.inventory.find(kpi.source)
    aim, before, start = line.aim, line.since_before, line.since_baseline
    band = aim if isinstance(aim, Band) else None
    return (
        kpi.name,
        kpi.definition or "",
        labels.label("joint_side", kpi.side),
        kpi.unit or "",
        labels.label("kpi_direction", kpi.direction),
        _plain(line.last.value if line.last else None),
        line.last.on.isoformat() if line.last else "",
        _plain(aim if not isinstance(aim, Band) else None),
        _plain(band.low if band else None),
        _plain(band.high if band else None),
        STATES[line.state],
        WAYS[before.word] if before else "",
        _plain(before.before if before else None),
        WAYS[start.word] if start else "",
        _plain(kpi.baseline),
        owner.display_name if owner else "",
        kpi.formula or "",
        source.display_name if source else "",
        kpi.cadence or "",
        ", ".join(one.name for one in line.initiatives),
        ", ".join(one.name for one in line.journeys),
    )


def _reading_cells(line: KpiLine, one: Reading) -> tuple[str, ...]:
    kpi = line.kpi
    state = STATES[_state(kpi, one)]
    return (kpi.name, kpi.id, one.on.isoformat(), _plain(one.value), kpi.unit or "", state, one.note or "")


def _plain(value: float | None) -> str:
    """A number without commas, which a spreadsheet takes for one."""
    return "" if value is None else figures(value).replace(",", "")
