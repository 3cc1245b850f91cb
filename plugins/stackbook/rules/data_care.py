"""Rules about how data sources are looked after."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.inventory.words import one_of
from stackbook.model.data import DataSource
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule


def _kept(context: Context) -> Iterator[tuple[DataSource, Tool | None]]:
    """Data sources that are there today, each with its tool: all but those of tools that are not in use."""
    for source in context.inventory.entities.get("data_source", {}).values():
        if isinstance(source, DataSource):
            tool = context.inventory.get("tool", source.tool)
            if not isinstance(tool, Tool):
                yield source, None
            elif tool.active:
                yield source, tool


@rule("data-source-without-steward", Severity.WARNING, family="Ownership")
def data_source_without_steward(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Nobody looks after data that needs care.

    Nobody can say whether it is right, who may see it, or when it must be deleted.

    Fix: Name a person or team under `steward`, or under `data_steward` of the tool.

    Passes::

        # teams/crm.yml
        {name: CRM team, kind: marketing}
        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
        # data-sources/contacts.yml
        name: Contacts
        tool: crm
        steward: team:crm
        fields: [{id: mail, label: Mail, type: string, classification: confidential}]

    Fails::

        # teams/crm.yml
        {name: CRM team, kind: marketing}
        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
        # data-sources/contacts.yml
        name: Contacts
        tool: crm
        fields: [{id: mail, label: Mail, type: string, classification: confidential}]
    """
    governance, flaws = context.governance, context.inventory.flaws
    label = context.inventory.vocabularies["classification"].label
    for source, tool in _kept(context):
        held = governance.classes.of_source.get(source.id)
        what = "personal" if source.id in governance.personal.of_source else ""
        what = what or (label(held.highest).casefold() if held and held.careful else "")
        if not what or source.steward:
            continue
        if tool is None or not (tool.data_steward or (tool.ref, "data_steward") in flaws):
            yield check.at(
                context.inventory.place(source),
                f"{source.name} holds {what} data, and nobody is named who looks after it",
                entity=source.ref,
                field="steward",
            )


@rule("retention-missing", Severity.WARNING, family="Privacy", side=Side.PRIVACY)
def retention_missing(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Nothing says how long personal data is kept.

    What nobody decides to delete stays for ever, and the law does not allow that.

    Fix: Write under `retention` the `period`, or under `basis` what the end depends on.

    Source: GDPR Art. 5(1)(e), Art. 13(2)(a)

    Passes::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
        # data-sources/contacts.yml
        name: Contacts
        tool: crm
        retention: {period: P3Y}
        fields: [{id: mail, label: Mail, type: string, classification: confidential, data_categories: [user.contact]}]

    Fails::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
        # data-sources/contacts.yml
        name: Contacts
        tool: crm
        fields: [{id: mail, label: Mail, type: string, classification: confidential, data_categories: [user.contact]}]
    """
    for source, tool in _kept(context):
        # What is only asked for and answered is kept nowhere.
        if tool is None or source.kind == "api" or source.id not in context.governance.personal.of_source:
            continue
        if source.retention is None or not (source.retention.period or source.retention.basis):
            yield check.at(
                context.inventory.place(source, "retention"),
                f"{source.name} holds personal data, and nothing says how long it is kept",
                entity=source.ref,
                field="retention",
            )


@rule("fields-without-classification", Severity.WARNING, family="Privacy", side=Side.PRIVACY)
def fields_without_classification(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Fields of a tool in use have no classification.

    Nobody knows who may see them, and no rule can warn when they go too far.

    Fix: Write the `classification` of each: public, internal, confidential or restricted.

    Passes::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: city, label: City, type: string, classification: internal}]}

    Fails::

        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}}
        # data-sources/contacts.yml
        {name: Contacts, tool: crm, fields: [{id: city, label: City, type: string, classification: null}]}
    """
    for source, tool in _kept(context):
        open_ = [(at, one.id) for at, one in enumerate(source.fields) if one.classification is None]
        if open_ and tool is not None:
            names = one_of([name for _, name in open_], most=6)
            count = f"{len(open_)} fields" if len(open_) > 1 else "one field"
            yield check.at(
                context.inventory.place(source, "fields", open_[0][0], "classification"),
                f"{count} of {source.name} {'have' if len(open_) > 1 else 'has'} no classification: {names}",
                entity=source.ref,
                field="fields",
            )
