"""What may stand under `stackbook` in ``mkdocs.yml``, and templates of an organisation's own."""

from __future__ import annotations

import json

import pytest
from crawl import broken, read
from projects import run
from small import tool


def test_switched_off_the_site_is_what_it_would_be_without(project):
    project.write("docs/index.md", "# Only this\n")
    project.plugin = {"enabled": False}
    off = project.build("off", strict=True)
    project.settings["plugins"] = ["search"]
    without = project.build("without", strict=True)
    # The sitemap of MkDocs holds the day of the build.
    assert {k: v for k, v in off.files().items() if "sitemap" not in k} == {
        k: v for k, v in without.files().items() if "sitemap" not in k
    }


def test_a_stack_may_stand_anywhere(project):
    (project.folder / "stack").rename(project.folder / "our stack")
    project.plugin["stack"] = "our stack"
    site = project.build(strict=True)
    assert "our stack/tools/mailer.yml" in site.text("tools/mailer/index.html")


def test_an_internal_site_names_people(project):
    project.write("stack/people/crm-lead.yml", {"name": "Ada Example", "role": "leader", "team": "crm"})
    project.plugin["audience"] = "internal"
    assert "Ada Example" in project.build("inside", strict=True).text("people/crm-lead/index.html")
    project.plugin["audience"] = "public"
    public = project.build("outside", strict=True)
    assert [path for path, content in public.files().items() if b"Ada Example" in content] == []


def overdue(project, **plugin):
    project.plugin |= plugin
    mailer = tool("Mailer", owner="crm", last_reviewed="2020-01-01", review_every="P6M")
    project.write("stack/tools/mailer.yml", mailer)
    return "should have been looked at" in project.build(strict=True).text("findings/index.html")


def test_rules_about_dates_speak_only_for_a_day(project):
    assert not overdue(project)


@pytest.mark.parametrize(("day", "late"), [("2026-01-01", True), ("2020-06-01", False)])
def test_rules_about_dates_speak_for_the_day_given(project, day, late):
    assert overdue(project, as_of=day) is late


def test_a_day_may_be_written_without_quotes(project):
    project.settings["plugins"] = []
    project.configure()
    text = json.dumps(project.settings | {"plugins": ["search", {"stackbook": "HERE"}]})
    options = '{"cache": false, "reference": false, "as_of": 2026-01-01}'
    project.write("mkdocs.yml", text.replace('"HERE"', options))
    assert run(project.folder, "build", "--strict").returncode == 0


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("audience", "everyone", ["audience", "public", "internal"]),
        ("layout_engine", "neato", ["layout_engine", "wasm", "dot"]),
        ("as_of", "next week", ["as_of", "2026-03-31"]),
        ("as_of", "2026-02-30", ["as_of"]),
        ("stack", 7, ["stack"]),
        ("enabled", "perhaps", ["enabled"]),
        ("stack", "nowhere", ["there is no folder", "nowhere"]),
        ("templates", "nowhere", ["templates", "nowhere"]),
        ("audiense", "public", ["audiense"]),
    ],
)
def test_a_wrong_option_is_said_in_plain_words(project, option, value, says):
    project.plugin[option] = value
    done = project.run("build", "--strict")
    assert done.returncode != 0, done.stderr
    assert "Traceback" not in done.stderr
    for words in says:
        assert words in done.stderr


OWN_TOOL = """{% extends "_base/tool.html" %}
{% block lead %}<p>Our block for {{ entity.name }}.</p>{{ super() }}{% endblock %}
"""


@pytest.mark.parametrize("place", ["option", "theme"])
def test_one_block_of_one_template_can_be_replaced(project, place):
    if place == "option":
        project.plugin["templates"] = "ours"
        project.write("ours/tool.html", OWN_TOOL)
    else:
        project.settings["theme"]["custom_dir"] = "overrides"
        project.write("overrides/stackbook/tool.html", OWN_TOOL)
    site = project.build(strict=True)
    page = site.text("tools/mailer/index.html")
    assert "Our block for Mailer." in page
    assert "Mailer does what it does" in page
    assert "What flows in and out" in page
    assert "Our block" not in site.text("vendors/postbox/index.html")


def test_the_option_comes_before_the_theme(project):
    project.plugin["templates"] = "ours"
    project.write("ours/tool.html", OWN_TOOL)
    project.settings["theme"]["custom_dir"] = "overrides"
    project.write("overrides/stackbook/tool.html", OWN_TOOL.replace("Our block", "The theme's block"))
    project.write("overrides/stackbook/vendor.html", OWN_TOOL.replace("_base/tool", "_base/vendor"))
    site = project.build(strict=True)
    assert "Our block for Mailer" in site.text("tools/mailer/index.html")
    assert "Our block for Postbox" in site.text("vendors/postbox/index.html")


def test_what_a_contributor_wrote_is_no_template_and_is_escaped_in_ours(project):
    project.write("stack/tools/mailer.yml", tool("{{ 7 * 7 }}<b>"))
    project.plugin["templates"] = "ours"
    project.write("ours/tool.html", OWN_TOOL)
    page = project.build(strict=True).text("tools/mailer/index.html")
    assert "Our block for {{ 7 * 7 }}&lt;b&gt;." in page


def test_other_plugins_and_options_of_the_theme_keep_working(project):
    project.settings["theme"]["features"] += ["navigation.instant", "navigation.sections", "toc.integrate"]
    project.settings["plugins"] = [{"search": {"separator": "[\\s\\-]+"}}, {"stackbook": project.plugin}, "tags"]
    site = project.build(strict=True)
    assert "search/search_index.json" in site.files()
    assert broken(site.folder) == []


def test_without_a_search_there_is_none(project):
    project.settings["plugins"] = [{"stackbook": project.plugin}]
    site = project.build(strict=True)
    assert not site.has("search/search_index.json")
    assert site.has("tools/mailer/index.html")


def bar(site):
    tabs = next(e for e in read("x", site.text("index.html")).all("nav") if e.get("aria-label") == "Tabs")
    return tabs.text.split()


def test_the_reference_can_be_left_out(project):
    del project.plugin["reference"]
    with_it = project.build("with", strict=True)
    assert bar(with_it) == ["Home", "Stack", "Data", "People", "Health", "Guide"]
    assert broken(with_it.folder) == []
    project.plugin["reference"] = False
    without = project.build("without", strict=True)
    assert bar(without) == ["Home", "Stack", "Data", "People", "Health"]
    assert broken(without.folder) == []
    assert set(without.files()) < set(with_it.files())
