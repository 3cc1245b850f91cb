"""Scores: worked out as their authors say, and never from half of the numbers."""

from __future__ import annotations

from typing import Any

import pytest

from stackbook.model.initiatives import Initiative
from stackbook.model.vocab.work import VOCABULARIES
from stackbook.work.score import METHODS, ScoreLine, number, score_line


def scored(method: str, **values: float) -> ScoreLine:
    made: dict[str, Any] = {"id": "one", "name": "One", "goal": None, "why": None, "status": None}
    made |= {"sponsor_marketing": None, "sponsor_it": None, "score": {"method": method, "values": values}}
    found = score_line(Initiative.model_validate(made))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("method", "values", "value", "formula"),
    [
        ("rice", {"reach": 40_000, "impact": 2, "confidence": 0.8, "effort": 6}, 10_666.67, "40,000 {x} 2 {x} 0.8 ÷ 6"),
        (
            "wsjf",
            {"business_value": 8, "time_criticality": 5, "risk_reduction": 3, "job_size": 4},
            4,
            "(8 + 5 + 3) ÷ 4",
        ),
        ("ice", {"impact": 8, "confidence": 6, "ease": 5}, 240, "8 {x} 6 {x} 5"),
        ("value_effort", {"value": 9, "effort": 2}, 4.5, "9 ÷ 2"),
    ],
)
def test_each_method_is_worked_out_as_its_authors_say(
    method: str, values: dict[str, float], value: float, formula: str
) -> None:
    found = scored(method, **values)
    assert found.value == pytest.approx(value, abs=0.01)
    assert found.formula == formula.format(x="\u00d7")
    assert not found.reason


def test_without_one_of_its_numbers_there_is_no_score() -> None:
    found = scored("rice", reach=100, confidence=0.5)
    assert (found.value, found.formula) == (None, "")
    assert found.missing == ("impact", "effort")
    assert found.reason == "Not given: impact and effort."


def test_a_number_of_another_method_is_told_and_not_used() -> None:
    found = scored("ice", impact=8, confidence=6, ease=5, effort=2, zeal=1)
    assert found.value == 240
    assert found.unknown == ("effort", "zeal")


def test_nothing_is_divided_by_zero() -> None:
    found = scored("value_effort", value=9, effort=0)
    assert (found.value, found.by_zero) == (None, "effort")
    assert "Effort is 0" in found.reason


def test_no_score_is_not_a_score_of_nothing() -> None:
    made: dict[str, Any] = {"id": "one", "name": "One", "goal": None, "why": None, "status": None}
    assert score_line(Initiative.model_validate(made | {"sponsor_marketing": None, "sponsor_it": None})) is None


def test_every_word_of_the_vocabulary_has_a_formula() -> None:
    words = next(one for one in VOCABULARIES if one.name == "score_method")
    assert METHODS.keys() == words.values.keys()


@pytest.mark.parametrize(
    ("value", "said"), [(40_000, "40,000"), (0.8, "0.8"), (12.366, "12.37"), (0.00123, "0.00123"), (0, "0"), (-3, "-3")]
)
def test_numbers_are_written_for_people(value: float, said: str) -> None:
    assert number(value) == said
