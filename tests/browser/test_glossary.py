"""The glossary in a browser: looking for a term, with and without script, and what a term in a text shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from projects import Project, Site, once
from small import small_stack, tool

TERMS = [
    {"id": "consent", "name": "Consent", "definition": "A yes to one purpose.", "synonyms": ["Opt-in"], "owner": "crm"},
    {"id": "coupon", "name": "Coupon", "definition": "Takes something off the price.", "owner": "crm"},
    {"id": "basket", "name": "Basket", "definition": "What somebody is about to buy.", "owner": "crm"},
]


@pytest.fixture(scope="module")
def glossary(shared, cache, serve_folder_all_session):
    def make(folder):
        stack = {**small_stack(), "terms/words": TERMS, "tools/shop": tool("Shop", purpose="Asks for consent.")}
        Project(folder, cache).stack(stack).build(strict=True)

    return serve_folder_all_session(Site(once(shared, "glossary", make) / "site").folder)


@pytest.mark.parametrize("width", [390, 1440])
def test_typing_leaves_only_the_terms_that_fit(offline_page, glossary, width):
    seen = offline_page(glossary, viewport={"width": width, "height": 800})
    seen.page.goto(glossary + "terms/")
    seen.page.get_by_placeholder("Find a term").fill("opt-in")
    expect(seen.page.locator(".sb-filter__count")).to_have_text("1 of 3")
    assert seen.page.locator(".sb-glossary > li:visible h3").all_inner_texts() == ["Consent"]
    assert seen.page.locator(".sb-letter:visible h2").all_inner_texts() == ["C"]
    seen.assert_clean()


def test_without_script_every_term_is_there(offline_page, glossary):
    seen = offline_page(glossary, java_script_enabled=False)
    seen.page.goto(glossary + "terms/")
    assert seen.page.locator(".sb-glossary > li:visible h3").all_inner_texts() == ["Basket", "Consent", "Coupon"]
    expect(seen.page.get_by_placeholder("Find a term")).to_be_hidden()
    seen.page.get_by_role("navigation", name="Letters").get_by_role("link", name="C").click()
    assert seen.page.url.endswith("terms/#letter-c")


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_a_term_in_a_text_has_dots_below_it_and_leads_to_its_page(offline_page, glossary, palette):
    seen = offline_page(glossary, color_scheme=palette)
    seen.page.goto(glossary + "tools/shop/")
    term = seen.page.get_by_role("link", name="consent")
    look = "one => { const s = getComputedStyle(one); return [s.textDecorationLine, s.textDecorationStyle] }"
    assert term.evaluate(look) == ["underline", "dotted"]
    assert term.get_attribute("title") == "A yes to one purpose."
    term.click()
    expect(seen.page.get_by_role("heading", level=1)).to_have_text("Consent")
    seen.assert_clean()
