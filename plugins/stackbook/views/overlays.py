"""Overlays: what the tiles of the landscape can be coloured by, and the question each answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stackbook.model.people import Person
from stackbook.model.tools import Tool
from stackbook.views.scene import Scene

NOT_RECORDED = "Not recorded"
OTHER_TEAMS = "Other teams"
MOST_TEAMS = 7
"""So many teams have a hue of their own; more are hard to tell apart."""

HUES = tuple(f"hue-{n}" for n in range(1, 9))
"""Tones for values without an order."""
STEPS = tuple(f"step-{n}" for n in range(1, 5))
"""Tones for values with one, from faint to strong."""
NONE, OTHER = "none", "other"
TONES = (*HUES, *STEPS, "good", "plan", "warn", "bad", OTHER, NONE)
"""Every tone there is: a style sheet and a drawing give each its colours."""

_WORST_FIRST = ("broken", "degraded", "unknown", "healthy")


@dataclass(frozen=True, slots=True)
class OverlayValue:
    """What an overlay says of a tool.

    Args:
        key: of the value; values with one key share an entry of the legend.
        label: the value in the legend.
        tone: how it is coloured, one of `TONES`.
        rank: its place in the legend.
        words: what the tile says, when that is more exact than the label.
    """

    key: str
    label: str
    tone: str
    rank: int
    words: str = ""

    @property
    def said(self) -> str:
        """What the tile says."""
        return self.words or self.label


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a legend: a value, and how many tools have it."""

    key: str
    label: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """An overlay of one scene.

    Args:
        key: of the overlay, in `OVERLAYS`.
        label: its name.
        question: what it answers.
        values: id of a tool to what it says of it; for every tool that is shown.
        legend: the values that are shown, in their order.
    """

    key: str
    label: str
    question: str
    values: Mapping[str, OverlayValue]
    legend: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OverlayKind:
    """What tiles can be coloured by.

    Args:
        key: what it is called in addresses, in YAML and on the command line.
        label: its name.
        question: what it answers.
        of: from a scene to what it says of a tool.
    """

    key: str
    label: str
    question: str
    of: Callable[[Scene], Callable[[Tool], OverlayValue]]


def overlay_of(scene: Scene, key: str) -> Overlay:
    """An overlay of a scene.

    Args:
        scene: what to look at.
        key: of the overlay, in `OVERLAYS`.

    Raises:
        KeyError: there is no such overlay.
    """
    kind = OVERLAYS[key]
    value_of = kind.of(scene)
    values = {tool.id: value_of(tool) for tool in scene.tools}
    counts = Counter(value.key for value in values.values())
    shown = sorted({v.key: v for v in values.values()}.values(), key=lambda v: (v.rank, v.label.casefold(), v.key))
    legend = tuple(Entry(v.key, v.label, v.tone, counts[v.key]) for v in shown)
    return Overlay(key, kind.label, kind.question, values, legend)


def owner_team(scene: Scene, tool: Tool) -> tuple[str, str] | None:
    """Id and name of the team of a tool's business owner; a person counts for their team. None when not known."""
    owner = scene.inventory.find(tool.business_owner)
    team = scene.inventory.get("team", owner.team) if isinstance(owner, Person) else owner
    return (team.id, team.display_name) if team is not None and team.spec.key == "team" else None


def _owner(scene: Scene) -> Callable[[Tool], OverlayValue]:
    teams = {tool.id: owner_team(scene, tool) for tool in scene.tools}
    counts = Counter(team for team in teams.values() if team)
    biggest = sorted(counts, key=lambda team: (-counts[team], team))
    # One team alone needs no drawer for the rest.
    own = biggest if len(biggest) <= MOST_TEAMS + 1 else biggest[:MOST_TEAMS]
    # By id and not by size: a further tool does not give every team another colour.
    hues = dict(zip(sorted(own), HUES, strict=False))

    def value(tool: Tool) -> OverlayValue:
        team = teams[tool.id]
        if team is None:
            return _not_recorded(len(own) + 1)
        if team not in hues:
            return OverlayValue("other-teams", OTHER_TEAMS, OTHER, len(own), team[1])
        return OverlayValue(f"team:{team[0]}", team[1], hues[team], own.index(team))

    return value


def _health(scene: Scene) -> Callable[[Tool], OverlayValue]:
    tones = {"healthy": "good", "degraded": "warn", "broken": "bad"}
    after = len(_WORST_FIRST)

    def value(tool: Tool) -> OverlayValue:
        live = [flow.integration for flow in scene.graph.of(tool.id) if flow.integration.live]
        if not live:
            return OverlayValue("unconnected", "Nothing connected", "other", after)
        states = {one.health.state for one in live if one.health is not None}
        worst = next((state for state in _WORST_FIRST if state in states), None)
        if worst is None:
            return _not_recorded(after + 1)
        return _word(scene, "health", worst, tones.get(worst, "plan"))

    return value


def _lifecycle(scene: Scene) -> Callable[[Tool], OverlayValue]:
    tones = {"plan": "plan", "phase_in": "hue-1", "active": "good", "phase_out": "warn", "end_of_life": "bad"}

    def value(tool: Tool) -> OverlayValue:
        phase = tool.lifecycle.phase if tool.lifecycle else None
        return _word(scene, "lifecycle_phase", phase, tones.get(phase or "", OTHER))

    return value


def _criticality(scene: Scene) -> Callable[[Tool], OverlayValue]:
    tones = dict(zip(scene.words["criticality"].values, reversed(STEPS), strict=False))
    return lambda tool: _word(scene, "criticality", tool.criticality, tones.get(tool.criticality or "", OTHER))


def _classification(scene: Scene) -> Callable[[Tool], OverlayValue]:
    tones = dict(zip(scene.words["classification"].values, STEPS, strict=False))

    def value(tool: Tool) -> OverlayValue:
        highest = tool.classification_approved
        return _word(scene, "classification", highest, tones.get(highest or "", OTHER))

    return value


def _hosting(scene: Scene) -> Callable[[Tool], OverlayValue]:
    tones = dict(zip(scene.words["hosting"].values, HUES, strict=False))
    return lambda tool: _word(scene, "hosting", tool.hosting, tones.get(tool.hosting or "", OTHER))


def _word(scene: Scene, vocabulary: str, word: str | None, tone: str) -> OverlayValue:
    known = scene.words[vocabulary]
    if word is None:
        return _not_recorded(len(known.values) + 1)
    return OverlayValue(word, known.label(word), tone, known.position(word))


def _not_recorded(rank: int) -> OverlayValue:
    return OverlayValue("", NOT_RECORDED, NONE, rank)


OVERLAYS: dict[str, OverlayKind] = {
    kind.key: kind
    for kind in (
        OverlayKind("owner", "Owner", "Which team decides about it?", _owner),
        OverlayKind("lifecycle", "Lifecycle", "What is new, what is in use, what is on its way out?", _lifecycle),
        OverlayKind("criticality", "Criticality", "How bad is it when it fails?", _criticality),
        OverlayKind("classification", "Classification", "Which data may it hold at most?", _classification),
        OverlayKind("health", "Health", "How does the worst of its connections do?", _health),
        OverlayKind("hosting", "Hosting", "Who runs it, and where?", _hosting),
    )
}
"""Every overlay there is, in the order in which they are offered."""
