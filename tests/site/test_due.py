"""The page of everything that is due on a day."""

from __future__ import annotations

import csv
import re

import pytest
from projects import Project, Site
from small import integration, small_stack

CONTRACT = {
    "vendor": "postbox", "tools": ["mailer"], "owner": "crm", "start": "2025-01-01", "end": "2027-01-31",
    "auto_renew": True, "notice_period": "P1M", "renewal_term": "P1Y",
}  # fmt: skip
FILES = {
    "contracts/mailer": {"name": "Mailer plan", **CONTRACT},
    "contracts/old": {"name": "Old plan", **CONTRACT, "auto_renew": False, "end": "2026-01-31", "status": "expired"},
    "reviews/safe": {
        "name": "Is it safe", "subject": "tool:mailer", "type": "security", "state": "requested", "due": "2026-10-01",
    },
    "integrations/press": integration(
        "Keys of the press", "shop", "mailer", purpose="Another purpose.",
        auth={"method": "api_key", "rotate_every": "P1Y", "last_rotated": "2026-01-15"},
    ),
    "vendors/inside": {
        "name": "Inside Ltd", "visibility": "internal", "certifications": [{"type": "c5", "valid_until": "2027-02-01"}],
    },
}  # fmt: skip


def built(tmp_path, cache, **plugin: object) -> Site:
    project = Project(tmp_path, cache).stack({**small_stack(), **FILES})
    project.plugin |= plugin
    return project.build()


def rows(site: Site) -> list[tuple[str, str, str, str]]:
    found = csv.DictReader(site.text("due/due.csv").removeprefix("\ufeff").splitlines())
    return [(one["Day"], one["What"], one["Name"], one["When"]) for one in found]


def test_everything_with_a_day_stands_in_one_list(tmp_path, cache):
    site = built(tmp_path, cache, as_of="2026-11-22")
    assert rows(site) == [
        ("2026-10-01", "Review needed", "Is it safe", "Late"),
        ("2026-12-31", "Contract to cancel or keep", "Mailer plan", "By 21 January 2027"),
        ("2027-01-15", "Key to change", "Keys of the press", "By 21 January 2027"),
        ("2027-01-31", "Contract ends", "Mailer plan", "By 20 February 2027"),
    ]
    page = site.text("due/index.html")
    assert page.count('<tr role="row" data-sb-is=') == len(rows(site))
    assert 'href="../integrations/press/"' in page
    assert re.search(r'data-sb-is="what:rotation when:60[^"]*"', page)
    assert "Inside Ltd" not in page


def test_without_a_day_nothing_is_late(tmp_path, cache):
    site = built(tmp_path, cache)
    assert {when for *_, when in rows(site)} == {""}
    assert "does not say what is late" in site.text("due/index.html")


@pytest.mark.parametrize("day", ["2026-11-22", None])
def test_a_stack_without_days_says_what_to_write(tmp_path, cache, day):
    project = Project(tmp_path, cache).stack({"stack": {"name": "Petals"}})
    project.plugin |= {"as_of": day} if day else {}
    site = project.build()
    assert "Nothing has a day yet" in site.text("due/index.html")
    assert not site.has("due/due.csv")
