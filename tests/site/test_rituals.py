"""Rituals: when each was and will be held, the weeks ahead, the page of each, and the calendars."""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from crawl import broken, read
from hostile import ATTACKS
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from page_parts import article, section, words_of
from projects import Site
from together_stack import AS_OF, csv_rows, ritual, together_site, together_stack

PAGE, FILE, ALL = "rituals/index.html", "rituals/rituals.csv", "rituals/rituals.ics"


@pytest.fixture(scope="session")
def together(shared: Path, cache: Path) -> Site:
    return together_site(shared, cache)


def calendar(site: Site, path: str = ALL) -> Calendar:
    return IcsCalendarStream.calendar_from_ics((site.folder / path).read_bytes().decode())


def test_what_comes_next_stands_first_with_how_often_it_was_not_held(together):
    said = section(together, PAGE, "when")
    order = ["Sprint planning", "Steering", "Not begun", "Nobody knows"]
    assert [said.index(name) for name in order] == sorted(said.index(name) for name in order)
    assert "Every 2 weeks 1 hour 16 November 2026 30 November 2026" in said
    assert "Every month 10 August 2026 10 December 2026 3 times not held, due since 10 September 2026" in said
    assert "31 December 2026" in said
    assert "Not held lately: Steering." in words_of(article(together, PAGE))


def test_the_weeks_ahead_show_the_days(together):
    page = read(PAGE, article(together, PAGE))
    table = next(e for e in page.all("table") if "sb-weeks__table" in (e.get("class") or ""))
    assert table
    said = section(together, PAGE, "weeks")
    assert "Week of 16 Nov" in said
    assert "Week of 8 Feb" in said
    assert "Sprint planning Mon 30 Mon 14 Mon 28 Mon 11 Mon 25 Mon 8" in said
    assert "Steering Thu 10 Mon 11 Wed 10" in said  # 10 January is a Sunday
    assert "Not begun Thu 31 Fri 29" in said  # 31 January is a Sunday
    assert "Nobody knows" not in said


def test_the_page_of_one_says_when_who_and_what(together):
    words = words_of(article(together, "rituals/sprint/index.html"))
    for wanted in (
        "Ritual · Sprint planning",
        "How often Every 2 weeks Next 30 November 2026",
        "Last held 16 November 2026 How long 1 hour Where #crm",
        "After that: 14 December 2026, 28 December 2026",
        "Who comes CRM Marketing Engineer Engineer",
        "What is talked about What is done What comes next",
    ):
        assert wanted in words
    assert "https://minutes.example/sprint" in together.text("rituals/sprint/index.html")
    late = words_of(article(together, "rituals/steering/index.html"))
    assert "3 times not held: it was due on 10 September 2026." in late


def test_teams_tell_of_what_they_run_and_where_they_go(together):
    crm = section(together, "teams/crm/index.html", "rituals")
    assert "Sprint planning Sprint planning Every 2 weeks 30 November 2026 Runs it" in crm
    assert "Comes; IT systems runs it" in crm  # its lead comes to the steering committee
    it = section(together, "teams/it/index.html", "rituals")
    assert "Comes; CRM runs it" in it


def test_all_of_it_as_a_file(together):
    found = {one["Ritual"]: one for one in csv_rows(together, FILE)}
    assert found["Steering"]["Not held (times)"] == "3"
    assert found["Sprint planning"]["Who comes"] == "CRM, Engineer"
    assert found["Sprint planning"]["What is talked about"] == "What is done; What comes next"
    assert found["Nobody knows"]["Next"] == ""
    assert broken(together.folder) == []


def test_calendars_find_each_meeting_again_and_again(together):
    events = {event.summary: event for event in calendar(together).events}
    assert set(events) == {"Sprint planning", "Steering", "Not begun"}
    sprint = events["Sprint planning"]
    assert (sprint.dtstart, sprint.dtend) == (date(2026, 11, 30), date(2026, 12, 1))
    assert sprint.transparency == "TRANSPARENT"
    assert sprint.url == "https://petals.example/rituals/sprint/"
    assert "- What is done" in sprint.description
    timeline = calendar(together, "calendar/ritual-steering.ics").timeline
    days = [event.dtstart for event in islice(timeline, 4)]
    assert days == [date(2026, 12, 10), date(2027, 1, 11), date(2027, 2, 10), date(2027, 3, 10)]
    ends = [event.dtstart for event in islice(calendar(together, "calendar/ritual-new.ics").timeline, 4)]
    assert ends == [date(2026, 12, 31), date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 31)]
    assert not together.has("calendar/ritual-vague.ics")


def test_an_event_keeps_its_name_when_its_day_moves_and_asks_no_clock(project, together):
    stack = together_stack()
    stack["rituals/sprint"]["last_held"] = "2026-11-20"
    project.plugin["as_of"] = AS_OF
    site = project.stack(stack).build()
    before = {event.summary: event for event in calendar(together).events}
    after = {event.summary: event for event in calendar(site).events}
    assert {name: event.uid for name, event in before.items()} == {name: event.uid for name, event in after.items()}
    assert len({event.uid for event in before.values()}) == 3
    assert after["Sprint planning"].dtstart == date(2026, 12, 4)
    assert after["Sprint planning"].dtstamp.date() == date.fromisoformat(AS_OF)


def test_a_rhythm_without_a_rule_is_written_out(project):
    project.plugin["as_of"] = AS_OF
    odd = ritual("Odd", cadence="P1M2D", last_held="2026-11-20")
    site = project.stack({"rituals/odd": odd}).build()
    days = [event.dtstart for event in calendar(site).timeline]
    assert days[:3] == [date(2026, 12, 22), date(2027, 1, 24), date(2027, 2, 26)]
    assert len(days) == 12


def test_without_a_day_nothing_is_late_and_there_are_no_weeks(project):
    site = project.stack(together_stack()).build()
    html = article(site, PAGE)
    assert "not held" not in words_of(html).replace("which were not held", "")
    assert 'id="weeks"' not in html
    assert "as_of: today" in html
    assert "10 September 2026" in section(site, PAGE, "when")


def test_no_rituals_say_how_to_write_the_first(project):
    site = project.build()
    assert "There are no rituals yet" in site.text(PAGE)
    assert not site.has(ALL)


def test_a_public_site_tells_nothing_of_what_is_hidden(project):
    stack = together_stack()
    stack["rituals/steering"] |= {"visibility": "internal", "name": "Skunkworks"}
    stack["people/engineer"]["name"] = "Gundula Geheim"
    site = project.stack(stack).build()
    everything = b"".join(site.files().values()).decode("utf-8", "replace")
    for secret in ("Skunkworks", "Gundula", "minutes.example", "ritual-steering"):
        assert secret not in everything
    assert "Only what this site shows is counted" in site.text(PAGE)


def test_hostile_words_stay_words(project):
    project.plugin["as_of"] = AS_OF
    made = {
        f"rituals/r{n}": ritual(
            text[:200],
            last_held="2026-11-16",
            channel=text,
            agenda=[text, text],
            inputs=[text],
            outputs=[text],
        )
        for n, text in enumerate(ATTACKS.values())
    }
    site = project.stack(made).build()
    for path in (PAGE, "teams/crm/index.html", *(f"rituals/r{n}/index.html" for n in range(len(ATTACKS)))):
        html = article(site, path)
        assert "<script" not in html
        assert not [e for e in read(path, html).elements for name in e.attributes if name.startswith("on")]
    assert len(calendar(site).events) == len(ATTACKS)
