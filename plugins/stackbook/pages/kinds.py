"""What the page of each kind shows beyond its fields, in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stackbook.graph import Flow
from stackbook.model.activities import Activity
from stackbook.model.base import Entity
from stackbook.model.capabilities import Capability
from stackbook.model.contracts import Contract
from stackbook.model.data import DataSource
from stackbook.model.decisions import Decision
from stackbook.model.initiatives import Initiative
from stackbook.model.integrations import Integration
from stackbook.model.journeys import Journey
from stackbook.model.measures import Kpi, Scorecard
from stackbook.model.own_rules import OwnRule
from stackbook.model.people import Person, Team
from stackbook.model.reviews import Review
from stackbook.model.rituals import Ritual
from stackbook.model.terms import Term
from stackbook.model.tokens import Token
from stackbook.model.tools import Tool, Vendor
from stackbook.pages.activities import activity_extras
from stackbook.pages.book import Book, Desk
from stackbook.pages.capabilities import SHOWN as SHOWN_OF_CAPABILITY
from stackbook.pages.capabilities import capability_extras
from stackbook.pages.contracts import SHOWN as SHOWN_OF_CONTRACT
from stackbook.pages.contracts import contract_extras, tool_agreements
from stackbook.pages.decisions import SHOWN as SHOWN_OF_DECISION
from stackbook.pages.decisions import decision_extras
from stackbook.pages.glossary import term_extras
from stackbook.pages.initiative_parts import SHOWN as SHOWN_OF_INITIATIVE
from stackbook.pages.initiative_parts import initiative_extras
from stackbook.pages.journeys import journey_extras
from stackbook.pages.kpis import SHOWN as SHOWN_OF_KPI
from stackbook.pages.kpis import kpi_extras
from stackbook.pages.own_rules import rule_extras
from stackbook.pages.personalisation import sending_tool
from stackbook.pages.reviews import review_extras
from stackbook.pages.rituals import SHOWN as SHOWN_OF_RITUAL
from stackbook.pages.rituals import ritual_extras
from stackbook.pages.scorecards import SHOWN as SHOWN_OF_SCORECARD
from stackbook.pages.scorecards import scorecard_extras
from stackbook.pages.sources import source_extras
from stackbook.pages.teams import SHOWN as SHOWN_OF_TEAM
from stackbook.pages.teams import team_extras
from stackbook.pages.tokens import SHOWN as SHOWN_OF_TOKEN
from stackbook.pages.tokens import token_extras
from stackbook.pages.vendors import SHOWN as SHOWN_OF_VENDOR
from stackbook.pages.vendors import vendor_extras
from stackbook.views.ownership import duties


def _nothing(desk: Desk, entity: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class KindPage:
    """What is special about the page of a kind.

    Args:
        extras: gives further values to its template.
        shown: keys that its template shows itself, so that they are not listed among the facts.
        in_kind_line: keys that the head of the page says already; listed only where they are known to be unknown.
        picture: the title of its picture.
        weight: kinds that people look for most stand earlier among the hits of a search.
    """

    extras: Callable[[Desk, Any], dict[str, Any]] = _nothing
    shown: frozenset[str] = frozenset()
    in_kind_line: frozenset[str] = frozenset()
    picture: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A flow as seen from one tool."""

    flow: Flow
    other: Tool
    way: str


def sources_of(book: Book, tool: Tool) -> tuple[DataSource, ...]:
    """The data sources a tool holds, by name."""
    refs = {r.source for r in book.inventory.named_by(tool.ref) if r.path == ("tool",)}
    found = [e for ref in refs if isinstance(e := book.inventory.find(ref), DataSource)]
    return tuple(sorted(found, key=lambda e: (e.name.casefold(), e.id)))


def _tool(desk: Desk, tool: Tool) -> dict[str, Any]:
    graph = desk.book.graph
    rows = [FlowRow(f, f.source, "in") for f in graph.inbound.get(tool.id, ())]
    rows += [FlowRow(f, f.target, "out") for f in graph.outbound.get(tool.id, ()) if f.source.id != f.target.id]
    rows += [
        FlowRow(f, f.source, "through")
        for f in graph.through.get(tool.id, ())
        if tool.id not in (f.source.id, f.target.id)
    ]
    rows.sort(key=lambda r: (("in", "out", "through").index(r.way), r.other.name.casefold(), r.flow.integration.id))
    return {
        "flows": rows,
        "sources": sources_of(desk.book, tool),
        "sending": sending_tool(desk.book, tool),
        **tool_agreements(desk.book, tool),
    }


def _integration(desk: Desk, integration: Integration) -> dict[str, Any]:
    find = desk.book.inventory.get
    return {
        "ends": (find("tool", integration.from_), find("tool", integration.via), find("tool", integration.to)),
        "two_way": integration.direction == "two_way",
    }


def _person(desk: Desk, person: Person) -> dict[str, Any]:
    return {"duties": duties(desk.book.inventory, person.ref), "team": desk.book.inventory.get("team", person.team)}


_PAGES: dict[type[Entity], KindPage] = {
    Tool: KindPage(_tool, in_kind_line=frozenset({"category", "criticality"}), weight=8.0),
    Vendor: KindPage(vendor_extras, frozenset(SHOWN_OF_VENDOR), picture="What its tools exchange"),
    DataSource: KindPage(
        source_extras,
        frozenset({"fields"}),
        frozenset({"kind", "tool"}),
        "Where its fields come from and go to",
    ),
    Integration: KindPage(
        _integration,
        frozenset({"fields", "from", "to", "via"}),
        frozenset({"status", "criticality"}),
        "What it connects",
    ),
    Team: KindPage(team_extras, frozenset(SHOWN_OF_TEAM), frozenset({"kind"}), "Its stack"),
    Person: KindPage(_person, in_kind_line=frozenset({"role", "team"})),
    Journey: KindPage(journey_extras, frozenset({"steps"})),
    Token: KindPage(token_extras, frozenset(SHOWN_OF_TOKEN), picture="Where the value comes from", weight=4.0),
    Term: KindPage(term_extras, frozenset({"broader", "related"}), frozenset({"definition"}), weight=6.0),
    Contract: KindPage(contract_extras, frozenset(SHOWN_OF_CONTRACT)),
    Activity: KindPage(activity_extras),
    Review: KindPage(review_extras, frozenset({"subject", "type", "state", "outcome", "conditions"})),
    Initiative: KindPage(initiative_extras, frozenset(SHOWN_OF_INITIATIVE), picture="The stack now and after it"),
    Decision: KindPage(decision_extras, frozenset(SHOWN_OF_DECISION)),
    Ritual: KindPage(ritual_extras, frozenset(SHOWN_OF_RITUAL)),
    Capability: KindPage(capability_extras, frozenset(SHOWN_OF_CAPABILITY)),
    Kpi: KindPage(kpi_extras, frozenset(SHOWN_OF_KPI)),
    Scorecard: KindPage(scorecard_extras, frozenset(SHOWN_OF_SCORECARD)),
    OwnRule: KindPage(rule_extras, frozenset({"where", "must", "message", "severity", "why", "fix"})),
}
_PLAIN = KindPage()


def page_of_kind(entity: Entity) -> KindPage:
    """What is special about the page of an entity's kind."""
    return _PAGES.get(type(entity), _PLAIN)
