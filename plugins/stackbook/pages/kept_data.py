"""Personal data in time and on its way: how long each data source keeps it, who deletes with it, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.exchange.tables import Table
from stackbook.governance.personal import personal
from stackbook.graph import Flow
from stackbook.lineage.field_graph import Place, Step
from stackbook.model.base import Entity
from stackbook.model.data import DataSource
from stackbook.pages.book import Book
from stackbook.pages.data_words import category_names, retention_words, subject_names

KEPT_FILE, HIDDEN_FILE = "personal-data/retention.csv", "personal-data/hidden.csv"
PASSED_ON = ("propagate", "soft_delete")
"""Ways of handling deletions by which they arrive."""


@dataclass(frozen=True, slots=True)
class KeptRow:
    """How long a data source keeps personal data.

    Args:
        source: the data source.
        tool: the tool that holds it.
        passed_on: flows that carry its data on and its deletions with it.
        not_passed_on: flows that carry its data on, and deletions do not follow, or nobody has said so.
    """

    source: DataSource
    tool: Entity | None
    passed_on: tuple[Flow, ...]
    not_passed_on: tuple[Flow, ...]

    @property
    def said(self) -> bool:
        """Whether anything is recorded about how long."""
        kept = self.source.retention
        return kept is not None and bool(kept.period or kept.basis)


@dataclass(frozen=True, slots=True)
class HiddenRow:
    """Personal data that one integration hides on its way.

    Args:
        flow: the integration with its tools.
        how: a word of the vocabulary ``masking``, or ``mask``.
        places: the fields as they were before.
        back: it goes from the integration's target to its source.
    """

    flow: Flow
    how: str
    places: tuple[Place, ...]
    back: bool = False

    @property
    def start(self) -> Entity:
        """The tool it comes from."""
        return self.flow.target if self.back else self.flow.source

    @property
    def end(self) -> Entity:
        """The tool it arrives in."""
        return self.flow.source if self.back else self.flow.target


def kept_rows(book: Book) -> tuple[KeptRow, ...]:
    """Every data source with personal data; those about which nothing is said first."""
    going: dict[str, dict[str, Flow]] = {}
    for step in _carried(book):
        assert step.flow is not None  # only those are asked for
        source = book.lineage.fields.places[step.start].source
        going.setdefault(source.id, {})[step.integration] = step.flow
    rows = []
    for id_ in book.governance.personal.of_source:
        source_ = book.inventory.get("data_source", id_)
        if isinstance(source_, DataSource):
            flows = sorted(
                going.get(id_, {}).values(), key=lambda flow: (flow.target.name.casefold(), flow.integration.id)
            )
            with_it = tuple(flow for flow in flows if flow.integration.delete_handling in PASSED_ON)
            without = tuple(flow for flow in flows if flow.integration.delete_handling not in PASSED_ON)
            rows.append(KeptRow(source_, book.inventory.get("tool", source_.tool), with_it, without))
    return tuple(sorted(rows, key=lambda row: (row.said, row.source.name.casefold(), row.source.id)))


def hidden_rows(book: Book) -> tuple[HiddenRow, ...]:
    """Personal data that is hidden on its way, by where it arrives, integration and way of hiding."""
    found: dict[tuple[str, str, bool], list[Step]] = {}
    for step in _carried(book):
        if step.masked:
            found.setdefault((step.integration, step.masked, step.back), []).append(step)
    rows = []
    for (_, how, back), steps in found.items():
        flow = steps[0].flow
        if flow is not None:
            places = tuple(book.lineage.fields.places[step.start] for step in steps)
            rows.append(HiddenRow(flow, how, places, back))
    return tuple(
        sorted(rows, key=lambda row: (row.end.display_name.casefold(), row.end.id, row.flow.integration.id, row.how))
    )


def said_of(row: HiddenRow) -> tuple[str, ...]:
    """What the hidden fields say about a person, in names."""
    return category_names(key for place in row.places for key in place.field.data_categories)


def how_hidden(book: Book, how: str) -> str:
    """A way of hiding in words."""
    return "Hidden" if how == "mask" else book.inventory.vocabularies.label("masking", how)


def kept_table(book: Book, rows: tuple[KeptRow, ...]) -> Table:
    """The same as a table of plain text."""
    columns = (
        "Data source",
        "Tool",
        "Whose data",
        "Personal data",
        "How long",
        "How it is deleted",
        "Deletions go on to",
        "Deletions do not go on to, or nobody has said so",
    )
    of, label = book.governance.personal.of_source, book.inventory.vocabularies.label
    return Table(
        columns,
        tuple(
            (
                row.source.name,
                row.tool.display_name if row.tool else "",
                ", ".join(subject_names(row.source.subjects)),
                ", ".join(category_names(of[row.source.id].categories)),
                retention_words(row.source.retention),
                label("deletion", row.source.retention.deletion) if row.source.retention else "",
                ", ".join(dict.fromkeys(flow.target.name for flow in row.passed_on)),
                ", ".join(dict.fromkeys(flow.target.name for flow in row.not_passed_on)),
            )
            for row in rows
        ),
    )


def hidden_table(book: Book, rows: tuple[HiddenRow, ...]) -> Table:
    """The same as a table of plain text."""
    return Table(
        ("Arrives in", "How it is hidden", "Fields", "Personal data", "Comes from", "Integration"),
        tuple(
            (
                row.end.display_name,
                how_hidden(book, row.how),
                ", ".join(place.field.label for place in row.places),
                ", ".join(said_of(row)),
                row.start.display_name,
                row.flow.integration.display_name,
            )
            for row in rows
        ),
    )


def _carried(book: Book) -> list[Step]:
    """The steps on which an integration carries personal data today."""
    fields = book.lineage.fields
    return [
        step
        for step in fields.steps
        if step.flow is not None and step.live and personal(fields.places[step.start].field)
    ]
