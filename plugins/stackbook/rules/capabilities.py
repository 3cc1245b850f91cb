"""Rules about what we must be able to do, and the tools that do it."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Related, Severity
from stackbook.inventory import Inventory
from stackbook.model.capabilities import Capability
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.wording import listed

FAMILY = "Lifecycle"


@rule("two-primary-tools", Severity.WARNING, family=FAMILY)
def two_primary_tools(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Two tools in use are both the main tool for the same.

    We pay twice, and people do the same work in two ways.

    Fix: Decide for one, and set `role: secondary` for the other. Where one replaces the other, say so.

    Passes::

        # capabilities/newsletters.yml
        name: Send newsletters
        # tools/esp.yml
        {name: ESP, lifecycle: {phase: active}, capabilities: [{capability: newsletters, role: primary}]}
        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}, capabilities: [{capability: newsletters, role: secondary}]}

    Fails::

        # capabilities/newsletters.yml
        name: Send newsletters
        # tools/esp.yml
        {name: ESP, lifecycle: {phase: active}, capabilities: [{capability: newsletters, role: primary}]}
        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}, capabilities: [{capability: newsletters, role: primary}]}
    """
    inventory = context.inventory
    for ref, doers in context.lineage.doers.items():
        capability = inventory.find(ref)
        main = {tool.ref: tool for tool, role in doers if role == "primary" and not _leaving(tool)}
        main = {id_: tool for id_, tool in main.items() if not (_successors(inventory, tool) & main.keys())}
        if capability is None or len(main) < 2:
            continue
        yield check.at(
            inventory.place(capability),
            f"{listed([tool.name for tool in main.values()])} are each the main tool for “{capability.name}”",
            related=tuple(
                Related(inventory.place(tool, "capabilities"), f"{tool.name} says so here") for tool in main.values()
            ),
            entity=ref,
            mentions=tuple(main),
        )


def _leaving(tool: Tool) -> bool:
    """Whether nothing new is built on it, so that another may already do its work."""
    return tool.lifecycle is not None and tool.lifecycle.phase == "phase_out"


def _successors(inventory: Inventory, tool: Tool) -> set[str]:
    """``kind:id`` of the tools that take its place."""
    found = {reference.source for reference in inventory.named_by(tool.ref) if reference.key == "replaces"}
    following = inventory.get("tool", tool.replaced_by)
    return (found | {following.ref} if following else found) - {tool.ref}


@rule("capability-without-tool", Severity.WARNING, family=FAMILY)
def capability_without_tool(context: Context, check: Check) -> Iterator[Diagnostic]:
    """No tool lets us do something that we must be able to do.

    Either people make do by hand, or a tool does not say what it is for.

    Fix: Name it under `capabilities` of the tool that does it. Where people do it without one, say so under `waivers`.

    Passes::

        # capabilities/newsletters.yml
        name: Send newsletters
        # capabilities/surveys.yml
        name: Ask customers
        # tools/esp.yml
        {name: ESP, lifecycle: {phase: active}, capabilities: [{capability: newsletters}]}
        # tools/forms.yml
        {name: Forms, lifecycle: {phase: plan}, capabilities: [{capability: surveys}]}

    Fails::

        # capabilities/newsletters.yml
        name: Send newsletters
        # capabilities/surveys.yml
        name: Ask customers
        # tools/esp.yml
        {name: ESP, lifecycle: {phase: active}, capabilities: [{capability: newsletters}]}
    """
    inventory = context.inventory
    given = _given(inventory)
    # Where no tool says what it is for, or one that says so cannot be read, nothing is known.
    if not given or any(key == "capabilities" for _, key in inventory.flaws):
        return
    for capability in inventory.all("capability"):
        if capability.ref not in given and capability.ref not in context.lineage.untold:
            yield check.at(
                inventory.place(capability),
                f"no tool in use or planned is there for “{capability.name}”",
                entity=capability.ref,
            )


def _given(inventory: Inventory) -> set[str]:
    """``kind:id`` of the capabilities that a tool gives or will give, and of those that they are part of.

    A tool whose phase is not known may be in use.
    """
    found: set[str] = set()
    for tool in inventory.entities.get("tool", {}).values():
        if not isinstance(tool, Tool) or (tool.lifecycle and tool.lifecycle.phase == "end_of_life"):
            continue
        for one in tool.capabilities:
            here = inventory.get("capability", one.capability)
            while isinstance(here, Capability) and here.ref not in found:
                found.add(here.ref)
                here = inventory.get("capability", here.parent)
    return found
