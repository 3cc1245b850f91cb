"""What a public site says of findings: nothing that only follows from something internal."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stackbook.audience import Audience, publish
from stackbook.examine import Examined, examine, may_be_shown, seen_by

AS_OF = date(2026, 11, 22)
MAIL = {"id": "email", "label": "Email", "type": "string", "classification": "confidential"}
MAIL |= {"data_categories": ["user.contact.email"]}
INSIDE = {"visibility": "internal"}


def source(tool: str, **more: Any) -> dict[str, Any]:
    return {"name": f"People in {tool}", "tool": tool, "kind": "table", "fields": [MAIL], **more}


def stack(**inside: Any) -> dict[str, Any]:
    """A newsletter with every fault that its data can have; `inside` goes into its data sources."""
    return {
        "stack": {"name": "Acme", "home_region": ["EU"]},
        "vendors/post": {"name": "Post", "processing_agreement": {"status": "missing"}},
        "tools/shop": {"name": "Shop", "vendor": "in_house", "lifecycle": {"phase": "active"}},
        "tools/esp": {
            "name": "ESP",
            "vendor": "post",
            "lifecycle": {"phase": "active"},
            "data_residency": ["US"],
            "ai_use": {"uses_ai": True},
        },
        "data-sources/buyers": source("shop", **inside),
        "data-sources/readers": source("esp", **inside),
        "integrations/readers": {
            "name": "Readers",
            "from": "shop",
            "to": "esp",
            "status": "active",
            "fields": [{"from": "buyers.email", "to": "readers.email"}],
        },
        "activities/ads": {
            "name": "Ads",
            "data_use": "marketing",
            "lawful_basis": "consent",
            "data_subjects": ["customer"],
            "data_categories": ["user.device"],
            "tools": ["shop"],
            "retention": {"period": "P1Y"},
        },
    }


def looked_at(folder: Path, files: dict[str, Any]) -> Examined:
    for name, values in files.items():
        path = folder / "stack" / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    return examine(folder / "stack", as_of=AS_OF)


def codes(found: Examined, audience: Audience) -> set[str]:
    published = publish(found.inventory, audience)
    return {one.code for one in may_be_shown(published, seen_by(found, published), found.diagnostics)}


OF_THE_DATA = {
    "processor-without-agreement",
    "personal-flow-in-no-activity",
    "transfer-without-mechanism",
    "deletions-not-propagated",
    "ai-trains-on-our-data",
}


def test_what_follows_from_public_data_is_public(tmp_path: Path) -> None:
    found = looked_at(tmp_path, stack())
    assert codes(found, Audience.PUBLIC) >= OF_THE_DATA
    assert codes(found, Audience.PUBLIC) == {one.code for one in found.diagnostics}


def test_what_follows_from_internal_data_stays_inside(tmp_path: Path) -> None:
    found = looked_at(tmp_path, stack(**INSIDE))
    assert codes(found, Audience.INTERNAL) >= OF_THE_DATA
    assert not codes(found, Audience.PUBLIC) & OF_THE_DATA


@pytest.mark.parametrize("as_of", [date.max, date(9999, 9, 1), date.min])
def test_no_day_is_too_far(as_of: date, tmp_path: Path) -> None:
    looked_at(tmp_path, stack())
    assert examine(tmp_path / "stack", as_of=as_of).as_of == as_of
