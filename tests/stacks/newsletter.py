"""A newsletter in order: a shop, a tool that sends, a flow between them and a processing activity; to be changed."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from stackbook.diagnostics import Diagnostic
from stackbook.examine import examine

Files = dict[str, Any]
AS_OF = date(2026, 11, 22)
EMAIL = {
    "id": "email",
    "label": "Email",
    "type": "string",
    "classification": "confidential",
    "data_categories": ["user.contact.email"],
}
PLAIN = {"id": "email", "label": "Email", "type": "string", "classification": "internal"}
KEPT = {"period": "P2Y"}
IN_USE = {"lifecycle": {"phase": "active"}}

SHOP_TO_ESP: Files = {
    "stack": {"name": "Acme", "home_region": ["EU"]},
    "vendors/mailer": {"name": "Mailer", "processing_agreement": {"status": "signed"}},
    "tools/shop": {"name": "Shop", "vendor": "in_house", **IN_USE},
    "tools/esp": {"name": "ESP", "vendor": "mailer", "category": "email_marketing", **IN_USE},
    "data-sources/customers": {"name": "Customers", "tool": "shop", "fields": [EMAIL], "retention": KEPT},
    "data-sources/users": {"name": "Users", "tool": "esp", "fields": [EMAIL], "retention": KEPT},
    "integrations/sync": {
        "name": "Sync",
        "from": "shop",
        "to": "esp",
        "status": "active",
        "delete_handling": "propagate",
        "fields": [{"from": "customers.email", "to": "users.email"}],
    },
    "activities/newsletter": {
        "name": "Newsletter",
        "lawful_basis": "consent",
        "data_use": "marketing.communications.email",
        "data_categories": ["user.contact"],
        "tools": ["shop", "esp"],
        "retention": KEPT,
    },
}


def files_with(changes: Files) -> Files:
    """The small stack with some keys changed, as in ``{"tools/esp": {"vendor": "in_house"}}``. None: no such file."""
    files = deepcopy(SHOP_TO_ESP)
    for name, values in changes.items():
        if values is None:
            files.pop(name, None)
        else:
            files[name] = files.get(name, {"name": name.rpartition("/")[2].capitalize()}) | values
    return files


def found(folder: Path, changes: Files, code: str, as_of: date | None = AS_OF) -> list[Diagnostic]:
    """What one rule says about the small stack with some keys changed."""
    for name, values in files_with(changes).items():
        path = folder / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values) if not isinstance(values, str) else values, encoding="utf-8")
    return [one for one in examine(folder, as_of=as_of).diagnostics if one.code == code]
