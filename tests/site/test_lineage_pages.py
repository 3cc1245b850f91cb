"""Pages of tokens and fields: where a value comes from, what to mind, what uses it, what breaks without it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from projects import Project, Site
from small import integration, small_stack, source, tool

CLUB = {"kind": "table", "steward": "team:crm"}


def fields(*ids: str, **more: Any) -> list[dict[str, Any]]:
    one = {"type": "string", "classification": "internal"}
    return [{"id": id_, "label": id_.replace("_", " ").capitalize(), **one, **more} for id_ in ids]


def token(label: str, field: str, **more: Any) -> dict[str, Any]:
    return {
        "name": f"{label} in the mailer",
        "label": label,
        "tool": "mailer",
        "syntax": "{{ " + label.lower() + " }}",
        "source_field": field,
        "fallback": {"strategy": "default_value", "value": "friend"},
        "resolved_at": "send",
        "owner": "crm",
        **more,
    }


def stack() -> dict[str, Any]:
    """Points of a club that go to the mailer by way of the warehouse, renamed; a tier worked out from them."""
    club = [*fields("points", description="What was collected."), *fields("tier", derived_from=["club.points"])]
    return {
        **small_stack(),
        "tools/club": tool("Club", category="advocacy_loyalty_referrals", capabilities=[{"capability": "loyalty"}]),
        "vendors/nobody": {"name": "Nobody"},
        "capabilities/loyalty": {"name": "Reward loyalty"},
        "data-sources/club": source("Members", "club", **CLUB, fields=club, refresh={"frequency": "real_time"}),
        "data-sources/lake": source("Lake", "warehouse", **CLUB, fields=fields("balance", "level", "lonely", "idle")),
        "data-sources/people": source("People", "mailer", **CLUB, fields=fields("score", "level", "secret")),
        "integrations/club-to-lake": integration(
            "Club to lake", "club", "warehouse", fields=[
                {"from": "club.points", "to": "lake.balance", "transform": {"type": "rename"}},
                {"from": "club.tier", "to": "lake.level"},
            ],
        ),
        "integrations/lake-to-people": integration(
            "Lake to people", "warehouse", "mailer", frequency="hourly", max_latency="PT2H", fields=[
                {"from": "lake.balance", "to": "people.score",
                 "transform": {"type": "map", "description": "Bands of a hundred."}},
                {"from": "lake.level", "to": "people.level", "transform": {"masking": "hash"}},
            ],
        ),
        "tokens/points": token(
            "Points", "club.points", max_age="PT1H", example="1240", consent_required=["email_marketing"],
            used_in=[{"name": "Statement", "channels": ["email_body"], "journey": "monthly"}],
            fill_rate={"pct": 20, "population": "members"},
            waivers=[{"rule": "token-older-than-promised", "until": "2099-01-01", "reason": "Known."}],
        ),
        "tokens/level": token("Level", "club.tier", sensitive_display="avoid_in_subject",
            waivers=[{"rule": "masked-value-shown", "until": "2099-01-01", "reason": "Known."}]),
        "tokens/own": token("Own", "people.secret", status="deprecated"),
        "tokens/gone": token("Gone", "lake.lonely",
            waivers=[{"rule": "token-without-way", "until": "2099-01-01", "reason": "Known."}]),
        "journeys/monthly": {"name": "Monthly", "audience": "Members", "steps": [{"integration": "lake-to-people"}]},
        "terms/points": {
            "name": "Points", "definition": "What members collect.", "owner": "crm", "fields": ["club.points"],
        },
    }  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Site:
    return Project(tmp_path_factory.mktemp("lineage"), cache).stack(stack()).build()


def text(html: str) -> str:
    """The words of a page, without its pictures."""
    html = re.sub(r"<(svg|script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
    return re.sub(r" ([.,])", r"\1", words)


def section(html: str, anchor: str) -> str:
    """From a heading to the next of the same rank."""
    found = re.search(rf'<(h[23]) id="{anchor}".*?(?=<\1[ >]|</article>|$)', html, re.DOTALL)
    assert found is not None, anchor
    return found[0]


def test_a_token_says_all_that_a_marketer_needs(built: Site) -> None:
    page = text(built.text("tokens/points/index.html"))
    for words in (
        "{{ points }}", "A customer reads: 1240", "Shows a default: \u201cfriend\u201d", "At most 1 day 2 hours old",
        "When the message is sent", "20 % of members", "Marketing by email", "Points Members in Club",
        "Promised: no more than 1 hour",
    ):  # fmt: skip
        assert words in page, words


def test_the_way_is_told_step_by_step_with_what_happens(built: Site) -> None:
    way = text(section(built.text("tokens/points/index.html"), "way"))
    assert "Points Members in Club What was collected. Club to lake Daily, at most 1 day Renamed" in way
    assert "Goes on as Balance Lake Lake to people Hourly, at most 2 hours Values mapped Bands of a hundred." in way
    assert "Goes on as Score People" in way


def test_the_age_is_told_with_its_parts(built: Site) -> None:
    age = text(section(built.text("tokens/points/index.html"), "age"))
    assert "Club to lake 1 day It runs daily." in age
    assert "Lake to people 2 hours It runs hourly, and may be 2 hours late." in age
    assert "Together At most 1 day 2 hours old" in age


def test_warnings_stand_first_in_plain_words(built: Site) -> None:
    def minded(page: str) -> str:
        html = built.text(page)
        assert html.index('id="mind"') < html.index('class="sb-token"')
        return text(section(html, "mind"))

    points = minded("tokens/points/index.html")
    assert "It may be 1 day 2 hours old, though no more than 1 hour is promised." in points
    assert "Most see the default: only 20 % of members have a value." in points
    level = minded("tokens/level/index.html")
    assert "Keep it out of subject lines and push messages" in level
    assert "Lake to people makes it unreadable (hashed)." in level
    assert "Do not use it in anything new." in minded("tokens/own/index.html")
    assert "The value does not arrive: lake-to-people does not say that it carries lake.lonely." in minded(
        "tokens/gone/index.html"
    )


def test_a_token_in_its_own_tool_has_no_way_to_go(built: Site) -> None:
    page = built.text("tokens/own/index.html")
    assert 'id="mind"' in page
    assert "as fresh as the tool itself" in text(page)
    assert 'id="way"' not in page


def test_a_picture_leads_to_fields_integrations_and_the_token(built: Site) -> None:
    page = built.text("tokens/points/index.html")
    picture = re.search(r'<figure class="sb-picture".*?</figure>', page, re.DOTALL)
    assert picture is not None
    links = set(re.findall(r'href="([^"#]+)"', picture[0]))
    assert {
        "../../fields/club.points/", "../../fields/lake.balance/", "../../fields/people.score/",
        "../../integrations/club-to-lake/", "../../integrations/lake-to-people/", "../../tokens/points/",
    } <= links  # fmt: skip


def test_a_field_says_where_it_comes_from_and_goes_to(built: Site) -> None:
    page = built.text("fields/lake.balance/index.html")
    lineage = text(section(page, "lineage"))
    assert "It comes from Field By How often What happens to it Points Members Club to lake Daily Renamed" in lineage
    assert (
        "It goes to Field By How often What happens to it Score People Lake to people Hourly Values mapped" in lineage
    )
    assert "Points in the mailer" in text(section(page, "used-by"))
    far = text(section(built.text("fields/people.level/index.html"), "lineage"))
    assert "Tier Members which feeds Level Lake Club to lake" in far
    assert "Points Members which feeds Tier Members Worked out inside the tool" in far


def test_a_field_says_what_uses_it_by_way_of_others_too(built: Site) -> None:
    used = text(section(built.text("fields/club.points/index.html"), "used-by"))
    assert "2 tokens show it in messages, some by way of other fields: Level in the mailer Points in the mailer" in used
    assert "Term Points" in used


def test_a_field_that_nothing_touches_has_no_page_but_a_row(built: Site) -> None:
    lake = built.text("data-sources/lake/index.html")
    assert not built.has("fields/lake.idle/index.html")
    assert 'id="field-idle"' in lake
    assert "fields/lake.idle" not in lake
    assert 'href="../../fields/lake.balance/"' in lake


def test_a_data_source_says_of_each_field_where_it_comes_from_and_goes_to(built: Site) -> None:
    page = built.text("data-sources/club/index.html")
    assert "to Tier Members, Balance Lake 1 token" in text(page)
    assert 'id="lineage"' in page
    assert "from Points Members" in text(page)


@pytest.mark.parametrize(
    "page", ["tools/club", "integrations/club-to-lake", "data-sources/club", "fields/club.points", "vendors/postbox"]
)
def test_what_breaks_without_it_stands_on_its_page(built: Site, page: str) -> None:
    words = text(section(built.text(f"{page}/index.html"), "impact"))
    if page == "vendors/postbox":  # makes the mailer
        assert "4 tokens" in words
        return
    assert "Points in the mailer" in words
    assert "Its value does not arrive any more" in words
    assert "Monthly" in words
    assert "Teams to tell CRM" in words
    assert ("Reward loyalty" in words) == (page == "tools/club")


def test_nothing_breaks_without_what_nothing_rests_on(built: Site) -> None:
    words = text(section(built.text("vendors/nobody/index.html"), "impact"))
    assert "Nothing that is recorded breaks without it." in words
