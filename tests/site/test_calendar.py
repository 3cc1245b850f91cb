"""Calendar files: what a strict reader other than the one that wrote them makes of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from buying_stack import AS_OF, buying_stack, contract
from hostile import ATTACKS
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from projects import Project, Site, once

ALL, RECORDS = "calendar/all.ics", "calendar/records.ics"
TOP = "https://petals.example/stack/"


@pytest.fixture(scope="session")
def dated(shared: Path, cache: Path) -> Site:
    def build(folder: Path) -> None:
        project = Project(folder, cache).stack(buying_stack())
        project.plugin["as_of"] = AS_OF
        project.settings["site_url"] = TOP
        project.build()

    return Site(once(shared, "buying-calendar", build) / "site")


def calendar(site: Site, path: str = ALL) -> Calendar:
    return IcsCalendarStream.calendar_from_ics((site.folder / path).read_bytes().decode())


def event(site: Site, summary: str, path: str = ALL) -> Event:
    found = [one for one in calendar(site, path).events if one.summary.startswith(summary)]
    assert len(found) == 1, [one.summary for one in calendar(site, path).events]
    return found[0]


def test_everything_that_is_due_is_an_event_of_a_whole_day(dated):
    expected = {
        "Last day to cancel: Mailer plan": date(2026, 10, 2),
        "Last day to cancel: Shop plan (decided: cancel)": date(2026, 7, 1),
        "Last day to cancel: Rolling plan": date(2027, 3, 1),
        "Contract renews automatically: Mailer plan": date(2026, 12, 31),
        "Contract ends: Fixed plan": date(2026, 6, 20),
        "Approval ends: Mailer": date(2026, 7, 15),
        "Review needed: Mailer security": date(2026, 5, 20),
        "Review expires: Shop terms": date(2027, 1, 10),
        "Condition of a review: Shop terms": date(2026, 6, 10),
        "Key to change: Mailer to Warehouse": date(2026, 7, 15),
        "Certificate ends: ISO/IEC 27001 of Postbox Inc": date(2026, 3, 31),
        "Data processing agreement ends: Postbox Inc": date(2026, 4, 30),
    }
    for summary, day in expected.items():
        found = event(dated, summary)
        assert found.dtstart == day, summary
        assert found.dtend == day + timedelta(days=1)
        assert found.transparency == "TRANSPARENT"
    said = [one.summary for one in calendar(dated).events]
    assert not [one for one in said if "Old plan" in one or "Draft plan" in one]


def test_who_gets_what(dated):
    of_it = {one.summary for one in calendar(dated, "calendar/team-it.ics").events}
    of_crm = {one.summary for one in calendar(dated, "calendar/team-crm.ics").events}
    assert "Last day to cancel: Shop plan (decided: cancel)" in of_it
    assert "Review needed: Mailer security" in of_it
    assert "Key to change: Mailer to Warehouse" in of_it
    assert "Last day to cancel: Mailer plan" in of_crm
    assert "Approval ends: Mailer" in of_crm  # the team of the person who decides about the tool
    assert "Condition of a review: Shop terms" in of_crm
    everything = {one.summary for one in calendar(dated).events}
    assert of_it | of_crm <= everything


def test_an_event_says_what_to_do_and_where_to_read_on(dated):
    found = event(dated, "Last day to cancel: Mailer plan")
    assert "Decide whether it is renewed. If not, give notice by this day." in found.description
    assert "Who sees to it: CRM" in found.description
    assert str(found.url) == f"{TOP}contracts/mailer-plan/"
    assert (dated.folder / "contracts/mailer-plan/index.html").is_file()
    assert found.categories == ["Contract to cancel or keep"]


def test_who_still_has_to_decide_is_reminded(dated):
    (alarm,) = event(dated, "Last day to cancel: Mailer plan").alarm
    assert alarm.trigger == timedelta(days=-30)
    assert event(dated, "Contract renews automatically: Mailer plan").alarm == []


def test_one_who_has_decided_to_renew_is_not_reminded(project):
    decided = contract("Plan", "postbox", ["mailer"], decision={"outcome": "renew"})
    site = project.stack({"contracts/plan": decided}).build()
    assert event(site, "Last day to cancel: Plan (decided: renew)").alarm == []


def test_the_file_is_written_as_the_standard_wants(dated):
    for path, content in dated.files().items():
        if not path.endswith(".ics"):
            continue
        assert content.startswith(b"BEGIN:VCALENDAR\r\n")
        assert content.endswith(b"END:VCALENDAR\r\n")
        lines = content.split(b"\r\n")
        assert all(b"\n" not in line and b"\r" not in line for line in lines)
        assert all(len(line) <= 75 for line in lines)
        for line in lines:
            line.removeprefix(b" ").decode()  # no letter is cut in two
        ids = [line for line in lines if line.startswith(b"UID:")]
        assert len(ids) == len(set(ids))


def test_a_day_that_moves_moves_its_event(project):
    first = project.stack({"contracts/plan": contract("Plan", "postbox", ["mailer"])}).build("one")
    later = project.stack({"contracts/plan": contract("Plan", "postbox", ["mailer"], end="2027-06-30")}).build("two")
    before, after = (event(site, "Last day to cancel: Plan") for site in (first, later))
    assert before.uid == after.uid
    assert before.dtstart != after.dtstart


def test_no_clock_is_asked(project):
    plan = contract("Plan", "postbox", ["mailer"])
    bare = project.stack({"contracts/plan": plan}).build("bare")
    assert event(bare, "Last day to cancel: Plan").dtstamp.date() == date(1980, 1, 1)
    reviewed = project.stack({"contracts/plan": plan | {"last_reviewed": "2026-02-03"}}).build("reviewed")
    assert event(reviewed, "Last day to cancel: Plan").dtstamp.date() == date(2026, 2, 3)
    project.plugin["as_of"] = AS_OF
    dated = project.build("dated")
    assert event(dated, "Last day to cancel: Plan").dtstamp.date() == date(2026, 6, 1)
    assert (dated.folder / ALL).read_bytes() == (project.build("again").folder / ALL).read_bytes()


def test_records_to_look_at_again_have_a_calendar_of_their_own(project):
    project.stack({"contracts/plan": contract("Plan", "postbox", ["mailer"])})
    seen = {"name": "CRM", "kind": "marketing", "owner": "crm", "last_reviewed": "2026-01-31", "review_every": "P1M"}
    site = project.stack({"teams/crm": seen}).build()
    assert event(site, "Look again at the team: CRM", RECORDS).dtstart == date(2026, 2, 28)
    assert event(site, "Look again at the team: CRM", "calendar/team-crm.ics")
    assert not [one for one in calendar(site).events if one.summary.startswith("Look again")]


def test_without_an_address_of_its_own_an_event_names_none(project):
    site = project.stack({"contracts/plan": contract("Plan", "postbox", ["mailer"])}).build()
    assert event(site, "Last day to cancel: Plan").url is None
    assert "http" not in event(site, "Last day to cancel: Plan").description


def test_hostile_words_stay_words(project):
    signs = [*ATTACKS.values(), "a;b,c\\n:d", "BEGIN:VEVENT END:VCALENDAR", "X \u00ad Y"]
    many = {f"contracts/c{n}": contract(text[:200], "postbox", ["mailer"]) for n, text in enumerate(signs)}
    site = project.stack({"stack": {"name": "Petals; \\, \u05e9\u05dc\u05d5\u05dd"}, **many}).build()
    found = calendar(site)
    assert len([one for one in found.events if one.summary.startswith("Last day to cancel")]) == len(signs)
    assert any("a;b,c\\n:d" in one.summary for one in found.events)
    assert any("BEGIN:VEVENT END:VCALENDAR" in one.summary for one in found.events)


def test_days_that_are_a_slip_of_the_pen_spoil_no_calendar(project):
    odd = contract("Odd", "postbox", ["mailer"], start=None, end="9999-12-31")
    early = contract("Early", "postbox", ["mailer"], start=None, end="0001-01-05", notice_period="P9000Y")
    site = project.stack(
        {"contracts/odd": odd, "contracts/early": early, "contracts/plan": contract("Plan", "postbox", ["mailer"])}
    ).build()
    assert {one.summary for one in calendar(site).events} >= {"Last day to cancel: Plan"}
    assert not [one for one in calendar(site).events if "Odd" in one.summary or "Early" in one.summary]


def test_the_page_says_how_to_subscribe(dated, project):
    page = dated.text("contracts/index.html")
    assert f"<code>{TOP}calendar/all.ics</code>" in page
    assert f"<code>{TOP}calendar/team-it.ics</code>" in page
    assert f"<code>{TOP}calendar/team-it.ics</code>" in dated.text("teams/it/index.html")
    bare = project.stack({"contracts/plan": contract("Plan", "postbox", ["mailer"])}).build()
    assert 'href="../calendar/all.ics"' in bare.text("contracts/index.html")
    assert 'href="../../calendar/team-crm.ics"' in bare.text("teams/crm/index.html")
