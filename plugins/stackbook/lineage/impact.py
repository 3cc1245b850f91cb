"""What breaks when something goes: flows, fields, tokens, journeys, capabilities, and the teams to tell."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from stackbook.graph import Flow
from stackbook.lineage.core import Lineage
from stackbook.lineage.field_graph import Step
from stackbook.lineage.journeys import StepLine
from stackbook.lineage.names import FIELD
from stackbook.lineage.tellings import Telling, tellings
from stackbook.lineage.tokens import Trace
from stackbook.model.data import DataSource
from stackbook.model.tools import Tool, Vendor

CAN_GO = ("tool", "integration", "data_source", "vendor", FIELD)
"""What can go."""


class State(Enum):
    """What becomes of something."""

    STOPS = "stops"
    """It works no more."""
    LOSES = "loses"
    """It goes on with less."""
    STALE = "stale"
    """It stays, and nothing new comes."""


@dataclass(frozen=True, slots=True)
class Affected:
    """Something that does not go on as before.

    Args:
        ref: ``kind:id``, or ``field:data-source.field``.
        state: what becomes of it.
        why: how so, a clause without its full stop.
        trail: from what goes to it, both included: ``kind:id`` of everything between.
    """

    ref: str
    state: State
    why: str
    trail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Things that share what becomes of them and the trail that leads there.

    Args:
        state: what becomes of them.
        why: how so, a clause without its full stop.
        between: ``kind:id`` of what lies between what goes and them; () when it touches them itself.
        refs: the things.
    """

    state: State
    why: str
    between: tuple[str, ...]
    refs: tuple[str, ...]


def clusters(affected: Iterable[Affected]) -> tuple[Cluster, ...]:
    """Affected things, those of one trail together; in the order of the first of each."""
    found: dict[tuple[State, str, tuple[str, ...]], list[str]] = {}
    for one in affected:
        found.setdefault((one.state, one.why, one.trail[1:-1]), []).append(one.ref)
    return tuple(Cluster(state, why, between, tuple(refs)) for (state, why, between), refs in found.items())


@dataclass(frozen=True, slots=True)
class Impact:
    """What breaks.

    Args:
        subjects: what goes, as asked: ``kind:id`` or ``field:data-source.field``.
        flows: integrations.
        fields: fields that lose what fed them; what a tool itself writes into them stays.
        tokens: tokens that show their fallback, or something old.
        journeys: journeys that a step of breaks, or that a token of does.
        capabilities: what nobody does any more, or only a second choice.
        teams: whom to tell, with the reasons.
    """

    subjects: tuple[str, ...]
    flows: tuple[Affected, ...] = ()
    fields: tuple[Affected, ...] = ()
    tokens: tuple[Affected, ...] = ()
    journeys: tuple[Affected, ...] = ()
    capabilities: tuple[Affected, ...] = ()
    teams: tuple[Telling, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.flows or self.fields or self.tokens or self.journeys or self.capabilities)

    @property
    def groups(self) -> tuple[tuple[str, tuple[Affected, ...]], ...]:
        """Everything but the teams, by kind of thing: ``integration``, ``field``, ``token``, and so on."""
        return (
            ("integration", self.flows),
            (FIELD, self.fields),
            ("token", self.tokens),
            ("journey", self.journeys),
            ("capability", self.capabilities),
        )


@dataclass(slots=True)
class _Gone:
    """What goes, with everything that goes with it at once; each with the trail from what was asked."""

    tools: dict[str, tuple[str, ...]] = field(default_factory=dict)
    flows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)


def impact(lineage: Lineage, subjects: Sequence[str]) -> Impact:
    """What breaks when some things go together.

    Args:
        lineage: of the stack.
        subjects: ``kind:id`` of tools, integrations, data sources and vendors, and ``field:data-source.field``;
            what is not there is left out.

    Returns:
        What is affected beyond the things themselves, each with the shortest trail that leads to it. A field
        that another live integration still feeds is not affected; a value that an integration carries back
        does not count as fed by it.
    """
    gone = _gone(lineage, subjects)
    starved = _starved(lineage, gone)
    flows = _flows(lineage, subjects, gone, starved)
    tokens = _tokens(lineage, gone, starved)
    journeys = _journeys(lineage, subjects, gone, tokens)
    capabilities = _capabilities(lineage, gone)
    lost = tuple(
        Affected(f"{FIELD}:{key}", State.STALE, "what fed it is gone", (*trail, f"{FIELD}:{key}"))
        for key, trail in starved.items()
    )
    affected = (*flows, *lost, *tokens, *journeys, *capabilities)
    told = [(ref, "goes") for ref in (*(f"tool:{t}" for t in gone.tools), *subjects)]
    told += [(one.ref, one.why) for one in affected if one not in lost]
    told += [(f"data_source:{source}", _lose(number)) for source, number in _by_source(starved).items()]
    return Impact(tuple(subjects), flows, lost, tokens, journeys, capabilities, tellings(lineage.inventory, told))


def _by_source(starved: Iterable[str]) -> dict[str, int]:
    """Data source's id to how many of its fields lose what fed them."""
    return dict(Counter(key.partition(".")[0] for key in starved))


def _lose(number: int) -> str:
    return f"{number} of its fields {'loses' if number == 1 else 'lose'} what fed {'it' if number == 1 else 'them'}"


def _gone(lineage: Lineage, subjects: Iterable[str]) -> _Gone:
    gone = _Gone()
    inventory, fields = lineage.inventory, lineage.fields
    for ref in subjects:
        kind, _, name = ref.partition(":")
        if kind == FIELD and (place := fields.place(name)):
            gone.fields.setdefault(place.key, (ref,))
            continue
        entity = inventory.find(ref)
        if isinstance(entity, Vendor):
            gone.tools.update((tool.id, (ref, tool.ref)) for tool in lineage.made_by.get(entity.ref, ()))
        elif isinstance(entity, Tool):
            gone.tools.setdefault(entity.id, (entity.ref,))
        elif isinstance(entity, DataSource):
            gone.fields.update((f"{entity.id}.{one.id}", (entity.ref,)) for one in entity.fields)
        elif entity is not None and entity.id in lineage.flows and kind == "integration":
            gone.flows.setdefault(entity.id, (entity.ref,))
    for tool_id, trail in gone.tools.items():
        for flow in lineage.graph.of(tool_id):
            gone.flows.setdefault(flow.integration.id, trail)
        for key in fields.of_tool.get(tool_id, ()):
            gone.fields.setdefault(key, trail)
    return gone


def _starved(lineage: Lineage, gone: _Gone) -> dict[str, tuple[str, ...]]:
    """Fields that stay and lose what fed them, with the trail to each; nearest first."""
    fields = lineage.fields
    first: list[tuple[Step, tuple[str, ...]]] = []
    for id_, trail in gone.flows.items():
        first += [(step, trail) for step in lineage.steps_of.get(id_, ()) if step.onward]
    for key, trail in gone.fields.items():
        first += [(step, trail) for step in fields.out.get(key, ()) if step.onward]
    dead = _without_feed(lineage, gone, [step for step, _ in first])
    starved: dict[str, tuple[str, ...]] = {}
    pending = deque(first)
    while pending:
        step, trail = pending.popleft()
        if step.end not in dead or step.end in starved:
            continue
        starved[step.end] = _along(trail, step, fields.tool_of(step.end))
        pending += [(one, starved[step.end]) for one in fields.out.get(step.end, ()) if one.onward]
    return starved


def _without_feed(lineage: Lineage, gone: _Gone, cut: Iterable[Step]) -> set[str]:
    """The fields behind some steps that nothing from outside feeds any more, whatever loops there are among them.

    All of them count as dead until a value reaches them from a field that is not behind those steps. What is worked
    out from several fields needs all of them.
    """
    fields = lineage.fields
    behind: set[str] = set()
    pending = [step.end for step in cut]
    while pending:
        key = pending.pop()
        if key in behind or key in gone.fields or f"{FIELD}:{key}" in lineage.untold:
            continue
        behind.add(key)
        pending += [step.end for step in fields.out.get(key, ()) if step.onward]
    dead = set(behind)
    pending = sorted(behind)
    while pending:
        key = pending.pop()
        if key not in dead or not _fed(lineage, gone, dead, key):
            continue
        dead.remove(key)
        pending += [step.end for step in fields.out.get(key, ()) if step.end in dead and step.onward]
    return dead


def _fed(lineage: Lineage, gone: _Gone, dead: set[str], key: str) -> bool:
    """Whether values still come into a field."""
    steps = [step for step in lineage.fields.into.get(key, ()) if step.onward]
    comes = [
        step.integration not in gone.flows and step.start not in gone.fields and step.start not in dead
        for step in steps
    ]
    made_of = [ok for step, ok in zip(steps, comes, strict=True) if step.flow is None]
    carried = [ok for step, ok in zip(steps, comes, strict=True) if step.flow is not None]
    return all(made_of) and (any(carried) or not carried)


def _along(trail: tuple[str, ...], step: Step, tool: str) -> tuple[str, ...]:
    """A trail with one step more."""
    more = [step.flow.integration.ref] if step.flow else []
    more.append(f"tool:{tool}")
    return (*trail, *(ref for ref in more if trail[-1:] != (ref,)))


def _flows(
    lineage: Lineage, subjects: Sequence[str], gone: _Gone, starved: dict[str, tuple[str, ...]]
) -> tuple[Affected, ...]:
    found: dict[str, Affected] = {}
    for id_, trail in gone.flows.items():
        flow = lineage.flows[id_]
        if flow.integration.ref not in subjects and flow.integration.status not in ("inactive", "related"):
            found[id_] = Affected(
                flow.integration.ref, State.STOPS, _where(lineage, flow, gone), (*trail, flow.integration.ref)
            )
    cut = {**gone.fields, **starved}
    touched: dict[str, tuple[str, ...]] = {}
    for key, trail in cut.items():
        steps = (*lineage.fields.out.get(key, ()), *(lineage.fields.into.get(key, ()) if key in gone.fields else ()))
        for step in steps:
            if step.integration and step.live and not step.back:
                touched.setdefault(step.integration, trail)
    for id_, trail in touched.items():
        if id_ in gone.flows:
            continue
        flow, total = lineage.flows[id_], len(lineage.flows[id_].integration.fields)
        steps = tuple(step for step in lineage.steps_of.get(id_, ()) if not step.back)
        lost = sum(1 for step in steps if step.start in cut or step.end in gone.fields)
        state = State.STOPS if lost >= total else State.LOSES
        why = "has nothing left to carry" if lost >= total else f"carries {lost} of its {total} fields no more"
        if flow.integration.ref in lineage.untold:  # it carries more than may be told
            state, why = State.LOSES, "carries less"
        found[id_] = Affected(flow.integration.ref, state, why, (*trail, flow.integration.ref))
    return tuple(sorted(found.values(), key=lambda one: (len(one.trail), one.ref)))


def _where(lineage: Lineage, flow: Flow, gone: _Gone) -> str:
    if flow.source.id in gone.tools:
        return "has nothing to start from"
    return "has nowhere to go" if flow.target.id in gone.tools else "cannot pass any more"


def _tokens(lineage: Lineage, gone: _Gone, starved: dict[str, tuple[str, ...]]) -> tuple[Affected, ...]:
    found = []
    for id_ in lineage.tokens_touching(gone.tools, gone.flows, (*gone.fields, *starved)):
        line = lineage.tokens[id_]
        ref = line.token.ref
        if line.token.status == "retired":
            continue
        if line.tool and line.tool.id in gone.tools:
            found.append(Affected(ref, State.STOPS, "its tool goes", (*gone.tools[line.tool.id], ref)))
            continue
        steps = line.way.steps if line.way else ()
        cut = next((step for step in steps if _cut(step, gone)), None)
        if cut is not None:
            begin = gone.flows.get(cut.integration) or gone.fields.get(cut.start) or gone.fields[cut.end]
            why = "its value does not arrive any more"
            found.append(Affected(ref, State.STOPS, why, (*_on(lineage, begin, steps, cut), ref)))
        elif line.source and line.source.key in gone.fields:
            found.append(Affected(ref, State.STOPS, "its source goes", (*gone.fields[line.source.key], ref)))
        elif line.source and line.source.key in starved and line.trace is Trace.FOUND:
            trail = starved[line.source.key]
            found.append(Affected(ref, State.STALE, "its value is not renewed any more", (*trail, ref)))
        elif line.reads and line.reads.key in gone.fields:
            trail = gone.fields[line.reads.key]
            found.append(Affected(ref, State.STOPS, "the field that it reads goes", (*trail, ref)))
        elif line.choices and all(any(_cut(step, gone) for step in way.steps) for way in line.choices):
            cut = next(step for step in line.choices[0].steps if _cut(step, gone))
            begin = gone.flows.get(cut.integration) or gone.fields.get(cut.start) or gone.fields[cut.end]
            found.append(Affected(ref, State.STOPS, "its value does not arrive any more", (*begin, ref)))
        elif line.key and (trail := gone.fields.get(line.key.key) or starved.get(line.key.key, ())):
            state = State.STOPS if line.key.key in gone.fields else State.STALE
            found.append(Affected(ref, state, "what it is looked up by is gone or not renewed", (*trail, ref)))
    return tuple(sorted(found, key=lambda one: (one.state is State.STALE, len(one.trail), one.ref)))


def _cut(step: Step, gone: _Gone) -> bool:
    return step.integration in gone.flows or step.start in gone.fields or step.end in gone.fields


def _on(lineage: Lineage, begin: tuple[str, ...], steps: Sequence[Step], cut: Step) -> tuple[str, ...]:
    """The trail along the rest of a token's way, from where it is cut."""
    trail = begin
    for step in steps[steps.index(cut) :]:
        trail = _along(trail, step, lineage.fields.tool_of(step.end) or (step.lands.id if step.lands else ""))
    return trail


def _journeys(
    lineage: Lineage, subjects: Sequence[str], gone: _Gone, tokens: Sequence[Affected]
) -> tuple[Affected, ...]:
    found: dict[str, Affected] = {}
    for line in lineage.journeys.values():
        stopping = [(step.number, trail) for step in line.steps if (trail := _stopped_by(step, gone))]
        if stopping:
            numbers = [str(number) for number, _ in stopping]
            which = f"step {numbers[0]} does" if len(numbers) == 1 else f"steps {', '.join(numbers)} do"
            why = f"{which} not work any more"
            found[line.journey.id] = Affected(line.journey.ref, State.STOPS, why, (*stopping[0][1], line.journey.ref))
    for token in tokens:
        entity = lineage.tokens[token.ref.partition(":")[2]].token
        for use in entity.used_in:
            journey = lineage.inventory.get("journey", use.journey)
            if journey is not None and journey.id not in found:
                why = f"its messages show “{entity.label or entity.name}”"
                found[journey.id] = Affected(journey.ref, State.LOSES, why, (*token.trail, journey.ref))
    return tuple(sorted(found.values(), key=lambda one: (one.state is not State.STOPS, len(one.trail), one.ref)))


def _stopped_by(step: StepLine, gone: _Gone) -> tuple[str, ...]:
    """The trail to a step that does not work any more; () when it goes on."""
    if step.flow is None:
        return gone.tools.get(step.start.id, ()) if step.start else ()
    ref = step.flow.integration.ref
    trail = gone.flows.get(step.flow.integration.id, ())
    return trail if not trail or ref in trail else (*trail, ref)


def _capabilities(lineage: Lineage, gone: _Gone) -> tuple[Affected, ...]:
    """What nobody does any more, or nobody as the main tool for it."""
    found = []
    for ref, tools in lineage.doers.items() if gone.tools else ():
        going = [(tool, role) for tool, role in tools if tool.id in gone.tools]
        left = [(tool, role) for tool, role in tools if tool.id not in gone.tools]
        if not going or any(role == "primary" for _, role in left):
            continue
        if not left:
            why, state = "nothing else does it", State.STOPS
        elif any(role == "primary" for _, role in going):
            names = ", ".join(tool.name for tool, _ in left)
            why, state = f"only {names} could do it, as a second choice", State.LOSES
        else:
            continue
        found.append(Affected(ref, state, why, (*gone.tools[going[0][0].id], ref)))
    return tuple(found)
