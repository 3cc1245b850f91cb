"""Where a value comes from and where it goes: the pictures of a token and of a field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stackbook.graph import Flow
from stackbook.lineage.field_graph import Place, Step
from stackbook.lineage.names import FIELD
from stackbook.lineage.tokens import TokenLine, Trace
from stackbook.lineage.ways import feeding, reached_from
from stackbook.model.data import DataSource
from stackbook.model.tokens import Token
from stackbook.views.arrows import counted, flow_title, listed, state_of_flow, tool_node
from stackbook.views.columns import around_middle
from stackbook.views.picture import MOST_EDGES, MOST_NODES, Edge, Node, View
from stackbook.views.scene import Scene

MOST_FIELDS = 36
"""So many fields are drawn, the nearest first."""

MOST_TOKENS = 16
"""So many tokens are drawn."""

MOST_BEFORE = 8
"""So many fields are drawn before the source of a token."""

PLANNED = ("planned",)
"""Integrations that are drawn though they carry nothing yet."""


def lineage_view(scene: Scene, ref: str) -> View | None:
    """The picture of a token's or a field's lineage.

    Args:
        scene: what to look at.
        ref: ``token:id``, ``data_source:id`` or ``field:data-source.field``.

    Returns:
        The picture; None when there is nothing to draw: a token without a way, a field that nothing carries; or when
        a data source has so many fields that travel that nobody could read it.
    """
    kind, _, name = ref.partition(":")
    if kind == FIELD:
        place = scene.lineage.fields.place(name)
        return _field_view(scene, place) if place else None
    entity = scene.inventory.find(ref)
    if isinstance(entity, DataSource):
        return _source_view(scene, entity)
    line = scene.lineage.tokens.get(entity.id) if isinstance(entity, Token) else None
    return _token_view(scene, line) if line else None


def _token_view(scene: Scene, line: TokenLine) -> View | None:
    ways = (line.way,) if line.way else line.choices
    if not ways or line.source is None or line.tool is None:
        return None
    fields = scene.lineage.fields
    token = line.token
    steps = {step.sort_key: step for way in ways for step in way.steps}
    before = feeding(fields, line.source.key, _onward)
    early = {step.sort_key: step for way in list(before.values())[: MOST_BEFORE + 1] for step in way}
    own = {line.source.key, *(end for step in steps.values() for end in (step.start, step.end))}
    far = {end for step in early.values() for end in (step.start, step.end)} - own
    nodes = [_field_node(scene, fields.places[key], "neighbour") for key in sorted(own) if key in fields.places]
    nodes += [_field_node(scene, fields.places[key], "far") for key in sorted(far)]
    unnamed = {step.sort_key: step for step in steps.values() if not step.end and step.flow}
    nodes += _tools_on_the_way(scene, line, list(unnamed.values()))
    nodes.append(_token_node(scene, line, "subject"))
    edges = [_edge(scene, step, line) for step in (*early.values(), *steps.values())]
    edges += [_last(scene, line, way.end) for way in ways if way.end]
    edges = sorted({edge.id: edge for edge in edges if edge.source != edge.target}.values(), key=lambda edge: edge.id)
    if len(nodes) > MOST_NODES or len(edges) > MOST_EDGES:
        return None
    note = "Several ways lead here, and nobody has said which one counts." if line.trace is Trace.SEVERAL else ""
    name = token.label or token.name
    return View(
        f"lineage-token-{token.id}",
        f"Where {name} in {line.tool.name} comes from",
        _token_words(scene, line),
        tuple(nodes),
        tuple(edges),
        flows=_flows((*early.values(), *steps.values())),
        columns=around_middle(nodes, edges, {token.ref}),
        note=note,
        subject="The token",
        far="What its source is made from",
    )


def _token_words(scene: Scene, line: TokenLine) -> str:
    """What the picture of a token shows, in words."""
    assert line.source is not None  # both asked for by the caller
    assert line.tool is not None
    start = f"{line.source.field.label} of {line.source.source.name}"
    if line.way is None:
        return f"It starts as {start} and can reach {line.tool.name} in {counted(len(line.choices), 'way')}."
    names = [scene.lineage.flows[id_].integration.display_name for id_ in line.way.integrations]
    if not names:
        return f"It is {start}, a field of {line.tool.name} itself."
    return f"It starts as {start} and reaches {line.tool.name} by {listed(names)}."


def _tools_on_the_way(scene: Scene, line: TokenLine, steps: Sequence[Step]) -> list[Node]:
    """Boxes for tools where it is not recorded in which field the value arrives."""
    tools = {step.lands.id: step.lands for step in steps if step.lands}
    return [tool_node(scene, tool) for id_, tool in sorted(tools.items()) if line.tool and id_ != line.tool.id]


def _field_view(scene: Scene, place: Place) -> View | None:
    fields = scene.lineage.fields
    before, after = feeding(fields, place.key, _onward), reached_from(fields, place.key, _onward)
    found = sorted(
        {**before, **after},
        key=lambda key: (min(len(before.get(key, "x" * 99)), len(after.get(key, "x" * 99))), key),
    )
    shown = set(found[:MOST_FIELDS])
    steps = [step for key in sorted(shown) for step in fields.out.get(key, ()) if step.end in shown and _onward(step)]
    steps = [step for step in steps if _on_a_way(step, before, after)]
    tokens = _tokens_at(scene, shown & set(after))
    if len(found) == 1 and not tokens:
        return None
    nodes = [
        _field_node(
            scene,
            fields.places[key],
            "subject" if key == place.key else "neighbour" if _near(key, before, after) else "far",
        )
        for key in sorted(shown)
    ]
    nodes += [_token_node(scene, line, "far") for line, _ in tokens[:MOST_TOKENS]]
    edges = [_edge(scene, step, None) for step in steps]
    edges += [_last(scene, line, key) for line, key in tokens[:MOST_TOKENS]]
    edges = sorted({edge.id: edge for edge in edges}.values(), key=lambda edge: edge.id)[:MOST_EDGES]
    left_out = [
        counted(number, word)
        for number, word in ((len(found) - len(shown), "field"), (len(tokens) - MOST_TOKENS, "token"))
        if number > 0
    ]
    name = f"{place.field.label} of {place.source.name}"
    return View(
        f"lineage-field-{place.source.id}-{place.field.id.replace('_', '-')}",
        f"Where {name} comes from and goes to",
        _field_words(name, len(before) - 1, len(after) - 1, len(tokens)),
        tuple(nodes),
        tuple(edges),
        flows=_flows(steps),
        columns=around_middle(nodes, edges, {f"{FIELD}:{place.key}"}),
        note=f"The nearest are drawn; {' and '.join(left_out)} more stand in the lists." if left_out else "",
        subject=place.field.label,
        far="Further away",
    )


def _source_view(scene: Scene, source: DataSource) -> View | None:
    """Every field of a data source that travels, with the fields next to it on both sides."""
    fields = scene.lineage.fields
    own = [f"{source.id}.{one.id}" for one in source.fields]
    into = [step for key in own for step in fields.into.get(key, ()) if _drawn(step) and not step.back]
    out = [step for key in own for step in fields.out.get(key, ()) if _drawn(step) and not step.back]
    steps = list({step.sort_key: step for step in (*into, *out)}.values())
    shown = {end for step in steps for end in (step.start, step.end)}
    if not steps or len(shown) > MOST_NODES:
        return None
    mine = set(own)
    nodes = [_field_node(scene, fields.places[key], "subject" if key in mine else "neighbour") for key in sorted(shown)]
    edges = sorted((_edge(scene, step, None) for step in steps), key=lambda edge: edge.id)
    if len(edges) > MOST_EDGES:
        return None
    fed, feeding_on = len(mine & {step.end for step in into}), len(mine & {step.start for step in out})
    return View(
        f"lineage-data-source-{source.id}",
        f"{source.name}, field by field",
        f"{counted(fed, 'field')} of {source.name} come from elsewhere, and {feeding_on} go on to other fields.",
        tuple(nodes),
        tuple(edges),
        flows=_flows(steps),
        columns=around_middle(nodes, edges, {f"{FIELD}:{key}" for key in mine & shown}),
        subject=f"Fields of {source.name}",
    )


def _onward(step: Step) -> bool:
    """Whether a picture of one field follows a step: not back, or everything would come from its own copies."""
    return _drawn(step) and not step.back


def _drawn(step: Step) -> bool:
    return step.live or (step.flow is not None and step.flow.integration.status in PLANNED)


def _on_a_way(step: Step, before: dict[str, tuple[Step, ...]], after: dict[str, tuple[Step, ...]]) -> bool:
    """Whether a step leads towards the field or away from it; not one between two that only share a source."""
    return (step.end in before and step.start in before) or (step.start in after and step.end in after)


def _near(key: str, before: dict[str, tuple[Step, ...]], after: dict[str, tuple[Step, ...]]) -> bool:
    return len(before.get(key, ())) == 1 or len(after.get(key, ())) == 1


def _field_words(name: str, before: int, after: int, tokens: int) -> str:
    said = [f"is fed by {counted(before, 'field')}"] if before else []
    said += [f"goes on to {counted(after, 'field')}"] if after else []
    said += [f"is shown by {counted(tokens, 'token')}"] if tokens else []
    return f"{name} {listed(said)}."


def _tokens_at(scene: Scene, keys: Iterable[str]) -> list[tuple[TokenLine, str]]:
    """The tokens whose value arrives in one of some fields, each with that field; by id."""
    found: dict[str, tuple[TokenLine, str]] = {}
    for key in sorted(keys):
        for line in scene.lineage.tokens_of_field.get(key, ()):
            if line.way and (line.way.end == key or (not line.way.end and line.way.steps[-1].start == key)):
                found.setdefault(line.token.id, (line, key))
    return [found[id_] for id_ in sorted(found)]


def _field_node(scene: Scene, place: Place, role: str) -> Node:
    tool = scene.inventory.get("tool", place.tool)
    note = f"{tool.display_name} \u00b7 {place.source.name}" if tool else place.source.name
    icon = scene.icon(tool.ref) if tool else scene.icon("kind:data_source")
    ref = f"{FIELD}:{place.key}"
    state = "ending" if place.field.deprecated else "active"
    return Node(ref, place.field.label, note, ref, icon=icon, role=role, state=state)


def _token_node(scene: Scene, line: TokenLine, role: str) -> Node:
    token = line.token
    state = {"proposed": "planned", "deprecated": "ending", "retired": "ended"}.get(token.status, "active")
    return Node(token.ref, token.name, "Token", token.ref, icon=scene.icon("kind:token"), role=role, state=state)


def _edge(scene: Scene, step: Step, line: TokenLine | None) -> Edge:
    """The arrow of one step; of one that ends nowhere recorded, to the tool or to the token itself."""
    start = f"{FIELD}:{step.start}" if step.start else ""
    end = f"{FIELD}:{step.end}" if step.end else ""
    words = scene.words
    if step.flow is None:
        return Edge(f"{start}>{end}", start, end, "worked out", "Worked out inside the tool")
    one = step.flow.integration
    lands = step.lands or step.flow.target
    if not start:
        start = (step.flow.target if step.back else step.flow.source).ref
    if not end:
        own = line is not None and line.tool is not None and line.tool.id == lands.id
        end = line.token.ref if own and line is not None else lands.ref
    often = "on sending" if step.on_send else words.label("frequency", one.frequency).lower()
    change = change_words(scene, step)
    return Edge(
        f"{start}>{end}>{one.id}",
        start,
        end,
        " \u00b7 ".join(filter(None, (often, change))),
        f"{one.display_name}: {flow_title(step.flow, words)}{f'. On the way: {change}' if change else ''}",
        one.ref,
        state=state_of_flow(step.flow),
    )


def change_words(scene: Scene, step: Step) -> str:
    """What happens to a value on a step, in a word or two; "" when it stays as it is."""
    change = step.mapping.transform if step.mapping else None
    if change is None or (change.type in (None, "copy") and not change.masking):
        return ""
    if change.masking:
        return scene.words.label("masking", change.masking).lower()
    return scene.words.label("transform_type", change.type).lower()


def _last(scene: Scene, line: TokenLine, end: str) -> Edge:
    """From the field in the tool to the token that shows it."""
    token = line.token
    start = f"{FIELD}:{end}" if end else ""
    moment = scene.words.label("resolved_at", token.resolved_at)
    title = f"Read {moment[:1].lower()}{moment[1:]}" if moment else "Read by the tool"
    return Edge(f"{start}>{token.ref}", start or (line.tool.ref if line.tool else ""), token.ref, "", title, token.ref)


def _flows(steps: Iterable[Step]) -> tuple[Flow, ...]:
    found = {step.flow.integration.id: step.flow for step in steps if step.flow}
    return tuple(found[id_] for id_ in sorted(found))
