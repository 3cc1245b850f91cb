"""The personal-data map, transfers and consent reach."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from crawl import read
from privacy_stack import NEWSLETTER, QUIET, field, holding, privacy_stack
from projects import Project, Site, once
from small import integration, small_stack, tool

MAP, TRANSFERS, CONSENT = "personal-data/index.html", "transfers/index.html", "consent/index.html"


@pytest.fixture(scope="session")
def site(shared: Path, cache: Path) -> Site:
    def make(folder: Path) -> None:
        stack = privacy_stack()
        stack["tools/shop"] = tool("Shop", category="ecommerce_platforms_carts", data_residency=["DE"])
        stack["data-sources/hashes"] = holding("Hashes", "shop", field("mail", "Mail", "user.contact.email"))
        stack["integrations/hashed"] = integration(
            "Hashed to Shop",
            "centre",
            "shop",
            delete_handling="soft_delete",
            fields=[{"from": "preferences.email", "to": "hashes.mail", "transform": {"type": "mask"}}],
        )
        Project(folder, cache).stack(stack).build()

    return Site(once(shared, "privacy-map", make) / "site")


def rows(site: Site, path: str) -> list[dict[str, str]]:
    text = (site.folder / path).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def plain(site: Site, path: str) -> str:
    return " ".join(read(path, site.text(path)).all("article")[-1].text.split())


def table(site: Site, path: str, name: str) -> list[list[str]]:
    """The words of the cells of a table."""
    text = site.text(path).partition(f'aria-label="{name}"')[2].partition("</table>")[0]
    return [
        [" ".join(e.text.split()) for e in read("", row).elements if e.tag in ("th", "td")]
        for row in text.split("<tr")[1:]
    ]


def test_it_counts_the_fields_of_each_tool_by_what_they_say(site: Site) -> None:
    page = read(MAP, site.text(MAP))
    cells = {
        e.get("href").partition("?")[2]: (e.text, e.get("title")) for e in page.all("a") if "?tool=" in e.get("href")
    }
    assert cells["tool=mailer&category=user.contact"] == ("1", "Contact Data: confidential")
    health = ("1!", "Health and Medical Data: restricted, specially protected")
    assert cells["tool=letters&category=user.health_and_medical"] == health
    assert cells["tool=shop&category=user.contact"] == ("1#", "Contact Data: confidential, 1 hidden on the way")
    assert "tool=texter&category=user.name" not in cells


def test_where_is_health_data(site: Site) -> None:
    text = plain(site, MAP)
    found = text.partition("Specially protected data (GDPR Art. 9)")[2].partition("Which tools hold what")[0]
    assert "Letters: Allergy Addresses" in found
    assert "Used for Raffle" in found
    marks = [set(e.get("data-sb-is").split()) for e in read(MAP, site.text(MAP)).all("tr") if e.get("data-sb-is")]
    assert sum("category:special" in one for one in marks) == 1
    assert sum("subject:prospect" in one for one in marks) == 1
    [row] = [one for one in rows(site, "personal-data/personal-data.csv") if one["Specially protected"] == "Yes"]
    assert (row["Tool"], row["Key"], row["Whose data"]) == ("Letters", "user.health_and_medical", "Prospect")
    assert row["Where it is kept"] == "Netherlands"


def test_which_tools_get_addresses_hashed(site: Site) -> None:
    found = [(one["Arrives in"], one["How it is hidden"], one["Personal data"]) for one in rows(site, HIDDEN)]
    assert found == [("Ads", "Hashed", "User Contact Email"), ("Shop", "Hidden", "User Contact Email")]
    assert "Audiences to Ads" in site.text(MAP)


HIDDEN = "personal-data/hidden.csv"


def test_how_long_data_is_kept_and_where_deletions_go(site: Site) -> None:
    found = rows(site, "personal-data/retention.csv")
    assert found[-1]["Data source"] == "Subscribers"  # the only one about which something is said
    assert found[-1]["How long"] == "2 years. From the last mail."
    assert found[-1]["Deletions do not go on to, or nobody has said so"] == "Warehouse"
    preferences = next(one for one in found if one["Data source"] == "Preferences")
    assert preferences["Deletions go on to"] == "Mailer, Shop"
    assert preferences["Deletions do not go on to, or nobody has said so"] == "Letters"
    shown = table(site, MAP, "How long personal data is kept")
    assert shown[1][1] == "Not recorded"


def test_the_picture_shows_whose_data_lies_where(site: Site) -> None:
    text = site.text(MAP)
    svg = text.partition('id="picture-personal-data"')[2].partition("</figure>")[0]
    for wanted in ("Customer", "Prospect", "Letters", "European", "United States", "Crosses a border"):
        assert wanted in svg, wanted


def test_what_leaves_without_a_ground_comes_first(site: Site) -> None:
    found = [(one["Country"], one["Tool"], one["What allows it"], one["Ground recorded"]) for one in rows(site, LEAVES)]
    assert found == [
        ("United States", "Ads", "No ground recorded", "No"),
        ("United States", "Mailer", "Standard contractual clauses", "Yes"),
    ]
    text = plain(site, TRANSFERS)
    assert "1 without a ground" in text
    assert "As said by Postbox Inc" in text
    assert [one["Vendor"] for one in rows(site, "transfers/head-offices.csv")] == ["Stamps Ltd"]
    ads = rows(site, LEAVES)[0]
    assert "Sent by Audiences to Ads" in ads["How it gets there"]
    assert ads["Processing activities"] == "Raffle"


LEAVES = "transfers/transfers.csv"


def test_what_an_activity_declares_and_no_flow_shows_is_listed_too(project: Project) -> None:
    stack = privacy_stack()
    declared = [{"country": "SG", "mechanism": "sccs"}, {"country": "AU"}, {"country": "FR"}, {"country": "US"}]
    stack["activities/newsletter"] = {**NEWSLETTER, "transfers": declared}
    site = project.stack(stack).build()
    shown = table(site, TRANSFERS, "Declared, no data flow recorded")
    assert [(row[0], row[1]) for row in shown[1:]] == [("Australia", "Newsletter"), ("Singapore", "Newsletter")]
    found = [
        (one["Country"], one["What allows it"], one["Ground recorded"]) for one in rows(site, "transfers/declared.csv")
    ]
    assert found == [
        ("Australia", "No ground recorded", "No"),
        ("Singapore", "Standard contractual clauses", "Yes"),
    ]


def test_nothing_declared_says_nothing(site: Site) -> None:
    assert "Declared, no data flow recorded" not in site.text(TRANSFERS)
    assert not site.has("transfers/declared.csv")


def test_the_map_names_tools_that_get_data_and_have_no_place_for_it(site: Site, project: Project) -> None:
    assert "Not in the table" not in plain(site, MAP)
    stack = privacy_stack()
    stack["tools/counter"] = tool("Counter")
    stack["data-sources/counts"] = holding("Counts", "counter", {**field("sum", "Sum"), "data_categories": []})
    stack["integrations/counted"] = integration(
        "Counted", "centre", "counter", fields=[{"from": "preferences.email", "to": "counts.sum"}]
    )
    text = plain(project.stack(stack).build(), MAP)
    said = "Not in the table: Counter. It gets personal data, and no field on record holds it there."
    assert said in text


def test_the_rows_of_the_page_and_of_the_file_are_the_same(site: Site) -> None:
    page = read(TRANSFERS, site.text(TRANSFERS))
    shown = [e.get("id") for e in page.all("tr") if e.get("data-sb-is")]
    assert shown == ["US-ads", "US-mailer"]


def test_an_opt_out_reaches_these_tools_and_not_those(site: Site) -> None:
    shown = table(site, CONSENT, "Where an opt-out arrives")
    assert shown[0] == ["Opt-out made in", "Mailer", "Texter"]
    assert shown[1] == ["Preferences", "15 minutes", "no, fed by Mailer"]
    text = plain(site, CONSENT)
    assert "1 tool holds data without getting the opt-out: Letters (from Preferences)." in text
    assert "Red:" not in text  # Letters sends nothing, so no cell of the table is red
    assert "Mailer within 15 minutes" in text
    assert "by Consent to Mailer" in text
    assert "Letters holds data that rests on it: Addresses." in text
    assert "TexterIt gets data from Mailer, where the opt-out arrives" in text
    found = {one["Other tool"]: one for one in rows(site, "consent/consent.csv")}
    assert found["Mailer"]["Within"] == "15 minutes"
    assert found["Mailer"]["Fields"] == "Consent to mail to Consent to mail"
    assert found["Letters"]["Opt-out arrives"] == "No"
    assert found["Warehouse"]["Within"] == "1 day 15 minutes"


def test_without_personal_data_the_pages_say_how_to_begin(project: Project) -> None:
    site = project.stack(small_stack()).build()
    assert "data_categories" in plain(site, MAP)
    assert "data_categories" in plain(site, TRANSFERS)
    assert "consent_source" in plain(site, CONSENT)
    for path in ("personal-data/personal-data.csv", LEAVES, "consent/consent.csv", HIDDEN):
        assert not site.has(path)
    assert "Personal-data map" not in site.text("data-sources/index.html")


def test_without_a_home_region_the_page_says_what_to_write(project: Project) -> None:
    stack = privacy_stack() | {"stack": {"name": "Petals", "severities": QUIET}}
    stack["tools/mailer"]["lifecycle"] = {"phase": "plan"}
    site = project.stack(stack).build()
    assert "home_region: [EU]" in plain(site, TRANSFERS)
    assert not site.has(LEAVES)


def test_a_public_site_shows_nothing_internal_and_claims_nothing_wrong(project: Project) -> None:
    stack = privacy_stack()
    stack["vendors/postbox"]["visibility"] = "internal"  # it is what says that data may go to Mailer
    stack["tools/ads"]["visibility"] = "internal"
    stack["integrations/centre-to-mailer"]["visibility"] = "internal"
    site = project.stack(stack).build()
    [row] = rows(site, LEAVES)
    assert (row["Tool"], row["What allows it"], row["Ground recorded"]) == ("Mailer", "", "")
    assert "No ground recorded" not in site.text(TRANSFERS)
    assert "as far as this site shows" in plain(site, CONSENT)
    assert "Nothing that this site shows carries the opt-out there" in plain(site, CONSENT)
    mailer = next(e for e in read(CONSENT, site.text(CONSENT)).all("td") if e.get("title").startswith("Mailer"))
    assert mailer.get("class") == "sb-reach--no"  # it does arrive, by what is internal
    for path in (MAP, TRANSFERS, CONSENT):
        assert "Only what this site shows is counted" in site.text(path)
        for secret in ("Postbox", "Adhouse", "Ads</", "Consent to Mailer"):
            assert secret not in site.text(path), (path, secret)
