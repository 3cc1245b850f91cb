"""The page of a journey: what it says with a picture and without, and what others say about it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hostile import ATTACKS
from journeys import journey, journey_stack
from projects import Project, Site

TOKEN = {
    "name": "First name in the mailer",
    "label": "First name",
    "tool": "mailer",
    "syntax": "{{ first_name }}",
    "owner": "crm",
    "fallback": {"strategy": "hide_block"},
    "source_field": None,
    "resolved_at": "send",
    "used_in": [
        {"name": "Greeting", "journey": "welcome"},
        {"name": "Greeting", "journey": "welcome"},
        {"name": "Another", "journey": "other"},
    ],
}
WAIVED = [{"rule": "journey-on-inactive-integration", "until": "2099-12-31", "reason": "A test."}]
PAGE = "journeys/welcome/index.html"


def text(html: str) -> str:
    """The words of a page, without its picture."""
    html = re.sub(r"<(svg|script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def site(project: Project, **more: object) -> Site:
    stack = journey_stack(**{"tokens/first-name": TOKEN, "journeys/other": journey("Other", {"tool": "shop"})})
    for path, values in stack.items():
        if path.startswith("journeys/"):
            values["waivers"] = WAIVED
    return project.stack({**stack, **more}).build()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Site:
    """The stack as it is, with a block in a page of one's own."""
    project = Project(tmp_path_factory.mktemp("journeys"), cache)
    project.write("docs/own.md", "# Own\n\n```stack-view\nview: journey\nof: journey/welcome\ncaption: Ours.\n```\n")
    return site(project)


def steps(html: str) -> list[str]:
    found = re.search(r'<ol class="sb-steps">(.*?)</ol>', html, re.DOTALL)
    assert found is not None
    return [text(one) for one in re.split(r"<li\b", found[1])[1:]]


def test_the_steps_stand_in_words(built: Site) -> None:
    html = built.text(PAGE)
    first, second, third, fourth = steps(html)
    assert "The order arrives. Shop → to Hub → to Mailer Carried by Orders Active" in first
    assert "Near real time \u00b7 within 15 minutes." in first
    assert "Waits up to 3 days before A greeting is chosen. Mailer" in second
    assert "Waits up to 5 minutes before The customer reads it." in third
    assert "Broken: switched off." in fourth
    assert "It begins in Warehouse , but the step before ended in Mailer ." in fourth
    assert "At most 4 days 20 minutes from first to last step." in text(html)
    assert "Who goes through it New customers" in text(html)
    assert html.count('id="step-') == 4


def test_a_broken_journey_says_so_at_its_top(built: Site) -> None:
    html = built.text(PAGE)
    words = text(html)
    said = "This journey is broken: step 4 uses Results , which is switched off."
    assert said in words
    assert words.index(said) < words.index("Who goes through it")
    assert "journey is broken" not in built.text("journeys/other/index.html")


def test_every_broken_step_is_named(project: Project) -> None:
    steps = ({"integration": "results"}, {"integration": "news"}, {"integration": "old"})
    words = text(site(project, **{"journeys/welcome": journey("Welcome", *steps, waivers=WAIVED)}).text(PAGE))
    assert "step 1 uses Results , which is switched off step 2 uses News , which is not live yet" in words
    assert "Still works, and is to be switched off." in words


def test_the_picture_has_its_controls_and_its_icons(built: Site) -> None:
    html = built.text(PAGE)
    figure = re.search(r'<figure class="sb-picture".*?</figure>', html, re.DOTALL)
    assert figure is not None
    assert 'id="picture-journey"' in figure[0]
    assert 'data-sb-picture="journey-welcome"' in figure[0]
    assert 'xlink:href="../../integrations/orders/"' in figure[0]
    assert 'class="sb-legend"' in figure[0]
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    used = set(re.findall(r'xlink:href="#([^"]+)"', html))
    assert used <= set(ids)
    assert "stackbook-journeys.css" in html


def test_only_words_make_a_page_without_a_picture(project: Project) -> None:
    built = site(project, **{"journeys/welcome": journey("Welcome", {"description": "Only words."})})
    html = built.text(PAGE)
    assert "sb-picture" not in html
    assert [one for one in steps(html) if "Only words." in one]


def test_without_steps_the_page_says_how_to_begin(project: Project) -> None:
    html = site(project, **{"journeys/welcome": journey("Welcome")}).text(PAGE)
    assert "No steps are recorded yet." in html


def test_its_tokens_are_listed_with_label_and_tool(built: Site) -> None:
    html = built.text(PAGE)
    assert "First name Mailer Greeting" in text(html)
    assert 'href="../../tokens/first-name/"' in html
    assert text(html).count("First name") == 1
    other = text(built.text("journeys/other/index.html"))
    assert "First name Mailer Another" in other


def test_a_search_finds_it_by_what_happens_and_where(built: Site) -> None:
    [found] = [one for one in built.json("search/search_index.json")["docs"] if one["title"] == "Welcome"]
    for words in ("The order arrives", "Warehouse", "New customers", "A greeting is chosen"):
        assert words in found["text"]


def test_tools_and_integrations_lead_to_their_journeys(built: Site) -> None:
    for path in ("tools/mailer", "integrations/orders"):
        assert 'href="../../journeys/welcome/"' in built.text(f"{path}/index.html")


def test_the_public_sees_nothing_internal_in_a_journey(project: Project) -> None:
    project.plugin["audience"] = "public"
    more = {"tools/hub": {**journey_stack()["tools/hub"], "name": "Secretive", "visibility": "internal"}}
    more["integrations/results"] = {**journey_stack()["integrations/results"], "name": "Hush", "visibility": "internal"}
    built = site(project, **more)
    html = built.text(PAGE)
    assert "Secretive" not in html
    assert "Hush" not in html
    assert len(steps(html)) == 4
    assert "What happens here is not shown on this site." in steps(html)[3]
    assert "switched off" not in html


def test_a_journey_in_a_page_of_your_own(built: Site) -> None:
    html = built.text("own/index.html")
    assert 'id="picture-journey-welcome"' in html
    assert "Ours." in html
    assert "The same in words: 4 steps" in html
    assert len(steps(html)) == 4


@pytest.mark.parametrize("of", ["A", "B"])
def test_hostile_words_stay_words(project: Project, of: str) -> None:
    words = list(ATTACKS.values())
    half = words[: len(words) // 2] if of == "A" else words[len(words) // 2 :]
    made = [{"tool": "shop", "description": one} for one in half]
    made += [{"integration": "orders", "description": one} for one in half]
    more = {"journeys/welcome": journey(half[0], *made, audience=half[1], description=half[2])}
    built = site(project, **more)
    html = built.text(PAGE)
    assert len(steps(html)) == len(made)
    content = html[html.index('<div class="sb sb-entity') : html.index('id="record"')]
    assert not re.search(r"<(script|img|iframe|base|form|input|style|link|body)\b", content)
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', '""', content))
