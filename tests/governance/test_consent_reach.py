"""How far an opt-out gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from privacy_stack import OPT_IN, field, holding, privacy_stack
from small import integration, tool

from stackbook.examine import examine
from stackbook.governance import Governance
from stackbook.governance.consent import ConsentReach, ToolReach

Made = Callable[[dict[str, Any]], Governance]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(stack: dict[str, Any]) -> Governance:
        for path, values in stack.items():
            file = tmp_path / f"{path}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values), encoding="utf-8")
        return examine(tmp_path).governance

    return make


def reach(governance: Governance, source: str = "preferences") -> ConsentReach:
    return governance.consent.of_source[source]


def line(found: ConsentReach, tool_id: str) -> ToolReach:
    return next(one for one in found.tools if one.tool.id == tool_id)


def test_an_opt_out_arrives_by_the_way_of_the_field_that_holds_it(made: Made) -> None:
    found = reach(made(privacy_stack()))
    assert [place.key for place in found.fields] == ["preferences.opt_in"]
    mailer = line(found, "mailer")
    assert mailer.reached
    assert [one.end.key for one in mailer.arrivals] == ["subscribers.opt_in"]
    assert mailer.slowest is not None
    assert mailer.slowest.way.integrations == ("centre-to-mailer",)
    assert mailer.slowest.age.seconds == 15 * 60


def test_time_adds_up_along_the_way(made: Made) -> None:
    warehouse = line(reach(made(privacy_stack())), "warehouse")
    assert not warehouse.sending
    assert warehouse.slowest is not None
    assert warehouse.slowest.way.integrations == ("centre-to-mailer", "mailer-to-warehouse")
    assert warehouse.slowest.age.seconds == 15 * 60 + 24 * 3600


def test_a_tool_that_is_only_written_once_is_not_reached(made: Made) -> None:
    letters = line(reach(made(privacy_stack())), "letters")
    assert not letters.reached
    assert letters.missed
    assert [one.id for one in letters.holds] == ["addresses"]


def test_a_sending_tool_without_the_opt_out_says_where_its_data_comes_from(made: Made) -> None:
    found = reach(made(privacy_stack()))
    texter = line(found, "texter")
    assert not texter.reached
    assert not texter.missed
    assert [one.id for one in texter.fed_by] == ["mailer"]
    assert [one.tool.id for one in found.reached] == ["mailer"]
    assert [one.tool.id for one in found.not_reached] == ["letters", "texter"]
    assert [one.tool.id for one in found.also] == ["centre", "warehouse"]


def test_tools_no_longer_in_use_do_not_count(made: Made) -> None:
    governance = made(privacy_stack())
    assert sorted(governance.consent.sending) == ["mailer", "texter"]
    assert "retired" not in {one.tool.id for one in reach(governance).tools}


@pytest.mark.parametrize("status", ["planned", "inactive", "related"])
def test_what_is_switched_off_carries_no_opt_out(made: Made, status: str) -> None:
    stack = privacy_stack()
    stack["integrations/centre-to-mailer"]["status"] = status
    mailer = line(reach(made(stack)), "mailer")
    assert not mailer.reached
    assert mailer.missed


def test_the_quickest_way_counts_and_one_with_a_limit_before_one_without(made: Made) -> None:
    stack = privacy_stack()
    mapping = {"from": "preferences.opt_in", "to": "subscribers.opt_in"}
    stack["integrations/by-hand"] = integration(
        "By hand", "centre", "mailer", purpose="Other.", frequency="on_demand", fields=[mapping]
    )
    stack["integrations/nightly"] = integration("Nightly", "centre", "mailer", purpose="Another.", fields=[mapping])
    slowest = line(reach(made(stack)), "mailer").slowest
    assert slowest is not None
    assert slowest.way.integrations == ("centre-to-mailer",)


def test_a_way_back_carries_an_opt_out_as_well(made: Made) -> None:
    stack = privacy_stack()
    stack["integrations/centre-to-mailer"] |= {"direction": "two_way", "conflict_rule": "last_write_wins"}
    del stack["data-sources/addresses"]["consent_source"]
    stack["data-sources/numbers"]["consent_source"] = "subscribers"
    centre = line(reach(made(stack), "subscribers"), "centre")
    assert centre.reached


def test_without_fields_that_say_consent_every_field_counts(made: Made) -> None:
    stack = privacy_stack()
    stack["data-sources/log"] = holding("Log", "centre", field("entry", "Entry", "user.contact.email"))
    stack["data-sources/facts"]["consent_source"] = "log"
    stack["integrations/log-to-warehouse"] = integration(
        "Log to Warehouse", "centre", "warehouse", fields=[{"from": "log.entry", "to": "facts.email"}]
    )
    found = reach(made(stack), "log")
    assert [place.key for place in found.fields] == ["log.entry"]
    assert line(found, "warehouse").reached
    assert line(found, "ads").arrivals


def test_a_source_of_consent_that_nothing_writes_is_found_by_itself(made: Made) -> None:
    stack = privacy_stack()
    stack["data-sources/phones"] = holding("Phones", "texter", OPT_IN)
    governance = made(stack)
    assert [one.source.id for one in governance.consent.reaches] == ["preferences", "phones"]
    own = line(reach(governance), "texter")
    assert [one.id for one in own.own] == ["phones"]
    here = line(reach(governance, "phones"), "texter")
    assert here.slowest is not None
    assert here.slowest.way.steps == ()


def test_it_ends_in_a_circle_and_without_anything(made: Made, tmp_path: Path) -> None:
    stack = privacy_stack()
    stack["integrations/back"] = integration(
        "Back", "warehouse", "centre", fields=[{"from": "facts.opt_in", "to": "preferences.opt_in"}]
    )
    assert line(reach(made(stack)), "mailer").reached
    (tmp_path / "empty").mkdir()
    assert examine(tmp_path / "empty").governance.consent.reaches == ()


def test_an_earlier_id_of_the_source_names_it_too(made: Made) -> None:
    stack = privacy_stack()
    stack["data-sources/preferences"]["aliases"] = ["choices"]
    stack["data-sources/subscribers"]["consent_source"] = "choices"
    assert {one.id for one in reach(made(stack)).named_by} == {"subscribers", "addresses"}


def test_many_tools_take_no_time(made: Made) -> None:
    """Every field passes every other once, however many ways there are."""
    stack = privacy_stack()
    for n in range(40):
        stack[f"tools/t{n}"] = tool(f"Tool {n}")
        stack[f"data-sources/s{n}"] = holding(f"Source {n}", f"t{n}", OPT_IN)
        for m in range(n):
            stack[f"integrations/i{m}-{n}"] = integration(
                f"{m} to {n}", f"t{m}", f"t{n}", fields=[{"from": f"s{m}.opt_in", "to": f"s{n}.opt_in"}]
            )
    found = reach(made(stack), "s0")
    assert len(found.reached) == 40
    assert all(one.slowest and len(one.slowest.way.steps) <= 1 for one in found.reached)
