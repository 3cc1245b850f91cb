"""What the stack costs a year, by category, capability and team. Only an internal site has this page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.contracts import ContractLine
from stackbook.governance.fit import MAIN
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.headings import Headings
from stackbook.pages.links import category_path
from stackbook.pages.money import price
from stackbook.pages.page import Page, SearchRecord

TITLE = "Costs"
COSTS, FILE = "costs", "costs/costs.csv"
LEAD = "What the contracts in force cost a year, without tax."
SPLIT = (
    "A contract for several tools is split evenly among them. A tool that is the main one for several capabilities is "
    "split evenly among those. Sums in different currencies are never added together, and each currency has bars on a "
    "scale of its own."
)

Share = tuple[str, float]
"""Where a part of a contract's cost goes (a key), and how large a part, 0 to 1."""


@dataclass(slots=True)
class Sum:
    """What something costs a year.

    Args:
        label: its name.
        ref: where it leads: ``kind:id``, ``category:key``, or "".
        amounts: currency to the sum.
        contracts: ids of the contracts that it comes from.
        unknown: ids of those whose cost is not recorded.
    """

    label: str
    ref: str = ""
    amounts: dict[str, float] = field(default_factory=dict)
    contracts: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def add(self, line: ContractLine, part: float = 1.0) -> None:
        """Count a part of a contract in."""
        contract = line.contract
        self.contracts.add(contract.id)
        if line.per_year is None or contract.value is None:
            self.unknown.add(contract.id)
            return
        currency = contract.value.currency
        self.amounts[currency] = self.amounts.get(currency, 0.0) + line.per_year * part


@dataclass(frozen=True, slots=True)
class RollUp:
    """Costs by one thing.

    Args:
        key: anchor.
        title: ``By category``.
        what: what a row is: ``Category``.
        rows: the most expensive first; what belongs nowhere last.
    """

    key: str
    title: str
    what: str
    rows: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Costs:
    """All of it.

    Args:
        total: everything.
        currencies: those that occur, the most frequent first.
        roll_ups: by category, capability and team.
    """

    total: Sum
    currencies: tuple[str, ...]
    roll_ups: tuple[RollUp, ...]

    def most(self, roll_up: RollUp, currency: str) -> float:
        """The largest sum of a roll-up in a currency, to draw the others against."""
        return max((row.amounts.get(currency, 0.0) for row in roll_up.rows if row.ref), default=0.0) or 1.0


def costs(book: Book) -> Costs:
    """What the contracts in force cost."""
    lines = [line for line in book.governance.contracts if line.running]
    total = Sum("Everything")
    for line in lines:
        total.add(line)
    used = Counter(line.contract.value.currency for line in lines if line.contract.value and line.per_year is not None)
    currencies = tuple(sorted(used, key=lambda one: (-used[one], one)))
    names = book.inventory.vocabularies["category"].label

    def category(ref: str) -> str:
        return names(ref.partition(":")[2])

    def name(ref: str) -> str:
        found = book.inventory.find(ref)
        return found.display_name if found else ref

    rolled = (
        _roll(lines, "category", "By category", "Category", _categories, category, "No category", currencies),
        _roll(
            lines,
            "capability",
            "By capability",
            "Capability",
            lambda line: _capabilities(book, line),
            name,
            "No capability",
            currencies,
        ),
        _roll(lines, "team", "By team", "Who decides", lambda line: _team(book, line), name, "No team", currencies),
    )
    return Costs(total, currencies, rolled)


def costs_page(book: Book) -> Page:
    """The page; to be made for internal sites only."""
    assert book.options.internal  # nothing of it may be shown elsewhere
    desk, headings = Desk(book, COSTS), Headings()
    html = desk.render(
        "costs.html",
        title=TITLE,
        lead=LEAD,
        split=SPLIT,
        heading=headings,
        costs=costs(book),
        recorded=len(book.governance.contracts),
        file=desk.file(FILE),
        category_path=category_path,
    )
    search = SearchRecord(TITLE, f"{LEAD} Budget, spend, price.", ("List",))
    return Page(COSTS, TITLE, LEAD, html, "Health", headings.found, search, wide=True)


def costs_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, on internal sites only."""
    if not book.options.internal:
        return
    found = costs(book)
    if not found.total.contracts:
        return
    columns = ("By", "Name", *found.currencies, "Contracts", "Of those without a recorded cost")
    rows = [_cells("Everything", found.total, found.currencies)]
    rows += [_cells(one.what, row, found.currencies) for one in found.roll_ups for row in one.rows]
    yield csv_file(FILE, Table(columns, tuple(rows)))


def _cells(by: str, row: Sum, currencies: Iterable[str]) -> tuple[str, ...]:
    sums = (price(row.amounts[one]) if one in row.amounts else "" for one in currencies)
    return (by, row.label, *sums, str(len(row.contracts)), str(len(row.unknown)))


def _roll(
    lines: Iterable[ContractLine],
    key: str,
    title: str,
    what: str,
    shares: Callable[[ContractLine], Iterable[Share]],
    label: Callable[[str], str],
    none: str,
    currencies: tuple[str, ...],
) -> RollUp:
    """Costs by what `shares` says each contract belongs to; "" stands for nothing."""
    found: dict[str, Sum] = {}
    for line in lines:
        for ref, part in shares(line):
            if ref not in found:
                found[ref] = Sum(label(ref) if ref else none, ref)
            found[ref].add(line, part)

    def order(ref: str) -> tuple[bool, tuple[float, ...], str, str]:
        row = found[ref]
        return not ref, tuple(-row.amounts.get(one, 0.0) for one in currencies), row.label.casefold(), ref

    return RollUp(key, title, what, tuple(found[ref] for ref in sorted(found, key=order)))


def _tools(line: ContractLine) -> Iterator[tuple[Tool | None, float]]:
    """The tools of a contract with the part of its cost that each takes."""
    for tool in line.tools:
        yield tool, 1.0 / len(line.tools)
    if not line.tools:
        yield None, 1.0


def _categories(line: ContractLine) -> Iterator[Share]:
    for tool, part in _tools(line):
        yield (f"category:{tool.category}" if tool and tool.category else ""), part


def _capabilities(book: Book, line: ContractLine) -> Iterator[Share]:
    for tool, part in _tools(line):
        named = tool.capabilities if tool else ()
        found = [book.inventory.get("capability", one.capability) for one in named if one.role == MAIN]
        refs = sorted({one.ref for one in found if one})
        for ref in refs:
            yield ref, part / len(refs)
        if not refs:
            yield "", part


def _team(book: Book, line: ContractLine) -> Iterator[Share]:
    team = book.inventory.get("team", line.contract.owner)
    yield (team.ref if team else ""), 1.0
