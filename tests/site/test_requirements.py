"""Requirements of all projects, what they touch both ways, and their files."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO

import pytest
from crawl import read
from initiatives_stack import AS_OF, initiative, initiatives_stack, requirement
from openpyxl import load_workbook
from page_parts import article, section, words_of
from projects import Project, Site, once

LIST, MATRIX = "requirements/index.html", "requirements/matrix/index.html"
FILE, WORKBOOK = "requirements/requirements.csv", "requirements/requirements.xlsx"


@pytest.fixture(scope="session")
def needs(shared, cache) -> Site:
    def make(folder) -> None:
        project = Project(folder, cache).stack(initiatives_stack())
        project.plugin |= {"as_of": AS_OF, "audience": "internal"}
        project.build()

    return Site(once(shared, "requirements", make) / "site")


def rows(site: Site) -> list[set[str]]:
    """What the rows of the list are marked with."""
    page = read(LIST, site.text(LIST))
    return [set(e.get("data-sb-is").split()) for e in page.all("tr") if e.get("data-sb-is")]


def test_the_list_can_be_narrowed_down_by_what_people_ask(needs):
    page = read(LIST, needs.text(LIST))
    assert {"priority", "type", "side", "status", "tool", "open"} <= {e.get("name") for e in page.all("select")}
    marks = rows(needs)
    assert len(marks) == 7
    assert sum("open:acceptance" in one for one in marks) == 1
    assert sum("open:check" in one for one in marks) == 4
    assert sum("tool:shop" in one for one in marks) == 2  # only by way of a flow and a field
    assert all("initiative:club" in one for one in marks)


def test_each_row_leads_to_the_requirement_and_says_by_way_of_what_it_touches_a_tool(needs):
    html = article(needs, LIST)
    assert 'href="../initiatives/club/#r-02"' in html
    assert 'href="../initiatives/club/#requirement-risks"' in html
    words = words_of(html)
    assert "Shop by way of Shop to Mailer" in words
    assert "Shop by way of Mail address (Shop customers, Shop)" in words
    assert "Missing" in words


def test_the_pages_of_what_is_touched_list_the_requirements(needs):
    shop = section(needs, "tools/shop/index.html", "requirements")
    assert "Orders arrive the same day. by way of Shop to Mailer" in shop
    assert "acceptance missing" in shop
    assert 'href="../../requirements/?tool=shop"' in article(needs, "tools/shop/index.html")
    for path, wanted in (
        ("tools/mailer/index.html", "Mails go out in time. New club"),
        ("integrations/shop-to-mailer/index.html", "Orders arrive the same day."),
        ("tokens/first-name/index.html", "Names stand in mails."),
        ("fields/shop-customers.email/index.html", "Addresses are right."),
        ("data-sources/shop-customers/index.html", "Addresses are right."),
    ):
        assert wanted in section(needs, path, "requirements"), path
    assert 'id="requirements"' not in article(needs, "tools/warehouse/index.html")


def test_the_matrix_marks_what_is_named_and_what_is_touched_by_way_of_something(needs):
    page = read(MATRIX, needs.text(MATRIX))
    html = article(needs, MATRIX)
    heads = [e.text.strip() for e in page.all("th") if e.get("scope") == "col"]
    assert heads == ["Requirement", "Mailer", "Shop"]
    row = words_of(html.partition("Orders arrive the same day.")[2].partition("</tr")[0])
    assert row.count("by way of something") == 2
    assert "names it" in words_of(html.partition("Mails go out in time.")[2].partition("</tr")[0])
    back = words_of(html.partition('id="by-tool"')[2])
    assert "Mailer 3" in back
    assert "Shop 2" in back


def test_with_very_many_tools_each_initiative_has_a_matrix_of_its_own(project):
    made = {"teams/it": {"name": "Engineers", "kind": "it"}}
    for n in range(70):
        made[f"tools/t{n}"] = {**initiatives_stack()["tools/clubber"], "name": f"Tool {n}"}
    for n in range(2):
        traces = {"tools": [f"t{i}" for i in range(n * 35, n * 35 + 35)]}
        made[f"initiatives/i{n}"] = initiative(f"Part {n}", requirements=[requirement("r-01", "All.", traces=traces)])
    html = article(project.stack(made).build(), MATRIX)
    assert html.count("<table") == 2


def test_a_search_finds_requirements_by_their_words_and_by_tool(needs):
    found = json.loads(needs.text("search/search_index.json"))["docs"]
    by_place = {one["location"]: f"{one['title']} {one['text']}" for one in found}
    assert "Orders arrive the same day." in by_place["initiatives/club/#r-02"]
    assert "Touches Mailer, Shop" in by_place["initiatives/club/#r-02"]
    assert "Requirements that touch Shop" in by_place["tools/shop/#requirements"]


def test_the_files_hold_every_requirement_and_the_matrix(needs):
    found = list(csv.DictReader(StringIO(needs.text(FILE).lstrip("\ufeff"), newline="")))
    assert [row["Id"] for row in found] == ["r-01", "r-02", "r-03", "r-04", "r-05", "r-06", "risks"]
    assert found[1]["Open"] == "Acceptance missing, Not checked yet"
    assert found[1]["Further tools by way of the rest"] == "Mailer, Shop"
    book = load_workbook(BytesIO((needs.folder / WORKBOOK).read_bytes()))
    assert book.sheetnames == ["Requirements", "Traceability"]
    sheet = [[cell.value for cell in row] for row in book["Traceability"].iter_rows()]
    assert sheet[0][3:] == ["Mailer", "Shop"]
    assert sheet[1][3] == "x"
    assert sheet[2][3:] == ["(x)", "(x)"]


def test_no_requirements_say_what_to_do(small):
    assert "stack/initiatives/" in words_of(article(small, LIST))
    assert not small.has(MATRIX)
    assert not small.has(FILE)
