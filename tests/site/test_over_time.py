"""The pages over time: every day of change, the stack as of each, and what initiatives do to it."""

from __future__ import annotations

import csv
import html
import json
import re

from crawl import broken
from moving_stack import TODAY, initiative, moving_stack
from projects import Project, Site
from small import integration, small_stack, tool

OVER_TIME, HERE = "over-time/index.html", "over-time/{}/index.html"


def built(tmp_path, cache, stack=None, **plugin: object) -> Site:
    project = Project(tmp_path, cache).stack(moving_stack() if stack is None else stack)
    project.plugin |= {"as_of": TODAY, **plugin}
    return project.build()


def words(text: str) -> str:
    """A page's text on one line."""
    text = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def section(text: str, anchor: str) -> str:
    """The words of a section."""
    return words(text.partition(f'<h2 id="{anchor}"')[2].partition("<h2 ")[0])


def test_every_day_is_listed_with_what_changes_and_why_and_has_a_page(tmp_path, cache):
    site = built(tmp_path, cache)
    page = site.text(OVER_TIME)
    ahead = section(page, "days")
    assert "1 February 2027 Added New mailer comes into use for Move" in ahead
    assert "Changed Shop works otherwise for Move Sends every order." in ahead
    assert "1 July 2027 Retired Mailer is no longer in use after 30 June 2027 for Move" in ahead
    assert "Mailer to Warehouse ends because it needs Mailer" in ahead
    assert "1 October 2026 Changed Mailer begins to be replaced" in section(page, "past-year")
    assert "1 March 2020 Added Mailer comes into use" in section(page, "earlier")
    days = re.findall(r'href="\.\./over-time/([0-9-]+)/"', page)
    assert {"2020-03-01", "2026-10-01", "2027-02-01", "2027-02-15", "2027-07-01"} <= set(days)
    assert all(site.has(HERE.format(day)) for day in days)
    assert broken(site.folder) == []
    assert "Over time" in site.text("index.html")  # in the tab


def test_a_day_has_its_landscape_its_numbers_and_its_differences(tmp_path, cache):
    site = built(tmp_path, cache)
    page = site.text(HERE.format("2027-07-01"))
    said = words(page)
    assert "The stack as of this day, as far as it is planned." in said
    assert "3 tools in use as today 1 planned \u22121 against today 1 live flow \u22121 against today" in said
    landscape = section(page, "map")
    assert "New mailer" in landscape
    assert "No longer in use: Mailer ." in landscape
    assert 'id="picture-changes"' in page
    assert "Retired" in section(page, "changes")
    today = section(page, "today")
    assert "New mailer Tool Added planned before, now active" in today
    assert "Shop to new Flow Added" in today
    assert '<a href="../../over-time/2027-02-15/" rel="prev">' in page


def test_two_days_can_be_compared_without_script_from_today_to_the_last(tmp_path, cache):
    page = built(tmp_path, cache).text(OVER_TIME)
    said = section(page, "compare")
    assert "From 22 November 2026 to 1 July 2027" in said
    assert "Tools in use: 3 → 3 . Planned: 2 → 1 ." in said
    data = json.loads(html.unescape(re.search(r'data-sb-times="([^"]*)"', page)[1]))
    assert data["times"]["tool:new-mailer"] == [["", 0], ["2026-09-01", 1], ["2027-02-01", 2]]
    assert data["times"]["tool:mailer"] == [["", 0], ["2020-03-01", 2], ["2026-10-01", 2], ["2027-07-01", 0]]
    shown = [bool(h) for h in re.findall(r'<tr role="row" data-sb-day="[0-9-]+"( hidden)?>', page)]
    assert shown.count(False) == 6  # four things ahead, two flows that go with the mailer
    assert True in shown


def test_an_initiative_shows_the_stack_now_and_after_it(tmp_path, cache):
    page = built(tmp_path, cache).text("initiatives/move/index.html")
    assert 'id="picture-now-and-after"' in page
    assert "The stack now and after: Move" in page
    table = words(page.partition('id="now-and-after-table"')[2].partition("</details>")[0])
    for row in ("Mailer Tool Retired", "New mailer Tool Added", "Shop Tool Changed Sends every order."):
        assert row in table


def test_a_tool_says_what_is_planned_for_it(tmp_path, cache):
    site = built(tmp_path, cache)
    planned = section(site.text("tools/mailer/index.html"), "planned")
    assert "What is planned for it 1 July 2027 Retired Mailer is no longer in use" in planned
    assert "October" not in planned  # that is over
    assert 'href="../../over-time/2027-07-01/"' in site.text("tools/mailer/index.html")
    assert "Mailer to Warehouse ends" in section(site.text("tools/warehouse/index.html"), "planned")


def test_everything_can_be_downloaded_and_no_cell_is_a_formula(tmp_path, cache):
    stack = moving_stack()
    stack["tools/new-mailer"]["name"] = "=HYPERLINK(1)"
    text = built(tmp_path, cache, stack).text("over-time/changes.csv").removeprefix("\ufeff")
    rows = list(csv.DictReader(text.splitlines()))
    [comes] = [one for one in rows if one["Day"] == "2027-02-01"]
    assert (comes["What"], comes["Mark"], comes["Why"]) == ("'=HYPERLINK(1)", "Added", "for Move")
    assert [one["Day"] for one in rows] == sorted(one["Day"] for one in rows)


def test_what_people_write_stays_text(tmp_path, cache):
    bad = "</svg></script><script>alert(1)</script>\"'&"
    stack = moving_stack()
    stack["tools/new-mailer"]["name"] = bad
    stack["initiatives/move"]["name"] = bad
    stack["initiatives/move"]["changes"][3]["description"] = bad
    site = built(tmp_path, cache, stack)
    for path in (OVER_TIME, HERE.format("2027-02-15"), "initiatives/move/index.html", "tools/shop/index.html"):
        assert "<script>alert" not in site.text(path)
    assert broken(site.folder) == []


def test_without_a_day_nothing_is_past_or_ahead(tmp_path, cache):
    project = Project(tmp_path, cache).stack(moving_stack())
    site = project.build()
    page = words(site.text(OVER_TIME))
    assert "as_of: today" in page
    for word in ("Today,", "What lies ahead", "The past year", "(today)"):
        assert word not in page
    assert "Every day on which something changes" in page
    assert "today" not in words(site.text(HERE.format("2027-07-01"))).replace("as_of: today", "")
    assert 'id="planned"' not in site.text("tools/mailer/index.html")


def test_nothing_with_a_date_says_what_to_write(tmp_path, cache):
    site = built(tmp_path, cache, small_stack())
    said = words(site.text(OVER_TIME))
    assert "Nothing has a date yet" in said
    assert "stackbook new initiative" in said
    assert not site.has("over-time/changes.csv")


def test_at_most_sixty_days_have_a_page_those_nearest_to_today(tmp_path, cache):
    stack = small_stack()
    for n in range(70):
        day = f"{2020 + n // 12}-{n % 12 + 1:02d}-10"
        stack[f"integrations/f{n}"] = integration(
            f"F{n}", "shop", "warehouse", purpose=f"P{n}", dates={"live_from": day}
        )
    site = built(tmp_path, cache, stack, as_of="2025-12-01")
    pages = sorted(path.parent.name for path in (site.folder / "over-time").glob("*/index.html"))
    assert len(pages) == 60
    assert pages[0] == "2020-11-10"
    said = words(site.text(OVER_TIME))
    assert "60 days have a page of their own: those nearest to today. The other 10 stand in the list." in said
    assert "10 January 2020 Added F0 goes live" in said


def test_a_public_site_tells_nothing_of_what_is_internal(tmp_path, cache):
    stack = moving_stack()
    stack["tools/secret"] = tool("Zanzibar", visibility="internal", lifecycle={"phase": "plan", "active": "2027-04-04"})
    stack["initiatives/hush"] = initiative(
        "Kilimanjaro", {"entity": "tool:warehouse", "action": "retire", "on": "2027-08-08"}, visibility="internal"
    )
    public = built(tmp_path / "public", cache, stack)
    inside = built(tmp_path / "inside", cache, stack, audience="internal")
    assert inside.has(HERE.format("2027-04-04"))
    assert inside.has(HERE.format("2027-08-08"))
    for path, content in public.files().items():
        for word in (b"Zanzibar", b"Kilimanjaro", b"2027-08-08", b"2027-04-04"):
            assert word not in content, (path, word)
        assert b"2027-04-04" not in path.encode()
    assert "Only what this site shows is counted" in words(public.text(OVER_TIME))


def test_blocks_in_own_pages_show_a_day(tmp_path, cache):
    project = Project(tmp_path, cache).stack(moving_stack())
    project.plugin |= {"as_of": TODAY}
    fence = "```stack-view\n{}\n```\n\n"
    blocks = (
        "view: landscape\non: 2027-07-01",
        "view: neighbourhood\nof: tool/shop\non: 2027-07-01",
        "view: neighbourhood\nof: tool/new-mailer\non: 2020-01-01",
        "view: landscape\non: next year",
    )
    project.write("docs/mine.md", "# Mine\n\n" + "".join(fence.format(one) for one in blocks))
    site = project.build()
    page = site.text("mine/index.html")
    assert "As of 1 July 2027." in page
    around = page.partition('id="picture-neighbourhood-shop"')[2].partition("</figure>")[0]
    assert "New mailer" in around
    assert 'data-node="tool:mailer"' not in around
    said = "\n".join(site.warnings)
    assert "mine.md:17:5: `New mailer` is not part of the stack on 1 January 2020" in said
    assert "`next year` is not a day" in said
