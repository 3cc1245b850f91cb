"""What the guide says about personalisation is what happens."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "docs"))

from guide_text import GUIDE, code, full_examples, rows, write_all

from stackbook.examine import Examined, examine
from stackbook.lineage.age import PERIODS, USUAL, in_words, seconds_of
from stackbook.model.vocab import BUILT_IN
from stackbook.rules import RULES
from stackbook.rules.personalisation import NEEDS_VALUE

PAGE = GUIDE / "personalisation.md"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Examined:
    folder = tmp_path_factory.mktemp("guide")
    write_all({"stack/stack.yml": "name: Acme\n", **full_examples(PAGE)}, folder)
    return examine(folder / "stack")


def test_the_example_is_traced_without_a_finding(shown: Examined) -> None:
    line = shown.lineage.tokens["braze-loyalty-tier"]
    assert line.way is not None
    assert line.way.integrations == ("club-to-warehouse", "warehouse-to-braze")
    assert f"`path: [{', '.join(line.way.integrations)}]`" in PAGE.read_text("utf-8")
    assert [d.message for d in shown.diagnostics if d.entity == line.token.ref] == []


def test_the_numbers_of_the_worked_example_are_those_that_come_out(shown: Examined) -> None:
    line = shown.lineage.tokens["braze-loyalty-tier"]
    assert line.age is not None
    assert line.age.seconds is not None
    made = [[part.label, in_words(part.seconds or 0)] for part in line.age.parts]
    table = [[row[0].strip("*"), row[2].strip("*")] for row in rows(PAGE, "### Worked out for the example")]
    assert table == [*made, ["Together", line.age.words]]
    without = in_words(line.age.seconds - (line.age.parts[-1].seconds or 0))
    assert f"at most {without} old" in " ".join(PAGE.read_text("utf-8").split())
    assert line.token.max_age == "P5D"
    assert seconds_of("P2D") < line.age.seconds <= seconds_of("P5D")


def test_the_periods_are_those_that_count() -> None:
    counted = {word: row[1] for row in rows(PAGE, "## How old it can be") for word in code(row[0])}
    assert set(counted) == set(BUILT_IN["frequency"].values)
    for word, seconds in {**PERIODS, **USUAL}.items():
        assert counted[word].partition(",")[0] == in_words(seconds)
        assert ("`max_latency` instead" in counted[word]) is (word in USUAL)
    assert counted["on_demand"] == counted["one_off"] == "nobody can tell"


def test_every_strategy_is_described_and_those_that_need_a_value_say_so() -> None:
    table = {code(row[0])[0]: row[2] for row in rows(PAGE, "### When it is empty")}
    assert list(table) == list(BUILT_IN["fallback_strategy"].values)
    assert {word for word, value in table.items() if value} == set(NEEDS_VALUE)


def test_every_rule_about_tokens_is_listed() -> None:
    listed = [code(row[0])[0] for row in rows(PAGE, "## What the check says")]
    assert set(listed) == {code for code, one in RULES.items() if one.check.family == "Personalisation"}
    assert len(listed) == len(set(listed))
