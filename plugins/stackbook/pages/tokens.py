"""The page of a token: what to paste, what to mind, where the value comes from, and what uses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from stackbook.fields import fields_of
from stackbook.graph import Flow
from stackbook.lineage.age import in_words as time_in_words
from stackbook.lineage.age import seconds_of
from stackbook.lineage.field_graph import Place, Step
from stackbook.lineage.tokens import TokenLine, Trace
from stackbook.model.tokens import Token, Use
from stackbook.model.tools import Tool
from stackbook.pages.book import Desk
from stackbook.pages.text import code, fill
from stackbook.pages.token_rows import row_of
from stackbook.views.lineage import change_words

_STATUS = {
    "proposed": "It cannot be used yet: it is only proposed.",
    "deprecated": "It is on its way out. Do not use it in anything new.",
    "retired": "It does not work any more.",
}
SHOWN = frozenset(
    {
        *("label", "tool", "kind", "status", "syntax", "example", "fallback", "fill_rate", "resolved_at", "max_age"),
        *("kept_for", "source_field", "tool_field", "path", "channels", "not_in", "consent_required", "used_in"),
        *("sensitive_display", "restricted_regions", "key_field", "type", "format", "locales", "allowed_uses"),
    }
)
"""Keys that the page of a token shows in its own way."""

_MOST = {
    "default_value": "Most see the default",
    "adjacent_field": "Most see the other field",
    "hide_block": "Most do not see that part",
    "abort_send": "Most do not get the message",
}
"""What happens to most customers when a value is rarely there, by what happens when it is empty."""

_FEW = 50.0
"""Filled less often than this, in per cent, most customers do not see the value at all."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One stage of a token's way.

    Args:
        start: the field the value leaves; None when that is not recorded.
        end: the field it arrives in; None when that is not recorded, or nothing is stored.
        flow: the integration; None inside a tool.
        change: what happens to the value; "" when nothing does.
        said: the same in the contributor's words, or "".
        renamed: it goes by another name from here on.
        delay: at most so late, in words.
        lands: the tool in which the value arrives; None inside a tool.
    """

    start: Place | None
    end: Place | None
    flow: Flow | None
    change: str
    said: str
    renamed: bool
    delay: str
    lands: Tool | None = None


def token_extras(desk: Desk, token: Token) -> dict[str, Any]:
    """What the page of a token shows beyond its fields."""
    line = desk.book.lineage.tokens[token.id]
    untold = token.id in desk.book.untold
    row = row_of(desk.book, line)
    return {
        "row": row,
        "line": line,
        "untold": untold,
        "hops": () if untold else tuple(_hops(desk, line)),
        "before": () if untold else tuple(_before(desk, line)),
        "warnings": warnings(desk, line),
        "uses": [(use, desk.book.inventory.get("journey", use.journey)) for use in token.used_in],
        "time": time_in_words,
        "same_label": _same_label(desk, line),
        "docs": {doc.key: doc for doc in fields_of(Use)},
    }


def warnings(desk: Desk, line: TokenLine, *, in_list: bool = False) -> tuple[Markup, ...]:
    """What to mind with a token, in plain words, the gravest first; () when there is nothing.

    Args:
        desk: of the page.
        line: the token, traced.
        in_list: without what the list of tokens says in a column or badge; there it would hide the rest.
    """
    said = (() if in_list else _of_its_record(line.token), _about_the_way(desk, line), _about_the_value(desk, line))
    return (*(one for part in said for one in part), *_about_freshness(desk, line, in_list=in_list))


def _of_its_record(token: Token) -> Iterator[Markup]:
    """What is written in the record itself."""
    if token.status in _STATUS:
        yield Markup(_STATUS[token.status])  # noqa: S704  # our own words
    if token.sensitive_display == "never_show":
        yield Markup("It must never be shown. Use it only to choose who gets a message.")
    elif token.sensitive_display == "avoid_in_subject":
        yield Markup("Keep it out of subject lines and push messages, where others may read it.")


def _about_the_value(desk: Desk, line: TokenLine) -> Iterator[Markup]:
    token = line.token
    if line.classification == "restricted":
        yield Markup("The value is restricted: harm is serious when it gets to the wrong person.")
    for step in line.masked:
        if token.sensitive_display != "never_show" and step.flow:
            how = change_words(desk.book.scene, step) or "masked"
            name = desk.link(step.flow.integration)
            yield fill("%s makes it unreadable (%s). A customer would see signs that mean nothing.", name, how)
    if token.fill_rate is not None and token.fill_rate.pct < _FEW:
        among = f" of {token.fill_rate.population}" if token.fill_rate.population else " of all"
        strategy = token.fallback.strategy if token.fallback else None
        most = _MOST.get(strategy or "", "Most do not see it")
        yield fill("%s: only %s %%%s have a value.", most, f"{token.fill_rate.pct:g}", among)
    if line.external and not line.token.fallback:
        yield Markup("Nothing is said about what is shown when the other system does not answer.")
    if line.source and line.source.field.deprecated:
        yield fill("Its source, %s, should not be used any more.", line.source.field.label)


def _about_the_way(desk: Desk, line: TokenLine) -> Iterator[Markup]:
    if line.token.id in desk.book.untold:
        return
    if line.trace is Trace.SEVERAL:
        number = f"{len(line.choices)}{'' if line.complete else ' or more'}"
        yield fill("Its value can arrive in %s ways, and nobody has said which one counts.", number)
    elif line.broken is not None:
        reason = line.broken.reason
        yield fill("The value does not arrive: %s.", code(reason))


def _about_freshness(desk: Desk, line: TokenLine, *, in_list: bool) -> Iterator[Markup]:
    token = line.token
    if token.id in desk.book.untold or line.age is None:
        return
    if token.resolved_at == "journey_entry" and not in_list:
        yield Markup("It is read when a customer enters the journey, and stays as it was then.")
    if line.age.seconds is None:
        for part in line.age.unknown:
            yield fill("Nobody can say how old it may be: %s: %s.", part.label, part.why)
    elif token.max_age and line.age.seconds > seconds_of(token.max_age):
        promised = time_in_words(seconds_of(token.max_age))
        yield fill("It may be %s old, though no more than %s is promised.", line.age.words, promised)


def _same_label(desk: Desk, line: TokenLine) -> tuple[TokenLine, ...]:
    """Tokens of the same label, in other tools or from other sources; by tool."""
    label = " ".join((line.token.label or "").casefold().split())
    if not label:
        return ()
    found = [one for one in desk.book.lineage.tokens_by_label.get(label, ()) if one is not line]
    return tuple(sorted(found, key=lambda one: (one.tool.name.casefold() if one.tool else "", one.token.id)))


def _hops(desk: Desk, line: TokenLine) -> Iterator[Hop]:
    if line.way is None:
        return
    places = desk.book.lineage.fields.places
    for step in line.way.steps:
        change = step.mapping.transform if step.mapping else None
        start, end = places.get(step.start), places.get(step.end)
        renamed = bool(start and end and start.field.label.casefold() != end.field.label.casefold())
        yield Hop(
            start,
            end,
            step.flow,
            change_words(desk.book.scene, step),
            (change.description or "") if change else "",
            renamed,
            _delay(line, step),
            step.lands,
        )


def _before(desk: Desk, line: TokenLine) -> Iterator[Hop]:
    """What the source itself is made from, one step back, or two where the tool works it out."""
    fields = desk.book.lineage.fields
    pending = [line.source.key] if line.source else []
    seen = set(pending)
    while pending:
        for step in fields.into.get(pending.pop(0), ()):
            if not step.onward or step.start in seen:
                continue
            seen.add(step.start)
            if step.flow is None:
                pending.append(step.start)
            change = step.mapping.transform if step.mapping else None
            said = (change.description or "") if change else ""
            yield Hop(fields.places[step.start], None, step.flow, change_words(desk.book.scene, step), said, False, "")


def _delay(line: TokenLine, step: Step) -> str:
    if step.flow is None or line.age is None:
        return ""
    ref = step.flow.integration.ref
    part = next((one for one in line.age.parts if one.ref == ref), None)
    if part is None:
        return ""
    if part.seconds is None:
        return "no limit known"
    return time_in_words(part.seconds) if part.seconds else "at once"
