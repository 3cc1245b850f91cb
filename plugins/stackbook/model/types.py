"""The kinds of value that may stand in a stack file, beyond plain text and numbers.

Scalars reach the model as the author typed them (text), so each type here says
what it accepts. A refusal is a `PydanticCustomError` whose message is shown to the
contributor as it stands, and whose context may carry a ``help`` line.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, LiteralString
from urllib.parse import urlsplit

from babel import Locale
from babel.numbers import list_currencies
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

SLUG = re.compile(r"(?!index$)[a-z0-9]+(-[a-z0-9]+)*")  # `index` is the address of a list
FIELD_ID = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUARTER = re.compile(r"(19|20|21)[0-9]{2}-Q[1-4]")
_N = "[0-9]{1,5}"
_DURATION = re.compile(rf"P(?!$)({_N}Y)?({_N}M)?({_N}W)?({_N}D)?(T(?=[0-9])({_N}H)?({_N}M)?({_N}S)?)?")
_MAIL = re.compile(r"(?!mailto:)[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d"})
_BAD_IN_ADDRESS = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f]")


def refuse(kind: LiteralString, message: str, help: str = "") -> PydanticCustomError:
    """A refusal of a value, with what to write instead."""
    return PydanticCustomError(kind, "{message}", {"message": message, "help": help})


def _flag(value: Any) -> Any:
    if isinstance(value, str):
        if value in ("true", "True", "TRUE"):
            return True
        if value in ("false", "False", "FALSE"):
            return False
        raise refuse("not_a_flag", f"`{value[:40]}` is neither true nor false", "Write `true` or `false`.")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise refuse(
                "not_a_day", f"there is no day `{value}` in the calendar", "Check the month and the day."
            ) from None
    raise refuse("not_a_day", f"`{str(value)[:40]}` is not a date", "Write year, month and day, as in `2026-03-31`.")


def _duration(value: str) -> str:
    if not _DURATION.fullmatch(value):
        raise refuse(
            "not_a_duration",
            f"`{value[:40]}` is not a length of time",
            "Write `P`, a number and D, W, M or Y: `P30D` is 30 days, `P6M` six months; `PT15M` is 15 minutes.",
        )
    return value


def safe_address(value: str) -> bool:
    """Whether a web or mail address may be linked: http, https or mailto, and nothing that could hide script."""
    if _BAD_IN_ADDRESS.search(value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.hostname)
    return parts.scheme == "mailto" and bool(_MAIL.fullmatch(parts.path))


def _quarter(value: str) -> str:
    if not _QUARTER.fullmatch(value):
        meant = _meant_quarter(value)
        guess = f"did you mean `{meant}`? " if meant else ""
        raise refuse(
            "not_a_quarter",
            f"`{value[:40]}` is not a quarter",
            f"{guess}Write the year and the quarter, as in `2027-Q1`.",
        )
    return value


def _meant_quarter(value: str) -> str:
    """The quarter in ``Q4 2026`` or ``4/2026``, or that of a month such as ``2026-10``; "" when there is none."""
    text = value.strip().upper()
    if month := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(-\d\d)?", text):
        return f"{month[1]}-Q{(int(month[2]) + 2) // 3}"
    if first := re.fullmatch(r"Q?([1-4])[ /.-]*(\d{4})", text):
        return f"{first[2]}-Q{first[1]}"
    last = re.fullmatch(r"(\d{4})[ /.-]*Q?([1-4])", text)
    return f"{last[1]}-Q{last[2]}" if last else ""


def _address(value: str) -> str:
    if not safe_address(value):
        raise refuse(
            "not_an_address",
            f"`{value[:60]}` is not a web address",
            "Start with `https://` (or `mailto:` for a mailbox) and leave out spaces and quotes.",
        )
    return value


def _mail(value: str) -> str:
    if not _MAIL.fullmatch(value):
        raise refuse("not_a_mailbox", f"`{value[:60]}` is not a mail address", "Write it like `crm-team@example.com`.")
    return value


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes with English names (from CLDR, through Babel)."""
    territories = Locale("en").territories
    skip = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    return {
        code: str(name)
        for code, name in sorted(territories.items())
        if re.fullmatch("[A-Z]{2}", code) and code not in skip
    }


def places() -> dict[str, str]:
    """Countries, and ``EU`` for the European Union as a whole."""
    return {"EU": "European Union", **countries()}


def _country(value: str) -> str:
    if value not in countries():
        raise _no_place(value, countries())
    return value


def _place(value: str) -> str:
    if value not in places():
        raise _no_place(value, places())
    return value


def _no_place(value: str, known: dict[str, str]) -> PydanticCustomError:
    by_name = {name.casefold(): code for code, name in known.items()}
    by_name |= {"uk": "GB", "usa": "US", "united states of america": "US", "great britain": "GB"}
    code = by_name.get(value.casefold()) or (value.upper() if value.upper() in known else "")
    hint = f"did you mean `{code}`? " if code else ""
    return refuse(
        "not_a_country",
        f"`{value[:40]}` is not a country code",
        f"{hint}Use the two capital letters of ISO 3166, as in `DE`, `FR`, `US`.",
    )


@lru_cache(maxsize=1)
def currencies() -> dict[str, str]:
    """ISO 4217 codes of currencies in use, with English names (from CLDR, through Babel)."""
    in_use = set(list_currencies("en"))
    return {code: str(name) for code, name in sorted(Locale("en").currencies.items()) if code in in_use}


def _currency(value: str) -> str:
    if value not in currencies():
        signs = {"\u20ac": "EUR", "$": "USD", "\u00a3": "GBP", "euro": "EUR", "dollar": "USD"}
        meant = signs.get(value.casefold()) or (value.upper() if value.upper() in currencies() else "")
        raise refuse(
            "not_a_currency",
            f"`{value[:40]}` is not a currency",
            f"{f'did you mean `{meant}`? ' if meant else ''}Use the three capital letters of ISO 4217, as in `EUR`.",
        )
    return value


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise refuse(
            "bad_id",
            f"`{value[:60]}` cannot be an id",
            f"Use small letters, digits and single hyphens{suggest_id(value)}.",
        )
    return value


def _field_id(value: str) -> str:
    if not FIELD_ID.fullmatch(value):
        raise refuse(
            "bad_id",
            f"`{value[:60]}` cannot be an id",
            f"Use small letters, digits, and single hyphens or underscores{suggest_id(value, '_')}.",
        )
    return value


def suggest_id(value: str, joiner: str = "-") -> str:
    """``, as in `my-tool``` for text that can be made into an id, else ""."""
    made = make_id(value, joiner)
    if not FIELD_ID.fullmatch(made) or made == "index":
        return ""
    return f", as in `{made}`" if made else ""


def make_id(value: str, joiner: str = "-") -> str:
    """An id made from a name: small ASCII letters, digits and joiners; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", value.translate(_LETTERS)).encode("ascii", "ignore").decode()
    return joiner.join(re.findall(r"[a-z0-9]+", plain.lower()))[:80].strip(joiner)


@lru_cache(maxsize=1)
def data_categories() -> dict[str, tuple[str, str]]:
    """The data categories of fideslang (CC BY 4.0, Ethyca): key to name and meaning, of the pinned version."""
    return _taxonomy("data_category")


@lru_cache(maxsize=1)
def data_uses() -> dict[str, tuple[str, str]]:
    """The data uses of fideslang, likewise."""
    return _taxonomy("data_use")


@lru_cache(maxsize=1)
def data_subjects() -> dict[str, tuple[str, str]]:
    """The data subjects of fideslang: whose data it can be, likewise."""
    return _taxonomy("data_subject")


@lru_cache(maxsize=1)
def retired_words() -> dict[str, str]:
    """Words of fideslang that are no longer used, each with the one that took its place."""
    from fideslang.default_taxonomy import DEFAULT_TAXONOMY  # slow to import, wanted only where the field is used

    parts = (DEFAULT_TAXONOMY.data_category, DEFAULT_TAXONOMY.data_use, DEFAULT_TAXONOMY.data_subject)
    return {str(one.fides_key): one.replaced_by for words in parts for one in words if one.replaced_by}


def _taxonomy(part: str) -> dict[str, tuple[str, str]]:
    """The words of a part of fideslang that are still in use."""
    from fideslang.default_taxonomy import DEFAULT_TAXONOMY  # slow to import, wanted only where the field is used

    words = getattr(DEFAULT_TAXONOMY, part)
    return {
        str(one.fides_key): (one.name or str(one.fides_key), one.description or "")
        for one in words
        if one.version_deprecated is None
    }


def _data_category(value: str) -> str:
    return _known(value, data_categories(), "not a data category")


def _data_use(value: str) -> str:
    return _known(value, data_uses(), "not a data use")


def _data_subject(value: str) -> str:
    return _known(value, data_subjects(), "not a data subject")


def _known(value: str, words: dict[str, tuple[str, str]], message: LiteralString) -> str:
    if value not in words and retired_words().get(value) not in words:
        raise PydanticCustomError("unknown_value", message, {"known": tuple(words)})
    return value


MAX_NAME = 200
"""Longest name, in characters. The longest in real inventories has 113."""

MAX_LINE = 2_000
"""Longest text of one line or paragraph, in characters."""

MAX_PROSE = 50_000
"""Longest text in Markdown, in characters."""

Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
"""``true`` or ``false``, nothing else (YAML 1.2)."""

Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
]
"""A day, ISO 8601: ``2026-03-31``."""

Duration = Annotated[
    str, AfterValidator(_duration), WithJsonSchema({"type": "string", "pattern": rf"^{_DURATION.pattern}$"})
]
"""A length of time, ISO 8601: ``P6M``."""

Quarter = Annotated[
    str, AfterValidator(_quarter), WithJsonSchema({"type": "string", "pattern": rf"^{_QUARTER.pattern}$"})
]
"""A quarter of a calendar year: ``2027-Q1``."""

Address = Annotated[
    str,
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^(https?://|mailto:)"}),
]
"""A web address (http, https) or a mailto address."""

Mailbox = Annotated[str, AfterValidator(_mail), WithJsonSchema({"type": "string", "format": "email"})]
"""A mail address."""

Country = Annotated[str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]
"""An ISO 3166-1 alpha-2 code."""

Place = Annotated[str, AfterValidator(_place), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]
"""A country, or ``EU``."""

DataCategory = Annotated[
    str, AfterValidator(_data_category), WithJsonSchema({"type": "string", "pattern": "^(system|user)([.]|$)"})
]
"""A fideslang data category, such as ``user.contact.email``."""

DataUse = Annotated[
    str, AfterValidator(_data_use), WithJsonSchema({"type": "string", "pattern": "^[a-z_]+([.][a-z_0-9]+)*$"})
]
"""A fideslang data use, such as ``marketing.communications.email``."""

DataSubject = Annotated[str, AfterValidator(_data_subject), WithJsonSchema({"type": "string", "pattern": "^[a-z_]+$"})]
"""A fideslang data subject, such as ``customer``."""

Slug = Annotated[str, AfterValidator(_slug), WithJsonSchema({"type": "string", "pattern": f"^{SLUG.pattern}$"})]
"""An id: kebab-case."""

FieldId = Annotated[
    str, AfterValidator(_field_id), WithJsonSchema({"type": "string", "pattern": f"^{FIELD_ID.pattern}$"})
]
"""A field's id: small letters and digits with hyphens or underscores."""

Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
"""A name or label."""

Line = Annotated[str, Field(min_length=1, max_length=MAX_LINE)]
"""A sentence or a short paragraph, shown as typed."""


class Markdown:
    """Marks text that is read as Markdown (raw HTML off)."""


Prose = Annotated[str, Field(min_length=1, max_length=MAX_PROSE), Markdown()]
"""Text in Markdown."""

Count = Annotated[int, Field(ge=0, le=10**15)]
"""A whole number, not negative."""

Percent = Annotated[float, Field(ge=0, le=100)]
"""0 to 100."""

Number = Annotated[float, Field(ge=-1e15, le=1e15)]
"""A number, also a negative one."""

Amount = Annotated[float, Field(ge=0, le=1e12)]
"""A sum of money, not negative."""

Currency = Annotated[str, AfterValidator(_currency), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})]
"""An ISO 4217 code: ``EUR``."""

Maturity = Annotated[int, Field(ge=1, le=5)]
"""1 (hardly there) to 5 (as good as anybody's)."""

Score = Annotated[int, Field(ge=1, le=4)]
"""1 (poor) to 4 (excellent)."""
