"""Addresses, ways through the site, and what leads to the files behind it."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from crawl import broken, documents, links_of, read, target
from mkdocs.exceptions import Abort
from projects import Project, Site
from small import small_stack


@pytest.mark.parametrize("directories", [True, False])
def test_an_earlier_address_leads_to_the_page_without_script(project, directories):
    project.settings["use_directory_urls"] = directories
    site = project.build(strict=True)
    old = "tools/old-mailer/index.html" if directories else "tools/old-mailer.html"
    new = "tools/mailer/" if directories else "tools/mailer.html"
    page = read(old, site.text(old))
    assert [m.get("content") for m in page.all("meta") if m.get("http-equiv") == "refresh"] == [
        f"0; url={'../../' if directories else '../'}{new}"
    ]
    assert page.links()
    assert "script" not in {e.tag for e in page.elements}
    assert broken(site.folder) == []


def test_earlier_ids_still_work_in_references_and_links(project):
    project.write("stack/integrations/by-old-id.yml", _flow("old-mailer"))
    project.write(
        "docs/guide.md", "# Guide\n\n[It](stack:tool/old-mailer) and [field](stack:data-source/mailer-people.email)\n"
    )
    site = project.build(strict=True)
    assert 'href="../../tools/mailer/"' in site.text("integrations/by-old-id/index.html")
    guide = site.text("guide/index.html")
    assert 'href="../tools/mailer/"' in guide
    assert 'href="../data-sources/mailer-contacts/#field-email"' in guide


def _flow(to):
    return small_stack()["integrations/shop-to-mailer"] | {"to": to, "purpose": "Something else.", "fields": []}


def test_breadcrumbs_lead_up(small):
    page = read("x", small.text("tools/mailer/index.html"))
    trail = next(e for e in page.all("nav") if e.get("aria-label") == "You are here")
    assert " ".join(trail.text.split()) == "Home Tools Mailer"
    here = links_of(small.folder, "tools/mailer/index.html")
    assert target("tools/mailer/index.html", here["Home"]) == ("index.html", "")
    assert target("tools/mailer/index.html", here["Tools"]) == ("tools/index.html", "")
    assert [e.text for e in page.elements if e.get("aria-current") == "page"] == ["Mailer"]


def tab_names(site: Site) -> list[str]:
    bar = next(e for e in read("x", site.text("index.html")).all("nav") if e.get("aria-label") == "Tabs")
    return bar.text.split()


def test_only_tabs_with_content_are_shown(tmp_path, cache, small):
    assert tab_names(small) == ["Home", "Stack", "Data", "People", "Health"]
    stack = {k: v for k, v in small_stack().items() if k.split("/")[0] in ("stack", "teams", "people")}
    site = Project(tmp_path, cache).stack(stack).build(strict=True)
    assert tab_names(site) == ["Home", "People", "Health"]
    assert broken(site.folder) == []


def test_a_stack_with_nothing_but_a_name_is_a_site(tmp_path, cache):
    site = Project(tmp_path, cache).stack({"stack": {"name": "Petals"}}).build(strict=True)
    assert "There are no tools yet" in site.text("index.html")
    assert broken(site.folder) == []


def test_pages_of_single_things_are_not_in_the_navigation(small):
    bar = read("x", small.text("index.html"))
    menu = next(e for e in bar.all("nav") if "md-nav--primary" in e.get("class"))
    assert "Tools" in menu.text
    assert "Mailer" not in menu.text


def test_the_tab_of_a_page_that_is_not_in_the_navigation_is_marked(small):
    page = small.text("tools/mailer/index.html")
    active = re.findall(r'md-tabs__item--active">\s*<a [^>]*>\s*(\w+)', page)
    assert active == ["Stack"]


def test_titles_and_addresses_in_the_head(tmp_path, cache):
    project = Project(tmp_path, cache).stack(small_stack())
    project.settings["site_url"] = "https://petals.example/stack/"
    site = project.build(strict=True)
    for path in ("tools/mailer/index.html", "tools/index.html", "index.html"):
        page = read(path, site.text(path))
        address = urljoin("https://petals.example/stack/", path.removesuffix("index.html"))
        assert [e.get("href") for e in page.all("link") if e.get("rel") == "canonical"] == [address]
    assert read("x", site.text("tools/mailer/index.html")).all("title")[0].text.startswith("Mailer")
    assert broken(site.folder, "/stack/") == []


def test_edit_links_open_the_file(project):
    project.settings |= {"repo_url": "https://code.example/petals/", "edit_uri": "edit/main/docs/"}
    project.write("docs/guide.md", "# Guide\n")
    site = project.build(strict=True)
    want = "https://code.example/petals/edit/main/stack/tools/mailer.yml"
    page = site.text("tools/mailer/index.html")
    assert links_of(site.folder, "tools/mailer/index.html")["Edit this"] == want
    assert {e.get("href") for e in read("x", page).all("a") if "code.example/petals/edit" in e.get("href")} == {want}
    assert "https://code.example/petals/edit/main/stack/" not in site.text("tools/index.html").replace(
        "tools/mailer", ""
    )


def test_edit_links_follow_a_template(project):
    project.settings |= {
        "repo_url": "https://code.example/petals",
        "edit_uri_template": "https://ide.example/#project/petals/edit/main/-/docs/{path}",
    }
    site = project.build(strict=True)
    address = links_of(site.folder, "tools/mailer/index.html")["Edit this"]
    assert address.startswith("https://ide.example/#project/petals/edit/main/-/")
    assert address.endswith("stack/tools/mailer.yml")


def test_without_a_repository_there_is_no_edit_link_but_the_file_is_named(small):
    assert "Edit this" not in links_of(small.folder, "tools/mailer/index.html")
    assert "stack/tools/mailer.yml" in small.text("tools/mailer/index.html")


def test_every_page_of_the_stack_is_found_once_by_the_search(small):
    places = [d["location"] for d in small.json("search/search_index.json")["docs"]]
    assert len(places) == len(set(places))
    for path in documents(small.folder):
        # What lies two steps around something is found by the thing itself.
        if path != "404.html" and not any(one in path for one in ("old-mailer", "mailer-people", "/around/")):
            assert path.removesuffix("index.html") in places


def test_the_search_knows_fields_by_their_labels_and_tools_by_their_fields(small):
    found = {d["location"] for d in small.json("search/search_index.json")["docs"] if "Mail address" in d["text"]}
    assert {"tools/mailer/", "data-sources/mailer-contacts/", "data-sources/shop-customers/"} <= found


def test_a_link_in_a_text_that_leads_nowhere_stops_the_build(project):
    mailer = small_stack()["tools/mailer"] | {"description": "See [that one](stack:tool/nothing)."}
    project.write("stack/tools/mailer.yml", mailer)
    with pytest.raises(Abort):
        project.build()
