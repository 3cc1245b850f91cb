"""Journeys walked: where each step begins and ends, how long it takes, and whether it works."""

from __future__ import annotations

from dataclasses import dataclass

from stackbook.graph import Flow, Graph
from stackbook.inventory import Inventory
from stackbook.lineage.age import Age, Part, hop_age, in_words, seconds_of, total
from stackbook.model.journeys import Journey, JourneyStep
from stackbook.model.tools import Tool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a journey.

    Args:
        number: from 1.
        step: as it is written.
        flow: its integration with the tools; None when it names none, or none that is there.
        start: the tool where it begins; None when that is not known.
        end: the tool where it ends: the same for a step that carries nothing.
        wait: how long at most before it begins; None without a wait.
        delay: how long at most its integration takes; None for a step without one.
        gap: it does not begin where the step before ended.
    """

    number: int
    step: JourneyStep
    flow: Flow | None
    start: Tool | None
    end: Tool | None
    wait: Part | None
    delay: Part | None
    gap: bool

    @property
    def broken(self) -> bool:
        """Its integration carries nothing today."""
        return self.flow is not None and not self.flow.integration.live


@dataclass(frozen=True, slots=True)
class JourneyLine:
    """A journey, walked.

    Args:
        journey: as it is written.
        steps: in their order.
    """

    journey: Journey
    steps: tuple[StepLine, ...]

    @property
    def age(self) -> Age:
        """How long it takes at most from the first step to the last: every wait and every integration's delay."""
        return self.until(None)

    def until(self, number: int | None, tool: str = "") -> Age:
        """How long it takes at most until a step is done.

        Args:
            number: of the step, from 1; the last one when there is no such step.
            tool: counted from the moment at which the journey first gets to this tool, by id; from the start when
                it never does, or when left out.
        """
        there = (step for step in self.steps if tool and step.end and step.end.id == tool)
        # An integration brings the customer there; a step in the tool itself may wait after they have come.
        entry = next((step.number - (step.flow is None) for step in there), 0)
        last = len(self.steps) if number is None or number > len(self.steps) else number
        return total(part for step in self.steps[entry:last] for part in (step.wait, step.delay))

    @property
    def broken(self) -> tuple[StepLine, ...]:
        """The steps whose integration carries nothing today."""
        return tuple(step for step in self.steps if step.broken)


def walk_journey(journey: Journey, inventory: Inventory, flows: dict[str, Flow]) -> JourneyLine:
    """A journey with its tools and times.

    Args:
        journey: to be walked.
        inventory: where its tools and integrations are.
        flows: integration's id to its flow (`flows_by_id`).
    """
    made: list[StepLine] = []
    here: Tool | None = None
    for number, step in enumerate(journey.steps, 1):
        integration = inventory.get("integration", step.integration)
        flow = flows.get(integration.id) if integration else None
        start, end = _ends(step, flow, inventory, here)
        gap = here is not None and start is not None and start is not here
        made.append(StepLine(number, step, flow, start, end, _wait(step), _delay(flow), gap))
        here = end or here
    return JourneyLine(journey, tuple(made))


def flows_by_id(graph: Graph) -> dict[str, Flow]:
    """Integration's id to its flow."""
    return {flow.integration.id: flow for flow in graph.flows}


def _ends(
    step: JourneyStep, flow: Flow | None, inventory: Inventory, here: Tool | None
) -> tuple[Tool | None, Tool | None]:
    if flow is not None:
        if flow.two_way and here is flow.target:
            return flow.target, flow.source
        return flow.source, flow.target
    tool = inventory.get("tool", step.tool)
    return (tool, tool) if isinstance(tool, Tool) else (here, here)


def _wait(step: JourneyStep) -> Part | None:
    if not step.wait:
        return None
    seconds = seconds_of(step.wait)
    return Part("Waiting", seconds, f"it waits up to {in_words(seconds)}")


def _delay(flow: Flow | None) -> Part | None:
    return hop_age(flow.integration) if flow else None
