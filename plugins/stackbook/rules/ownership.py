"""Rules about who owns what, and whether records are kept up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stackbook.completeness import completeness
from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance.days import review_due
from stackbook.model.people import Person, Team
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.wording import on_day

FAMILY = "Ownership"
_OWNING_KEYS = (
    "business_owner", "technical_owner", "data_steward", "budget_owner", "steward", "on_call", "provisioners",
    "deprovisioners", "raci", "access",
)  # fmt: skip
CRITICAL = ("mission_critical", "business_critical")


@rule("owner-missing", Severity.ERROR, family=FAMILY)
def owner_missing(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A tool in use has no business owner or no technical owner.

    Without the first nobody decides, without the second nobody repairs.

    Fix: Name a person or team. If you do not know whom, ask the team that pays for it.

    Passes::

        # teams/crm.yml
        {name: CRM team, kind: marketing}
        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}, business_owner: team:crm, technical_owner: team:crm}

    Fails::

        # teams/crm.yml
        {name: CRM team, kind: marketing}
        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}, business_owner: null, technical_owner: team:crm}
    """
    for tool in context.inventory.all("tool"):
        assert isinstance(tool, Tool)
        if not tool.active:
            continue
        for key, words in (("business_owner", "business owner"), ("technical_owner", "technical owner")):
            if getattr(tool, key) is None:
                yield check.at(
                    context.inventory.place(tool, key),
                    f"{tool.name} is in use and has no {words}",
                    entity=tool.ref,
                    field=key,
                )


@rule("owner-left", Severity.ERROR, family=FAMILY, dated=True)
def owner_left(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Somebody who has left still owns something.

    Questions go to a mailbox that nobody reads.

    Fix: Name who took over.

    Passes::

        # people/crm-lead.yml
        {role: leader, team: crm, to: "2027-01-31"}
        # tools/crm.yml
        {name: CRM, business_owner: "person:crm-lead"}

    Fails::

        # people/crm-lead.yml
        {role: leader, team: crm, to: "2026-01-31"}
        # tools/crm.yml
        {name: CRM, business_owner: "person:crm-lead"}
    """
    inventory, today = context.inventory, context.as_of
    assert today is not None  # the rule is dated
    for ref, last in _who_left(context, today).items():
        person = inventory.find(ref)
        assert isinstance(person, Person)  # only people leave
        for reference in inventory.named_by(ref):
            owned = inventory.find(reference.source)
            if owned is None or reference.key not in _OWNING_KEYS or (isinstance(owned, Tool) and not _kept(owned)):
                continue
            yield check.at(
                inventory.place(owned, *reference.path),
                f"`{person.id}` of {owned.display_name} left on {on_day(last)}",
                entity=owned.ref,
                field=reference.key,
                mentions=(ref,),
            )


def _kept(tool: Tool) -> bool:
    return tool.lifecycle is None or tool.lifecycle.phase != "end_of_life"


def _who_left(context: Context, today: date) -> dict[str, date]:
    """People who left, with their last day: by their own record, or since every membership of theirs has ended."""
    inventory = context.inventory
    left = {p.ref: p.to for p in inventory.all("person") if isinstance(p, Person) and p.to and p.to < today}
    memberships: dict[str, list[date | None]] = {}
    for team in inventory.all("team"):
        for member in team.members if isinstance(team, Team) else ():
            if person := inventory.get("person", member.person):
                memberships.setdefault(person.ref, []).append(member.to)
    for ref, ends in memberships.items():
        ended = [day for day in ends if day and day < today]
        if len(ended) == len(ends):
            left.setdefault(ref, max(ended))
    return left


@rule("too-few-people-for-access", Severity.WARNING, family=FAMILY, side=Side.IT, thresholds=("access_people",))
def too_few_people_for_access(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Too few people can give or take away access to a tool.

    When the only one is on holiday, new people wait and those who left keep their access.

    Fix: Name at least two under `provisioners` and two under `deprovisioners`.

    Passes::

        # people/a.yml
        {role: engineer, team: it}
        # people/b.yml
        {role: engineer, team: it}
        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}, provisioners: [a, b], deprovisioners: [a, b]}

    Fails::

        # people/a.yml
        {role: engineer, team: it}
        # tools/crm.yml
        {name: CRM, lifecycle: {phase: active}, provisioners: [a], deprovisioners: [a]}
    """
    least = context.thresholds.access_people
    for tool in context.inventory.all("tool"):
        assert isinstance(tool, Tool)
        if not tool.active:
            continue
        for key, doing in (("provisioners", "give"), ("deprovisioners", "take away")):
            people = set(getattr(tool, key))
            if len(people) < least:
                known = f"only {len(people)} can {doing}" if people else f"nobody is named who can {doing}"
                yield check.at(
                    context.inventory.place(tool, key),
                    f"{known} access to {tool.name}, {least} are wanted",
                    entity=tool.ref,
                    field=key,
                )


@rule("one-accountable", Severity.WARNING, family=FAMILY)
def one_accountable(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A RACI does not name exactly one who is accountable.

    Where two answer for something, nobody does.

    Fix: Name one person or team under `accountable`.

    Passes::

        # teams/crm.yml
        {name: CRM team, kind: marketing}
        # tools/crm.yml
        {name: CRM, raci: {accountable: ["team:crm"], responsible: ["team:crm"]}}

    Fails::

        # teams/crm.yml
        {name: CRM team, kind: marketing}
        # tools/crm.yml
        {name: CRM, raci: {responsible: ["team:crm"]}}
    """
    for tool in context.inventory.all("tool"):
        assert isinstance(tool, Tool)
        if tool.raci is not None and len(tool.raci.accountable) != 1:
            count = len(tool.raci.accountable) or "nobody"
            yield check.at(
                context.inventory.place(tool, "raci"),
                f"{count} is accountable for {tool.name}, where it should be one"
                if count == "nobody"
                else f"{count} are accountable for {tool.name}, where it should be one",
                entity=tool.ref,
                field="raci",
            )


@rule("seal-lapsed", Severity.WARNING, family=FAMILY, dated=True)
def seal_lapsed(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A record has not been looked at for longer than it says it should be.

    Old records are believed until they do harm.

    Fix: Read the page, put right what has changed, and set `last_reviewed` to today.

    Passes::

        # vendors/acme.yml
        {name: Acme, last_reviewed: "2026-10-01", review_every: P6M}

    Fails::

        # vendors/acme.yml
        {name: Acme, last_reviewed: "2025-10-01", review_every: P6M}
    """
    for entity in context.inventory.everything():
        due = review_due(entity)
        if due is not None and context.as_of is not None and due < context.as_of:
            yield check.at(
                context.inventory.place(entity, "last_reviewed"),
                f"this should have been looked at again by {on_day(due)}",
                entity=entity.ref,
                field="last_reviewed",
            )


@rule("incomplete-record", Severity.WARNING, family=FAMILY, thresholds=("completeness",))
def incomplete_record(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A record is less complete than the organisation wants.

    Readers find half an answer and go back to asking around.

    Fix: Fill in what you know. Where you have asked and nobody knows, write `null`.

    Passes::

        # vendors/acme.yml
        {name: Acme, description: Makes forms., hq_country: DE, website: "https://acme.example"}

    Fails::

        # vendors/acme.yml
        {name: Acme}
    """
    least = context.thresholds.completeness
    # Where a key cannot be read, putting it right comes first.
    flawed = {entity for entity, _ in context.inventory.flaws}
    for entity in context.inventory.everything():
        found = completeness(entity)
        if found.percent < least and entity.ref not in flawed:
            wanted = ", ".join(f"`{doc.key}`" for doc in found.missing[:6])
            more = f" and {len(found.missing) - 6} more" if len(found.missing) > 6 else ""
            yield check.at(
                context.inventory.place(entity),
                f"this record is {found.percent} % complete, {least:g} % are wanted",
                f"Fill in what you know of {wanted}{more}." if wanted else "",
                entity=entity.ref,
            )


@rule("too-many-critical-tools", Severity.HINT, family=FAMILY, thresholds=("critical_tools_per_person",))
def too_many_critical_tools(context: Context, check: Check) -> Iterator[Diagnostic]:
    """One person owns many critical tools.

    When they are away or leave, much stands still at once.

    Fix: Share the tools out, or name a team as owner.

    Passes::

        # people/a.yml
        {role: leader, team: crm}
        # tools/crm.yml
        {name: CRM, criticality: mission_critical, lifecycle: {phase: active}, technical_owner: "person:a"}

    Fails::

        # stack.yml
        {name: Acme, thresholds: {critical_tools_per_person: 1}}
        # people/a.yml
        {role: leader, team: crm}
        # tools/crm.yml
        {name: CRM, criticality: mission_critical, lifecycle: {phase: active}, technical_owner: "person:a"}
        # tools/shop.yml
        {name: Shop, criticality: mission_critical, lifecycle: {phase: active}, technical_owner: "person:a"}
    """
    inventory = context.inventory
    for person in inventory.all("person"):
        owned: dict[str, Tool] = {}
        for reference in inventory.named_by(person.ref):
            tool = inventory.find(reference.source)
            owns = reference.key in ("business_owner", "technical_owner")
            if owns and isinstance(tool, Tool) and tool.active and tool.criticality in CRITICAL:
                owned[tool.id] = tool
        most = context.thresholds.critical_tools_per_person
        if len(owned) > most:
            yield check.at(
                inventory.place(person),
                f"`{person.id}` owns {len(owned)} critical tools, {most} are enough",
                entity=person.ref,
                mentions=tuple(tool.ref for tool in owned.values()),
            )
