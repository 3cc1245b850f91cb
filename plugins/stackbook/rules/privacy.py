"""Rules about processing activities: what allows them, how long data is kept, and what was weighed before."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance.days import after
from stackbook.governance.personal import covers
from stackbook.governance.reviews import ReviewLine
from stackbook.model.activities import Activity
from stackbook.model.data import SPECIAL_CATEGORIES
from stackbook.rules.engine import Context, rule
from stackbook.rules.reading import flawed
from stackbook.rules.token_privacy import MARKETING
from stackbook.rules.wording import listed, on_day

FAMILY = "Privacy"


@rule("activity-without-basis", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def activity_without_basis(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Nothing is recorded that allows a processing activity.

    Personal data may only be used on one of six grounds. Without one, it has to stop.

    Fix: Ask whoever answers for data protection and write the `lawful_basis`.

    Source: GDPR Art. 6(1)

    Passes::

        # activities/newsletter.yml
        {name: Newsletter, lawful_basis: consent}

    Fails::

        # activities/newsletter.yml
        {name: Newsletter, lawful_basis: null}
    """
    for activity in context.governance.activities.all:
        if activity.lawful_basis is None:
            yield check.at(
                context.inventory.place(activity, "lawful_basis"),
                f"nothing is recorded that allows “{activity.name}”",
                entity=activity.ref,
                field="lawful_basis",
            )


@rule("activity-without-retention", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def activity_without_retention(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A processing activity does not say how long its data is kept.

    Data that nobody deletes can only do harm, and the register must say when it goes.

    Fix: Write the `period` under `retention`, as in `P2Y`, and under `basis` from when it counts.

    Source: GDPR Art. 5(1)(e) and 30(1)(f)

    Passes::

        # activities/newsletter.yml
        {name: Newsletter, retention: {period: P2Y, basis: Two years after the last email was opened.}}

    Fails::

        # activities/newsletter.yml
        {name: Newsletter, retention: {basis: As long as we need it.}}
    """
    for activity in context.governance.activities.all:
        if activity.retention is None or activity.retention.period is None:
            yield check.at(
                context.inventory.place(activity, "retention"),
                f"nothing says after which time the data of “{activity.name}” is deleted",
                entity=activity.ref,
                field="retention",
            )


@rule("special-category-without-basis", Severity.ERROR, family=FAMILY, side=Side.PRIVACY)
def special_category_without_basis(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A processing activity uses specially protected data, and nothing allows that.

    Health, religion, politics and the like may not be used at all, unless one of ten exceptions holds.

    Fix: Write the `special_category_basis`, or take such data out.

    Source: GDPR Art. 9

    Passes::

        # activities/allergies.yml
        name: Advice on allergies
        data_categories: [user.health_and_medical]
        special_category_basis: explicit_consent

    Fails::

        # activities/allergies.yml
        name: Advice on allergies
        data_categories: [user.health_and_medical]
    """
    carried = _special_flows(context)
    for activity in context.governance.activities.all:
        if activity.special_category_basis or flawed(context, activity.ref, "special_category_basis"):
            continue
        if declared := _declared_special(activity):
            position, category = declared
            yield check.at(
                context.inventory.place(activity, "data_categories", position),
                f"“{activity.name}” uses specially protected data (`{category}`), and nothing recorded allows it",
                entity=activity.ref,
                field="data_categories",
            )
        elif any(covers(use, activity.data_use or "") for use in MARKETING):
            kept = _special_sources(context, activity)
            if kept or activity.id in carried:
                names = [f"`{ref.partition(':')[2]}`" for ref in (*kept, *carried.get(activity.id, ()))]
                yield check.at(
                    context.inventory.place(activity, "data_use"),
                    f"“{activity.name}” serves marketing, and there is specially protected data in {listed(names)}",
                    entity=activity.ref,
                    field="data_use",
                    mentions=(*kept, *carried.get(activity.id, ())),
                )


def _declared_special(activity: Activity) -> tuple[int, str] | None:
    """The first specially protected category that an activity declares, with its position."""
    for position, category in enumerate(activity.data_categories or ()):
        if any(covers(special, category) for special in SPECIAL_CATEGORIES):
            return position, category
    return None


def _special_sources(context: Context, activity: Activity) -> tuple[str, ...]:
    """``kind:id`` of the data sources that an activity names and that hold specially protected data."""
    found = (context.inventory.get("data_source", one) for one in activity.data_sources)
    held = context.governance.personal.of_source
    return tuple(dict.fromkeys(one.ref for one in found if one and one.id in held and held[one.id].special))


def _special_flows(context: Context) -> dict[str, tuple[str, ...]]:
    """Activity's id to ``kind:id`` of the live flows with specially protected data that can only be part of it.

    A flow that names no activity belongs to any of those that name both its tools. When one of them is no marketing,
    or may use such data, the flow may be there for that one.
    """
    governance = context.governance
    found: dict[str, list[str]] = {}
    for flow in context.graph.flows:
        held = governance.personal.of_flow.get(flow.integration.id)
        if held is None or not held.special or not flow.integration.live:
            continue
        covering = governance.activities.of_flow(flow)
        if flow.integration.activities or not any(_may_use(one) for one in covering):
            for one in covering:
                found.setdefault(one.id, []).append(flow.integration.ref)
    return {id_: tuple(refs) for id_, refs in found.items()}


def _may_use(activity: Activity) -> bool:
    marketing = any(covers(use, activity.data_use or "") for use in MARKETING)
    return not marketing or activity.special_category_basis is not None


@rule("legitimate-interests-without-assessment", Severity.WARNING, family=FAMILY, side=Side.PRIVACY)
def legitimate_interests_without_assessment(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Our interest is to allow a processing activity, and nobody has weighed it against people's.

    This ground only holds when our interest weighs more. That has to be shown, not said.

    Fix: Have it weighed, and write `legitimate_interest_assessed_on` and where the paper is kept.

    Source: GDPR Art. 6(1)(f) and 5(2)

    Passes::

        # activities/reminders.yml
        {name: Reminders, lawful_basis: legitimate_interests, legitimate_interest_assessed_on: "2026-03-31"}

    Fails::

        # activities/reminders.yml
        {name: Reminders, lawful_basis: legitimate_interests}
    """
    keys = ("legitimate_interest_assessed_on", "legitimate_interest_assessment_url")
    for activity in context.governance.activities.all:
        said = any(getattr(activity, key) is not None for key in keys) or flawed(context, activity.ref, *keys)
        if activity.lawful_basis != "legitimate_interests" or said:
            continue
        if not any(line.holds for line in _reviewed(context, activity, "legitimate_interest")):
            yield check.at(
                context.inventory.place(activity, "lawful_basis"),
                f"“{activity.name}” rests on our interest, and nothing says that it was weighed against people's",
                entity=activity.ref,
                field="lawful_basis",
            )


def _reviewed(context: Context, activity: Activity, of_type: str) -> tuple[ReviewLine, ...]:
    return tuple(line for line in context.governance.reviews_of.get(activity.ref, ()) if line.review.type == of_type)


@rule("dpia-missing", Severity.WARNING, family=FAMILY, side=Side.PRIVACY)
def dpia_missing(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A risky processing activity has no impact assessment, or one that has to be done again.

    Scores about people and specially protected data can harm them. What can go wrong has to be known before.

    Fix: Have the risks assessed. Where somebody has looked and the risk is not high, write `status: not_required`
    under `dpia`.

    Source: GDPR Art. 35

    Passes::

        # activities/scores.yml
        {name: Scores, profiling: true, dpia: {status: completed, on: "2026-03-31"}}

    Fails::

        # activities/scores.yml
        {name: Scores, profiling: true}
    """
    for activity in context.governance.activities.all:
        status = activity.dpia.status if activity.dpia else None
        reviews = _reviewed(context, activity, "dpia")
        if status == "required":
            how = "needs an impact assessment that nobody has begun"
        elif status == "refresh_due":
            how = "needs its impact assessment done again"
        elif status is None and not reviews and (why := _risky(context, activity)):
            how = f"{why}, and has no impact assessment"
        else:
            continue
        if any(line.waiting and line.review.state == "in_progress" for line in reviews):
            continue
        yield check.at(
            context.inventory.place(activity, "dpia", "status"),
            f"“{activity.name}” {how}",
            entity=activity.ref,
            field="dpia",
        )


def _risky(context: Context, activity: Activity) -> str:
    """Why an activity is likely to be risky for people; "" when nothing says so."""
    if activity.profiling:
        return "assesses people automatically"
    if _declared_special(activity) or _special_sources(context, activity):
        return "uses specially protected data"
    return ""


@rule("dpia-stale", Severity.WARNING, family=FAMILY, side=Side.PRIVACY, dated=True, thresholds=("dpia_months",))
def dpia_stale(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An impact assessment is older than the organisation wants.

    Tools and data change, and the risks with them.

    Fix: Look at it again. Write the new day under `dpia`, or `status: refresh_due` until that is done.

    Source: GDPR Art. 35(11)

    Passes::

        # activities/scores.yml
        {name: Scores, profiling: true, dpia: {status: completed, on: "2026-03-31"}}

    Fails::

        # activities/scores.yml
        {name: Scores, profiling: true, dpia: {status: completed, on: "2022-03-31"}}
    """
    months = context.thresholds.dpia_months
    for activity in context.governance.activities.all:
        done = activity.dpia.on if activity.dpia and activity.dpia.status == "completed" else None
        if done is None or after(done, f"P{months}M") >= context.today:
            continue
        reviews = _reviewed(context, activity, "dpia")
        if not any(line.holds and line.review.decided_on and line.review.decided_on > done for line in reviews):
            yield check.at(
                context.inventory.place(activity, "dpia", "on"),
                f"the impact assessment of “{activity.name}” was made on {on_day(done)}, more than {months} months ago",
                entity=activity.ref,
                field="dpia",
            )
