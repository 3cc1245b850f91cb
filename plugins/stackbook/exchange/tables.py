"""Tables as CSV files, for people who open them in a spreadsheet.

Lines end as RFC 4180 wants, and a byte-order mark stands in front, without which Excel reads
letters with accents wrong. No cell can be taken for a formula: whoever opens a file must not
run what somebody wrote into a stack.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO

from stackbook.exchange.api import Artifact

MEDIA_TYPE = "text/csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Signs, in both widths, with which a spreadsheet begins a formula, and those that some leave out before one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in plain text.

    Args:
        columns: what stands above them.
        rows: as many cells each.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def cell(text: str) -> str:
    """Text as a cell that stays text: an apostrophe goes before what a spreadsheet would work out."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def csv_bytes(table: Table) -> bytes:
    """A table as the bytes of a file."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_cells(table.columns))
    writer.writerows(_cells(row) for row in table.rows)
    return f"\ufeff{out.getvalue()}".encode()


def csv_file(path: str, table: Table) -> Artifact:
    """A table as a file of the site.

    Args:
        path: below the site, forward slashes.
        table: what it holds.
    """
    return Artifact(path, MEDIA_TYPE, csv_bytes(table))


def _cells(row: Sequence[str]) -> Iterable[str]:
    return (cell(text) for text in row)
