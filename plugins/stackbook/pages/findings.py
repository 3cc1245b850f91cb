"""The findings: what the rules found, folded by rule, what is accepted for now, and how it was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.exchange.api import Artifact
from stackbook.exchange.badges import findings_badge
from stackbook.exchange.tables import Table, csv_file
from stackbook.governance.waiting import keeper
from stackbook.model.base import Entity
from stackbook.model.people import Team
from stackbook.pages.book import Book, Desk
from stackbook.pages.facets import Facet, by_choice, by_entity, marks, worth
from stackbook.pages.page import Heading, Page, SearchRecord
from stackbook.pages.text import shorten
from stackbook.pages.trends import trend_of
from stackbook.rules import Accepted

TITLE, FINDINGS = "Findings", "findings"
FILE, ACCEPTED_FILE = "findings/findings.csv", "findings/accepted.csv"
RULES_PAGE = "guide/reference/rules"
LEAD = "What to put right, why it matters and who can answer it."
MANY = 8
"""With more findings than this a rule's are folded, so that they do not drown the rest."""
MOST_ROWS = 5_000
TITLES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.HINT: "Hints"}
COLUMNS = ("Severity", "What is wrong", "What to do", "Record", "Kind", "Who answers", "Team", "Rule", "File", "Line")
ACCEPTED_COLUMNS = ("What is wrong", "Record", "Kind", "Accepted until", "Reason", "Decided by", "Rule", "File")
_MOST_IN_CHOICE = 60


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with what is shown beside it.

    Args:
        finding: the finding.
        entity: the record it is about, if it has one.
        team: who keeps that record, if known.
    """

    finding: Diagnostic
    entity: Entity | None
    team: Team | None

    @property
    def marks(self) -> str:
        """What the page can be narrowed down to, for its script."""
        one = self.finding
        kind = self.entity.spec.key if self.entity else None
        return marks(severity=one.severity.value, side=one.side.value, team=self.team, kind=kind, rule=one.code)


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The findings of one rule.

    Args:
        check: the rule.
        url: where it is explained, or "".
        rows: its findings, by record.
        open: they are few enough to be shown at once.
    """

    check: Check
    url: str
    rows: tuple[FindingRow, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class AcceptedRow:
    """A finding that a waiver accepts.

    Args:
        accepted: the finding and the waiver.
        entity: the record it is about, if it has one.
        by: who decided, if known.
        url: where the rule is explained, or "".
    """

    accepted: Accepted
    entity: Entity | None
    by: Entity | None
    url: str


def findings_page(book: Book) -> Page:
    """Everything the rules found that may be shown."""
    desk = Desk(book, FINDINGS)
    rows = _rows(book)
    accepted = accepted_rows(desk, book.accepted)
    shown = [(s, TITLES[s], groups) for s in Severity if (groups := _groups(desk, rows[:MOST_ROWS], s))]
    html = desk.render(
        "findings.html",
        title=TITLE,
        lead=LEAD,
        severities=[(s, TITLES[s], book.counts[s.value]) for s in Severity if book.counts[s.value]],
        sides=_sides(rows),
        facets=_facets(book, rows),
        groups=shown,
        left_out=max(0, len(rows) - MOST_ROWS),
        accepted=accepted,
        records=sum(1 for one in book.inventory.everything() if one.spec.folder),
        trend=trend_of(book.trend),
        rules_url=desk.url(RULES_PAGE) if book.options.reference else "",
        file=desk.file(FILE),
        accepted_file=desk.file(ACCEPTED_FILE),
    )
    headings = [Heading(s.value, title) for s, title, _ in shown]
    headings += [Heading("accepted", "Accepted for now")] if accepted else []
    headings += [Heading("trend", "Month by month")] if book.trend else []
    search = SearchRecord(TITLE, f"{LEAD} Errors, warnings, hints, waivers, data quality.", ("Health",))
    return Page(FINDINGS, TITLE, LEAD, html, "Health", tuple(headings), search, wide=True)


def findings_files(book: Book) -> Iterator[Artifact]:
    """The same as CSV, and the badge."""
    yield findings_badge({severity: book.counts[severity.value] for severity in Severity})
    rows = _rows(book)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, tuple(_cells(row) for row in rows)))
    if book.accepted:
        cells = (_accepted_cells(book, one) for one in accepted_rows(Desk(book, FINDINGS), book.accepted))
        yield csv_file(ACCEPTED_FILE, Table(ACCEPTED_COLUMNS, tuple(cells)))


def rule_url(desk: Desk, code: str) -> str:
    """Where a rule is explained: its own page when it is the organisation's, else its place in the reference; or ""."""
    own = desk.book.inventory.get("rule", code)
    if own is not None:
        return desk.url(own)
    return desk.url(RULES_PAGE, code) if desk.book.options.reference else ""


def accepted_rows(desk: Desk, accepted: Iterable[Accepted]) -> tuple[AcceptedRow, ...]:
    """Findings that a waiver accepts, those whose time is over first."""
    find = desk.book.inventory.find
    made = [
        AcceptedRow(one, find(one.diagnostic.entity), find(one.waiver.by), rule_url(desk, one.diagnostic.code))
        for one in accepted
    ]
    return tuple(sorted(made, key=lambda row: (row.accepted.waiver.until, row.accepted.diagnostic.sort_key)))


def _rows(book: Book) -> tuple[FindingRow, ...]:
    """Every finding: the gravest first, then by rule, then by record."""
    made = []
    for one in book.findings:
        entity = book.inventory.find(one.entity)
        made.append(FindingRow(one, entity, keeper(entity, book.inventory) if entity else None))
    many = Counter((row.finding.severity, row.finding.code) for row in made)
    return tuple(sorted(made, key=lambda row: (row.finding.severity.rank, _by_rule(row, many), _by_record(row))))


def _by_rule(row: FindingRow, many: Counter[tuple[Severity, str]]) -> tuple[int, str]:
    """Rules with few findings come first: these are the ones that are overlooked."""
    return many[row.finding.severity, row.finding.code], row.finding.code


def _by_record(row: FindingRow) -> tuple[str, tuple[object, ...]]:
    return (row.entity.display_name.casefold() if row.entity else "", row.finding.sort_key)


def _groups(desk: Desk, rows: Iterable[FindingRow], severity: Severity) -> tuple[RuleGroup, ...]:
    found: dict[str, list[FindingRow]] = {}
    for row in rows:
        if row.finding.severity is severity:
            found.setdefault(row.finding.code, []).append(row)
    return tuple(
        RuleGroup(_check(desk.book, of[0].finding), rule_url(desk, code), tuple(of), len(of) <= MANY)
        for code, of in found.items()
    )


def _check(book: Book, one: Diagnostic) -> Check:
    """The check that found it; one is made up for a finding of nobody's."""
    return book.checks.get(one.code) or Check(one.code, one.severity, one.code, "", one.help, one.side)


def _sides(rows: Iterable[FindingRow]) -> tuple[tuple[Side, int], ...]:
    counted = Counter(row.finding.side for row in rows)
    return tuple((side, counted[side]) for side in Side if counted[side])


def _facets(book: Book, rows: tuple[FindingRow, ...]) -> tuple[Facet, ...]:
    found = [row.finding for row in rows]
    kinds = {row.entity.spec.key: row.entity.spec.plural for row in rows if row.entity}
    rules = {one.code: shorten(_check(book, one).title, _MOST_IN_CHOICE) for one in found}
    by_title = dict(sorted(rules.items(), key=lambda rule: (rule[1].casefold(), rule[0])))
    by_name = dict(sorted(kinds.items(), key=lambda kind: kind[1]))
    severities = {s.value: TITLES[s] for s in Severity}
    sides = {side.value: side.label for side in Side}
    return worth(
        (
            by_choice("severity", "Severity", "Any", severities, (one.severity.value for one in found)),
            by_choice("side", "Who answers", "Anybody", sides, (one.side.value for one in found)),
            by_entity("team", "Team", "Every team", (row.team for row in rows)),
            by_choice("kind", "About", "Everything", by_name, (row.entity.spec.key for row in rows if row.entity)),
            by_choice("rule", "Rule", "Every rule", by_title, (one.code for one in found)),
        )
    )


def _cells(row: FindingRow) -> tuple[str, ...]:
    one = row.finding
    return (
        one.severity.value.capitalize(),
        one.message,
        one.help,
        row.entity.display_name if row.entity else "",
        row.entity.spec.singular if row.entity else "",
        one.side.label,
        row.team.display_name if row.team else "",
        one.code,
        one.location.path,
        str(one.location.line),
    )


def _accepted_cells(book: Book, row: AcceptedRow) -> tuple[str, ...]:
    one, waiver = row.accepted.diagnostic, row.accepted.waiver
    return (
        one.message,
        row.entity.display_name if row.entity else book.inventory.organisation.name,
        row.entity.spec.singular if row.entity else "",
        waiver.until.isoformat(),
        waiver.reason,
        row.by.display_name if row.by else "",
        one.code,
        one.location.path,
    )
