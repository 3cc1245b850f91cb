"""Costs, rationalisation, access and vendors."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from buying_stack import AS_OF, buying_stack, contract
from crawl import links_of, read, target
from hostile import ATTACKS
from page_parts import article
from projects import Project, Site, once
from small import tool


def make(shared: Path, cache: Path, name: str, **plugin: object) -> Site:
    def build(folder: Path) -> None:
        project = Project(folder, cache).stack(buying_stack())
        project.plugin |= plugin
        project.build()

    return Site(once(shared, f"buying-{name}", build) / "site")


@pytest.fixture(scope="session")
def bought(shared: Path, cache: Path) -> Site:
    return make(shared, cache, "public", as_of=AS_OF)


@pytest.fixture(scope="session")
def inside(shared: Path, cache: Path) -> Site:
    return make(shared, cache, "internal", as_of=AS_OF, audience="internal")


def words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


def table(site: Site, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO((site.folder / path).read_bytes().decode("utf-8-sig"), newline="")))


class TestCosts:
    def test_currencies_are_never_added_together(self, inside):
        (total,) = [row for row in table(inside, "costs/costs.csv") if row["By"] == "Everything"]
        assert total == {
            "By": "Everything",
            "Name": "Everything",
            "EUR": "13200",  # 12,000 a year and 300 a quarter
            "USD": "24000",
            "Contracts": "8",
            "Of those without a recorded cost": "5",
        }
        said = words(article(inside, "costs/index.html"))
        assert "13,200 EUR a year" in said
        assert "24,000 USD a year" in said
        assert "what 5 of them cost is not recorded, and is not in these sums" in said
        assert "37,200" not in said

    def test_a_contract_for_several_tools_is_split_evenly(self, inside):
        rows = {(row["By"], row["Name"]): row for row in table(inside, "costs/costs.csv")}
        assert rows["Category", "Data Warehouse"]["USD"] == "12000"
        assert rows["Category", "Ecommerce Platforms & Carts"]["USD"] == "12000"
        assert rows["Capability", "Send campaigns"]["EUR"] == "6600"  # one of two that Mailer is the main tool for
        assert rows["Capability", "Send reminders"]["EUR"] == "6600"
        assert rows["Capability", "No capability"]["USD"] == "24000"
        assert rows["Who decides", "IT"]["USD"] == "24000"
        for by in ("Category", "Capability", "Who decides"):
            for currency, whole in (("EUR", 13200), ("USD", 24000)):
                sums = [float(row[currency]) for row in rows.values() if row["By"] == by and row[currency]]
                assert sum(sums) == pytest.approx(whole), by

    def test_an_unknown_cost_is_not_nothing(self, project):
        project.plugin |= {"audience": "internal"}
        known = contract("Free", "postbox", ["mailer"], value={"amount": 0, "currency": "EUR"})
        site = project.stack({"contracts/a": known, "contracts/b": contract("Dear", "postbox", ["shop"])}).build()
        rows = {row["Name"]: row for row in table(site, "costs/costs.csv")}
        assert rows["Email Marketing"]["EUR"] == "0"
        assert rows["Ecommerce Platforms & Carts"]["EUR"] == ""
        assert rows["Ecommerce Platforms & Carts"]["Of those without a recorded cost"] == "1"

    def test_a_stack_without_costs_says_what_to_write(self, project):
        project.plugin |= {"audience": "internal"}
        site = project.stack({"contracts/a": contract("Plan", "postbox", ["mailer"])}).build()
        assert "value:" in words(article(site, "costs/index.html"))


class TestRationalisation:
    PAGE = "rationalisation/index.html"

    def test_each_tool_stands_in_the_cell_of_its_scores(self, bought):
        html = article(bought, self.PAGE)
        cells = [words(one) for one in re.findall(r'<td class="sb-time__cell[^>]*>(.*?)</td>', html, re.DOTALL)]
        assert len(cells) == 16
        expected = {1: "Mailer", 7: "Warehouse", 8: "Survey"}  # row 4 first; technical fit from left to right
        for at, name in expected.items():
            assert name in cells[at], cells
        assert "Old tool" not in html  # nobody uses it

    def test_what_to_do_stands_as_text_as_well(self, bought):
        html = article(bought, self.PAGE)
        quarters = {}
        for key in ("invest", "migrate", "tolerate", "eliminate"):
            quarters[key] = words(html.partition(f'id="{key}"')[2].partition("<h3")[0].partition("<h2")[0])
        assert "Warehouse 3 of 4 4 of 4" in quarters["invest"]
        assert "Mailer 4 of 4 2 of 4" in quarters["migrate"]
        assert "No tool." in quarters["tolerate"]
        assert "Survey 2 of 4 1 of 4" in quarters["eliminate"]
        assert quarters["eliminate"].endswith("Mailer")  # what takes its place
        assert "Cancel by 1 May 2026" in quarters["eliminate"]

    def test_who_has_to_say_what_is_missing(self, bought):
        rest = words(article(bought, self.PAGE).partition('id="unrated"')[2].partition("<h2")[0])
        assert "Shop 3 of 4 CRM has to say" in rest

    def test_overlaps_and_seats(self, bought):
        html = article(bought, self.PAGE)
        overlaps = words(html.partition('id="overlaps"')[2].partition("<h2")[0])
        assert "Send campaigns Mailer Survey" in overlaps
        assert "Send reminders" not in overlaps
        assert "Email Marketing 2 Mailer Survey" in overlaps
        seats = words(html.partition('id="seats"')[2])
        assert seats.index("40 % 4 of 10 6") < seats.index("95 % 19 of 20 1")

    def test_the_files(self, bought):
        rows = {row["Tool"]: row for row in table(bought, "rationalisation/tools.csv")}
        assert rows["Survey"]["TIME"] == "Eliminate"
        assert rows["Shop"]["TIME"] == ""
        assert rows["Mailer"]["Used (%)"] == "40"
        picture = bought.text("rationalisation/time.svg")
        root = ElementTree.fromstring(picture)
        said = [e.text for e in root.iter("{http://www.w3.org/2000/svg}text")]
        assert {"Mailer", "Survey", "Warehouse", "Invest", "Eliminate"} <= set(said)
        assert "http://" not in picture.replace("http://www.w3.org/", "")

    def test_many_tools_with_the_same_scores_are_folded(self, project):
        many = {f"tools/t{n}": tool(f"Tool {n:02}", functional_fit=4, technical_fit=4) for n in range(30)}
        html = article(project.stack(many).build(), self.PAGE)
        assert "+24 more" in words(html)
        assert len(re.findall(r'<li><a href="../tools/t\d+/"', html)) == 30

    def test_without_scores_it_says_what_to_write(self, small):
        assert "functional_fit:" in words(article(small, self.PAGE))

    def test_the_page_of_a_tool_says_where_it_stands(self, bought):
        assert "Migrate Does its job: 4 of 4" in words(article(bought, "tools/mailer/index.html"))
        path, anchor = target("tools/mailer/index.html", links_of(bought.folder, "tools/mailer/index.html")["Migrate"])
        assert (path, anchor) == (self.PAGE, "migrate")


class TestAccess:
    PAGE = "access/index.html"

    def test_every_tool_in_use_says_how_to_get_in(self, bought):
        rows = {row["Tool"]: row for row in table(bought, "access/access.csv")}
        assert "Old tool" not in rows
        mailer = rows["Mailer"]
        assert mailer["How to get access"] == "Ask in the channel."
        assert mailer["Where to ask"] == "https://ask.example/mailer"
        assert mailer["Who approves"] == "CRM"
        assert mailer["Who gives it"] == "CRM lead"
        assert mailer["Who takes it away"] == "Engineer"
        assert (mailer["Sign-in"], mailer["Signs in with"], mailer["Second factor"]) == ("SAML", "Warehouse", "Yes")
        said = words(article(bought, self.PAGE))
        assert "Ask in the channel. Ask for access to Mailer CRM CRM lead Engineer SAML with Warehouse" in said

    def test_where_nothing_is_recorded_it_says_whom_to_ask(self, bought):
        said = words(article(bought, self.PAGE))
        assert "Not recorded. Ask CRM ." in said
        assert "For 3 tools nothing says how to get access." in said

    def test_the_list_can_be_narrowed_down(self, bought):
        page = read(self.PAGE, bought.text(self.PAGE))
        assert {e.get("name") for e in page.all("select")} == {"factor", "told"}
        marks = [set(e.get("data-sb-is").split()) for e in page.all("tr") if e.get("data-sb-is")]
        assert sum("told:no" in one for one in marks) == 3
        names = [row["Tool"] for row in table(bought, "access/access.csv")]
        seen = [e.text for e in page.all("th") if e.get("scope") == "row"]
        assert all(words.startswith(name) for words, name in zip(seen, names, strict=True))

    def test_the_page_of_a_tool_names_them_with_links(self, bought):
        links = links_of(bought.folder, "tools/mailer/index.html")
        assert target("tools/mailer/index.html", links["CRM lead"])[0] == "people/crm-lead/index.html"
        assert target("tools/mailer/index.html", links["Engineer"])[0] == "people/engineer/index.html"

    def test_people_stand_by_what_they_do_in_a_public_site(self, project):
        named = {"people/crm-lead": {"name": "Ada Secretname", "title": "CRM lead", "role": "leader", "team": "crm"}}
        site = project.stack(named).stack({"tools/mailer": tool("Mailer", provisioners=["crm-lead"])}).build()
        assert "CRM lead" in (site.folder / "access/access.csv").read_text(encoding="utf-8-sig")
        assert not [path for path, content in site.files().items() if b"Secretname" in content]


class TestVendors:
    PAGE = "vendors/index.html"

    def test_what_has_ended_is_said_with_a_day_only(self, bought, shared, cache):
        said = words(article(bought, self.PAGE))
        assert "Postbox Inc United States Mailer , Survey Critical Signed ended on 30 April 2026" in said
        assert "1 valid 1 ended" in said
        dayless = words(article(make(shared, cache, "dayless"), self.PAGE))
        assert "until 30 April 2026" in dayless
        assert "ended" not in dayless
        assert "2 SOC 2" not in dayless
        assert "2 ISO/IEC 27001, SOC 2 Type II" in dayless

    def test_the_page_of_a_vendor_says_what_is_agreed(self, bought):
        html = article(bought, "vendors/postbox/index.html")
        said = words(html)
        assert "Data processing agreement has ended" in said
        assert "ISO/IEC 27001 ended on 31 March 2026" in said
        assert "SOC 2 Type II until 31 March 2027" in said
        assert "Cloud Ltd" in said
        assert "Late plan" in said
        assert "Standard contractual clauses" in said

    def test_the_address_of_an_agreement_is_for_the_inside_only(self, project):
        agreement = {"status": "signed", "url": "https://secret.example/papers"}
        project.stack({"vendors/postbox": {"name": "Postbox Inc", "processing_agreement": agreement}})
        outside = project.build("outside")
        assert not [path for path, content in outside.files().items() if b"secret.example" in content]
        project.plugin["audience"] = "internal"
        assert "https://secret.example/papers" in project.build("inside").text("vendors/postbox/index.html")

    def test_the_list_can_be_narrowed_down_and_downloaded(self, bought):
        page = read(self.PAGE, bought.text(self.PAGE))
        assert {e.get("name") for e in page.all("select")} == {"risk", "agreement", "country"}
        rows = table(bought, "vendors/vendors.csv")
        assert [row["Vendor"] for row in rows] == ["Postbox Inc", "Shopco"]
        assert rows[0]["Ends on"] == "2026-04-30"
        assert "Late plan" in rows[0]["Contracts in force"]
        assert "Old plan" not in rows[1]["Contracts in force"]


def test_hostile_words_stay_words(project):
    many = {
        f"tools/t{n}": tool(
            text[:200],
            functional_fit=1 + n % 4,
            technical_fit=4,
            access={"how": text},
            users={"licensed": 5, "active_90d": 1},
        )
        for n, text in enumerate(ATTACKS.values())
    }
    vendor = {"name": ATTACKS["attribute"], "subprocessors": list(ATTACKS.values())[:5]}
    project.plugin["as_of"] = AS_OF
    site = project.stack(many).stack({"vendors/postbox": vendor}).build()
    for path in ("access/index.html", "rationalisation/index.html", "vendors/index.html", "vendors/postbox/index.html"):
        assert "<script" not in article(site, path)
        page = read(path, site.text(path))
        assert not [e for e in page.elements for name in e.attributes if name.startswith("on")], path
    ElementTree.fromstring(site.text("rationalisation/time.svg"))
    for file in ("access/access.csv", "rationalisation/tools.csv", "vendors/vendors.csv"):
        assert not [cell for row in table(site, file) for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]
