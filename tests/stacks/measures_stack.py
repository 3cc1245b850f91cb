"""The small stack with measures: KPIs in every state, three scorecards on two scales, and words about customers."""

from __future__ import annotations

from typing import Any

from initiatives_stack import initiative
from small import Stack, small_stack

AS_OF = "2027-02-15"


def kpi(name: str, **more: Any) -> dict[str, Any]:
    """A KPI with everything a KPI must have."""
    return {
        "name": name,
        "definition": f"{name}, counted.",
        "unit": "%",
        "direction": "up",
        "side": "shared",
        "owner": "crm",
        **more,
    }


def readings(*values: float, first: int = 9) -> list[dict[str, Any]]:
    """Readings on the first of one month after the other, from September 2026 on."""
    days = [(2026, month) for month in range(first, 13)] + [(2027, month) for month in range(1, 13)]
    return [{"on": f"{year}-{month:02}-01", "value": value} for (year, month), value in zip(days, values, strict=False)]


def card(date: str | None, answers: dict[str, tuple[float | None, float | None]], **more: Any) -> dict[str, Any]:
    """A scorecard with answers of marketing and IT by the id of the question."""
    dimensions = [
        {"id": id_, "question": f"How good is {id_}?", "marketing": marketing, "it": it}
        for id_, (marketing, it) in answers.items()
    ]
    return {"name": f"Asked {date}", "date": date, "scale": 5, "dimensions": dimensions, **more}


def person_field(id_: str, category: str, **more: Any) -> dict[str, Any]:
    """A field that says something about a person."""
    label = {"email": "Mail address", "user_id": "Profile number"}.get(id_, id_)
    return {
        "id": id_, "label": label, "type": "string", "classification": "confidential", "data_categories": [category],
        **more,
    }  # fmt: skip


def customers(name: str, tool: str, fields: list[dict[str, Any]], identifiers: list[str], **more: Any) -> Any:
    """A data source about customers."""
    return {
        "name": name,
        "tool": tool,
        "kind": "table",
        "subjects": ["customer"],
        "fields": fields,
        "identifiers": identifiers,
        **more,
    }


def measures_stack() -> Stack:
    """The files."""
    mail, number = "user.contact.email", "user.unique_id"
    stack = small_stack()
    stack["teams/it"] = {"name": "IT", "kind": "it"}
    stack |= {
        "kpis/known": kpi("Known orders", target=75, baseline=52, source="data-source:shop-customers", cadence="P1M",
                          readings=[*readings(63, 66), {"on": "2026-11-30", "value": 64, "note": "Black Friday."}]),
        "kpis/delay": kpi("Delay", unit="minutes", direction="down", side="it", owner="it", target=5, baseline=14,
                          readings=readings(6, 4)),
        "kpis/mails": kpi("Mails", unit="mails", direction="band", side="marketing", band={"low": 4, "high": 8},
                          readings=readings(9, 7, 6)),
        "kpis/aimless": kpi("Aimless", direction=None, target=3, readings=readings(1, 2)),
        "kpis/unmeasured": kpi("Unmeasured", side="marketing", target=10, owner=None),
        "initiatives/club": initiative("Club", kpis=["known"], status="in_progress"),
        "initiatives/gone": initiative("Gone", kpis=["known"], status="cancelled"),
        "journeys/welcome": {"name": "Welcome", "audience": "Everybody.", "kpis": ["known"],
                             "steps": [{"integration": "shop-to-mailer", "description": "It starts."}]},
        "decisions/count-it": {
            "name": "We count it", "status": "accepted", "date": "2026-05-01", "context": "Nobody knew.",
            "outcome": "We count it every month.", "affects": ["kpi:known"],
        },
        "scorecards/first": card("2026-05-01", {"roadmap": (2.0, 2.0), "candour": (3.0, 3.0), "gone": (1.0, 5.0)}),
        "scorecards/second": card("2026-08-01", {"roadmap": (2.5, 2.5), "candour": (3.0, 3.0)}),
        "scorecards/third": card(
            "2026-11-01",
            {"roadmap": (3.5, 3.1), "candour": (2.0, 2.2), "early": (4.5, 2.0), "half": (4.0, None)},
        ),
        "scorecards/planned": card("2027-03-01", {"roadmap": (None, None)}),
        "data-sources/shop-customers": customers(
            "Shop customers", "shop", [person_field("email", mail), person_field("user_id", number)],
            ["email", "user_id"],
        ),
        "data-sources/mailer-contacts": customers(
            "Mailer contacts", "mailer",
            [
                person_field("email", mail, system_of_record="shop-customers.email"),
                person_field("external", number, system_of_record="shop-customers.user_id"),
                person_field("phone", "user.contact.phone_number"),
            ],
            ["email", "external", "phone"],
        ),
        "data-sources/warehouse-people": customers(
            "Warehouse people", "warehouse",
            [person_field("email", mail), person_field("phone", "user.contact.phone_number"),
             person_field("first", "user.name.first")],
            ["email", "phone"],
        ),
        "data-sources/staff": customers(
            "Staff", "warehouse", [person_field("badge", number)], ["badge"], subjects=["employee"],
        ),
        "terms/customer": {
            "name": "Customer", "definition": "Somebody who bought.", "synonyms": ["Buyer"], "owner": "crm",
            "fields": ["mailer-contacts.external"],
        },
        "terms/active": {"name": "Active customer", "definition": None, "broader": "customer", "owner": None},
        "terms/lead": {"name": "Lead", "definition": "May buy.", "synonyms": ["buyer"], "owner": "crm"},
        "terms/colleague": {"name": "Colleague", "definition": "Works here.", "owner": "crm",
                            "fields": ["staff.badge"]},
    }  # fmt: skip
    return stack
