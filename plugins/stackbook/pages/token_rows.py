"""Tokens in the words that a marketer reads: what is shown when empty, how fresh, where, from which source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from stackbook.exchange.tables import Table
from stackbook.inventory import Inventory
from stackbook.lineage import Lineage
from stackbook.lineage.age import about
from stackbook.lineage.field_graph import Place
from stackbook.lineage.tokens import TokenLine
from stackbook.model.base import Entity
from stackbook.model.data import FillRate
from stackbook.model.terms import Term
from stackbook.model.tokens import SEEN_BY_OTHERS, Token
from stackbook.model.tools import Tool
from stackbook.model.types import data_uses, places
from stackbook.model.vocabulary import Vocabularies
from stackbook.pages.book import Book
from stackbook.pages.text import plain_prose

RETIRED, PROPOSED = "retired", "proposed"
NEEDS_NONE = "none"
"""The word of the vocabulary `consent` that says that none is needed."""
SUBJECT, PUSH = "email_subject", "push"
AVOID_IN_SUBJECT, NEVER_SHOW = "avoid_in_subject", "never_show"

COLUMNS = (
    "Value",
    "Tool",
    "Paste this",
    "Example",
    "Good to know",
    "When it is empty",
    "How old at most",
    "When it is read",
    "Filled (%)",
    "Filled among",
    "Consent it needs",
    "Works in",
    "Not in",
    "May be used for",
    "Comes from",
    "Data source",
    "Looked after in",
    "Who to ask",
    "Status",
    "Last seen to work",
    "Id",
)
"""Of the files to be downloaded."""


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token in words; what is not recorded is "" or ().

    Args:
        line: the token, traced.
        label: what marketers call the value.
        full: its name, where another value of the same tool has the same label; else "".
        empty: what a customer sees when there is no value.
        fresh: how old it can be.
        read: the moment at which it is read.
        filled: how often it holds something.
        consent: what a customer must have agreed to; () also when it needs none.
        needs_consent: whether it needs any; None when that is not recorded.
        channels: keys of the channels where it may stand.
        works: labels of those; () when it may stand everywhere.
        never: where and how it must not be used.
        uses: what it may be used for.
        source_tool: the tool where the value is looked after.
        owner: the team that answers for it.
        found_by: further words to find it by.
    """

    line: TokenLine
    label: str
    full: str
    empty: str
    fresh: str
    read: str
    filled: str
    consent: tuple[str, ...]
    needs_consent: bool | None
    channels: tuple[str, ...]
    works: tuple[str, ...]
    never: tuple[str, ...]
    uses: tuple[str, ...]
    source_tool: Tool | None
    owner: Entity | None
    found_by: str

    @property
    def token(self) -> Token:
        """The token as it is written."""
        return self.line.token

    @property
    def tool(self) -> Tool | None:
        """The tool that sends."""
        return self.line.tool

    @property
    def source(self) -> str:
        """``Loyalty tier of Customers in Snowflake``, or ""."""
        place = self.line.source
        return in_words(place, self.source_tool) if place else ""

    @property
    def about(self) -> str:
        """What its record says about it, in short; or ""."""
        return plain_prose(self.token.description, 160) if self.token.description else ""

    @property
    def where(self) -> str:
        """Where it may stand: channels with commas between, or that it may stand everywhere, or nowhere."""
        if not self.channels:
            return "Nowhere"
        return ", ".join(self.works) or ("Everywhere else" if self.token.not_in else "Everywhere")

    @property
    def short(self) -> str:
        """The rest in one line: ``97 % filled · from Customers · ask CRM``."""
        rate, place = self.token.fill_rate, self.line.source
        found = [f"{percent(rate)} % filled"] if rate else []
        found += [f"from {place.source.name}"] if place else []
        found += [f"ask {self.owner.display_name}"] if self.owner else []
        said = " · ".join(found)
        return said[:1].upper() + said[1:] or "More"

    @property
    def marks(self) -> str:
        """What the page can be narrowed down to, for its script: ``tool:braze channel:sms``."""
        tool = (f"tool:{self.tool.id}",) if self.tool else ()
        return " ".join((*tool, *(f"channel:{one}" for one in self.channels)))


def token_rows(book: Book) -> tuple[TokenRow, ...]:
    """Every token, by label and tool; those that no longer work come last."""
    inventory, lineage = book.inventory, book.lineage
    synonyms = words_for_fields(inventory, lineage)
    rows = [_row(line, book, synonyms) for line in lineage.tokens.values()]
    twins = Counter((row.label.casefold(), row.token.tool) for row in rows)
    rows = [
        replace(row, full=row.token.name) if twins[row.label.casefold(), row.token.tool] > 1 else row for row in rows
    ]
    return tuple(sorted(rows, key=_order))


def row_of(book: Book, line: TokenLine) -> TokenRow:
    """One token, without the words of the glossary to find it by."""
    return _row(line, book, {})


def _order(row: TokenRow) -> tuple[bool, str, str, str]:
    tool = row.tool.name.casefold() if row.tool else ""
    return (row.token.status == RETIRED, row.label.casefold(), tool, row.token.id)


def _row(line: TokenLine, book: Book, synonyms: Mapping[str, str]) -> TokenRow:
    token, inventory = line.token, book.inventory
    labels = inventory.vocabularies
    channels = works_in(token, labels)
    source_tool = inventory.get("tool", line.source.tool) if line.source else None
    known = [line.source.key] if line.source else []
    known += line.arrivals
    words = [token.name, token.id, *token.tags, *token.aliases, *(synonyms.get(key, "") for key in known)]
    needed = [one for one in token.consent_required if one != NEEDS_NONE]
    return TokenRow(
        line=line,
        label=token.label or token.name,
        full="",
        empty=_when_empty(token, labels),
        fresh="Not told on this site" if token.id in book.untold else _freshness(line),
        read=labels.label("resolved_at", token.resolved_at),
        filled=filled(token.fill_rate, token.fill_rate.population if token.fill_rate else None),
        consent=tuple(labels.label("consent", one) for one in needed),
        needs_consent=bool(needed) if token.consent_required else None,
        channels=channels,
        works=tuple(labels.label("channels", one) for one in channels) if token.channels else (),
        never=_never(token, labels),
        uses=tuple(data_uses().get(one, (one, ""))[0] for one in token.allowed_uses),
        source_tool=source_tool if isinstance(source_tool, Tool) else None,
        owner=inventory.get("team", token.owner),
        found_by=" ".join(dict.fromkeys(word for word in words if word)),
    )


def works_in(token: Token, labels: Vocabularies) -> tuple[str, ...]:
    """The channels where a token may stand: those it names, or all, without those that it must not stand in.

    What must never be shown stands nowhere.
    """
    if token.sensitive_display == NEVER_SHOW:
        return ()
    barred = {*token.not_in, *(SEEN_BY_OTHERS if token.sensitive_display == AVOID_IN_SUBJECT else ())}
    return tuple(one for one in (token.channels or labels["channels"].values) if one not in barred)


def syntax_words(token: Token) -> str:
    """The words of what is pasted, without the signs around them, which a search would take for a part of them."""
    return " ".join(dict.fromkeys(re.findall(r"\w+", token.syntax or "")))


def words_for_fields(inventory: Inventory, lineage: Lineage) -> dict[str, str]:
    """Field's key to the words that the glossary has for what it holds."""
    found: dict[str, list[str]] = {}
    for term in inventory.all("term"):
        for name in term.fields if isinstance(term, Term) else ():
            place = lineage.fields.place(name)
            if place and isinstance(term, Term):
                found.setdefault(place.key, []).extend(term.words)
    return {key: " ".join(words) for key, words in found.items()}


def in_words(place: Place, tool: Tool | None) -> str:
    """A field with where it lies."""
    return f"{place.field.label} of {place.source.name}{f' in {tool.name}' if tool else ''}"


def percent(rate: FillRate | None) -> str:
    """``97``, or ""."""
    return f"{rate.pct:g}" if rate else ""


def filled(rate: FillRate | None, population: str | None = None) -> str:
    """``97 % of newsletter subscribers``, or ""."""
    return f"{percent(rate)} %{f' of {population}' if population else ''}" if rate else ""


def _when_empty(token: Token, labels: Vocabularies) -> str:
    fallback = token.fallback
    if fallback is None:
        return ""
    what = labels.label("fallback_strategy", fallback.strategy) or "Shows something else"
    return f"{what}: “{fallback.value}”" if fallback.value else what


def _freshness(line: TokenLine) -> str:
    if line.age is None:
        return "Fresh, or it fails" if line.external else ""
    seconds = line.age.seconds
    if seconds is None:
        said = line.age.words[:1].upper() + line.age.words[1:]
    else:
        said = f"At most {about(seconds)} old" if seconds else "Fresh"
    return f"{said}, or it fails" if line.external else said


def _never(token: Token, labels: Vocabularies) -> tuple[str, ...]:
    """Where and how it must not be used, each in a few words."""
    found = [f"Not in: {', '.join(labels.label('channels', one) for one in token.not_in)}"] if token.not_in else []
    if token.sensitive_display == NEVER_SHOW:
        found.insert(0, "Never to be shown: only to choose who gets a message")
    elif token.sensitive_display == AVOID_IN_SUBJECT and not {SUBJECT, PUSH} <= {*token.not_in}:
        found.append("Not where others see it, such as a subject line or a locked phone")
    if token.restricted_regions:
        found.append(f"Not for people in: {', '.join(places().get(one, one) for one in token.restricted_regions)}")
    return tuple(found)


def token_table(rows: Iterable[TokenRow], labels: Vocabularies) -> Table:
    """The rows for a spreadsheet, in their order."""
    return Table(COLUMNS, tuple(_cells(row, labels) for row in rows))


def _cells(row: TokenRow, labels: Vocabularies) -> tuple[str, ...]:
    token, place = row.token, row.line.source
    rate = token.fill_rate
    return (
        row.full or row.label,
        row.tool.name if row.tool else "",
        token.syntax or "",
        token.example or "",
        row.about,
        row.empty,
        row.fresh,
        row.read,
        percent(rate),
        (rate.population or "") if rate else "",
        ", ".join(row.consent) or ("None needed" if row.needs_consent is False else ""),
        row.where,
        ". ".join(row.never),
        ", ".join(row.uses),
        place.field.label if place else "",
        place.source.name if place else "",
        row.source_tool.name if row.source_tool else "",
        row.owner.display_name if row.owner else "",
        labels.label("token_status", token.status),
        token.verified_on.isoformat() if token.verified_on else "",
        token.id,
    )
