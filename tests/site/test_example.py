"""The example that comes with Stackbook: every page is there, and everything on it leads somewhere."""

from __future__ import annotations

import re

import pytest
from crawl import broken, documents
from projects import ROOT, Site, public_ids

FOLDERS = ("tools", "vendors", "integrations", "data-sources", "teams", "people")


@pytest.fixture(params=["directories", "files"])
def site(request: pytest.FixtureRequest) -> Site:
    return request.getfixturevalue("example" if request.param == "directories" else "example_files")


def page(site: Site, path: str) -> str:
    """The file of a page by its path, in either style of address."""
    directories = f"{path}/index.html" if not (path == "index" or path.endswith("/index")) else f"{path}.html"
    return directories if site.has(directories) else f"{path}.html"


def test_every_entity_has_a_page_at_its_address(site):
    for folder in FOLDERS:
        wanted = public_ids(folder)
        data = site.json("api/v1/stack.json")
        kind = next(key for key, value in data["kinds"].items() if value["folder"] == folder)
        found = {e["id"] for e in data["entities"] if e["kind"] == kind}
        assert len(found) == len(wanted), folder
        if folder != "people":  # somebody who is not public goes by another id when theirs could be a name
            assert found == wanted
        for one in found:
            assert site.has(page(site, f"{folder}/{one}")), f"{folder}/{one}"


def test_lists_directory_findings_and_home_are_there(site):
    for path in ("index", "people/index", "findings", *(f"{folder}/index" for folder in FOLDERS)):
        assert site.has(page(site, path)), path
    assert "Who do I ask?" in site.text(page(site, "people/index"))


def test_addresses_are_the_folder_and_the_id(example, example_files):
    assert example.has("tools/braze/index.html")
    assert example_files.has("tools/braze.html")


def test_every_link_anchor_and_file_is_there_and_nothing_is_fetched_from_elsewhere(site):
    assert broken(site.folder) == []


def test_no_id_stands_twice_on_a_page(site):
    twice = {
        path: sorted({i for i in document.ids if document.ids.count(i) > 1})
        for path, document in documents(site.folder).items()
    }
    assert {path: ids for path, ids in twice.items() if ids} == {}


def test_names_given_by_id_are_on_the_page(site):
    for path, document in documents(site.folder).items():
        ids = set(document.ids)
        for element in document.elements:
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                for name in element.get(attribute).split():
                    if name.startswith("__"):  # the theme's own
                        continue
                    assert name in ids, f"{path}: {attribute}={name}"


def test_no_path_of_this_machine_is_in_the_site(site):
    here = re.compile(re.escape(str(site.folder.parent)).encode() + b"|" + re.escape(str(ROOT)).encode())
    assert [path for path, content in site.files().items() if here.search(content)] == []


def test_every_page_has_one_main_heading_and_a_description(site):
    for path, document in documents(site.folder).items():
        if path == "404.html" or path.startswith("guide/"):
            continue
        assert len(document.all("h1")) == 1, path
        described = [m for m in document.all("meta") if m.get("name") == "description"]
        assert len(described) == 1, path
        assert described[0].get("content").strip(), path


def test_no_placeholder_is_left(site):
    marks = re.compile("[\ufdd0-\ufdef]")
    texts = {
        p: c.decode("utf-8") for p, c in site.files().items() if p.endswith((".html", ".js", ".json", ".css", ".xml"))
    }
    assert len(texts) > 400
    assert [path for path, text in texts.items() if marks.search(text)] == []
