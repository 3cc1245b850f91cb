"""The field dictionary: every field of every data source, what it means and what uses it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.lineage.field_graph import Place
from stackbook.model import KINDS
from stackbook.model.tokens import Token
from stackbook.model.tools import Tool
from stackbook.model.types import data_categories
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet
from stackbook.pages.page import Page, SearchRecord
from stackbook.pages.token_rows import percent, words_for_fields

TITLE = "Field dictionary"
DICTIONARY, FILE = "fields/index", "fields/fields.csv"
LEAD = "Every field of every data source: what it means, where it lies, how carefully to treat it and what uses it."
COLUMNS = (
    "Field",
    "Id",
    "Data source",
    "Tool",
    "What it means",
    "Type",
    "Sensitivity",
    "What it says about a person",
    "Filled (%)",
    "Used by",
    "No longer used",
    "Name in the system",
)
"""Of the file to be downloaded."""
_TOP = 2


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field in words; what is not recorded is "" or ().

    Args:
        place: the field with its data source.
        tool: the tool that holds it.
        type: what sort of value it holds.
        sensitivity: label of its classification.
        says: names of what it says about a person.
        tops: keys of the wide categories that those belong to.
        filled: per cent.
        used_by: ``2 tokens, 1 integration``.
        found_by: further words to find it by.
    """

    place: Place
    tool: Tool | None
    type: str
    sensitivity: str
    says: tuple[str, ...]
    tops: tuple[str, ...]
    filled: str
    used_by: str
    found_by: str

    @property
    def marks(self) -> str:
        """What the page can be narrowed down to, for its script."""
        found = [f"tool:{self.tool.id}"] if self.tool else []
        if self.place.field.classification:
            found.append(f"sensitivity:{self.place.field.classification}")
        return " ".join((*found, *(f"category:{one}" for one in self.tops)))


def field_rows(book: Book) -> tuple[FieldRow, ...]:
    """Every field, by label and data source."""
    places = book.lineage.fields.places.values()
    synonyms = words_for_fields(book.inventory, book.lineage)
    uses = _uses(book)
    rows = (_row(place, book, synonyms, uses.get(place.key, {})) for place in places)
    return tuple(sorted(rows, key=_order))


def dictionary_page(book: Book) -> Page:
    """The dictionary; it says so when there are no fields."""
    desk = Desk(book, DICTIONARY)
    rows = field_rows(book)
    html = desk.render(
        "dictionary.html",
        title=TITLE,
        lead=LEAD,
        rows=rows,
        facets=_facets(book, rows),
        file=desk.file(FILE),
    )
    search = SearchRecord(TITLE, f"{LEAD} Data dictionary, attributes, columns, sensitivity, personal data.", ("List",))
    return Page(DICTIONARY, TITLE, LEAD, html, "Data", (), search, wide=True)


def dictionary_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, when there are fields."""
    rows = field_rows(book)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(row) for row in rows)))


def _order(row: FieldRow) -> tuple[str, str, str]:
    return (row.place.field.label.casefold(), row.place.source.name.casefold(), row.place.key)


def _row(place: Place, book: Book, synonyms: Mapping[str, str], uses: Mapping[str, int]) -> FieldRow:
    labels, field = book.inventory.vocabularies, place.field
    tool = book.inventory.get("tool", place.tool)
    names = data_categories() if field.data_categories else {}
    words = (field.physical_name, synonyms.get(place.key))
    return FieldRow(
        place=place,
        tool=tool if isinstance(tool, Tool) else None,
        type=labels.label("field_type", field.type),
        sensitivity=labels.label("classification", field.classification),
        says=tuple(names.get(key, (key, ""))[0] for key in field.data_categories),
        tops=tuple(dict.fromkeys(_top(key) for key in field.data_categories)),
        filled=percent(field.fill_rate),
        used_by=", ".join(_many(kind, number) for kind, number in uses.items()),
        found_by=" ".join(word for word in words if word),
    )


def _top(category: str) -> str:
    """``user.contact`` for ``user.contact.email``."""
    return ".".join(category.split(".")[:_TOP])


def _many(kind: str, number: int) -> str:
    spec = KINDS[kind].spec
    return f"{number:,} {(spec.singular if number == 1 else spec.plural).lower()}"


def _uses(book: Book) -> dict[str, dict[str, int]]:
    """Field's key to how many entities of each kind use it; tokens also where their value only passes."""
    lineage = book.lineage
    found: dict[str, dict[str, int]] = {}
    order = {kind: (model is not Token, model.spec.order, kind) for kind, model in KINDS.items()}
    users: dict[str, set[str]] = {
        key: {reference.source for reference in references} for key, references in lineage.named_fields.items()
    }
    for key, lines in lineage.tokens_of_field.items():
        users.setdefault(key, set()).update(line.token.ref for line in lines)
    for key, refs in users.items():
        counted = Counter(ref.partition(":")[0] for ref in refs)
        found[key] = {kind: counted[kind] for kind in sorted(counted, key=order.__getitem__)}
    return found


def _facets(book: Book, rows: tuple[FieldRow, ...]) -> tuple[Facet, ...]:
    labels = book.inventory.vocabularies
    tools = {row.tool.id: row.tool.name for row in rows if row.tool}
    per_tool = Counter(row.tool.id for row in rows if row.tool)
    per_class = Counter(row.place.field.classification for row in rows if row.place.field.classification)
    per_top = Counter(top for row in rows for top in row.tops)
    names = data_categories() if per_top else {}
    by_name = sorted(tools, key=lambda key: (tools[key].casefold(), key))
    classes = [key for key in labels["classification"].values if per_class[key]]
    tops = sorted(per_top, key=lambda key: (names.get(key, (key,))[0], key))
    found = (
        Facet("tool", "Tool", "Every tool", tuple((key, tools[key], per_tool[key]) for key in by_name)),
        Facet("sensitivity", "Sensitivity", "Any", _choices(classes, labels["classification"].label, per_class)),
        Facet("category", "Says about a person", "Anything", _choices(tops, lambda key: names[key][0], per_top)),
    )
    return tuple(one for one in found if one.choices)


def _choices(
    keys: Iterable[str], label: Callable[[str], str], counted: Mapping[str | None, int] | Mapping[str, int]
) -> tuple[tuple[str, str, int], ...]:
    return tuple((key, label(key), counted[key]) for key in keys)


def _cells(row: FieldRow) -> tuple[str, ...]:
    field = row.place.field
    return (
        field.label,
        field.id,
        row.place.source.name,
        row.tool.name if row.tool else "",
        field.description or "",
        row.type,
        row.sensitivity,
        ", ".join(row.says),
        row.filled,
        row.used_by,
        "Yes" if field.deprecated else "",
        field.physical_name or "",
    )
