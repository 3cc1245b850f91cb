"""From the name of a tool to the names its icon may have in a collection of brand icons."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

HUES = 8

# The same brand under the name people give it, and under the name its icon has.
_SYNONYMS = {
    "adobecommerce": "magento",
    "amazonwebservices": "aws",
    "atlassianconfluence": "confluence",
    "atlassianjira": "jira",
    "bigquery": "googlebigquery",
    "bingads": "microsoft",
    "campaignmanager360": "googlecampaignmanager360",
    "displayandvideo360": "googledisplayandvideo360",
    "dv360": "googledisplayandvideo360",
    "facebookads": "meta",
    "facebookpixel": "meta",
    "ga4": "googleanalytics",
    "gcp": "googlecloud",
    "gtm": "googletagmanager",
    "googlesearchads360": "googlemarketingplatform",
    "lookerstudio": "looker",
    "microsoftads": "microsoft",
    "microsoftadvertising": "microsoft",
    "microsoftbingads": "microsoft",
    "microsoftdynamics365": "microsoft",
    "microsoftteams": "microsoft",
    "powerbi": "microsoft",
    "monday": "mondaydotcom",
    "instagramads": "meta",
    "lastfm": "lastdotfm",
    "linkedinads": "linkedin",
    "linkedinmarketingsolutions": "linkedin",
    "metaads": "meta",
    "metabusinesssuite": "meta",
    "metaconversionsapi": "meta",
    "metapixel": "meta",
    "s3": "aws",
    "amazons3": "aws",
    "amazonredshift": "aws",
    "twitter": "x",
    "twitterads": "x",
    "xads": "x",
    "zoomwebinars": "zoom",
}
# Words that say what a product is, not whose it is. They are left off from the end, one by one.
_GENERIC = frozenset(
    re.findall(
        r"\S+",
        """
    inc llc ltd limited gmbh ag sa bv plc corp corporation company co 360 ads advertising analytics api app business
    campaigns cdp cloud cms commerce conversions crm customer data email engage enterprise events for free hub
    marketing mobile online pixel platform plus premium pro professional reporting sales sandbox service services
    software starter suite team teams web webinars workspace
        """,
    )
)
# Icons that are another brand, or no brand, for a tool of that one common word.
_TOO_COMMON = {"data", "target", "loop", "box", "next", "core", "local", "buzz", "echo", "relay", "signal", "campaign"}


def slug(text: str) -> str:
    """Lower case letters and digits only, accents left off; the spelling of the names of Simple Icons."""
    # Some signs only become capital letters when they are taken apart.
    plain = unicodedata.normalize("NFKD", text.replace("&", "and").replace("+", "plus")).lower()
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def candidates(name: str, id: str) -> tuple[str, ...]:
    """Names that the icon of this tool may have, the likeliest first."""
    # A single letter is a brand only in a name: ids are often short.
    from_id = (word for word in _spellings(id.replace("-", " ")) if len(word) > 1)
    found = [*_spellings(name), *from_id]
    return tuple(word for word in dict.fromkeys(found) if word and word not in _TOO_COMMON)


def _spellings(text: str) -> Iterator[str]:
    plain = re.sub(r"\(.*?\)", " ", text.lower())
    words = re.findall(r"[^\s/|,:\u2013\u2014-]+", plain)
    version = re.compile(r"v?\d+(\.\d+)*")
    while words:
        joined = slug("".join(words))
        yield _SYNONYMS.get(joined, joined)
        if "." in words[-1]:
            yield slug("".join(words).replace(".", "dot"))
        last = words.pop().strip(".")
        if last not in _GENERIC and not version.fullmatch(last):
            return


def monogram(name: str) -> str:
    """One or two letters that stand for a name: the first of two words, or two of the only word."""
    words: list[str] = re.findall(r"[^\W_]+", name) or ["?"]
    first = words[0]
    if not first.isascii():
        return first[0].upper()
    capitals = [letter for letter in first if letter.isupper()]
    if len(words) > 1 and words[1].isascii():
        letters = first[0] + words[1][0]
    elif len(capitals) == 2 and first[0] == capitals[0]:
        letters = "".join(capitals)
    else:
        letters = first[:2]
    return letters.upper() if len(letters) == 1 or len(words) > 1 else letters[0].upper() + letters[1]


def hue(text: str) -> int:
    """A number from 1 to 8 that is always the same for a text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[0] % HUES + 1
