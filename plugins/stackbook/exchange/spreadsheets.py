"""Tables as Excel files (XLSX), for people who work on in a spreadsheet.

The same input gives the same bytes. What a contributor wrote stays text: no cell becomes a formula, a link or a
number by itself, and cells follow the rule of the CSV files (`tables.cell`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it comes without types

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_CELL = 32_767
"""So many letters a cell can hold."""
_BEFORE_ALL = date(2000, 1, 1)
"""Stands for the day of making where none is given; Excel wants one."""
_NARROW, _WIDE = 10, 48
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_MOST_IN_TITLE = 31


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a table: its head stays in sight, is wrapped, and can be filtered.

    Args:
        title: on its tab; signs that Excel does not allow there become spaces.
        table: what it holds.
        widths: of the columns, in letters; those left out follow from what stands in them.
        headed: the first row is a head. Without one the first column stands out, as in a sheet of facts.
    """

    title: str
    table: Table
    widths: tuple[int, ...] = field(default=())
    headed: bool = True


def xlsx_bytes(sheets: Sequence[Sheet], title: str, made: date | None = None) -> bytes:
    """Sheets as the bytes of a file.

    Args:
        sheets: at least one, in their order; the first is seen when the file is opened.
        title: of the file, plain text.
        made: the day that stands in the file as that of its making; None says nothing about it.
    """
    out = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(out, options)
    day = made or _BEFORE_ALL
    # Excel would otherwise put in the moment at which the file was written.
    book.set_properties({"title": title[:255], "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001  # no moment is meant
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7ECF3", "border": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "name": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
    }
    taken: set[str] = set()
    for one in sheets:
        page = book.add_worksheet(_tab(one.title, taken))
        _write(page, one, formats)
    book.close()
    return out.getvalue()


def xlsx_file(path: str, sheets: Sequence[Sheet], title: str, made: date | None = None) -> Artifact:
    """Sheets as a file of the site.

    Args:
        path: below the site, forward slashes.
        sheets: as for `xlsx_bytes`.
        title: likewise.
        made: likewise.
    """
    return Artifact(path, MEDIA_TYPE, xlsx_bytes(sheets, title, made))


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    rows = (sheet.table.columns, *sheet.table.rows) if sheet.headed else sheet.table.rows
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            head = sheet.headed and number == 0
            style = "head" if head else "name" if at == 0 else "text"
            page.write_string(number, at, _fitting(cell(text)), formats[style])
    for at in range(len(sheet.table.columns)):
        page.set_column(at, at, _width(sheet, at))
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    if sheet.headed:
        page.freeze_panes(1, 1)
        page.repeat_rows(0)
        page.autofilter(0, 0, max(len(sheet.table.rows), 1), len(sheet.table.columns) - 1)


def _width(sheet: Sheet, at: int) -> int:
    if at < len(sheet.widths):
        return sheet.widths[at]
    longest = max((len(line) for row in sheet.table.rows for line in row[at].split("\n")), default=0)
    return max(_NARROW, min(_WIDE, longest + 2))


def _fitting(text: str) -> str:
    return text if len(text) <= MOST_IN_CELL else f"{text[: MOST_IN_CELL - 1]}…"


def _tab(title: str, taken: set[str]) -> str:
    """A title that Excel takes, unlike the others in small letters and in capitals."""
    plain = " ".join(title.translate(_FORBIDDEN).split())[:_MOST_IN_TITLE].strip() or "Sheet"
    made, number = plain, 1
    while made.casefold() in taken:
        number += 1
        made = f"{plain[: _MOST_IN_TITLE - len(f' {number}')]} {number}"
    taken.add(made.casefold())
    return made
