"""Two days are compared in the browser: picture, words, numbers and address follow what is chosen."""

from __future__ import annotations

import pytest
from moving_stack import TODAY, moving_stack
from playwright.sync_api import Page, expect
from projects import Project, Site, once

STATES = """() => Object.fromEntries([...document.querySelectorAll("#picture-over-time [data-node]")].map((one) => [
  one.dataset.node, [...one.classList].filter((name) => /added|changed|retired|absent/.test(name)).join() +
  ":" + (one.querySelector(".sb-chip text")?.textContent || "")]))"""


@pytest.fixture(scope="session")
def moving(shared, cache) -> Site:
    def make(folder):
        project = Project(folder, cache).stack(moving_stack())
        project.plugin |= {"as_of": TODAY}
        project.build()

    return Site(once(shared, "moving", make) / "site")


@pytest.fixture
def over_time(moving, offline_page) -> Page:
    page = offline_page("file://").page
    page.goto((moving.folder / "over-time" / "index.html").as_uri())
    return page


def test_the_picture_follows_the_days_that_are_chosen(over_time):
    expect(over_time.get_by_label("From")).to_have_value(TODAY)
    assert over_time.evaluate(STATES)["tool:mailer"] == "sb-retired:Retired"
    over_time.get_by_label("From").select_option("2026-10-01")
    over_time.locator("select[name=to]").select_option("2027-02-01")
    found = over_time.evaluate(STATES)
    assert found["tool:new-mailer"] == "sb-added:Added"
    assert found["tool:mailer"] == ":"
    assert over_time.locator('a[data-node="tool:new-mailer"]').get_attribute("aria-label").endswith("(added)")


def test_words_and_numbers_follow_too_whichever_day_is_chosen_first(over_time):
    over_time.get_by_label("From").select_option("2027-02-15")
    over_time.locator("select[name=to]").select_option(TODAY)
    said = over_time.locator(".sb-compare__said")
    expect(said).to_contain_text("From 22 November 2026 (today) to 15 February 2027: 3 changes.")
    expect(said).to_contain_text("Tools in use: 3 → 4")
    assert over_time.locator("#compare-table tbody tr:not([hidden])").count() == 3


def test_an_arrow_says_in_a_word_what_becomes_of_it(over_time):
    flow = over_time.locator('.sb-edge[data-from="tool:shop"][data-to="tool:new-mailer"] text')
    expect(flow).to_have_text("added")
    over_time.locator("select[name=to]").select_option("2027-02-01")
    expect(flow).to_have_text("stays")


def test_without_script_the_page_says_what_lies_ahead(moving, offline_page):
    page = offline_page("file://", java_script_enabled=False).page
    page.goto((moving.folder / "over-time" / "index.html").as_uri())
    expect(page.locator(".sb-compare form")).to_be_hidden()
    expect(page.locator(".sb-compare__said")).to_contain_text("From 22 November 2026 to 1 July 2027")
    expect(page.locator('#picture-over-time [data-node="tool:mailer"] .sb-chip')).to_have_text("Retired")
