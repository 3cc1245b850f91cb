"""The register as tables in plain text, in the order of GDPR Art. 30(1): a row for each activity and tool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stackbook.exchange.tables import Table
from stackbook.governance.register import Point, RegisterLine
from stackbook.model.activities import Activity
from stackbook.model.organisation import Controller
from stackbook.model.people import Team
from stackbook.model.tools import Tool, Vendor
from stackbook.pages.book import Book
from stackbook.pages.data_words import (
    category,
    category_names,
    country,
    retention_words,
    subject,
    subject_names,
    use,
)
from stackbook.pages.values import in_words

COLUMNS = (
    "Activity",
    "Id",
    "(a) Controller",
    "(a) Contact of the controller",
    "(a) Joint controllers",
    "(a) Data protection officer",
    "(a) Contact of the data protection officer",
    "(b) Purpose",
    "(b) Use",
    "(c) Data subjects",
    "(c) Personal data",
    "(c) Specially protected data",
    "(d) Recipients",
    "(e) Countries outside the home region",
    "(e) What allows the transfers",
    "(f) Time limits for erasure",
    "(f) How it is deleted",
    "(g) Security measures",
    "Lawful basis (Art. 6)",
    "Interests weighed on (Art. 6)",
    "Ground for specially protected data (Art. 9)",
    "Impact assessment (Art. 35)",
    "Profiling",
    "Consent (Art. 7)",
    "Privacy notice (Art. 13)",
    "How people use their rights (Art. 12)",
)
OF_TOOL = (
    "Tool",
    "Vendor of the tool",
    "Head office of the vendor",
    "Where the tool keeps data",
    "Processing agreement (Art. 28)",
    "Part of the vendor",
    "Personal data recorded in the tool",
)
AT_THE_END = ("Complete (Art. 30)", "Missing (Art. 30)", "Missing (other articles)", "Kept by", "Last reviewed")
INSIDE = ("Impact assessment: where it is kept", "Weighing of interests: where it is kept")
"""Columns that only a site for the inside has."""


class Of(NamedTuple):
    """An activity with what it lacks, as far as this site may say.

    Args:
        line: the facts.
        missing: by Art. 30(1).
        further: by other articles.
    """

    line: RegisterLine
    missing: tuple[Point, ...]
    further: tuple[Point, ...]


def register_table(book: Book, lines: Iterable[tuple[RegisterLine, tuple[Point, ...], tuple[Point, ...]]]) -> Table:
    """The register, a row for each activity and tool; an activity without tools has one row.

    Args:
        book: what all pages share.
        lines: activities with what they lack.
    """
    inside = INSIDE if book.options.internal else ()
    rows = [row for one in lines for row in _rows(book, Of(*one))]
    return Table((*COLUMNS, *OF_TOOL, *AT_THE_END, *inside), tuple(rows))


def facts_table(book: Book, count: int, complete: int) -> Table:
    """What the first sheet says: whose register it is, of which day, and what stands where.

    Args:
        book: what all pages share.
        count: how many activities there are.
        complete: how many of them hold all that Art. 30(1) asks for.
    """
    one = book.inventory.organisation
    officer = book.inventory.get("team", one.data_protection_officer)
    team = officer if isinstance(officer, Team) else None
    facts = [
        ("Register of processing activities", "GDPR Art. 30(1)"),
        ("Organisation", one.name),
        ("(a) Controller", one.controller.name if one.controller else ""),
        ("(a) Address of the controller", (one.controller.address or "") if one.controller else ""),
        ("(a) Contact of the controller", (one.controller.contact or "") if one.controller else ""),
        ("(a) Representative in the EU", ", ".join(filter(None, controller_words(one.representative)))),
        ("(a) Data protection officer", team.name if team else ""),
        ("(a) Contact of the data protection officer", reach(team)),
        ("Home region", ", ".join(country(place) for place in one.home_region)),
        ("As it stood on", in_words(book.as_of) if book.as_of else ""),
        ("Processing activities", f"{count:,}"),
        ("Of these complete (Art. 30(1) a to g)", f"{complete:,}"),
        ("Sheet “Register”", "A row for each activity and tool. An empty cell: nothing is recorded."),
        ("Sheet “Words”", "What the names of data, of people and of uses mean (fideslang, CC BY 4.0, Ethyca)."),
    ]
    if book.partial:
        facts.append(("Note", "Only what the public site shows is counted."))
    return Table(("", ""), tuple(fact for fact in facts if fact[1]))


def words_table(book: Book) -> Table:
    """The words of fideslang that the register uses, with their meanings."""
    activities = book.governance.activities.all
    found = [
        *(category(key) for key in sorted({key for one in activities for key in one.data_categories or ()})),
        *(subject(key) for key in sorted({key for one in activities for key in one.data_subjects or ()})),
        *(use(key) for key in sorted({one.data_use for one in activities if one.data_use})),
    ]
    rows = tuple(
        (f"{one.key} (now {one.successor})" if one.successor else one.key, one.name, one.meaning) for one in found
    )
    return Table(("Key", "Name", "What it means"), rows)


def reach(team: Team | None) -> str:
    """How a team is reached: its mailbox, else its channel."""
    return (team.email or team.channel or "") if team else ""


def controller_words(one: Controller | None) -> tuple[str, str]:
    """The name of a controller, and how it is reached; "" for what is not recorded."""
    if one is None:
        return "", ""
    return one.name, ", ".join(filter(None, (one.address, one.contact)))


def point_words(points: Iterable[Point]) -> str:
    """``(d) Recipients, (g) Security measures``."""
    return ", ".join(f"({one.of}) {one.label}" if len(one.of) == 1 else f"{one.label} ({one.of})" for one in points)


def _rows(book: Book, of: Of) -> Iterator[tuple[str, ...]]:
    before, after = _of_activity(book, of.line), _at_the_end(book, of)
    for tool in of.line.tools or (None,):
        yield (*before, *_of_tool(book, tool), *after)


def _of_activity(book: Book, line: RegisterLine) -> tuple[str, ...]:
    one, label = line.activity, book.inventory.vocabularies.label
    name, contact = controller_words(line.controller)
    allowed = (
        f"{country(a.country)}: {label('transfer_mechanism', a.mechanism) or 'nothing recorded'}" for a in line.abroad
    )
    weighed = one.legitimate_interest_assessed_on
    return (
        one.name,
        one.id,
        name,
        contact,
        "; ".join(" \u00b7 ".join(filter(None, controller_words(other))) for other in one.joint_controllers),
        line.officer.name if line.officer else "",
        reach(line.officer),
        one.purpose or "",
        use(one.data_use).name if one.data_use else "",
        ", ".join(subject_names(one.data_subjects or ())),
        ", ".join(category_names(one.data_categories or ())),
        "Yes" if line.special else "No" if one.data_categories else "",
        "; ".join(recipient.name for recipient in one.recipients),
        ", ".join(country(a.country) for a in line.abroad),
        "; ".join(allowed),
        retention_words(one.retention),
        label("deletion", one.retention.deletion) if one.retention else "",
        "; ".join(one.security_measures),
        label("lawful_basis", one.lawful_basis),
        weighed.isoformat() if weighed else "",
        label("special_category_basis", one.special_category_basis),
        _dpia(book, one),
        {True: "Yes", False: "No", None: ""}[one.profiling],
        one.consent_mechanism or "",
        one.privacy_notice_url or "",
        one.rights_process_url or "",
    )


def _dpia(book: Book, one: Activity) -> str:
    if one.dpia is None:
        return ""
    day = f", {one.dpia.on.isoformat()}" if one.dpia.on else ""
    return f"{book.inventory.vocabularies.label('dpia_status', one.dpia.status)}{day}"


def _of_tool(book: Book, tool: Tool | None) -> tuple[str, ...]:
    if tool is None:
        return ("",) * len(OF_TOOL)
    label = book.inventory.vocabularies.label
    found = book.inventory.get("vendor", tool.vendor)
    vendor = found if isinstance(found, Vendor) else None
    in_house = tool.vendor == "in_house"
    agreement = vendor.processing_agreement if vendor else None
    held = book.governance.personal.of_tool.get(tool.id)
    expires = f", until {agreement.expires_on.isoformat()}" if agreement and agreement.expires_on else ""
    return (
        tool.name,
        vendor.name if vendor else "In house" if in_house else "",
        country(vendor.hq_country) if vendor and vendor.hq_country else "",
        ", ".join(country(place) for place in tool.data_residency),
        f"{label('processing_agreement_status', agreement.status)}{expires}" if agreement else "",
        label("responsibility", tool.responsibility),
        ", ".join(category_names(held.categories)) if held else "",
    )


def _at_the_end(book: Book, of: Of) -> tuple[str, ...]:
    one = of.line.activity
    team = book.inventory.get("team", one.owner)
    inside = (one.dpia.url or "" if one.dpia else "", one.legitimate_interest_assessment_url or "")
    return (
        "No" if of.missing else "Yes",
        point_words(of.missing),
        point_words(of.further),
        team.display_name if team else "",
        one.last_reviewed.isoformat() if one.last_reviewed else "",
        *(inside if book.options.internal else ()),
    )
