"""Personal data that leaves the home region: where to, and what allows it (GDPR Chapter V)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from stackbook.governance.activities import Activities
from stackbook.governance.areas import outside
from stackbook.governance.personal import Held, PersonalData, covers
from stackbook.graph import Flow, Graph
from stackbook.inventory import Inventory
from stackbook.model.activities import Activity
from stackbook.model.data import SPECIAL_CATEGORIES, DataSource
from stackbook.model.tools import Tool, Vendor

NO_GROUND = (None, "not_applicable")
"""Mechanisms that allow nothing."""


@dataclass(frozen=True, slots=True)
class TransferLine:
    """Personal data that is kept in, or sent to, a country outside the home region.

    Args:
        tool: the tool that keeps it there.
        country: ISO 3166 code.
        held: which data.
        mechanism: what allows it; None when nothing is recorded.
        said_by: ``kind:id`` of the record that names the mechanism; "" without one.
        flow: the integration that sends it there; None for what the tool holds.
        source: the data source that is kept there, when it is only that one.
    """

    tool: Tool
    country: str
    held: Held
    mechanism: str | None
    said_by: str
    flow: Flow | None = None
    source: DataSource | None = None

    @property
    def allowed(self) -> bool:
        """Whether something is recorded that allows it."""
        return self.mechanism not in NO_GROUND


def transfers(
    inventory: Inventory, graph: Graph, data: PersonalData, activities: Activities
) -> tuple[TransferLine, ...]:
    """Everything personal that leaves the home region, by country, tool and flow.

    None when no `home_region` is recorded. A tool at the end of its life sends and keeps nothing. What allows it is
    said by the integration, else by the vendor, else by a processing activity that covers it. What every integration
    that brings it there has a ground for may be kept there on the same ground.
    """
    sent = [_covered(line, activities) for line in _sent(inventory, graph, data)]
    brought: dict[tuple[str, str], list[TransferLine]] = {}
    for line in sent:
        brought.setdefault((line.tool.id, line.country), []).append(line)
    kept = []
    for line in (_covered(one, activities) for one in _kept(inventory, data, activities)):
        by = brought.get((line.tool.id, line.country), [])
        if not line.allowed and by and all(one.allowed for one in by):
            line = replace(line, mechanism=by[0].mechanism, said_by=by[0].said_by)  # the same line
        kept.append(line)
    found = [*kept, *sent]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.country,
                one.tool.name.casefold(),
                one.tool.id,
                one.flow.integration.id if one.flow else "",
                one.source.id if one.source else "",
            ),
        )
    )


def _covered(line: TransferLine, activities: Activities) -> TransferLine:
    """A transfer with what a processing activity says about it, where nobody else allows it."""
    covering = activities.of_flow(line.flow) if line.flow else activities.of_tool.get(line.tool.id, ())
    if line.allowed:
        return line
    for activity in covering:
        for one in activity.transfers:
            if one.country == line.country and one.mechanism not in NO_GROUND:
                return replace(line, mechanism=one.mechanism, said_by=activity.ref)
    return line


def _kept(inventory: Inventory, data: PersonalData, activities: Activities) -> Iterator[TransferLine]:
    """What tools and their data sources keep outside, also where only an activity says that there is personal data."""
    home = inventory.organisation.home_region
    held_by = {**{id_: _declared(of) for id_, of in activities.of_tool.items()}, **data.of_tool}
    for tool_id, held in sorted(held_by.items()):
        tool = inventory.get("tool", tool_id)
        if not isinstance(tool, Tool) or not tool.active:
            continue
        mechanism, said_by = _of_vendor(inventory, tool)
        for country in outside(tool.data_residency, home):
            yield TransferLine(tool, country, held, mechanism, said_by)
    for source_id, held in data.of_source.items():
        source = inventory.get("data_source", source_id)
        tool = inventory.get("tool", source.tool) if isinstance(source, DataSource) else None
        if isinstance(source, DataSource) and isinstance(tool, Tool) and tool.active:
            mechanism, said_by = _of_vendor(inventory, tool)
            for country in outside(set(source.residency) - set(tool.data_residency), home):
                yield TransferLine(tool, country, held, mechanism, said_by, source=source)


def _declared(activities: Iterable[Activity]) -> Held:
    """What activities say about the data of a tool whose fields are not recorded."""
    found = tuple(activities)
    categories = {category for one in found for category in one.data_categories or ()}
    return Held(
        tuple(sorted(categories)),
        tuple(sorted({subject for one in found for subject in one.data_subjects or ()})),
        any(covers(wide, one) for one in categories for wide in SPECIAL_CATEGORIES),
    )


def _sent(inventory: Inventory, graph: Graph, data: PersonalData) -> Iterator[TransferLine]:
    """What live integrations send outside."""
    home = inventory.organisation.home_region
    for flow in graph.flows:
        held = data.of_flow.get(flow.integration.id)
        if held is None or not flow.integration.live:
            continue
        said = flow.integration.transfer
        named = set(said.countries) if said else set()
        for tool in (flow.target, *((flow.via,) if flow.via else ()), *((flow.source,) if flow.two_way else ())):
            places = {*tool.data_residency, *(named if tool is flow.target else ())}
            for country in outside(places, home):
                mechanism, said_by = _of_vendor(inventory, tool)
                if said and said.mechanism and (country in named or not named):
                    mechanism, said_by = said.mechanism, flow.integration.ref
                yield TransferLine(tool, country, held, mechanism, said_by, flow)


def _of_vendor(inventory: Inventory, tool: Tool) -> tuple[str | None, str]:
    vendor = inventory.get("vendor", tool.vendor)
    if isinstance(vendor, Vendor) and vendor.transfer_mechanism:
        return vendor.transfer_mechanism, vendor.ref
    return None, ""
