"""Rules about vendors: agreements, certificates, and what they do with our data."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.model.tools import Tool, Vendor
from stackbook.rules.engine import Context, rule
from stackbook.rules.reading import flawed
from stackbook.rules.wording import listed, on_day

FAMILY = "Privacy"

NO_AGREEMENT = ("controller", "joint_controller", "sub_processor")
"""Parts of a vendor in which no agreement of our own is due: it answers itself, with us, or to our processor."""

_STANDS = {
    "missing": "there is no processing agreement with {}",
    "requested": "the processing agreement with {} is only asked for",
    "in_negotiation": "the processing agreement with {} is still being negotiated",
    "expired": "the processing agreement with {} is no longer in force",
    "not_required": "the record of {} says that no processing agreement is needed",
}


@rule("processor-without-agreement", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def processor_without_agreement(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A vendor has personal data of ours, and no processing agreement with it is signed.

    The law asks for one before the first record goes there. Without it every use of the tool breaks the law.

    Fix: Have the agreement signed and write `status: signed`. Where the vendor answers for the data itself,
    write `responsibility: controller` in the record of the tool.

    Source: GDPR Art. 28(3)

    Passes::

        # vendors/acme.yml
        {name: Acme, processing_agreement: {status: signed, signed_on: "2026-03-01"}}
        # tools/esp.yml
        {name: ESP, vendor: acme, lifecycle: {phase: active}}
        # data-sources/users.yml
        name: Users
        tool: esp
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}

    Fails::

        # vendors/acme.yml
        {name: Acme, processing_agreement: {status: requested}}
        # tools/esp.yml
        {name: ESP, vendor: acme, lifecycle: {phase: active}}
        # data-sources/users.yml
        name: Users
        tool: esp
        fields:
          - {id: email, label: Email, type: string, classification: confidential, data_categories: [user.contact.email]}
    """
    inventory, holding = context.inventory, _with_personal_data(context)
    for ref, tools in context.lineage.made_by.items():
        vendor = inventory.find(ref)
        if not isinstance(vendor, Vendor):
            continue
        status = vendor.processing_agreement.status if vendor.processing_agreement else None
        due = [t for t in tools if t.active and t.id in holding and _agreement_due(context, t)]
        if not due or status == "signed":
            continue
        how = _STANDS.get(status or "", "no processing agreement with {} is recorded").format(vendor.name)
        have = "has" if len(due) == 1 else "have"
        yield check.at(
            inventory.place(vendor, "processing_agreement", "status"),
            f"{listed([tool.name for tool in due])} {have} personal data, and {how}",
            entity=vendor.ref,
            field="processing_agreement",
            mentions=tuple(tool.ref for tool in due),
        )


def _agreement_due(context: Context, tool: Tool) -> bool:
    return tool.responsibility not in NO_AGREEMENT and not flawed(context, tool.ref, "responsibility")


def _with_personal_data(context: Context) -> set[str]:
    """Ids of the tools that hold personal data, or get it by a flow that is live."""
    personal = context.governance.personal
    places = context.lineage.fields.places
    found = {places[key].tool for held in personal.of_source.values() for key in held.fields}
    for flow in context.graph.flows:
        if flow.integration.live and flow.integration.id in personal.of_flow:
            found.add(flow.target.id)
            found.update((flow.via.id,) if flow.via else ())
            found.update((flow.source.id,) if flow.two_way else ())
    return found


@rule("agreement-expired", Severity.WARNING, family=FAMILY, side=Side.PRIVACY, dated=True)
def agreement_expired(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A processing agreement has come to its end, and its tools are still used.

    From that day on nothing allows the vendor to work with the data.

    Fix: Have it renewed and write the new `expires_on`. Leave `expires_on` out when it runs as long as the contract.

    Source: GDPR Art. 28(3)

    Passes::

        # vendors/acme.yml
        {name: Acme, processing_agreement: {status: signed, expires_on: "2027-05-31"}}
        # tools/esp.yml
        {name: ESP, vendor: acme, lifecycle: {phase: active}}

    Fails::

        # vendors/acme.yml
        {name: Acme, processing_agreement: {status: signed, expires_on: "2026-05-31"}}
        # tools/esp.yml
        {name: ESP, vendor: acme, lifecycle: {phase: active}}
    """
    for vendor, _ in _in_use(context):
        agreement = vendor.processing_agreement
        if agreement and agreement.status == "signed" and agreement.expires_on and agreement.expires_on < context.today:
            yield check.at(
                context.inventory.place(vendor, "processing_agreement", "expires_on"),
                f"the processing agreement with {vendor.name} ended on {on_day(agreement.expires_on)}",
                entity=vendor.ref,
                field="processing_agreement",
            )


@rule("certification-expired", Severity.WARNING, family=FAMILY, side=Side.SECURITY, dated=True)
def certification_expired(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A certificate of a vendor is out of date, and its tools are still used.

    Approvals rest on it. Nobody knows whether the vendor is still as careful as it was.

    Fix: Ask the vendor for the new certificate and write its `valid_until`; or take the certificate out.

    Passes::

        # vendors/acme.yml
        {name: Acme, certifications: [{type: iso_27001, valid_until: "2027-05-31"}]}
        # tools/esp.yml
        {name: ESP, vendor: acme, lifecycle: {phase: active}}

    Fails::

        # vendors/acme.yml
        {name: Acme, certifications: [{type: iso_27001, valid_until: "2026-05-31"}]}
        # tools/esp.yml
        {name: ESP, vendor: acme, lifecycle: {phase: active}}
    """
    label = context.inventory.vocabularies["certification"].label
    for vendor, _ in _in_use(context):
        held = vendor.certifications
        for position, one in enumerate(held):
            newer = any(
                other.type == one.type and (other.valid_until is None or other.valid_until >= context.today)
                for other in held
            )
            if one.valid_until and one.valid_until < context.today and not newer:
                yield check.at(
                    context.inventory.place(vendor, "certifications", position, "valid_until"),
                    f"the certificate {label(one.type)} of {vendor.name} ended on {on_day(one.valid_until)}",
                    entity=vendor.ref,
                    field="certifications",
                )


def _in_use(context: Context) -> Iterator[tuple[Vendor, tuple[Tool, ...]]]:
    """The vendors of tools in use, each with those tools."""
    for ref, tools in context.lineage.made_by.items():
        vendor = context.inventory.find(ref)
        used = tuple(tool for tool in tools if tool.active)
        if isinstance(vendor, Vendor) and used:
            yield vendor, used


@rule("ai-trains-on-our-data", Severity.WARNING, family=FAMILY, side=Side.PRIVACY)
def ai_trains_on_our_data(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A tool with personal or confidential data uses AI, and may train it on our data.

    What a model has learned cannot be deleted, and may come out in somebody else's answer.

    Fix: Ask the vendor to rule it out, best in the contract, and write `trains_on_our_data: "no"`.

    Source: GDPR Art. 5(1)(b) and 28(3)(a)

    Passes::

        # vendors/acme.yml
        name: Acme
        # tools/esp.yml
        name: ESP
        vendor: acme
        lifecycle: {phase: active}
        ai_use: {uses_ai: true, trains_on_our_data: "no"}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: email, label: Email, type: string, classification: confidential}]}

    Fails::

        # vendors/acme.yml
        name: Acme
        # tools/esp.yml
        name: ESP
        vendor: acme
        lifecycle: {phase: active}
        ai_use: {uses_ai: true}
        # data-sources/users.yml
        {name: Users, tool: esp, fields: [{id: email, label: Email, type: string, classification: confidential}]}
    """
    said = {
        "yes": "its vendor trains AI on our data",
        "partly": "its vendor trains AI on a part of our data",
        None: "nobody knows whether its vendor trains AI on our data",
    }
    personal, confidential = _with_personal_data(context), _with_confidential_data(context)
    for tool in context.inventory.all("tool"):
        if not isinstance(tool, Tool) or not tool.active or tool.vendor == "in_house" or tool.ai_use is None:
            continue
        answer = tool.ai_use.trains_on_our_data
        if not tool.ai_use.uses_ai or answer not in said or tool.id not in personal | confidential:
            continue
        kind = "personal" if tool.id in personal else "confidential"
        yield check.at(
            context.inventory.place(tool, "ai_use", "trains_on_our_data"),
            f"{tool.name} has {kind} data, and {said[answer]}",
            entity=tool.ref,
            field="ai_use",
        )


def _with_confidential_data(context: Context) -> set[str]:
    """Ids of the tools that hold data for those only who need it."""
    order = context.inventory.vocabularies["classification"]
    careful = {word for word in order.values if order.position(word) >= order.position("confidential")}
    return {one.tool for one in context.lineage.fields.places.values() if one.field.classification in careful}
