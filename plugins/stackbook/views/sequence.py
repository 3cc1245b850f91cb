"""A journey as a sequence: its tools side by side, its steps below each other, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from stackbook.lineage.age import USUAL, in_words
from stackbook.lineage.journeys import JourneyLine, StepLine, walk_journey
from stackbook.model.integrations import Integration
from stackbook.model.journeys import Journey
from stackbook.model.tools import Tool
from stackbook.views.arrows import tool_node
from stackbook.views.picture import Node
from stackbook.views.scene import Scene

CARRY, INSIDE, REMARK = "carry", "inside", "remark"
"""What a step is: data goes to another tool, something happens inside a tool, or there are only words."""

_NOT_LIVE = {"planned": "not live yet", "inactive": "switched off", "related": "carries no data"}
_NOT_KNOWN = "not known to be live"
_ENDING = "to be switched off"
_NOT_RECORDED = "What happens is not recorded."


@dataclass(frozen=True, slots=True)
class Stage:
    """A step as it is shown.

    Args:
        number: 1 for the first.
        kind: `CARRY`, `INSIDE` or `REMARK`.
        words: what happens, plain text.
        tools: those it passes, in their order: where it begins, what lies between, where it ends; () for a remark.
        integration: that carries it.
        unknown: the integration or tool that it names and that is not there; or "".
        often: how often it is carried, in words; or "".
        within: how long it takes at most, such as ``15 minutes``; or "".
        untimed: nobody can tell how long it takes.
        why: how its time follows from what is recorded, a few words; or "".
        guessed: no delay is recorded, so a usual one is taken.
        wait: how long at most before it begins, such as ``3 days``; or "".
        broken: why nothing is carried today, such as ``switched off``; or "".
        ending: what will happen to it, such as ``to be switched off``; or "".
        after: the tool where the step before ended, when this one begins elsewhere.
        at: id of the lifeline at which a remark stands; "" when there is none.
    """

    number: int
    kind: str
    words: str
    tools: tuple[Tool, ...] = ()
    integration: Integration | None = None
    unknown: str = ""
    often: str = ""
    within: str = ""
    untimed: bool = False
    why: str = ""
    guessed: bool = False
    wait: str = ""
    broken: str = ""
    ending: str = ""
    after: Tool | None = None
    at: str = ""

    @property
    def said(self) -> str:
        """Its condition in words; "" when all is well."""
        return self.broken or self.ending

    @property
    def facts(self) -> str:
        """How often, and how late at most; or ""."""
        return " \u00b7 ".join(filter(None, (self.often, f"within {self.within}" if self.within else "")))

    @property
    def title(self) -> str:
        """All that is to be known about it, one line."""
        way = " to ".join(tool.name for tool in self.tools)
        waits = f"waits up to {self.wait} before" if self.wait else ""
        more = ", ".join(filter(None, (waits, self.often, f"within {self.within}" if self.within else "", self.said)))
        head = f"Step {self.number}, {way}" if way else f"Step {self.number}"
        return f"{head}: {self.words.rstrip('.')}{f' ({more})' if more else ''}"


@dataclass(frozen=True, slots=True)
class SequenceView:
    """A journey as a picture.

    Args:
        id: a name for it that is unique on a page; letters, digits and hyphens.
        title: what it shows, a short line.
        description: what is seen, in words, for people who do not see it.
        lifelines: its tools, in the order in which they first appear.
        stages: its steps.
        line: the journey as it was walked, with its times.
        note: what the reader should know about the picture; may be "".
        partial: some of what it names may not be shown, so nothing is said about the whole.
    """

    id: str
    title: str
    description: str
    lifelines: tuple[Node, ...]
    stages: tuple[Stage, ...]
    line: JourneyLine
    note: str = ""
    partial: bool = False

    @property
    def folded(self) -> int:
        """How many tools share a box, as in other pictures: here none does."""
        return 0

    @property
    def broken(self) -> tuple[Stage, ...]:
        """The steps that carry nothing today."""
        return tuple(stage for stage in self.stages if stage.broken)

    @property
    def time(self) -> str:
        """How long it takes at most, waiting included, a sentence; "" when it takes no time or not all is shown."""
        if self.partial:
            return ""
        untimed = [stage.number for stage in self.stages if stage.untimed]
        known = in_words(self.line.age.at_least) if self.line.age.at_least else ""
        if not untimed:
            return f"At most {known} from first to last step." if known else ""
        which = f"step{'' if len(untimed) == 1 else 's'} {_listed(untimed)}"
        if not known:
            return f"Nobody can tell how long it takes: the time of {which} is not recorded."
        return f"At most {known} from first to last step, but for {which}: how long that takes, nobody can tell."


def sequence(scene: Scene, ref: str) -> SequenceView | None:
    """The picture of a journey; None when there is nothing to draw.

    Args:
        scene: what to look at.
        ref: ``journey:id``.
    """
    journey = scene.inventory.find(ref)
    made = walked(scene, journey) if isinstance(journey, Journey) else None
    return made if made and made.lifelines else None


def walked(scene: Scene, journey: Journey) -> SequenceView:
    """A journey step by step, also one of which nothing can be drawn."""
    line = walk_journey(journey, scene.inventory, scene.flow_of)
    partial = journey.ref in scene.lineage.untold
    stages: list[Stage] = []
    last: Tool | None = None
    for one in line.steps:
        stage = _stage(scene, one, last)
        stages.append(_in_part(stage) if partial else stage)
        last = one.end or last
    tools = {tool.ref: tool for stage in stages for tool in stage.tools}
    shown = tuple(_anchored(stages, next(iter(tools), "")))
    return SequenceView(
        f"journey-{journey.id}",
        f"{journey.display_name}, step by step",
        " ".join(f"{stage.title}." for stage in shown),
        tuple(tool_node(scene, tool, note="") for tool in tools.values()),
        shown,
        line,
        "Part of it is not shown on this site." if partial else "",
        partial,
    )


def _in_part(stage: Stage) -> Stage:
    """A step of a journey that may not be shown as a whole: what is missing may be what cannot be shown."""
    words = "What happens here is not shown on this site." if stage.words == _NOT_RECORDED else stage.words
    return replace(stage, words=words, after=None)


def _stage(scene: Scene, line: StepLine, last: Tool | None) -> Stage:
    step, flow = line.step, line.flow
    stage = Stage(
        line.number,
        REMARK,
        step.description or _NOT_RECORDED,
        wait=in_words(line.wait.seconds) if line.wait and line.wait.seconds else "",
        after=last if line.gap else None,
    )
    if flow is not None and line.start is not None and line.end is not None:
        one, delay = flow.integration, line.delay
        between = (flow.via,) if flow.via else ()
        return replace(
            stage,
            kind=CARRY,
            words=step.description or one.purpose or one.display_name,
            tools=(line.start, *between, line.end),
            integration=one,
            often=scene.words.label("frequency", one.frequency),
            within=in_words(delay.seconds) if delay and delay.seconds else "",
            untimed=delay is None or delay.seconds is None,
            why=delay.why if delay else "",
            guessed=one.max_latency is None and one.frequency in USUAL,
            broken="" if one.live else _NOT_LIVE.get(one.status or "", _NOT_KNOWN),
            ending=_ENDING if one.status == "planned_disconnect" else "",
        )
    tool = None if step.integration else scene.inventory.get("tool", step.tool)
    if isinstance(tool, Tool):
        return replace(stage, kind=INSIDE, tools=(tool,), words=step.description or f"Something happens in {tool.name}")
    unknown = step.integration or step.tool or ""
    return replace(stage, unknown=unknown, untimed=bool(step.integration))


def _anchored(stages: Iterable[Stage], first: str) -> Iterator[Stage]:
    """Remarks get a place: where the step before ended, or at the first tool there is."""
    at = first
    for stage in stages:
        if stage.tools:
            at = stage.tools[-1].ref
        yield stage if stage.tools else replace(stage, at=at)


def _listed(numbers: list[int]) -> str:
    words = [str(number) for number in numbers]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
