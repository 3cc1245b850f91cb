"""The register of processing: the page, its files, and the page of one activity."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from crawl import broken, links_of, read, target
from hostile import ATTACKS
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from privacy_stack import NEWSLETTER, QUIET, RAFFLE, privacy_stack
from projects import Project, Site, once

from stackbook.exchange.spreadsheets import MOST_IN_CELL

PAGE = "activities/index.html"
CSV, XLSX = "activities/register.csv", "activities/register.xlsx"
ASKED = "abcdefg"
FORMULAS = ['=HYPERLINK("http://evil.example")', "@SUM(A1)", "+1", "-1", "\uff1d1", "https://evil.example", "42"]
OURS = ("activities/", "personal-data/", "transfers/", "consent/")


def built(shared: Path, cache: Path, audience: str) -> Site:
    def make(folder: Path) -> None:
        project = Project(folder, cache).stack(privacy_stack())
        project.plugin |= {"audience": audience, "as_of": "2026-11-22"}
        project.build()

    return Site(once(shared, f"privacy-{audience}", make) / "site")


@pytest.fixture(scope="session")
def site(shared: Path, cache: Path) -> Site:
    return built(shared, cache, "internal")


@pytest.fixture(scope="session")
def odd(shared: Path, cache: Path) -> Site:
    """A site whose every text tries to be more than text, and some of it is very long."""

    def make(folder: Path) -> None:
        stack = privacy_stack()
        for n, text in enumerate([*ATTACKS.values(), *FORMULAS]):
            stack[f"activities/a{n}"] = {
                **RAFFLE,
                "name": text[:200],
                "purpose": text,
                "recipients": [{"name": text}],
                "security_measures": [text],
                "retention": {"basis": text},
            }
        stack["activities/newsletter"] = {**NEWSLETTER, "security_measures": [f"{n} {'m' * 1990}" for n in range(20)]}
        stack["tools/mailer"]["name"] = FORMULAS[0]
        stack["data-sources/subscribers"]["name"] = FORMULAS[1]
        stack["stack"]["controller"]["name"] = ATTACKS["image"]
        Project(folder, cache).stack(stack).build()

    return Site(once(shared, "privacy-odd", make) / "site")


def rows(site: Site, path: str = CSV) -> list[dict[str, str]]:
    text = (site.folder / path).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def workbook(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def test_complete_and_incomplete_activities_stand_in_it_alike(site: Site) -> None:
    page = read(PAGE, site.text(PAGE))
    found = {e.get("id"): " ".join(e.text.split()) for e in page.all("article") if e.get("data-sb-is")}
    assert list(found) == ["activity-newsletter", "activity-raffle"]
    assert "Complete" in found["activity-newsletter"]
    raffle = found["activity-raffle"]
    assert "4 of 9 missing" in raffle
    for missing in ("(d) recipients", "(e) transfers", "(f) time limits", "(g) security measures"):
        assert missing in raffle, missing
    for open_ in ("Specially protected data", "Interests weighed", "Impact assessment", "Privacy notice"):
        assert open_.casefold() in raffle.casefold(), open_


def test_it_says_who_answers_and_how_many_are_complete(site: Site) -> None:
    text = site.text(PAGE)
    for wanted in ("Petals GmbH", "Rose Lane 1, Kiel", "dp@petals.example", "privacy@petals.example", "1 of 2"):
        assert wanted in text, wanted


def test_from_home_to_the_file_in_two_clicks(site: Site) -> None:
    home = links_of(site.folder, "index.html")
    path, _ = target(
        "index.html",
        home["What do we do with personal data?The register of processing, to read and to download for an audit."],
    )
    assert path == PAGE
    there, _ = target(PAGE, links_of(site.folder, PAGE)["Excel file"])
    assert there == XLSX
    assert [one for one in broken(site.folder) if one.startswith(OURS)] == []


def test_the_file_has_a_row_for_each_activity_and_tool_in_the_order_of_the_article(site: Site) -> None:
    found = rows(site)
    assert found[0]["Impact assessment: where it is kept"] == "https://inside.example/dpia"
    assert [(one["Activity"], one["Tool"]) for one in found] == [
        ("Newsletter", "Mailer"),
        ("Newsletter", "Preference centre"),
        ("Raffle", "Ads"),
        ("Raffle", "Letters"),
    ]
    letters = [name[1] for name in found[0] if name.startswith("(")]
    assert letters == sorted(letters)
    assert set(letters) == set(ASKED)
    mailer = found[0]
    assert mailer["(a) Controller"] == "Petals GmbH"
    assert mailer["(c) Data subjects"] == "Customer, Prospect"
    assert mailer["(e) Countries outside the home region"] == "United States"
    assert mailer["(e) What allows the transfers"] == "United States: Standard contractual clauses"
    assert mailer["(f) Time limits for erasure"] == "2 years. Two years after the last mail."
    assert mailer["Vendor of the tool"] == "Postbox Inc"
    assert mailer["Head office of the vendor"] == "United States"
    assert mailer["Processing agreement (Art. 28)"].endswith("until 2028-03-31")
    assert mailer["Complete (Art. 30)"] == "Yes"
    raffle = found[2]
    assert raffle["(e) What allows the transfers"] == "United States: nothing recorded"
    assert raffle["Complete (Art. 30)"] == "No"
    assert "(f) Time limits" in raffle["Missing (Art. 30)"]


def test_excel_opens_the_same_rows(site: Site) -> None:
    book = workbook((site.folder / XLSX).read_bytes())
    assert book.sheetnames == ["About", "Register", "Words"]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(max_col=2)}
    assert about["(a) Controller"] == "Petals GmbH"
    assert about["(a) Contact of the controller"] == "mailto:dp@petals.example"
    assert about["As it stood on"] == "22 November 2026"
    sheet = book["Register"]
    seen = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert seen[0] == list(rows(site)[0])
    assert seen[1:] == [list(one.values()) for one in rows(site)]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref is not None
    assert sheet["H2"].alignment.wrap_text
    named = {row[0].value: row[1].value for row in book["Words"].iter_rows(max_col=2)}
    assert named["user.contact.email"] == "User Contact Email"


def test_the_same_stack_gives_the_same_bytes(tmp_path: Path, cache: Path) -> None:
    made = []
    for name in ("one", "other"):
        site = Project(tmp_path / name, cache).stack(privacy_stack()).build()
        made.append((site.folder / XLSX).read_bytes())
    assert made[0] == made[1]
    with ZipFile(BytesIO(made[0])) as file:
        assert {one.date_time[0] for one in file.infolist()} == {1980}


def test_no_cell_can_be_a_formula(odd: Site) -> None:
    for path in (CSV, "personal-data/personal-data.csv", "transfers/transfers.csv", "consent/consent.csv"):
        for row in rows(odd, path):
            for value in row.values():
                assert not value.startswith(tuple("=+-@\t\r\uff1d")), (path, value)
    for sheet in workbook((odd.folder / XLSX).read_bytes()):
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type == "s" or cell.value is None, cell.value
                assert cell.hyperlink is None
                assert not str(cell.value or "").startswith(tuple("=+-@"))


def test_very_long_words_fit_a_cell(odd: Site) -> None:
    sheet = workbook((odd.folder / XLSX).read_bytes())["Register"]
    assert max(len(str(cell.value or "")) for row in sheet.iter_rows() for cell in row) == MOST_IN_CELL


def test_hostile_words_stay_words(odd: Site) -> None:
    for path in (PAGE, "activities/a0/index.html", *(f"{one}index.html" for one in OURS)):
        assert "<script>alert" not in odd.text(path).partition("<article")[2]
        page = read(path, odd.text(path))
        assert not [e for e in page.elements for name in e.attributes if name.startswith("on")]
    assert [one for one in broken(odd.folder) if one.startswith(OURS)] == []


def test_the_page_of_an_activity_says_what_is_missing_and_what_to_write(site: Site) -> None:
    page = read("", site.text("activities/raffle/index.html"))
    missing = [" ".join(e.text.split()) for e in page.all("li") if e.get("class") == "sb-check__no"]
    said = " ".join(missing)
    for wanted in ("recipients", "retention", "security_measures", "special_category_basis", "dpia"):
        assert wanted in said, wanted
    complete = read("", site.text("activities/newsletter/index.html"))
    assert not [e for e in complete.all("li") if e.get("class") == "sb-check__no"]


def test_the_page_of_an_activity_speaks_in_words_and_keeps_the_keys_for_hovering(site: Site) -> None:
    page = read("", site.text("activities/newsletter/index.html"))
    assert not [e.text for e in page.all("code") if e.text.startswith(("user.", "marketing."))]
    titles = [e.get("title") for e in page.all("span")]
    for key in ("user.contact.email", "marketing.communications.email"):
        assert any(title.endswith(f"({key})") for title in titles), key


def test_the_page_of_an_activity_compares_it_with_what_its_tools_hold(project: Project) -> None:
    stack = privacy_stack()
    consent = {**NEWSLETTER, "name": "Proof", "tools": ["centre"], "data_categories": ["user.privacy_preferences"]}
    stack["activities/newsletter"] = {**NEWSLETTER, "data_categories": ["user.contact"]}
    stack["activities/proof"] = consent
    stack["activities/raffle"] = {**RAFFLE, "tools": None}
    site = project.stack(stack).build()
    page = read("", site.text("activities/newsletter/index.html"))
    cells = {(e.get("data-label"), " ".join(e.text.split())) for e in page.all("td")}
    assert ("Declared nowhere", "Privacy Preferences") in cells  # by nothing that names Mailer
    assert ("Declared by other activities", "Privacy Preferences") in cells  # in the preference centre
    assert ("Declared here", "User Contact Email") in cells
    assert "Consent to Mailer" in site.text("activities/newsletter/index.html")
    assert [one["Tool"] for one in rows(site) if one["Activity"] == "Raffle"] == [""]


def test_without_activities_it_says_how_to_begin(project: Project) -> None:
    stack = {path: values for path, values in privacy_stack().items() if not path.startswith("activities/")}
    site = project.stack(stack).build()
    assert "stackbook new activity" in site.text(PAGE)
    assert not site.has(CSV)
    assert not site.has(XLSX)


def test_without_a_controller_every_activity_lacks_one(project: Project) -> None:
    stack = privacy_stack() | {"stack": {"name": "Petals", "severities": QUIET}}
    site = project.stack(stack).build()
    assert "controller:" in site.text(PAGE)
    assert "data_protection_officer:" in site.text(PAGE)
    for one in rows(site):
        assert "(a) Controller" in one["Missing (Art. 30)"]
        assert "(a) Data protection officer" in one["Missing (Art. 30)"]


def test_a_public_site_has_nothing_internal_and_blames_nobody_for_it(project: Project) -> None:
    stack = privacy_stack()
    stack["teams/privacy"]["visibility"] = "internal"
    stack["vendors/postbox"]["visibility"] = "internal"
    stack["activities/raffle"]["visibility"] = "internal"
    stack["activities/newsletter"] = {
        **NEWSLETTER,
        "lawful_basis": "legitimate_interests",
        "legitimate_interest_assessment_url": "https://inside.example/lia",
        "transfers": [{"country": "US", "assessment_url": "https://inside.example/tia"}],
    }
    site = project.stack(stack).build()
    found = rows(site)
    assert {one["Activity"] for one in found} == {"Newsletter"}
    assert {one["Complete (Art. 30)"] for one in found} == {"Yes"}
    assert {one["Missing (other articles)"] for one in found} == {""}
    assert not [name for name in found[0] if "where it is kept" in name]
    assert "Only what this site shows is counted" in site.text(PAGE)
    about = workbook((site.folder / XLSX).read_bytes())["About"]
    assert "As it stood on" not in {row[0].value for row in about.iter_rows(max_col=1)}
    with ZipFile(site.folder / XLSX) as file:
        inside = b"".join(file.read(name) for name in file.namelist())
    text = "".join(content.decode("utf-8", "replace") for content in site.files().values()) + inside.decode()
    for secret in ("inside.example", "Raffle", "Postbox Inc", "privacy@petals.example"):
        assert secret not in text, secret


def test_it_can_be_narrowed_down(site: Site) -> None:
    page = read(PAGE, site.text(PAGE))
    marks = {e.get("id"): set(e.get("data-sb-is").split()) for e in page.all("article") if e.get("data-sb-is")}
    assert {"basis:consent", "subject:prospect", "tool:mailer", "record:complete"} <= marks["activity-newsletter"]
    assert {"category:special", "category:user.health_and_medical", "record:incomplete"} <= marks["activity-raffle"]
    offered = {(e.get("value")) for e in page.all("option")}
    for choice in marks["activity-newsletter"] | marks["activity-raffle"]:
        assert choice.partition(":")[2] in offered, choice
