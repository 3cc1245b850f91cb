"""The score of an initiative: how its place in the order was worked out.

Four methods are known. Each is a small formula over the numbers that people wrote:

- RICE, reach times impact times confidence divided by effort, is Intercom's (Sean McBride, "RICE: Simple
  prioritization for product managers", https://www.intercom.com/blog/rice-simple-prioritization-for-product-managers/).
- WSJF, weighted shortest job first, is the Scaled Agile Framework's: the cost of delay (business value, time
  criticality and risk reduction added up) divided by job size (https://framework.scaledagile.com/wsjf).
- ICE, impact times confidence times ease, is Sean Ellis's (Sean Ellis and Morgan Brown, "Hacking Growth", 2017).
- Value and effort: value divided by effort, the matrix of the same name as a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import prod

from stackbook.model.initiatives import Initiative

_TIMES = " \u00d7 "


@dataclass(frozen=True, slots=True)
class Method:
    """How a score is worked out.

    Args:
        key: a word of the vocabulary `score_method`.
        name: in short.
        above: numbers that are multiplied, or added up when `adds`.
        below: what the result is divided by; "" for nothing.
        adds: the numbers above are added up.
        share: the number that goes from 0 to 1; "" for none.
        meaning: the formula in words.
        source: where it comes from.
    """

    key: str
    name: str
    above: tuple[str, ...]
    below: str
    adds: bool
    share: str
    meaning: str
    source: str

    @property
    def wants(self) -> tuple[str, ...]:
        """Every number that it needs."""
        return (*self.above, self.below) if self.below else self.above


METHODS: Mapping[str, Method] = {
    one.key: one
    for one in (
        Method(
            "rice",
            "RICE",
            ("reach", "impact", "confidence"),
            "effort",
            False,
            "confidence",
            "Reach times impact times confidence, divided by effort.",
            "Intercom",
        ),
        Method(
            "wsjf",
            "WSJF",
            ("business_value", "time_criticality", "risk_reduction"),
            "job_size",
            True,
            "",
            "Business value, time criticality and risk reduction added up, divided by job size.",
            "Scaled Agile Framework",
        ),
        Method(
            "ice",
            "ICE",
            ("impact", "confidence", "ease"),
            "",
            False,
            "",
            "Impact times confidence times ease.",
            "Sean Ellis",
        ),
        Method(
            "value_effort",
            "Value and effort",
            ("value",),
            "effort",
            False,
            "",
            "Value divided by effort.",
            "The value and effort matrix",
        ),
    )
}
"""Method by its word."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The score of an initiative, or why there is none.

    Args:
        initiative: whose it is.
        method: the word that was written.
        name: of the method, in short.
        value: None when a number is missing, or when it would be divided by nothing.
        formula: how it was worked out, as in ``40,000 x 2 x 0.8 / 6`` with the signs of arithmetic; "" without a value.
        missing: the numbers that the method needs and that are not there.
        unknown: numbers that the method does not know.
        by_zero: the number by which would have to be divided and that is not above 0, or "".
        beyond: the share that is not between 0 and 1, or "".
        reason: why there is no value, a sentence; "" when there is one.
    """

    initiative: Initiative
    method: str
    name: str
    value: float | None = None
    formula: str = ""
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    by_zero: str = ""
    beyond: str = ""
    reason: str = ""


def score_line(initiative: Initiative) -> ScoreLine | None:
    """The score of an initiative; None when nothing is written about one."""
    if initiative.score is None:
        return None
    key, values = initiative.score.method, initiative.score.values
    method = METHODS[key]
    blank = ScoreLine(
        initiative,
        key,
        method.name,
        missing=tuple(one for one in method.wants if one not in values),
        unknown=tuple(sorted(one for one in values if one not in method.wants)),
    )
    if blank.missing:
        return replace(blank, reason=f"Not given: {_listed(words(one).lower() for one in blank.missing)}.")
    share = method.share
    if share and not 0 <= values[share] <= 1:
        reason = f"{words(share)} is {number(values[share])}, and goes from 0 to 1."
        return replace(blank, beyond=share, reason=reason)
    if method.below and values[method.below] <= 0:
        reason = f"{words(method.below)} is {number(values[method.below])}, and has to be above 0."
        return replace(blank, by_zero=method.below, reason=reason)
    above = [values[one] for one in method.above]
    value = sum(above) if method.adds else prod(above)
    formula = (" + " if method.adds else _TIMES).join(map(number, above))
    if method.below:
        value /= values[method.below]
        formula = f"{f'({formula})' if method.adds else formula} \u00f7 {number(values[method.below])}"
    return replace(blank, value=value, formula=formula)


def words(key: str) -> str:
    """``time_criticality`` as ``Time criticality``."""
    return key.replace("_", " ").strip().capitalize() or key


def number(value: float) -> str:
    """``40,000``, ``0.8``, ``12.37``; small numbers keep three digits that count."""
    if value and abs(value) < 0.1:
        return f"{value:.3g}"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
