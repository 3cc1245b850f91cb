"""Tokens that may be used, and what a finding about one of them has to name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stackbook.diagnostics import Check, Diagnostic, Related
from stackbook.lineage.tokens import TokenLine
from stackbook.lineage.ways import Way
from stackbook.rules.engine import Context

USABLE = ("available", "deprecated")
"""Words of `token_status` with which a token may stand in a message. One that is only proposed may be half known."""


def tokens_in_use(context: Context) -> Iterator[TokenLine]:
    """The tokens that may be used, traced, by id."""
    return (line for line in context.lineage.tokens.values() if line.token.status in USABLE)


def finding(
    context: Context,
    check: Check,
    line: TokenLine,
    message: str,
    help: str = "",
    *,
    at: tuple[str | int, ...],
    related: tuple[Related, ...] = (),
    mentions: Iterable[str] = (),
) -> Diagnostic:
    """A finding about a token.

    Args:
        context: of the rule.
        check: of the rule.
        line: the token.
        message: what is wrong.
        help: what to do; the rule's own words when it is left out.
        at: keys that lead to the place.
        related: other places.
        mentions: what it names beside the token, its tool and the data source where its value is looked after.
    """
    token = line.token
    named = dict.fromkeys((*_itself(line), *mentions))
    place = context.inventory.place(token, *at)
    key = str(at[0])
    return check.at(place, message, help, entity=token.ref, field=key, related=related, mentions=tuple(named))


def _itself(line: TokenLine) -> Iterator[str]:
    if line.tool:
        yield line.tool.ref
    if line.source:
        yield line.source.source.ref


def named_on(context: Context, ways: Iterable[Way]) -> tuple[str, ...]:
    """Everything that some ways pass: integrations, the tools that they join, data sources."""
    found: dict[str, None] = {}
    places = context.lineage.fields.places
    for way in ways:
        keys = [way.start, *(step.end for step in way.steps)]
        found.update(dict.fromkeys(places[key].source.ref for key in keys if key in places))
        for step in way.steps:
            if step.flow is not None:
                flow = step.flow
                found.update(dict.fromkeys((flow.integration.ref, flow.source.ref, flow.target.ref)))
    return tuple(found)
