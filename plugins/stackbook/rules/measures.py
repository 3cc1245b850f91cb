"""Rules about KPIs and scorecards."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity
from stackbook.model.days import after
from stackbook.model.measures import Kpi, Scorecard
from stackbook.rules.engine import Context, rule
from stackbook.rules.initiatives import FAMILY
from stackbook.rules.reading import flawed
from stackbook.rules.wording import on_day

_LOWEST = 1


@rule("kpi-without-reading", Severity.HINT, family=FAMILY)
def kpi_without_reading(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A KPI has no reading.

    A measure that nobody measures says nothing, and nobody can tell whether work moved it.

    Fix: Add the first one under `readings`, with its day and its value.

    Passes::

        # kpis/open-rate.yml
        {name: Open rate, readings: [{on: "2026-10-31", value: 31.5}]}

    Fails::

        # kpis/open-rate.yml
        {name: Open rate, unit: "%"}
    """
    for one in _kpis(context):
        if not one.readings and not flawed(context, one.ref, "readings"):
            yield check.at(
                context.inventory.place(one), f"nobody has written down a value of “{one.name}” yet", entity=one.ref
            )


@rule("kpi-reading-overdue", Severity.WARNING, family=FAMILY, dated=True)
def kpi_reading_overdue(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A KPI was not measured for twice as long as it should be.

    People go on deciding by a value that is no longer true.

    Fix: Measure it and add the value under `readings`; or put `cadence` right.

    Passes::

        # kpis/open-rate.yml
        {name: Open rate, cadence: P1M, readings: [{on: "2026-10-31", value: 31.5}]}

    Fails::

        # kpis/open-rate.yml
        {name: Open rate, cadence: P1M, readings: [{on: "2026-07-31", value: 31.5}]}
    """
    for one in _kpis(context):
        if not one.readings or not one.cadence or flawed(context, one.ref, "readings"):
            continue
        last = max(reading.on for reading in one.readings)
        if after(after(last, one.cadence), one.cadence) < context.today:
            yield check.at(
                context.inventory.place(one, "readings"),
                f"“{one.name}” was last measured on {on_day(last)}",
                entity=one.ref,
                field="readings",
            )


@rule("kpi-without-target", Severity.HINT, family=FAMILY)
def kpi_without_target(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A KPI does not say what it should be.

    Nobody can tell whether a value is good.

    Fix: Agree on a `target`. Where it should stay within a range, write `band` with `low` and `high`.

    Passes::

        # kpis/open-rate.yml
        {name: Open rate, direction: up, target: 35}
        # kpis/load.yml
        {name: Share of planned work, direction: band, band: {low: 60, high: 80}}

    Fails::

        # kpis/load.yml
        {name: Share of planned work, direction: band, target: 70}
    """
    for one in _kpis(context):
        if one.direction is None or flawed(context, one.ref, "target", "band"):
            continue
        key = "band" if one.direction == "band" else "target"
        if getattr(one, key) is None:
            which = "the range in which it should stay" if key == "band" else "what it should be"
            yield check.at(context.inventory.place(one), f"“{one.name}” does not say {which}", entity=one.ref)


@rule("band-upside-down", Severity.ERROR, family=FAMILY)
def band_upside_down(context: Context, check: Check) -> Iterator[Diagnostic]:
    """The range of a KPI ends below where it begins.

    No value can lie in it.

    Fix: Write the smaller number under `low`.

    Passes::

        # kpis/load.yml
        {name: Share of planned work, direction: band, band: {low: 60, high: 80}}

    Fails::

        # kpis/load.yml
        {name: Share of planned work, direction: band, band: {low: 80, high: 60}}
    """
    for one in _kpis(context):
        if one.band is not None and one.band.low > one.band.high:
            yield check.at(
                context.inventory.place(one, "band"),
                f"the range of “{one.name}” goes from {one.band.low:g} down to {one.band.high:g}",
                entity=one.ref,
                field="band",
            )


@rule("score-beyond-scale", Severity.ERROR, family=FAMILY)
def score_beyond_scale(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An answer of a scorecard lies outside its scale.

    It is a slip, and it would make the mean and the gap wrong.

    Fix: Write a number from 1 to the best score, which stands under `scale`.

    Passes::

        # scorecards/2026-q4.yml
        name: Fourth quarter
        scale: 5
        dimensions: [{id: roadmap, question: Do we share a roadmap, marketing: 3.4, it: 2.8}]

    Fails::

        # scorecards/2026-q4.yml
        name: Fourth quarter
        scale: 5
        dimensions: [{id: roadmap, question: Do we share a roadmap, marketing: 34, it: 2.8}]
    """
    for one in context.inventory.all("scorecard"):
        if not isinstance(one, Scorecard) or one.scale is None:
            continue
        for position, dimension in enumerate(one.dimensions):
            for key, value in (("marketing", dimension.marketing), ("it", dimension.it)):
                if value is not None and not _LOWEST <= value <= one.scale:
                    yield check.at(
                        context.inventory.place(one, "dimensions", position, key),
                        f"{value:g} is outside the scale of “{one.name}”, which goes from {_LOWEST} to {one.scale}",
                        entity=one.ref,
                        field="dimensions",
                    )


def _kpis(context: Context) -> Iterator[Kpi]:
    return (one for one in context.inventory.all("kpi") if isinstance(one, Kpi))
