"""Hand-written pages: they win, they link, they take their place in the navigation."""

from __future__ import annotations

import pytest
from crawl import broken, links_of, read


@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("file", ["tools/mailer.md", "tools/mailer/index.md", "tools/mailer/README.md"])
def test_a_page_at_the_same_address_takes_the_place_of_ours(project, file, directories):
    project.settings["use_directory_urls"] = directories
    project.write(f"docs/{file}", "# Our own words\n\nWritten by hand.\n")
    site = project.build(strict=True)
    path = "tools/mailer/index.html" if directories or file.count("/") == 2 else "tools/mailer.html"
    assert "Written by hand" in site.text(path)
    assert "Mailer does what it does" not in site.text(path)
    assert [words for level, words in site.said if file in words and "hand-written" in words]
    assert broken(site.folder) == []


@pytest.mark.parametrize("file", ["index.md", "README.md"])
def test_home_and_lists_can_be_hand_written_too(project, file):
    project.write(f"docs/{file}", "# Welcome\n\nBy hand.\n")
    project.write(f"docs/tools/{file}", "# All tools\n\nBy hand.\n")
    site = project.build(strict=True)
    assert "By hand" in site.text("index.html")
    assert "By hand" in site.text("tools/index.html")
    assert "../tools/" in read("x", site.text("vendors/index.html")).links()
    assert broken(site.folder) == []


def test_a_page_at_an_earlier_address_wins_over_the_redirect(project):
    project.write("docs/tools/old-mailer.md", "# History\n\nWhat it was.\n")
    assert "What it was" in project.build(strict=True).text("tools/old-mailer/index.html")


def test_a_file_at_the_address_of_one_of_ours_wins(project):
    project.write("docs/api/v1/stack.json", '{"by": "hand"}')
    assert project.build(strict=True).json("api/v1/stack.json") == {"by": "hand"}


LINKS = """# Guide

An [inline one](stack:tool/mailer), [by folder](stack:tools/mailer "title"), [part of it](stack:tool/mailer#flows),
[a field](stack:data-source/mailer-contacts.email), [written so](stack:data_source/mailer-contacts#field-email),
[a person](stack:person/crm-lead), [by reference][ref], [ref] and [**bold** words](stack:vendor/postbox).

`[not a link](stack:tool/nothing)`

    [nor this](stack:tool/nothing)

[ref]: stack:integration/shop-to-mailer
"""


@pytest.mark.parametrize("directories", [True, False])
def test_links_to_the_stack_lead_to_its_pages(project, directories):
    project.settings["use_directory_urls"] = directories
    project.write("docs/deep/guide.md", LINKS)
    site = project.build(strict=True)
    up, end = ("../../", "/") if directories else ("../", ".html")
    links = links_of(site.folder, "deep/guide/index.html" if directories else "deep/guide.html")
    assert links["inline one"] == links["by folder"] == f"{up}tools/mailer{end}"
    assert links["part of it"] == f"{up}tools/mailer{end}#flows"
    assert links["a field"] == links["written so"] == f"{up}data-sources/mailer-contacts{end}#field-email"
    assert links["by reference"] == links["ref"] == f"{up}integrations/shop-to-mailer{end}"
    assert links["bold words"] == f"{up}vendors/postbox{end}"
    assert links["a person"] == f"{up}people/crm-lead{end}"
    assert broken(site.folder) == []


def test_a_link_that_leads_nowhere_names_page_line_and_the_nearest(project):
    project.write("docs/guide.md", "# Guide\n\nFine.\n\nSee [it](stack:tool/mialer).\n")
    warnings = project.build().warnings
    assert len(warnings) == 1
    assert "guide.md:5:" in warnings[0]
    assert "stack:tool/mialer" in warnings[0]
    assert "tool/mailer" in warnings[0]


def test_a_link_that_leads_nowhere_fails_a_strict_build(project):
    project.write("docs/guide.md", "# Guide\n\n[it](stack:nothing/at-all)\n")
    done = project.run("build", "--strict")
    assert done.returncode != 0
    assert "guide.md:3" in done.stderr
    assert "Traceback" not in done.stderr


def test_relative_links_to_pages_of_the_stack_and_their_anchors_are_checked_by_mkdocs(project):
    project.settings["validation"] = {"anchors": "warn"}
    project.write("docs/guide.md", "# Guide\n\n[good](tools/mailer.md#flows) [bad](tools/mailer.md#nowhere)\n")
    warnings = project.build().warnings
    assert len(warnings) == 1
    assert "#nowhere" in warnings[0]


def bar(site):
    tabs = next(e for e in read("x", site.text("index.html")).all("nav") if e.get("aria-label") == "Tabs")
    return " ".join(tabs.text.split())


def test_pages_without_a_place_go_under_guide(project):
    project.write("docs/how-to.md", "# How to\n")
    project.write("docs/more/why.md", "# Why\n")
    site = project.build(strict=True)
    assert bar(site) == "Home Stack Data People Health Guide"
    assert "How to" in site.text("index.html")


def test_the_navigation_of_mkdocs_yml_is_joined_with_ours(project):
    project.write("docs/one.md", "# One\n")
    project.write("docs/two.md", "# Two\n")
    project.write("docs/three.md", "# Three\n")
    project.settings["nav"] = [
        {"Stack": [{"Our own": "one.md"}]},
        {"Handbook": ["two.md", {"The third": "three.md"}]},
        {"Elsewhere": "https://petals.example/"},
    ]
    site = project.build(strict=True)
    assert bar(site) == "Home Stack Data People Health Handbook Elsewhere"
    links = links_of(site.folder, "index.html")
    assert links["Our own"] == "one/"
    assert links["The third"] == "three/"
    assert "tools/" in read("x", site.text("index.html")).links()
    assert broken(site.folder) == []


def test_a_navigation_that_names_our_pages_does_not_double_them(project):
    project.write("docs/one.md", "# One\n")
    project.settings["nav"] = ["index.md", {"One": "one.md"}]
    site = project.build(strict=True)
    assert bar(site) == "Home Stack Data People Health One"


def test_a_draft_takes_nobodys_place(project):
    project.write("docs/tools/mailer.md", "# Our own words\n\nNot ready.\n")
    project.settings["exclude_docs"] = "tools/mailer.md\n"
    site = project.build(strict=True)
    assert "Mailer does what it does" in site.text("tools/mailer/index.html")


def test_a_page_beside_a_folder_takes_the_place_of_its_list(project):
    project.write("docs/tools.md", "# All tools\n\nBy hand.\n")
    site = project.build(strict=True)
    assert "By hand" in site.text("tools/index.html")
    assert "tools/" in read("x", site.text("index.html")).links()
