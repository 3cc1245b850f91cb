"""Whatever a contributor writes is shown as text: nothing runs, nothing is fetched, nothing breaks out."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from crawl import broken, documents, is_elsewhere
from hostile import ATTACKS, ICONS, REFUSED, hostile_stack
from playwright.sync_api import expect
from projects import Project, Site, once
from small import small_stack, tool

PAGES = (
    "",
    "tools/",
    "vendors/",
    "integrations/",
    "data-sources/",
    "people/",
    "teams/",
    "findings/",
    "vendors/evil/",
    "people/lead/",
    "teams/crm/",
    "data-sources/data/",
    "integrations/flow/",
    "personalisation/",
    "personalisation/script/",
    "personalisation/image/",
    "fields/",
    "fields/data.f0/",
    "fields/copy.f1/",
    "journeys/",
    "terms/",
    "capabilities/",
    *(f"{folder}{entity_id}/" for entity_id in ATTACKS for folder in ("tools/", "tokens/value-")),
    *(
        f"{folder}{entity_id}/"
        for entity_id in ("script", "image", "closing", "attribute", "template", "markdown", "long")
        for folder in ("journeys/walk-", "terms/word-", "capabilities/able-")
    ),
)

SCRIPTS = {"bundle", "stackbook", "pictures", "landscape", "explorer", "facets", "time", "data"}


@pytest.fixture(scope="session")
def hostile(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        project = Project(folder, cache).stack(hostile_stack())
        for name, inside in ICONS.items():
            svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M0 0h9v9z"/>{inside}</svg>'
            project.write(f"stack/icons/{name}", svg)
        project.settings["theme"]["features"] += ["search.suggest", "search.highlight", "navigation.top"]
        project.settings["theme"]["palette"] = {"scheme": "default", "primary": "custom"}
        project.build(strict=True)

    return Site(once(shared, "hostile", make) / "site")


@pytest.fixture(scope="session")
def plain(small: Site) -> set[str]:
    """The inline scripts that the theme brings itself."""
    return {
        _normal(e.text) for page in documents(small.folder).values() for e in page.all("script") if not e.get("src")
    }


def _normal(script: str) -> str:
    return re.sub(r'"(\.\./)+"|"\.+(/\.\.)*"', '""', script.strip()).partition("{")[0][:200]


def test_links_lead_somewhere_unless_they_were_typed_so(hostile):
    typed = ("java   script:alert(24)", 'x" onerror="alert(28', 'tool/"><script>alert(33)', "empty address")
    assert [problem for problem in broken(hostile.folder) if not any(words in problem for words in typed)] == []


def test_no_element_of_a_page_comes_from_a_contributor(hostile, plain):
    for path, page in documents(hostile.folder).items():
        for element in page.elements:
            handlers = [name for name in element.attributes if name.startswith("on")]
            assert handlers == [], f"{path}: {element.tag} {handlers}"
            assert element.tag not in {"iframe", "object", "embed", "base", "foreignobject", "style"}, path
            for name in ("href", "src", "action", "formaction", "xlink:href", "data"):
                scheme = element.get(name).strip().partition(":")[0].lower() if ":" in element.get(name) else ""
                assert scheme not in ("javascript", "vbscript"), f"{path}: {element.get(name)}"
                assert scheme != "data" or element.tag == "image", f"{path}: {element.get(name)}"
        assert [a for a in page.fetched() if is_elsewhere(a) and not a.startswith("data:")] == [], path
        for script in page.all("script"):
            if script.get("src"):
                assert script.get("src").split("/")[-1].split(".")[0] in SCRIPTS, path
            elif script.get("type") != "application/json":
                assert _normal(script.text) in plain, f"{path}: {script.text[:200]}"


def test_what_is_to_be_pasted_is_letter_by_letter_what_was_typed(hostile):
    pages = documents(hostile.folder)
    for number, (entity_id, text) in enumerate(ATTACKS.items()):
        page = pages[f"tokens/value-{entity_id}/index.html"]
        assert [e.get("data-sb-copy") for e in page.elements if "data-sb-copy" in e.attributes] == [text], entity_id
        codes = {e.text for e in page.all("code")}
        assert text in codes, entity_id
        tool = "image" if number % 2 else "script"
        assert hostile.json(f"api/v1/tokens/value-{entity_id}.json")["data"]["tool"] == tool


def test_no_cell_of_a_table_is_a_formula(hostile):
    for path in ("personalisation/tokens.csv", "personalisation/script/tokens.csv", "fields/fields.csv"):
        rows = list(csv.reader(io.StringIO(hostile.text(path).removeprefix("\ufeff"))))
        assert len(rows) > len(ATTACKS) // 2
        assert len({len(row) for row in rows}) == 1, path
        assert [cell for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@"))] == [], path


def test_words_of_the_glossary_lead_to_it_and_stay_what_they_are(hostile):
    linked = [
        (path, element)
        for path, page in documents(hostile.folder).items()
        for element in page.all("a")
        if "sb-term" in element.get("class").split()
    ]
    assert {path.partition("/")[0] for path, _ in linked} == {"terms", "capabilities"}
    meanings = [_words(hostile.json(f"api/v1/terms/word-{i}.json")["data"]["definition"])[:100] for i in ATTACKS]
    for path, element in linked:
        assert re.fullmatch(r"(?:\.\./)+terms/word-[a-z-]+/", element.get("href")), path
        assert _words(element.get("title"))[:100] in meanings, path
        assert element.text.startswith("synonym"), path


def test_an_icon_that_is_not_plain_is_refused_and_told(hostile):
    findings = hostile.text("findings/index.html")
    assert "cannot be used" in findings or "is not used" in findings
    everywhere = b"".join(hostile.files()[path] for path in hostile.files() if path.endswith(".html"))
    assert b"evil.example/x.css)" not in everywhere.replace(b"&", b"")
    assert b"root:" not in everywhere


def test_titles_and_headings_are_what_was_typed(hostile):
    pages = documents(hostile.folder)
    for entity_id, name in ATTACKS.items():
        page = pages[f"tools/{entity_id}/index.html"]
        heading = next(e for e in page.all("h1"))
        assert _words(name) in _words(heading.text), entity_id
        assert _words(name) in _words(page.all("title")[0].text), entity_id


def _words(text: str) -> str:
    return " ".join(text.split())


def test_the_data_holds_what_was_typed(hostile):
    for entity_id, name in ATTACKS.items():
        entity = hostile.json(f"api/v1/tools/{entity_id}.json")
        assert entity["data"]["name"] == name.strip()
        assert entity["data"]["tags"] == [text.strip() for text in ATTACKS.values()]
        assert entity["extensions"]["x-more"] == {name: [name, {name: name}]}


def test_the_search_index_holds_escaped_words(hostile):
    for record in hostile.json("search/search_index.json")["docs"]:
        for words in (record["title"], record["text"], *record.get("tags", ())):
            assert "<" not in re.sub("</?(p|ul|li|code|h[1-6])>", "", words), record["location"]


def test_nothing_runs_and_nothing_leaves_the_site(hostile, serve_folder, offline_page):
    address = serve_folder(hostile.folder)
    seen = offline_page(address)
    for path in PAGES:
        seen.page.goto(address + path)
        seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = seen.page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on/i.test(a.name))
                || (e.matches('article *') && e.matches('script, iframe, object, embed, form, style, base'))).length"""
        )
        assert found == 0, path
    seen.page.goto(f"{address}tools/script/")
    for part in seen.page.locator("a[data-node], a[data-edge], article h1, article li > a").all()[:12]:
        if part.is_visible():
            part.hover(force=True)
    seen.page.goto(f"{address}personalisation/")
    box = seen.page.locator("[data-sb-facets] input[type=search]")
    for words in ("<script>", '"><img', "onmouseover"):
        box.fill(words)
        expect(seen.page.locator(".sb-table--tokens tbody tr:visible").first).to_be_visible()
    seen.page.goto(f"{address}fields/?filter=%3Cscript%3E&tool=script")
    expect(seen.page.locator(".sb-table--dictionary tbody tr:visible").first).to_be_visible()
    seen.page.goto(f"{address}terms/#%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E")
    seen.assert_clean()


@pytest.mark.parametrize("entity_id", [i for i in ATTACKS if i not in ("long", "long-words")])
def test_a_heading_shows_what_was_typed(hostile, serve_folder, offline_page, entity_id):
    address = serve_folder(hostile.folder)
    seen = offline_page(address, java_script_enabled=False)
    seen.page.goto(f"{address}tools/{entity_id}/")
    assert _words(ATTACKS[entity_id]) == _words(seen.page.locator("h1").first.text_content() or "")
    seen.assert_clean()


@pytest.mark.parametrize("words", ["onerror", "7 * 7", "src", "autofocus"])
def test_a_search_shows_text_and_no_markup(hostile, serve_folder, offline_page, words):
    address = serve_folder(hostile.folder)
    seen = offline_page(address)
    seen.page.goto(address)
    seen.page.keyboard.press("s")
    seen.page.get_by_role("textbox", name="Search").press_sequentially(words)
    results = seen.page.locator(".md-search-result__link")
    expect(results.first).to_be_visible()
    inside = seen.page.locator(".md-search-result__list")
    assert inside.locator("script, img, iframe, form, input, style, base, link").count() == 0
    assert inside.locator("svg[onload], [onerror], [onmouseover]").count() == 0
    assert "<" in (inside.text_content() or "")  # what was typed can be read
    results.first.click()
    expect(seen.page.locator("h1").first).to_be_visible()
    seen.assert_clean()


def test_long_names_do_not_make_a_page_scroll_sideways(hostile, serve_folder, offline_page):
    address = serve_folder(hostile.folder)
    seen = offline_page(address, viewport={"width": 390, "height": 800})
    wide = []
    for path in PAGES:
        seen.page.goto(address + path)
        sizes = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        if sizes[0] > sizes[1]:
            wide.append((path, sizes))
    assert wide == []


@pytest.mark.parametrize("what", REFUSED)
def test_what_can_do_harm_is_refused(tmp_path, what):
    from stackbook.examine import examine

    key, value = REFUSED[what]
    project = Project(tmp_path).stack(small_stack())
    project.write("stack/tools/mailer.yml", tool("Mailer") | {key: value})
    found = examine(tmp_path / "stack")
    assert [d for d in found.errors if d.location.path.endswith("tools/mailer.yml")], json.dumps(value)
