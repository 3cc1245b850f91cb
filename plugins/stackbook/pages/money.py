"""Sums of money in words and in files."""

from __future__ import annotations

_SMALL = 100


def sum_of(amount: float, currency: str) -> str:
    """``12,500 EUR``, or ``free``; cents only where there are some and the sum is small."""
    if not amount:
        return "free"
    cents = amount < _SMALL and amount != round(amount)
    return f"{amount:,.2f} {currency}" if cents else f"{amount:,.0f} {currency}"


def price(amount: float) -> str:
    """A sum as a cell of a file: digits alone, with cents where there are some."""
    rounded = round(amount, 2)
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.2f}"
