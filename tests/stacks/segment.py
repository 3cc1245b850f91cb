"""A large real stack: the catalogue of a customer data platform, with the platform as a hub of hundreds.

The catalogue lies beside the repository, not in it, and nothing of it is copied here. To look at the stack:
``python tests/stacks/segment.py FOLDER``.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml
from small import Stack, integration, tool

CATALOG = Path(__file__).resolve().parents[3] / "shared/data/segment-catalog"
FILES = ("sources.yml", "destinations.yml", "warehouse.yml")
HUB, STORE = "segment", "segment-storage"
LONGEST_PURPOSE = 160

Item = dict[str, Any]

CATEGORIES = {
    "a b testing": "optimization_personalization_testing",
    "advertising": "display_programmatic",
    "analytics": "mobile_web_analytics",
    "attribution": "marketing_analytics_attribution",
    "crm": "crm",
    "custom": "integration_tag_management",
    "customer success": "customer_experience_service_success",
    "deep linking": "mobile_marketing",
    "email": "email_marketing",
    "email marketing": "email_marketing",
    "enrichment": "audience_data_enhancement",
    "experimentation": "optimization_personalization_testing",
    "feature flagging": "product_management",
    "heatmaps recordings": "mobile_web_analytics",
    "helpdesk": "customer_experience_service_success",
    "internal": "integration_tag_management",
    "learning management system": "talent",
    "livechat": "live_chat_chatbots",
    "marketing automation": "marketing_automation_campaign_management",
    "mobile": "mobile_apps",
    "object destination": "integration_tag_management",
    "ott": "video_marketing",
    "payments": "ecommerce_platforms_carts",
    "performance marketing": "affiliate",
    "performance monitoring": "dashboards_visualization",
    "personalization": "optimization_personalization_testing",
    "raw data": "integration_tag_management",
    "referrals": "advocacy_loyalty_referrals",
    "security fraud": "governance_compliance_privacy",
    "server": "integration_tag_management",
    "sms push notifications": "mobile_marketing",
    "surveys": "interactive_content",
    "tag managers": "integration_tag_management",
    "video": "video_marketing",
    "virtual assistant": "live_chat_chatbots",
    "warehouse": "data_warehouse",
    "warehouses": "data_warehouse",
    "website": "cms_web_experience",
}
"""The catalogue's words for categories to ours."""

PHASES = {"PUBLIC": "active", "PUBLIC_BETA": "phase_in", "DEPRECATED": "phase_out"}
PLACES = {"us": "US", "us-west-2": "US", "eu": "EU", "eu-west-1": "EU"}
OWNERS = {
    "crm": ("crm", "email_marketing", "marketing_automation_campaign_management", "mobile_marketing"),
    "media": ("display_programmatic", "search_social_advertising", "marketing_analytics_attribution", "affiliate"),
    "web": ("optimization_personalization_testing", "mobile_web_analytics", "cms_web_experience", "mobile_apps"),
    "service": ("customer_experience_service_success", "live_chat_chatbots", "interactive_content"),
}
"""Who answers for which categories; all others are the data team's."""


def is_there() -> bool:
    """Whether the catalogue lies beside this repository."""
    return all((CATALOG / name).is_file() for name in FILES)


def segment_stack() -> Stack:
    """The catalogue as a stack: what is both a source and a destination is one tool with a flow each way."""
    sources, destinations, stores = (_items(CATALOG / name) for name in FILES)
    stack: Stack = {
        "stack": {"name": "Segment's catalogue"},
        "vendors/segment": {"name": "Segment", "hq_country": "US", "website": "https://segment.com"},
        "tools/segment": _tool("Segment", "customer_data_platform", "Hands on what sources say.", vendor="segment"),
        "tools/segment-storage": _tool("Storage", "data_warehouse", f"Keeps all events, in {len(stores)} products."),
    }
    stack["tools/segment"] |= {"criticality": "mission_critical", "data_residency": ["US", "EU"]}
    for team in sorted({"data", *OWNERS}):
        stack[f"teams/{team}"] = {"name": f"{team.title()} team", "kind": "marketing", "channel": f"#{team}"}
    for item in sources:
        stack[f"tools/{_id(item)}"] = _entry(item)
    for item in destinations:
        one = _entry(item)
        stack[f"tools/{_id(item)}"] = one | stack.get(f"tools/{_id(item)}", {})
    for item in sources:
        _add(stack, _id(item), HUB, f"Events of {_name(item)} for all others.", *_way_in(item))
    for item in destinations:
        _add(stack, HUB, _id(item), f"Events for {_name(item)}.", *_way_out(item))
    _add(stack, HUB, STORE, "All events, kept for analysis.", "etl_elt", "hourly")
    return stack


def write(folder: Path, stack: Stack) -> None:
    """Write a stack's files; JSON is YAML."""
    for path, values in stack.items():
        file = folder / f"{path}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _items(path: Path) -> list[Item]:
    """What a file of the catalogue lists; the quick reader matters for 4 MB."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    items: list[Item] = yaml.load(path.read_text(encoding="utf-8"), loader)["items"]
    return sorted(items, key=_id)


def _id(item: Item) -> str:
    return _slug(item["slug"], "-")


def _slug(text: str, between: str) -> str:
    return between.join(re.findall("[a-z0-9]+", text.lower()))


def _name(item: Item) -> str:
    return " ".join(item["display_name"].split())


def _entry(item: Item) -> Item:
    """The tool of a source or a destination."""
    found = dict.fromkeys(_category(word, item) for word in item.get("categories") or ["custom"])
    category, *others = found
    phase = "phase_out" if item.get("hidden") else PHASES[item["status"]]
    own = item.get("source_type", "cloud-app") != "cloud-app" or "segment.com" in item.get("website", "")
    return _tool(
        _name(item),
        category,
        _purpose(item),
        vendor="segment" if own else None,
        subcategories=others,
        lifecycle={"phase": phase},
        data_residency=sorted({PLACES[region] for region in item["regions"]}),
    )


def _category(word: str, item: Item) -> str:
    key = CATEGORIES[_slug(word, " ")]
    bought = key == "display_programmatic" and re.search(r"\bads\b|facebook|google", _name(item).lower())
    return "search_social_advertising" if bought else key


def _purpose(item: Item) -> str:
    """The first sentence of its description, cut to a line; destinations have none."""
    text = " ".join((item.get("description") or "").split())
    first = re.split(r"(?<=[.!?])\s", text)[0]
    if len(first) > LONGEST_PURPOSE:
        first = first[:LONGEST_PURPOSE].rpartition(" ")[0] + " \u2026"
    return first or f"Works with events: {', '.join(item.get('categories') or ['anything'])}."


def _tool(name: str, category: str, purpose: str, vendor: str | None = None, **more: Any) -> Item:
    team = next((team for team, keys in OWNERS.items() if category in keys), "data")
    asked = {"business_owner": f"team:{team}", "technical_owner": "team:data", **more}
    return tool(name, vendor=vendor, category=category, purpose=purpose, **asked)


def _way_in(item: Item) -> tuple[str, str]:
    """Pattern and frequency of a flow from a source."""
    if item["source_type"] == "server":
        return "server_side_tag", "real_time"
    if item["source_type"] != "cloud-app":
        return "client_side_tag", "real_time"
    if "Warehouse" in item.get("categories", ()):
        return "reverse_etl", "daily"
    return ("webhook", "near_real_time") if item["isCloudEventSource"] else ("api_pull", "hourly")


def _way_out(item: Item) -> tuple[str, str]:
    """Pattern and frequency of a flow to a destination."""
    modes = item["connection_modes"]
    on_server = any(modes["cloud"].values())
    return ("api_push", "near_real_time") if on_server else ("client_side_tag", "real_time")


def _add(stack: Stack, one: str, other: str, purpose: str, pattern: str, frequency: str) -> None:
    names = [stack[f"tools/{key}"]["name"] for key in (one, other)]
    phase = stack[f"tools/{one if other == HUB else other}"]["lifecycle"]["phase"]
    stack[f"integrations/{one}-to-{other}"] = integration(
        " to ".join(names),
        one,
        other,
        purpose=purpose,
        pattern=pattern,
        frequency=frequency,
        status="planned_disconnect" if phase == "phase_out" else "active",
        owner="data",
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]), segment_stack())
