"""Requirements of all initiatives, and what each of them touches: tools, integrations, tokens and fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from stackbook.inventory import Inventory
from stackbook.lineage import Lineage
from stackbook.lineage.field_graph import Place
from stackbook.lineage.names import FIELD
from stackbook.model.base import Entity
from stackbook.model.initiatives import Initiative, Requirement, Traces
from stackbook.model.integrations import Integration
from stackbook.model.tokens import Token
from stackbook.model.tools import Tool

_E = TypeVar("_E", bound=Entity)

DROPPED, VERIFIED, LEFT_OUT, MUST = "dropped", "verified", "wont", "must"


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """A requirement with what it touches.

    Args:
        initiative: the project that has to deliver it.
        requirement: as it is recorded.
        tools: the tools that it names, by name.
        integrations: the integrations that it names, by name.
        tokens: the tokens that it names, by name.
        fields: the fields that it names, by key.
        through: further tools, which it touches only by what it names: tool's id to ``kind:id``, or
            ``field:data-source.field``, of what leads there.
    """

    initiative: Initiative
    requirement: Requirement
    tools: tuple[Tool, ...]
    integrations: tuple[Integration, ...]
    tokens: tuple[Token, ...]
    fields: tuple[Place, ...]
    through: Mapping[str, tuple[str, ...]]

    @property
    def key(self) -> str:
        """``initiative/requirement``; no two have the same."""
        return f"{self.initiative.id}/{self.requirement.id}"

    @property
    def wanted(self) -> bool:
        """Whether it is to be delivered: neither dropped nor agreed to be left out."""
        return self.requirement.status != DROPPED and self.requirement.priority != LEFT_OUT

    @property
    def lacks_acceptance(self) -> bool:
        """Whether it is to be delivered and nobody has written down how to see that it is met."""
        return self.wanted and not self.requirement.acceptance

    @property
    def verified(self) -> bool:
        """Whether it was checked against its acceptance criteria."""
        return self.requirement.status == VERIFIED

    @property
    def unverified(self) -> bool:
        """Whether it is to be delivered and was not checked."""
        return self.wanted and not self.verified

    @property
    def must(self) -> bool:
        """Whether the project makes no sense without it."""
        return self.wanted and self.requirement.priority == MUST

    @property
    def named(self) -> tuple[str, ...]:
        """``kind:id``, or ``field:data-source.field``, of all that it names."""
        entities: Iterable[Entity] = (*self.tools, *self.integrations, *self.tokens)
        return (*(one.ref for one in entities), *(f"{FIELD}:{place.key}" for place in self.fields))


@dataclass(frozen=True, slots=True)
class Touch:
    """A requirement as seen from something that it touches.

    Args:
        line: the requirement.
        through: what leads from one to the other; () when the requirement names it itself.
    """

    line: RequirementLine
    through: tuple[str, ...] = ()


def requirement_lines(lineage: Lineage, initiatives: Iterable[Initiative]) -> tuple[RequirementLine, ...]:
    """Every requirement, in the order of the initiatives and, in each, as written.

    Args:
        lineage: the stack with its fields.
        initiatives: whose requirements.
    """
    return tuple(_line(lineage, one, requirement) for one in initiatives for requirement in one.requirements)


def touches(lines: Iterable[RequirementLine]) -> dict[str, tuple[Touch, ...]]:
    """``kind:id``, or ``field:data-source.field``, to the requirements that touch it.

    Those that name it come first. A tool is also touched through its integrations, tokens and fields, a data source
    through its fields.
    """
    direct: dict[str, list[Touch]] = {}
    further: dict[str, list[Touch]] = {}
    for line in lines:
        for ref in line.named:
            direct.setdefault(ref, []).append(Touch(line))
        for tool, ways in line.through.items():
            further.setdefault(f"tool:{tool}", []).append(Touch(line, ways))
        sources: dict[str, list[str]] = {}
        for place in line.fields:
            sources.setdefault(place.source.ref, []).append(f"{FIELD}:{place.key}")
        for ref, keys in sources.items():
            further.setdefault(ref, []).append(Touch(line, tuple(keys)))
    return {ref: (*direct.get(ref, ()), *further.get(ref, ())) for ref in sorted({*direct, *further})}


def _line(lineage: Lineage, initiative: Initiative, requirement: Requirement) -> RequirementLine:
    inventory, traces = lineage.inventory, requirement.traces or Traces()
    tools = _found(inventory, Tool, "tool", traces.tools)
    integrations = _found(inventory, Integration, "integration", traces.integrations)
    tokens = _found(inventory, Token, "token", traces.tokens)
    places = [place for name in traces.fields if (place := _place(lineage, name))]
    fields = tuple({place.key: place for place in sorted(places, key=lambda place: place.key)}.values())
    ways: dict[str, list[str]] = {}
    for flow in integrations:
        for end in (flow.from_, flow.via, flow.to):
            _led(inventory, ways, end, flow.ref)
    for token in tokens:
        _led(inventory, ways, token.tool, token.ref)
    for place in fields:
        _led(inventory, ways, place.tool, f"{FIELD}:{place.key}")
    named = {tool.id for tool in tools}
    through = {tool: tuple(dict.fromkeys(of)) for tool, of in sorted(ways.items()) if tool not in named}
    return RequirementLine(initiative, requirement, tools, integrations, tokens, fields, through)


def _led(inventory: Inventory, ways: dict[str, list[str]], tool: str | None, ref: str) -> None:
    """Remember what leads to a tool."""
    found = inventory.get("tool", tool)
    if found is not None:
        ways.setdefault(found.id, []).append(ref)


def _place(lineage: Lineage, name: str) -> Place | None:
    found = lineage.inventory.data_field(name)
    return lineage.fields.places.get(f"{found[0].id}.{found[1].id}") if found else None


def _found(inventory: Inventory, model: type[_E], kind: str, ids: Iterable[str]) -> tuple[_E, ...]:
    found = {one.id: one for id_ in ids if isinstance(one := inventory.get(kind, id_), model)}
    return tuple(sorted(found.values(), key=lambda one: (one.display_name.casefold(), one.id)))
