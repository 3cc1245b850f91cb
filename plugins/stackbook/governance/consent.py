"""How far an opt-out gets: which tools it reaches and how soon, and which it does not reach (GDPR Art. 7(3))."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import count

from stackbook.governance.personal import covers
from stackbook.lineage import Lineage
from stackbook.lineage.age import Age, Part, hop_age, source_age, total
from stackbook.lineage.field_graph import FieldGraph, Place, Step
from stackbook.lineage.names import FIELD
from stackbook.lineage.ways import Way
from stackbook.model.data import DataSource
from stackbook.model.tools import Tool

CONSENT = "user.privacy_preferences"
"""fideslang: what somebody agrees to, and what not."""

SENDING = ("email_marketing", "mobile_marketing", "marketing_automation_campaign_management")
"""Categories of tools that send messages; so does whatever has tokens."""

_WRITTEN_ONCE = ("never", "only_if_blank")
"""Update rules under which a change of mind does not arrive."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A consent field whose changes arrive in a tool.

    Args:
        start: the field where the opt-out is made.
        end: the field of the tool in which it arrives.
        way: how it gets there, the quickest that is known.
        age: how long that takes at most, without the time at the start.
    """

    start: Place
    end: Place
    way: Way
    age: Age


@dataclass(frozen=True, slots=True)
class ToolReach:
    """What becomes of an opt-out in one tool.

    Args:
        tool: the tool.
        arrivals: what arrives in it, one for each consent field, in the order of the source; () when nothing does.
        sending: messages are sent with it.
        holds: its data sources that name the source as the one in which consent for them is recorded.
        own: its data sources in which consent is recorded as well.
        fed_by: other tools that send to it and that the opt-out reaches, by name.
        unsure: it may be reached by something that this audience may not see.
    """

    tool: Tool
    arrivals: tuple[Arrival, ...]
    sending: bool
    holds: tuple[DataSource, ...] = ()
    own: tuple[DataSource, ...] = ()
    fed_by: tuple[Tool, ...] = ()
    unsure: bool = False

    @property
    def reached(self) -> bool:
        """Whether an opt-out arrives in it."""
        return bool(self.arrivals)

    @property
    def missed(self) -> bool:
        """Whether it holds data that rests on this consent, and no opt-out arrives in it."""
        return bool(self.holds) and not self.arrivals and not self.unsure

    @property
    def slowest(self) -> Arrival | None:
        """The arrival that takes longest; one without a known limit before all others."""
        return max(self.arrivals, key=lambda one: (one.age.seconds is None, one.age.at_least), default=None)


@dataclass(frozen=True, slots=True)
class ConsentReach:
    """How far an opt-out made in one data source gets.

    Args:
        source: the data source in which consent is recorded.
        fields: the fields that hold it; all its fields when none says so.
        named_by: data sources whose consent is recorded in it, as they say, by name.
        tools: tools that send, that hold such data or that it reaches; by name.
    """

    source: DataSource
    fields: tuple[Place, ...]
    named_by: tuple[DataSource, ...]
    tools: tuple[ToolReach, ...]

    @property
    def reached(self) -> tuple[ToolReach, ...]:
        """The sending tools in which an opt-out arrives."""
        return tuple(one for one in self.tools if one.sending and one.reached)

    @property
    def not_reached(self) -> tuple[ToolReach, ...]:
        """The sending tools in which it does not, and other tools that hold data resting on it."""
        return tuple(one for one in self.tools if not one.reached and (one.sending or one.holds))

    @property
    def also(self) -> tuple[ToolReach, ...]:
        """Other tools in which it arrives."""
        return tuple(one for one in self.tools if one.reached and not one.sending)


def is_consent(place: Place) -> bool:
    """Whether a field says what somebody agrees to."""
    return any(covers(CONSENT, one) for one in place.field.data_categories)


class Consent:
    """How far every opt-out gets.

    Args:
        lineage: the stack with its flows and fields.
    """

    def __init__(self, lineage: Lineage) -> None:
        self._lineage, self._inventory, self._fields = lineage, lineage.inventory, lineage.fields
        self._hops: dict[str, int | None] = {}

    @cached_property
    def sending(self) -> dict[str, Tool]:
        """The tools in use with which messages are sent, by id: those with tokens, and by category."""
        with_tokens = {
            line.tool.id for line in self._lineage.tokens.values() if line.tool and line.token.status != "retired"
        }
        tools = (one for one in self._inventory.entities.get("tool", {}).values() if isinstance(one, Tool))
        return {
            tool.id: tool
            for tool in tools
            if tool.active
            and (tool.id in with_tokens or any(one in SENDING for one in (tool.category, *tool.subcategories)))
        }

    @cached_property
    def reaches(self) -> tuple[ConsentReach, ...]:
        """For each data source in which consent is recorded; those that others name first, then by name."""
        found = [self._reach(source) for source in self._where_recorded.values()]
        return tuple(sorted(found, key=lambda one: (not one.named_by, *_by_name(one.source))))

    @cached_property
    def of_source(self) -> Mapping[str, ConsentReach]:
        """Data source's id to how far an opt-out made there gets."""
        return {one.source.id: one for one in self.reaches}

    @cached_property
    def _sources(self) -> tuple[DataSource, ...]:
        return tuple(
            one for one in self._inventory.entities.get("data_source", {}).values() if isinstance(one, DataSource)
        )

    @cached_property
    def _named(self) -> dict[str, tuple[DataSource, ...]]:
        """Data source's id to those that name it as the one in which their consent is recorded."""
        found: dict[str, list[DataSource]] = {}
        for one in self._sources:
            there = self._inventory.get("data_source", one.consent_source)
            if there is not None:
                found.setdefault(there.id, []).append(one)
        return {id_: tuple(sorted(of, key=_by_name)) for id_, of in found.items()}

    @cached_property
    def _where_recorded(self) -> dict[str, DataSource]:
        """The data sources in which an opt-out is made: named by others, or written by nothing else."""
        found: dict[str, DataSource] = {}
        untold = self._lineage.untold
        for source in self._sources:
            consent = [one for one in self._places(source) if is_consent(one) and f"{FIELD}:{one.key}" not in untold]
            at_home = any(not any(step.live for step in self._fields.into.get(place.key, ())) for place in consent)
            tool = self._inventory.get("tool", source.tool)
            if source.id in self._named or (at_home and isinstance(tool, Tool) and tool.active):
                found[source.id] = source
        return found

    @cached_property
    def _unsure(self) -> frozenset[str]:
        """Ids of the tools into which values may come that this audience may not see."""
        untold = self._lineage.untold
        pending = [ref.partition(":")[2] for ref in untold if ref.startswith(f"{FIELD}:")]
        reached = set(pending)
        while pending:
            for step in self._fields.out.get(pending.pop(), ()):
                if step.live and step.end not in reached:
                    reached.add(step.end)
                    pending.append(step.end)
        ends = {flow.target.id for flow in self._lineage.graph.flows if flow.integration.ref in untold}
        return frozenset(ends | {self._fields.tool_of(key) for key in reached})

    def _places(self, source: DataSource) -> tuple[Place, ...]:
        return tuple(self._fields.places[f"{source.id}.{one.id}"] for one in source.fields)

    def _reach(self, source: DataSource) -> ConsentReach:
        places = self._places(source)
        # Where every consent field but one is filled from elsewhere, the opt-out is still made in that one.
        consent = tuple(place for place in places if is_consent(place)) or places
        arrived: dict[str, list[Arrival]] = {}
        for place in consent:
            for tool_id, arrival in _quickest(self._fields, place, self._hops).items():
                arrived.setdefault(tool_id, []).append(arrival)
        named = self._named.get(source.id, ())
        holds: dict[str, list[DataSource]] = {}
        for one in named:
            tool = self._inventory.get("tool", one.tool)
            if isinstance(tool, Tool) and tool.active and one.id != source.id:
                holds.setdefault(tool.id, []).append(one)
        lines: list[ToolReach] = []
        for id_ in sorted({*self.sending, *holds, *arrived}):
            tool = self._inventory.get("tool", id_)
            if isinstance(tool, Tool) and tool.active:
                lines.append(
                    ToolReach(
                        tool,
                        tuple(arrived.get(id_, ())),
                        id_ in self.sending,
                        tuple(holds.get(id_, ())),
                        tuple(self._own(id_, source)),
                        () if id_ in arrived else self._fed_by(id_, arrived),
                        id_ in self._unsure,
                    )
                )
        lines.sort(key=lambda one: _by_name(one.tool))
        return ConsentReach(source, consent, named, tuple(lines))

    @cached_property
    def _recorded_by_tool(self) -> dict[str, tuple[DataSource, ...]]:
        """Tool's id to its data sources in which an opt-out is made."""
        found: dict[str, list[DataSource]] = {}
        for one in self._where_recorded.values():
            if holder := self._inventory.get("tool", one.tool):
                found.setdefault(holder.id, []).append(one)
        return {id_: tuple(of) for id_, of in found.items()}

    def _own(self, tool: str, source: DataSource) -> Iterator[DataSource]:
        """The data sources of a tool, other than one, in which consent is recorded as well."""
        return (one for one in self._recorded_by_tool.get(tool, ()) if one.id != source.id)

    def _fed_by(self, tool: str, reached: Iterable[str]) -> tuple[Tool, ...]:
        """The tools with a live flow into one, among those that are reached."""
        among = frozenset(reached)
        flows = self._lineage.graph.inbound.get(tool, ())
        found = {flow.source.id: flow.source for flow in flows if flow.integration.live and flow.source.id in among}
        return tuple(sorted(found.values(), key=_by_name))


def _by_name(one: Tool | DataSource) -> tuple[str, str]:
    return (one.name.casefold(), one.id)


def _carries(step: Step) -> bool:
    """Whether a change of the value goes this way today."""
    return step.live and not (step.mapping and step.mapping.update in _WRITTEN_ONCE)


def _quickest(fields: FieldGraph, start: Place, hops: dict[str, int | None]) -> dict[str, Arrival]:
    """Tool's id to the quickest way on which changes of a field arrive there; ways with a known limit first.

    Args:
        fields: the graph.
        start: where the opt-out is made.
        hops: seconds by integration, kept from search to search; None where nobody can tell.
    """
    found: dict[str, Arrival] = {}
    done: set[str] = set()
    order = count()  # the order in which they were found decides between equals
    pending: list[tuple[bool, int, int, int, str, tuple[Step, ...]]] = [(False, 0, 0, next(order), start.key, ())]
    while pending:
        endless, seconds, length, _, here, steps = heappop(pending)
        if here in done:
            continue
        done.add(here)
        place = fields.places[here]
        if place.tool and place.tool not in found:
            way = Way(start.key, steps)
            found[place.tool] = Arrival(start, place, way, age_on(way, fields))
        for step in fields.out.get(here, ()):
            if step.end not in done and _carries(step):
                more = _longer(step, steps, start, fields, hops)
                cost = (endless or more is None, seconds + (more or 0), length + 1, next(order))
                heappush(pending, (*cost, step.end, (*steps, step)))
    return found


def _longer(
    step: Step, before: tuple[Step, ...], start: Place, fields: FieldGraph, hops: dict[str, int | None]
) -> int | None:
    """How much longer a way takes with one more step, as `age_on` counts it; None when nobody can tell."""
    if step.flow is not None:
        if before and before[-1].integration == step.integration:
            return 0
        if step.integration not in hops:
            hops[step.integration] = hop_age(step.flow.integration).seconds
        return hops[step.integration]
    source = fields.places[step.end].source
    been = {start.source.id, *(fields.places[one.end].source.id for one in before if one.flow is None)}
    age = source_age(source) if source.id not in been else None
    return age.seconds if age else 0


def age_on(way: Way, fields: FieldGraph) -> Age:
    """How long a change takes on its way at most, from the moment at which it is made.

    Args:
        way: where it goes.
        fields: the graph.
    """
    counted = {fields.places[way.start].source.id}
    parts: list[Part | None] = []
    for hop in way.hops:
        flow = hop[0].flow
        if flow is not None:
            parts.append(hop_age(flow.integration))
        elif (source := fields.places[hop[0].end].source).id not in counted:
            counted.add(source.id)
            parts.append(source_age(source))
    return total(parts)
