"""Tokens traced: the way of each value, how old it may be, and how carefully it must be treated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from stackbook.graph import Flow, Graph
from stackbook.inventory import Inventory
from stackbook.lineage.age import Age, Part, hop_age, in_words, seconds_of, source_age, total
from stackbook.lineage.breaks import Broken, where_it_breaks
from stackbook.lineage.chosen import follow
from stackbook.lineage.field_graph import FieldGraph, Place, Step
from stackbook.lineage.journeys import JourneyLine
from stackbook.lineage.ways import Way, Ways, ways_between
from stackbook.model.tokens import Token, Use
from stackbook.model.tools import Tool

HELD = ("journey_entry", "trigger_event")
"""Moments after which a value is kept until the message is sent."""

EXTERNAL_CALL = "external_call"
"""The kind of token whose value is asked of another system while the message is made."""


class Trace(Enum):
    """What is known about a token's way."""

    FOUND = "found"
    SEVERAL = "several"
    NONE = "none"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    """Its tool or its source is not known, so there is nothing to trace; or its way may not be told."""


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token, traced.

    Args:
        token: as it is written.
        tool: the tool that sends; None when it is not known.
        source: the field where the value is looked after; None when it is not known.
        trace: whether the way is known.
        way: the way; None unless it was found.
        choices: the ways to choose from when there are several.
        complete: `choices` holds all of them.
        arrivals: the fields of the tool in which the value arrives on that way.
        broken: why there is none; None otherwise.
        age: how old the value can be when a customer reads it; None without a way.
        classification: the highest on the way, a word of the vocabulary; "" when none is recorded.
        masked: the steps on which the value is hidden.
        key: the field by whose value it is looked up, if it is.
        reads: the field in the tool that its record names, if it does.
    """

    token: Token
    tool: Tool | None
    source: Place | None
    trace: Trace
    way: Way | None = None
    choices: tuple[Way, ...] = ()
    complete: bool = True
    arrivals: tuple[str, ...] = ()
    broken: Broken | None = None
    age: Age | None = None
    classification: str = ""
    masked: tuple[Step, ...] = ()
    key: Place | None = None
    reads: Place | None = None

    @property
    def external(self) -> bool:
        """Whether the value is asked of another system while the message is made, as far as its way is known."""
        called = self.way is not None and bool(self.way.steps) and self.way.steps[-1].on_send
        return self.token.kind == EXTERNAL_CALL and called


@dataclass(frozen=True, slots=True)
class Known:
    """What tracing looks things up in.

    Args:
        inventory: everything.
        graph: its flows.
        fields: its fields.
        flows: integration's id to its flow.
        journeys: journey's id to the journey, walked.
    """

    inventory: Inventory
    graph: Graph
    fields: FieldGraph
    flows: Mapping[str, Flow]
    journeys: Mapping[str, JourneyLine]


def untraced(token: Token, known: Known) -> TokenLine:
    """A token of which only the tool and the source may be told, not the way between them.

    Args:
        token: that is not traced.
        known: where to look.
    """
    tool = known.inventory.get("tool", token.tool)
    source = known.fields.place(token.source_field)
    return TokenLine(token, tool if isinstance(tool, Tool) else None, source, Trace.UNKNOWN)


def trace(token: Token, known: Known) -> TokenLine:
    """A token with its way.

    Args:
        token: to be traced.
        known: where to look.
    """
    places = known.fields
    return replace(_traced(token, known), key=places.place(token.key_field), reads=places.place(token.tool_field))


def _traced(token: Token, known: Known) -> TokenLine:
    found = untraced(token, known)
    tool, source = found.tool, found.source
    if tool is None or source is None:
        return found
    wanted = known.fields.place(token.tool_field)
    if wanted is not None and wanted.tool != tool.id:
        wanted = None  # a rule speaks of it
    if token.path is not None:
        result = follow(known.fields, source, tool, [_flow(known, written) for written in token.path], wanted)
        if isinstance(result, Broken):
            return TokenLine(token, tool, source, Trace.BROKEN, broken=result)
        return _found(token, tool, source, result, (result.end,), known)
    ways = _ways(token, tool, source, wanted, known)
    if len(ways.found) == 1 and ways.complete:
        way = ways.found[0]
        return _found(token, tool, source, way, ways.arrivals[way.integrations], known)
    if ways.found:
        plain_first = tuple(sorted(ways.found, key=lambda way: any(step.another for step in way.steps)))
        return TokenLine(token, tool, source, Trace.SEVERAL, choices=plain_first, complete=ways.complete)
    broken = where_it_breaks(known.fields, known.graph, source, tool, wanted)
    return TokenLine(token, tool, source, Trace.NONE, broken=broken)


def _flow(known: Known, written: str) -> tuple[str, Flow | None]:
    integration = known.inventory.get("integration", written)
    return written, known.flows.get(integration.id) if integration else None


def _ways(token: Token, tool: Tool, source: Place, wanted: Place | None, known: Known) -> Ways:
    """The live ways, those that fit the kind of token first."""
    ends = [wanted.key] if wanted else None
    fits = _asked if token.kind == EXTERNAL_CALL else _stored
    if token.kind == EXTERNAL_CALL and (calls := _calls(tool, source, known)).found:
        return calls
    for again in (False, True):
        for last in (fits, None):
            ways = ways_between(known.fields, source.key, tool.id, ends=ends, last=last, again=again)
            if ways.found:
                return ways
    return ways


def _asked(step: Step) -> bool:
    return step.on_send


def _stored(step: Step) -> bool:
    return not step.on_send


def _calls(tool: Tool, source: Place, known: Known) -> Ways:
    """Ways that end with a call which stores nothing: an integration on sending that lists no fields."""
    found: dict[tuple[str, ...], Way] = {}
    complete = True
    for flow in known.graph.inbound.get(tool.id, ()):
        one = flow.integration
        if not one.live or one.trigger != "on_send" or one.fields:
            continue
        before = ways_between(known.fields, source.key, flow.source.id)
        complete = complete and before.complete
        for way in before.found:
            call = Way(source.key, (*way.steps, Step(way.end, "", flow)))
            found.setdefault(call.integrations, call)
    shortest = sorted(found.values(), key=lambda way: (len(way.integrations), way.integrations))
    return Ways(tuple(shortest), complete, dict.fromkeys(found, ("",)))


def _found(token: Token, tool: Tool, source: Place, way: Way, arrivals: tuple[str, ...], known: Known) -> TokenLine:
    return TokenLine(
        token,
        tool,
        source,
        Trace.FOUND,
        way=way,
        arrivals=arrivals,
        age=age_of(token, way, known),
        classification=_highest(way, known),
        masked=tuple(step for step in way.steps if step.masked),
    )


def age_of(token: Token, way: Way, known: Known) -> Age:
    """How old the value of a token can be when a customer reads it; the formula stands in `age.py`."""
    places = known.fields.places
    counted = {places[way.start].source.id}  # a data source is renewed once, whatever is worked out in it
    parts = [source_age(places[way.start].source)]
    for hop in way.hops:
        flow = hop[0].flow
        if flow is not None:
            parts.append(_kept_back(hop) or hop_age(flow.integration))
        elif (source := places[hop[0].end].source).id not in counted:
            counted.add(source.id)
            parts.append(source_age(source))
    parts.append(_kept(token, known))
    return total(parts)


def _kept_back(hop: tuple[Step, ...]) -> Part | None:
    """What an integration adds that does not renew a value once it is there; None when it does renew it."""
    for step in hop:
        rule = step.mapping.update if step.mapping else None
        if step.flow is not None and rule in ("never", "only_if_blank"):
            why = "it writes the value once" if rule == "never" else "it writes only where nothing stands"
            return Part(
                step.flow.integration.display_name, None, f"{why}, and does not renew it", step.flow.integration.ref
            )
    return None


def _kept(token: Token, known: Known) -> Part | None:
    """The time between the moment at which the value is read and the last message that shows it."""
    if token.resolved_at is None:
        return Part("Reading it", None, "nobody has recorded when the tool reads the value")
    if token.resolved_at not in HELD:
        return None
    waits = [part for use in token.used_in if (part := _until_sent(token, use, known)) is not None]
    if token.kept_for:
        seconds = seconds_of(token.kept_for)
        waits.append(Part("Keeping it", seconds, f"it is kept for {in_words(seconds)} after it was read"))
    if waits:
        # One of which nobody knows when it ends may be the longest.
        return max(waits, key=lambda part: (part.seconds is None, part.seconds or 0, part.ref))
    what = "the journey" if token.resolved_at == "journey_entry" else "the wait after the event"
    return Part("Keeping it", None, f"nobody has recorded how long {what} lasts")


def _until_sent(token: Token, use: Use, known: Known) -> Part | None:
    """The time from the moment at which the value is read to the step that sends the message; None without a journey.

    A value that is read on entering is read when the journey gets to the tool; one that comes with an event is as old
    as the event, which starts the journey.
    """
    journey = known.inventory.get("journey", use.journey)
    line = known.journeys.get(journey.id) if journey else None
    if line is None or not line.steps:
        return None
    tool = known.inventory.get("tool", token.tool) if token.resolved_at == "journey_entry" else None
    age = line.until(use.step, tool.id if tool else "")
    name, ref = line.journey.display_name, line.journey.ref
    if age.seconds is None:
        return Part(name, None, "the journey has no known end", ref)
    if not age.seconds:
        return Part(name, 0, "the message goes out at once", ref)
    until = "the message may go out" if use.step else "the journey may go on for"
    return Part(name, age.seconds, f"{until} {in_words(age.seconds)} after the value was read", ref)


def _highest(way: Way, known: Known) -> str:
    """The most careful class on the way."""
    order = known.inventory.vocabularies["classification"]
    keys = [way.start, *(step.end for step in way.steps if step.end)]
    classes = [known.fields.places[key].field.classification for key in keys if key in known.fields.places]
    return max((one for one in classes if one), key=order.position, default="")
