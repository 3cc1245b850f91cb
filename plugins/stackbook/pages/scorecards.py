"""Scorecards: are marketing and IT aligned, where is the gap, what got better; and the page of one scorecard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from stackbook.drawing.charts import Series, lines_over_time, number, pair_scale
from stackbook.exchange.api import Artifact
from stackbook.exchange.tables import Table, csv_file
from stackbook.model.measures import Scorecard
from stackbook.pages.book import Book, Desk
from stackbook.pages.headings import Headings
from stackbook.pages.links import list_of
from stackbook.pages.page import Page, SearchRecord
from stackbook.work.scorecards import (
    APART,
    CLOSE,
    FAR,
    WORST,
    Answers,
    CardLine,
    DimensionLine,
    Scorecards,
    Steps,
    Trend,
)

KIND, TITLE, FILE = "scorecard", "Scorecards", "scorecards/answers.csv"
LEAD = "Are marketing and IT aligned? How each side sees the work with the other, where they differ, and what changed."
SHOWN = frozenset({"date", "scale", "dimensions"})
"""Fields that the page of a scorecard shows in its own way."""
DISTANCES = {CLOSE: "close together", APART: "some way apart", FAR: "far apart"}
SIDES = {"marketing": "Marketing", "it": "IT"}
MOST_NAMED = 3
"""So many questions stand in one of the short lines."""
COLUMNS = (
    "Scorecard",
    "Asked on",
    "Best score",
    "Id",
    "Dimension",
    "Question",
    "Marketing",
    "IT",
    "Marketing above IT by",
    "How far apart",
    "Marketing, share of the scale (%)",
    "IT, share of the scale (%)",
    "Since the scorecard before: marketing",
    "Since the scorecard before: IT",
    "Respondents",
    "Evidence",
)
"""Of the file to be downloaded."""
_LEAST = 0.05
"""Fewer points than this are no change worth a word: an answer has one digit after the point."""
_WORTH = 0.025
"""What changed by a smaller share of the scale is left out of the short lines: a tenth of a point from 1 to 5."""
_SMALL, _LARGE = (290.0, 130.0), (480.0, 200.0)


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its picture.

    Args:
        line: the question and its answers.
        picture: both answers on the scale; "" when there is none to draw.
    """

    line: DimensionLine
    picture: Markup


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A question over time.

    Args:
        trend: the question in every scorecard that asks it.
        picture: both sides' lines; "" with fewer than two scorecards.
        cells: for each scorecard its answers in words; "" where it was not asked.
    """

    trend: Trend
    picture: Markup
    cells: tuple[str, ...]


def scorecards_page(book: Book) -> Page:
    """The newest scorecard, the trend and all of them; how to ask for the first time when there is none."""
    desk, headings = Desk(book, list_of(KIND)), Headings()
    cards = book.governance.work.scorecards
    latest = cards.latest
    html = desk.render(
        "scorecards.html",
        title=TITLE,
        lead=LEAD,
        heading=headings,
        cards=tuple(reversed(cards.asked)) + tuple(one for one in cards.lines if one not in cards.asked),
        latest=latest,
        rows=_rows(latest.widest, "gap") if latest else (),
        overall=_pair(latest.mean, "The means of both sides", "mean") if latest else "",
        differ=_differ(latest) if latest else (),
        better=_moved(latest, 1) if latest else (),
        worse=_moved(latest, -1) if latest else (),
        lowest=_lowest(latest) if latest else (),
        closing=_closing(cards),
        asked=cards.asked,
        trend=_overall(cards),
        trends=_trends(cards),
        one_scale=cards.one_scale,
        words=Words(),
        file=desk.file(FILE),
    )
    said = f"{LEAD} Alignment, gap, survey, questionnaire, pulse, marketing and IT, trust, collaboration."
    search = SearchRecord(TITLE, said, ("List",))
    return Page(list_of(KIND), TITLE, LEAD, html, "Health", headings.found, search, wide=True)


def scorecard_files(book: Book) -> Iterator[Artifact]:
    """Every answer of every scorecard as CSV."""
    cards = book.governance.work.scorecards.lines
    rows = tuple(_cells(card, line) for card in cards for line in card.lines)
    if rows:
        yield csv_file(FILE, Table(COLUMNS, rows))


def scorecard_extras(desk: Desk, card: Scorecard) -> dict[str, Any]:
    """What the page of a scorecard shows beyond its fields."""
    cards = desk.book.governance.work.scorecards
    line = next(one for one in cards.lines if one.card is card)
    at = cards.asked.index(line) if line in cards.asked else -1
    return {
        "line": line,
        "rows": _rows(line.lines, "question"),
        "overall": _pair(line.mean, "The means of both sides", "mean"),
        "after": cards.asked[at + 1].card if 0 <= at < len(cards.asked) - 1 else None,
        "words": Words(),
        "list_title": TITLE,
        "file": desk.file(FILE),
    }


class Words:
    """How answers, gaps and changes are said. Templates call it."""

    @staticmethod
    def score(value: float | None, answers: Answers) -> str:
        """An answer; "" when there is none."""
        return "" if value is None else number(value)

    @staticmethod
    def gap(answers: Answers) -> str:
        """How far both sides are apart, and who sees it better; who has not answered."""
        gap = answers.gap
        if gap is None:
            missing = [SIDES[key] for key, value in _both(answers) if value is None]
            return f"{' and '.join(missing)} {'have' if len(missing) > 1 else 'has'} not answered"
        if not gap:
            return "Both say the same"
        who, other = ("Marketing", "IT") if gap > 0 else ("IT", "marketing")
        return f"{who} {number(abs(gap))} above {other}"

    @staticmethod
    def distance(answers: Answers) -> str:
        """``close together``, ``some way apart`` or ``far apart``; "" when it is not known."""
        return DISTANCES.get(answers.distance, "")

    @staticmethod
    def steps(value: float | None) -> str:
        """How many points were won or lost: ``up 0.3``; "" when it is not known."""
        if value is None:
            return ""
        if abs(value) < _LEAST:
            return "as before"
        return f"{'up' if value > 0 else 'down'} {number(abs(value))}"

    @staticmethod
    def way(value: float | None) -> str:
        """The word for the style of a change."""
        if value is None or abs(value) < _LEAST:
            return "same"
        return "better" if value > 0 else "worse"


def _closing(cards: Scorecards) -> str:
    """Whether both sides came nearer to each other, in words; "" when it is not known."""
    latest = cards.latest
    before = next((one for one in cards.lines if latest and one.card is latest.before), None)
    if latest is None or before is None or latest.mean.gap_share is None or before.mean.gap_share is None:
        return ""
    by = (abs(latest.mean.gap_share) - abs(before.mean.gap_share)) * ((latest.mean.scale or WORST) - WORST)
    if abs(by) < _LEAST:
        return "The gap is about as wide as it was."
    return f"The gap is {number(abs(by))} {'wider' if by > 0 else 'narrower'} than it was."


def _both(answers: Answers) -> tuple[tuple[str, float | None], ...]:
    return (("marketing", answers.marketing), ("it", answers.it))


def _rows(lines: Sequence[DimensionLine], id_: str) -> tuple[Row, ...]:
    return tuple(Row(line, _pair(line.answers, line.name, f"{id_}-{at}")) for at, line in enumerate(lines, 1))


def _pair(answers: Answers, words: str, id_: str) -> Markup:
    """Both answers on the scale; "" without a scale or an answer."""
    if not answers.scale or answers.scale <= WORST or (answers.marketing is None and answers.it is None):
        return Markup("")
    if answers.scale > 20:  # a line for every step would be a hatch
        shares = [None if one is None else round(one * 10, 2) for one in answers.shares]
        drawn = pair_scale(shares[0], shares[1], f"{words}, as tenths of the scale", id_, (0, 10))
    else:
        drawn = pair_scale(answers.marketing, answers.it, words, id_, (WORST, answers.scale))
    return Markup(drawn)  # noqa: S704  # the drawing escapes


def _differ(card: CardLine) -> tuple[DimensionLine, ...]:
    """Where both sides differ most: the widest gaps, unless both are close together."""
    return tuple(one for one in card.widest if one.answers.distance in (APART, FAR))[:MOST_NAMED]


def _moved(card: CardLine, way: int) -> tuple[DimensionLine, ...]:
    """What got better, or worse, since the scorecard before: the most first."""
    length = (card.card.scale or WORST) - WORST
    moved = [
        (way * one.since.both, one)
        for one in card.lines
        if one.since and one.since.both is not None and way * one.since.both >= round(_WORTH * length, 9)
    ]
    return tuple(one for _, one in sorted(moved, key=lambda pair: -pair[0]))[:MOST_NAMED]


def _lowest(card: CardLine) -> tuple[DimensionLine, ...]:
    """What both sides find worst, where they are close together: below the middle of the scale."""
    found = [
        (one.answers.middle_share, one)
        for one in card.lines
        if one.answers.distance == CLOSE and one.answers.middle_share is not None
    ]
    low = [(share, one) for share, one in found if share < 0.5]
    return tuple(one for _, one in sorted(low, key=lambda pair: pair[0]))[:MOST_NAMED]


def _overall(cards: Scorecards) -> Markup:
    """The means of both sides over time."""
    found = [one for one in cards.asked if one.mean.scale]
    if len(found) < 2:
        return Markup("")
    series = [
        Series(SIDES[side], _on_scale(cards, [(one.card.date, one.mean.shares[at]) for one in found]))
        for at, side in enumerate(SIDES)
    ]
    drawn = lines_over_time(series, "The means of both sides over time", "trend", _bounds(cards), _LARGE)
    return Markup(drawn)  # noqa: S704  # the drawing escapes


def _trends(cards: Scorecards) -> tuple[TrendRow, ...]:
    if len(cards.asked) < 2:
        return ()
    found = []
    for at, trend in enumerate(cards.trends, 1):
        series = [Series(SIDES[side], _on_scale(cards, trend.shares(side))) for side in SIDES]
        enough = max(len(one.points) for one in series) > 1
        drawn = lines_over_time(series, f"{trend.name} over time", f"trend-{at}", _bounds(cards), _SMALL)
        by_card = {card.card.ref: line for card, line in trend.cards}
        cells = tuple(_cell(cards, by_card.get(card.card.ref)) for card in cards.asked)
        picture = Markup(drawn if enough else "")  # noqa: S704  # the drawing escapes
        found.append(TrendRow(trend, picture, cells))
    return tuple(found)


def _cell(cards: Scorecards, line: DimensionLine | None) -> str:
    """Both answers: ``3.8 / 2.2``, or as shares of the scale where scales differ."""
    if line is None:
        return ""
    if cards.one_scale:
        return " / ".join("-" if one is None else number(one) for one in (line.answers.marketing, line.answers.it))
    return " / ".join("-" if one is None else f"{round(one * 100)}\u00a0%" for one in line.answers.shares)


def _on_scale(cards: Scorecards, points: Sequence[tuple[date | None, float | None]]) -> list[tuple[date, float]]:
    """Shares as points of the scale that all scorecards have, or as per cent where scales differ."""
    scale = cards.one_scale
    known = [(day, share) for day, share in points if day is not None and share is not None]
    return [(day, round(WORST + share * (scale - WORST) if scale else share * 100, 4)) for day, share in known]


def _bounds(cards: Scorecards) -> tuple[float, float]:
    return (WORST, cards.one_scale) if cards.one_scale else (0, 100)


def _cells(card: CardLine, line: DimensionLine) -> tuple[str, ...]:
    one, answers, since = line.dimension, line.answers, line.since or Steps(None, None, None)
    shares = ("" if share is None else str(round(share * 100, 1)) for share in answers.shares)
    return (
        card.card.name,
        card.card.date.isoformat() if card.card.date else "",
        str(card.card.scale or ""),
        one.id,
        line.name,
        one.question,
        _plain(answers.marketing),
        _plain(answers.it),
        _plain(answers.gap),
        DISTANCES.get(answers.distance, ""),
        *shares,
        _plain(since.marketing),
        _plain(since.it),
        str(one.respondents) if one.respondents is not None else "",
        one.evidence or "",
    )


def _plain(value: float | None) -> str:
    """A number as a spreadsheet reads it."""
    return "" if value is None else number(value).replace(",", "")
