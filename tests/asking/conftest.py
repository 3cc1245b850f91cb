"""An inventory to ask questions of: the small stack with a little more recorded."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "stacks"))

from journeys import journey
from small import integration, small_stack, tool

from stackbook.audience import Audience, publish
from stackbook.inventory import Inventory, load


def stack() -> dict[str, Any]:
    """The small stack, with own words, parts, lists, flags, numbers, dates and internal things."""
    return {
        **small_stack(),
        "stack": {
            "name": "Petals",
            "vocabulary": {"category": [{"value": "flower_press", "label": "Flower press", "description": "Own."}]},
        },
        "vendors/postbox": {"name": "Postbox Inc", "hq_country": "DE", "aliases": ["post-office"]},
        "vendors/mailer": {
            "name": "Mailer Ltd",
            "processing_agreement": {"status": "signed", "url": "https://x.example/a"},
        },
        "journeys/welcome": journey("Welcome", {"integration": "shop-to-mailer"}),
        "tools/press": tool(
            "Press",
            category="flower_press",
            vendor="postbox",
            lifecycle={"phase": "phase_out", "active": "2020-03-01"},
            subcategories=["crm", "seo"],
            hosting="saas",
            sso={"protocol": "saml", "mfa": True, "idp": "shop"},
            functional_fit=3,
            data_residency=["DE", "EU"],
            tags=["Old *stock*"],
            technical_owner="person:crm-lead",
            **{"x-cost-centre": 4711, "x-labels": ["Blue", "Red"]},
        ),
        "tools/secret": tool("Secret", visibility="internal", hosting="saas"),
        "integrations/press-to-mailer": integration("Press to Mailer", "press", "mailer", frequency="hourly"),
    }


@pytest.fixture(scope="session")
def inventory(tmp_path_factory: pytest.TempPathFactory) -> Inventory:
    """Everything."""
    folder = tmp_path_factory.mktemp("asked") / "stack"
    for path, values in stack().items():
        target = folder / f"{path}.yml"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    loaded = load(folder, "stack")
    assert loaded.diagnostics == ()
    return loaded.inventory


@pytest.fixture(scope="session")
def public(inventory: Inventory) -> Inventory:
    """What everybody may see."""
    return publish(inventory, Audience.PUBLIC).inventory
