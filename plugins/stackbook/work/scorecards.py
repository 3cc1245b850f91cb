"""Scorecards: how far apart marketing and IT are, question by question, and what changed since the one before.

Scales may differ from scorecard to scorecard. What is compared is the share of the scale: 0 for its worst score, which
is always 1, and 1 for its best.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stackbook.inventory import Inventory
from stackbook.model.measures import Dimension, Scorecard

WORST = 1
"""The worst score of every scale."""
CLOSE, APART, FAR = "close", "apart", "far"
"""How far the sides are from each other: less than an eighth of the scale, less than a quarter, more."""
_CLOSE_BELOW, _FAR_FROM = 0.125, 0.25
_FINE = 9


@dataclass(frozen=True, slots=True)
class Answers:
    """What both sides answered, as it stands on the scale and as a share of it.

    Args:
        marketing: marketing's answer or mean; None when there is none.
        it: IT's.
        scale: the best score; None when it is not recorded.
    """

    marketing: float | None
    it: float | None
    scale: int | None

    @property
    def shares(self) -> tuple[float | None, float | None]:
        """Marketing's and IT's as a share of the scale, from 0 to 1."""
        return self._share(self.marketing), self._share(self.it)

    @property
    def gap(self) -> float | None:
        """How many points marketing is above IT; below zero when IT is above. None when one has not answered."""
        if self.marketing is None or self.it is None:
            return None
        return _fine(self.marketing - self.it)

    @property
    def gap_share(self) -> float | None:
        """The gap as a share of the scale."""
        marketing, it = self.shares
        return _fine(marketing - it) if marketing is not None and it is not None else None

    @property
    def distance(self) -> str:
        """One of `CLOSE`, `APART` and `FAR`; "" when it is not known."""
        share = self.gap_share
        if share is None:
            return ""
        return CLOSE if abs(share) < _CLOSE_BELOW else APART if abs(share) < _FAR_FROM else FAR

    @property
    def middle(self) -> float | None:
        """The mean of both sides; of one side nothing is said, since it is only half of it."""
        return None if self.marketing is None or self.it is None else _fine((self.marketing + self.it) / 2)

    @property
    def middle_share(self) -> float | None:
        """The mean of both sides as a share of the scale."""
        return self._share(self.middle)

    def _share(self, value: float | None) -> float | None:
        if value is None or not self.scale or self.scale <= WORST:
            return None
        return (value - WORST) / (self.scale - WORST)


@dataclass(frozen=True, slots=True)
class Steps:
    """How many points were won or lost since an earlier scorecard, on the scale of the later one.

    Args:
        marketing: marketing's; None when one of the two answers is not known.
        it: IT's.
        both: the mean's of both sides.
    """

    marketing: float | None
    it: float | None
    both: float | None


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """A question of a scorecard with its answers.

    Args:
        dimension: the question.
        answers: what both sides answered; an answer outside the scale is left out.
        since: what changed since the scorecard before; None when that did not ask it.
    """

    dimension: Dimension
    answers: Answers
    since: Steps | None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.dimension.name or self.dimension.id.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class CardLine:
    """A scorecard as it stands.

    Args:
        card: the scorecard.
        lines: its questions, in the order asked.
        mean: the means of both sides, over the questions that both answered.
        counted: how many questions that were.
        before: the one asked before it that has answers; None for the first, and for one without a day.
        since: how the means changed since then, on the questions that both sides answered both times.
    """

    card: Scorecard
    lines: tuple[DimensionLine, ...]
    mean: Answers
    counted: int
    before: Scorecard | None
    since: Steps | None

    @property
    def answered(self) -> bool:
        """Whether anybody has answered anything."""
        return any(one.answers.marketing is not None or one.answers.it is not None for one in self.lines)

    @property
    def widest(self) -> tuple[DimensionLine, ...]:
        """Its questions, the widest gap first; those that one side has not answered come last."""
        return tuple(sorted(self.lines, key=lambda one: -abs(one.answers.gap) if one.answers.gap is not None else 1.0))

    def of(self, dimension: str) -> DimensionLine | None:
        """The question with that id."""
        return next((one for one in self.lines if one.dimension.id == dimension), None)


@dataclass(frozen=True, slots=True)
class Trend:
    """A question over all scorecards that have a day and a scale.

    Args:
        id: the dimension's id.
        name: as the newest scorecard has it.
        cards: the scorecards that ask it, the earliest first, each with its line.
    """

    id: str
    name: str
    cards: tuple[tuple[CardLine, DimensionLine], ...]

    def shares(self, side: str) -> tuple[tuple[date, float], ...]:
        """Days with one side's answer as a share of the scale.

        Args:
            side: ``marketing`` or ``it``.
        """
        found = []
        for card, line in self.cards:
            share = line.answers.shares[0 if side == "marketing" else 1]
            if card.card.date is not None and share is not None:
                found.append((card.card.date, share))
        return tuple(found)


@dataclass(frozen=True)
class Scorecards:
    """All scorecards of a stack.

    Args:
        lines: the earliest first; those without a day come last.
    """

    lines: tuple[CardLine, ...]

    @property
    def asked(self) -> tuple[CardLine, ...]:
        """Those with a day and answers, the earliest first."""
        return tuple(one for one in self.lines if one.card.date is not None and one.answered)

    @property
    def latest(self) -> CardLine | None:
        """The newest that somebody has answered."""
        asked = self.asked or tuple(one for one in self.lines if one.answered)
        return asked[-1] if asked else None

    @property
    def one_scale(self) -> int | None:
        """The scale that all answered ones have; None when they differ or one is not known."""
        scales = {one.card.scale for one in self.asked}
        return next(iter(scales)) if len(scales) == 1 else None

    @property
    def trends(self) -> tuple[Trend, ...]:
        """Every question over time, in the order of the newest scorecard; those it does not ask any more come last."""
        found: dict[str, list[tuple[CardLine, DimensionLine]]] = {}
        for card in reversed(self.asked):
            for line in card.lines:
                found.setdefault(line.dimension.id, []).append((card, line))
        return tuple(Trend(id_, of[0][1].name, tuple(reversed(of))) for id_, of in found.items())


def scorecards(inventory: Inventory) -> Scorecards:
    """Every scorecard with its means, gaps and changes."""
    found = [one for one in inventory.all("scorecard") if isinstance(one, Scorecard)]
    found.sort(key=lambda one: (one.date or date.max, one.id))
    lines: list[CardLine] = []
    before: CardLine | None = None
    for card in found:
        line = _card(card, before if card.date is not None else None)
        lines.append(line)
        if card.date is not None and line.answered:
            before = line
    return Scorecards(tuple(lines))


def _card(card: Scorecard, before: CardLine | None) -> CardLine:
    once: dict[str, Dimension] = {}
    for one in card.dimensions:
        once.setdefault(one.id, one)
    answers = {id_: _answers(card, one) for id_, one in once.items()}
    earlier = {one.dimension.id: one.answers for one in before.lines} if before else {}
    lines = tuple(
        DimensionLine(one, answers[id_], _steps(earlier[id_], answers[id_]) if id_ in earlier else None)
        for id_, one in once.items()
    )
    both = [one for one in answers.values() if one.gap is not None]
    again = [id_ for id_, one in answers.items() if one.gap is not None and id_ in earlier]
    again = [id_ for id_ in again if earlier[id_].gap is not None]
    since = None
    if before and again:
        then = _mean([earlier[id_] for id_ in again], before.card.scale)
        since = _steps(then, _mean([answers[id_] for id_ in again], card.scale))
    return CardLine(
        card,
        lines,
        _mean(both or answers.values(), card.scale),
        len(both),
        before.card if before else None,
        since,
    )


def _answers(card: Scorecard, dimension: Dimension) -> Answers:
    return Answers(_within(card, dimension.marketing), _within(card, dimension.it), card.scale)


def _within(card: Scorecard, value: float | None) -> float | None:
    """An answer that can be one: a slip must not spoil the mean."""
    return value if value is not None and (card.scale is None or WORST <= value <= card.scale) else None


def _mean(found: Iterable[Answers], scale: int | None) -> Answers:
    kept = tuple(found)
    return Answers(_middle(one.marketing for one in kept), _middle(one.it for one in kept), scale)


def _middle(found: Iterable[float | None]) -> float | None:
    known = [one for one in found if one is not None]
    return _fine(sum(known) / len(known)) if known else None


def _steps(before: Answers, now: Answers) -> Steps:
    """What changed, in points of the later scale."""
    length = (now.scale or WORST) - WORST
    pairs = [*zip(before.shares, now.shares, strict=True), (before.middle_share, now.middle_share)]
    marketing, it, both = (
        _fine((later - earlier) * length) if earlier is not None and later is not None else None
        for earlier, later in pairs
    )
    return Steps(marketing, it, both)


def _fine(value: float) -> float:
    return round(value, _FINE) + 0.0  # not -0.0
