"""The style sheet of drawings, made fit for a file of its own."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_SHEET = "stackbook-diagrams.css"
_BEGIN, _END = "/* begin: also in files of their own */", "/* end */"
_DARK_PAGE = {
    "--md-default-fg-color": "#e4e6ed",
    "--md-default-bg-color": "#1e212a",
    "--md-typeset-a-color": "#93a7f7",
}
_VARIABLE = re.compile(r"var\((--[\w-]+)(?:,\s*([^()]*))?\)")


@lru_cache(maxsize=8)
def styles(*more: str) -> str:
    """The rules with plain colours in place of variables, which office software does not know; light, then dark.

    Args:
        more: names of further style sheets of the theme whose rules for files are wanted as well.
    """
    css, *others = (files("stackbook").joinpath("theme", name).read_text("utf-8") for name in (_SHEET, *more))
    rules = "".join(one.partition(_BEGIN)[2].partition(_END)[0] for one in (css, *others))
    rules = re.sub(r"\s*\n\s*", "", rules)
    light = {**_declared(css, ":root {"), **_declared(css, ".sb-hue {")}
    dark = {**light, **_declared(css, '"slate"] {'), **_declared(css, ".sb-hue) {"), **_DARK_PAGE}
    whole = rules + ".sb-file{background:var(--sb-surface)}"
    # Only what has a colour is said a second time for dark.
    coloured = "".join(re.findall(r"[^{}]+\{[^{}]*var\([^{}]*\}", whole))
    return f"{_plain(whole, light)}@media (prefers-color-scheme:dark){{{_plain(coloured, dark)}}}"


def _declared(css: str, selector: str) -> dict[str, str]:
    block = css.partition(selector)[2].partition("}")[0]
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block))


def _plain(rules: str, values: dict[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        return _VARIABLE.sub(value, values.get(found[1]) or found[2] or "")

    return _VARIABLE.sub(value, rules)
