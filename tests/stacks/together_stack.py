"""A stack about working together: decisions that replace each other, regular meetings, capabilities, RACI."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from projects import Project, Site, once
from small import Stack, small_stack, tool

from stackbook.examine import examine
from stackbook.work import Work

AS_OF = "2026-11-22"
DAY = date(2026, 11, 22)


def decision(name: str, day: str, **more: Any) -> dict[str, Any]:
    """A decision with everything a decision must have."""
    return {
        "name": name,
        "status": "accepted",
        "date": day,
        "context": f"What to do about {name}?",
        "outcome": f"We do {name}.",
        **more,
    }


def ritual(name: str, **more: Any) -> dict[str, Any]:
    """A ritual with everything a ritual must have."""
    return {"name": name, "type": "sprint", "cadence": "P2W", "owner": "crm", **more}


def initiative(name: str, **more: Any) -> dict[str, Any]:
    """An initiative with everything an initiative must have."""
    return {
        "name": name,
        "goal": f"{name} is done.",
        "why": "It pays.",
        "status": "in_progress",
        "sponsor_marketing": "person:crm-lead",
        "sponsor_it": "team:it",
        **more,
    }


def work_of(folder: Path, stack: Stack, as_of: date | None = DAY) -> Work:
    """What follows from a stack that is written into a folder."""
    for path, values in stack.items():
        file = folder / f"{path}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    return examine(folder, as_of=as_of).governance.work


def together_stack() -> Stack:
    """The small stack with two teams, three people, decisions, rituals, capabilities and an initiative."""
    raci = {
        "responsible": ["person:engineer"],
        "accountable": ["person:crm-lead"],
        "consulted": ["team:it"],
        "informed": ["person:crm-lead"],
    }
    return {
        **small_stack(),
        "teams/crm": {
            "name": "CRM",
            "kind": "marketing",
            "channel": "#crm",
            "members": [
                {"person": "crm-lead", "role": "leader"},
                {"person": "designer", "role": "ux_designer", "to": "2026-06-30", "replaced_by": "crm-lead"},
            ],
            "capacity": [{"period": "2027-Q1", "fte_available": 2}],
        },
        "teams/it": {"name": "IT systems", "kind": "it"},
        "people/engineer": {"title": "Engineer", "role": "engineer", "team": "it"},
        "people/designer": {"title": "Designer", "role": "ux_designer", "team": "crm"},
        "tools/mailer": tool(
            "Mailer",
            vendor="postbox",
            raci=raci,
            capabilities=[{"capability": "newsletters"}, {"capability": "texts", "role": "secondary"}],
        ),
        "tools/shop": tool("Shop", business_owner="person:crm-lead", technical_owner="team:it"),
        "tools/other-mailer": tool("Other mailer", capabilities=[{"capability": "newsletters"}]),
        "tools/future": tool("Future", lifecycle={"phase": "plan"}, capabilities=[{"capability": "surveys"}]),
        "capabilities/messages": {"name": "Talk to customers", "importance": "mission_critical"},
        "capabilities/newsletters": {
            "name": "Send newsletters",
            "parent": "messages",
            "importance": "business_critical",
            "maturity_current": 2,
            "maturity_target": 5,
            "gap": ["data"],
            "owner": "crm",
        },
        "capabilities/texts": {"name": "Send texts", "parent": "messages", "maturity_current": 3, "maturity_target": 3},
        "capabilities/surveys": {"name": "Ask customers", "parent": "messages"},
        "capabilities/print": {"name": "Print letters", "maturity_current": 4, "maturity_target": 2},
        "initiatives/move": initiative(
            "Move",
            capabilities=["newsletters"],
            team=[{"who": "person:engineer", "role": "engineer"}],
            capacity=[{"team": "crm", "period": "2027-Q1", "fte": 3}],
        ),
        "initiatives/dropped": initiative("Dropped", status="cancelled", capabilities=["texts"]),
        "decisions/first": decision(
            "First way", "2024-03-01", status="superseded", affects=["tool:mailer"], deciders=["person:crm-lead"]
        ),
        "decisions/second": decision(
            "Second way", "2025-03-01", status="superseded", supersedes=["first"], affects=["tool:mailer"]
        ),
        "decisions/third": decision(
            "Third way",
            "2026-03-01",
            supersedes=["second"],
            affects=["tool:mailer", "capability:newsletters"],
            deciders=["person:crm-lead", "team:it"],
            consulted=["team:crm"],
            informed=["person:engineer"],
            revisit_on="2026-10-01",
            drivers=["It must be cheap"],
            consequences=["The old one goes"],
            options=[
                {"name": "Stay", "good": ["Nothing to do"], "bad": ["It ends"]},
                {"name": "Go", "chosen": True, "good": ["New"]},
            ],
        ),
        "decisions/maybe": decision("Fourth way", "2026-11-01", status="proposed", supersedes=["third"]),
        "decisions/alone": decision("Alone", "2025-01-01", deciders=["team:it"], revisit_on="2027-05-01"),
        "rituals/sprint": ritual(
            "Sprint planning",
            last_held="2026-11-16",
            attendees=["team:crm", "person:engineer"],
            length="PT1H",
            channel="#crm",
            agenda=["What is done", "What comes next"],
            notes_url="https://minutes.example/sprint",
        ),
        "rituals/steering": ritual(
            "Steering",
            type="steering",
            cadence="P1M",
            owner="it",
            last_held="2026-08-10",
            attendees=["person:crm-lead"],
        ),
        "rituals/new": ritual("Not begun", type="demo", cadence="P1M", next_on="2026-12-31"),
        "rituals/vague": ritual("Nobody knows", type="retrospective"),
    }


def together_site(shared: Path, cache: Path) -> Site:
    """The site of that stack for the inside, built once for all processes of a run."""

    def make(folder: Path) -> None:
        project = Project(folder, cache).stack(together_stack())
        project.plugin |= {"as_of": AS_OF, "audience": "internal"}
        project.settings["site_url"] = "https://petals.example/"
        project.build()

    return Site(once(shared, "together", make) / "site")


def csv_rows(site: Site, path: str) -> list[dict[str, str]]:
    """A CSV file of a site, row by row."""
    return list(csv.DictReader(StringIO(site.text(path).removeprefix("\ufeff"), newline="")))
