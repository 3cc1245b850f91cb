"""Every kind of page against WCAG 2.2 AA, as far as a program can tell (axe), in both palettes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
PAGES = (
    "",
    "tools/",
    "integrations/",
    "tools/braze/",
    "vendors/braze/",
    "integrations/hubspot-to-slack-leads/",
    "data-sources/braze-users/",
    "teams/crm/",
    "people/crm-lead/",
    "people/",
    "personalisation/",
    "personalisation/?tool=braze&filter=club",
    "personalisation/braze/",
    "fields/",
    "findings/",
    "contracts/",
    "contracts/braze-platform/",
    "rationalisation/",
    "access/",
    "vendors/",
    "activities/",
    "activities/newsletter/",
    "personal-data/",
    "transfers/",
    "consent/",
    "due/",
    "roadmap/",
    "roadmap/by-team/",
    "initiatives/",
    "initiatives/preferences-everywhere/",
    "requirements/",
    "requirements/matrix/",
    "over-time/",
    "over-time/2027-06-30/",
    "capabilities/",
    "decisions/",
    "rituals/",
    "raci/",
    "kpis/",
    "scorecards/",
    "one-view/",
    "landscape/",
    "landscape/?overlay=criticality",
    "explorer/",
    "flows/",
    "hubs/",
    "regions/",
    "categories/email_marketing/",
    "tools/braze/around/",
    "guide/",
    "guide/in-your-pages/",
    "guide/reference/fields/tools/",
)


@pytest.fixture(scope="session")
def address(example, serve_folder_all_session):
    return serve_folder_all_session(example.folder)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("palette", ["light", "dark"])
def test_nothing_is_in_the_way(offline_page, address, path, palette):
    seen = offline_page(address, color_scheme=palette, reduced_motion="reduce")
    seen.page.goto(address + path)
    seen.page.evaluate("document.querySelectorAll('article details').forEach(one => one.open = true)")
    found = Axe().run(seen.page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    problems = [
        f"{one['id']}: {one['help']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found.response["violations"]
        for node in one["nodes"][:3]
    ]
    assert problems == []
    seen.assert_clean()


def test_on_a_phone_nothing_is_in_the_way(offline_page, address):
    seen = offline_page(address, viewport={"width": 390, "height": 800}, reduced_motion="reduce")
    for path in ("tools/braze/", "people/", "tools/", "personalisation/", "fields/"):
        seen.page.goto(address + path)
        options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
        found = Axe().run(seen.page, options=options).response["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"][:160]) for one in found] == []
