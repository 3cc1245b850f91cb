"""Everything about contracts, privacy and reviews that follows from the records, each part worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from stackbook.completeness import Completeness, completeness
from stackbook.diagnostics import Diagnostic
from stackbook.governance.activities import Activities
from stackbook.governance.classes import Classes
from stackbook.governance.consent import Consent
from stackbook.governance.contracts import ContractLine, contract_line
from stackbook.governance.dues import Due, dues
from stackbook.governance.fit import Fit
from stackbook.governance.personal import PersonalData
from stackbook.governance.register import RegisterLine, register
from stackbook.governance.reviews import ReviewLine, review_line
from stackbook.governance.transfers import TransferLine, transfers
from stackbook.governance.waiting import Seal, Waiting, seal, waiting
from stackbook.graph import Flow
from stackbook.lineage import Lineage
from stackbook.model.contracts import Contract
from stackbook.model.reviews import Review
from stackbook.work import Work


class Governance:
    """The governance of a stack. Each part is worked out when it is first asked for.

    Args:
        lineage: the stack with its flows and fields.
        as_of: the day that is meant by "today"; None leaves out what depends on one.
        emptied: ``kind:id`` to the keys that hold something which the audience may not see.
    """

    def __init__(
        self, lineage: Lineage, as_of: date | None = None, emptied: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        self._emptied = emptied or {}
        self.lineage, self.inventory, self.graph, self.as_of = lineage, lineage.inventory, lineage.graph, as_of

    @cached_property
    def complete(self) -> dict[str, Completeness]:
        """``kind:id`` to how complete the record is."""
        return {one.ref: completeness(one, self._emptied.get(one.ref, ())) for one in self.inventory.everything()}

    @cached_property
    def seals(self) -> dict[str, Seal]:
        """``kind:id`` to whether somebody has confirmed the record lately enough."""
        return {one.ref: seal(one, self.as_of) for one in self.inventory.everything()}

    def waiting(self, findings: Iterable[Diagnostic], internal: bool) -> tuple[Waiting, ...]:
        """Everything that waits for somebody: findings, reviews and fields to fill in.

        Args:
            findings: what was found and may be shown.
            internal: fields that are internal may be named.
        """
        return waiting(self.inventory, self.complete, findings, self.reviews, internal)

    @cached_property
    def work(self) -> Work:
        """What marketing and IT do together: initiatives, requirements, people, measures."""
        return Work(self.lineage, self.as_of)

    @cached_property
    def personal(self) -> PersonalData:
        """Personal data by data source, tool and flow."""
        return PersonalData(self.inventory, self.graph, self.lineage.fields)

    @cached_property
    def classes(self) -> Classes:
        """The highest class of what data sources hold and flows carry."""
        return Classes(self.inventory, self.lineage.fields, self.lineage.steps_of)

    @cached_property
    def activities(self) -> Activities:
        """Processing activities by tool and flow."""
        return Activities(self.inventory)

    @cached_property
    def flows_of_activity(self) -> dict[str, tuple[Flow, ...]]:
        """Activity's id to the live flows with personal data that belong to it."""
        found: dict[str, list[Flow]] = {}
        for flow in self.graph.flows:
            if flow.integration.live and flow.integration.id in self.personal.of_flow:
                for one in self.activities.of_flow(flow):
                    found.setdefault(one.id, []).append(flow)
        return {id_: tuple(flows) for id_, flows in found.items()}

    @cached_property
    def transfers(self) -> tuple[TransferLine, ...]:
        """Personal data that leaves the home region."""
        return transfers(self.inventory, self.graph, self.personal, self.activities)

    @cached_property
    def register(self) -> tuple[RegisterLine, ...]:
        """Every processing activity as GDPR Art. 30(1) wants it recorded, by name."""
        return register(self.inventory, self.activities, self.transfers)

    @cached_property
    def consent(self) -> Consent:
        """How far an opt-out gets, by data source in which consent is recorded."""
        return Consent(self.lineage)

    @cached_property
    def contracts(self) -> tuple[ContractLine, ...]:
        """Every contract as it stands on the day, by name."""
        found = (one for one in self.inventory.all("contract") if isinstance(one, Contract))
        return tuple(contract_line(one, self.inventory, self.as_of) for one in found)

    @cached_property
    def contracts_of_tool(self) -> dict[str, tuple[ContractLine, ...]]:
        """Tool's id to the contracts that pay for it."""
        found: dict[str, list[ContractLine]] = {}
        for line in self.contracts:
            for tool in line.tools:
                found.setdefault(tool.id, []).append(line)
        return {tool: tuple(lines) for tool, lines in sorted(found.items())}

    @cached_property
    def contracts_of_vendor(self) -> dict[str, tuple[ContractLine, ...]]:
        """Vendor's id to the contracts with it."""
        found: dict[str, list[ContractLine]] = {}
        for line in self.contracts:
            if line.vendor:
                found.setdefault(line.vendor.id, []).append(line)
        return {vendor: tuple(lines) for vendor, lines in sorted(found.items())}

    @cached_property
    def fit(self) -> Fit:
        """How well the tools in use fit, where they overlap, and how many of their seats are used."""
        return Fit(self.lineage)

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """Everything that is due on some day, by day."""
        return dues(self.inventory, self.contracts, self.reviews, self.work.decisions)

    @cached_property
    def reviews(self) -> tuple[ReviewLine, ...]:
        """Every review as it stands on the day, by name."""
        found = (one for one in self.inventory.all("review") if isinstance(one, Review))
        return tuple(review_line(one, self.inventory, self.as_of) for one in found)

    @cached_property
    def reviews_of(self) -> dict[str, tuple[ReviewLine, ...]]:
        """``kind:id`` to the reviews about it."""
        found: dict[str, list[ReviewLine]] = {}
        for line in self.reviews:
            if line.subject is not None:
                found.setdefault(line.subject.ref, []).append(line)
        return {ref: tuple(lines) for ref, lines in sorted(found.items())}
