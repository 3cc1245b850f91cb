"""A page with one picture of each kind, in the words that pages use, for the tests of the controls."""

from __future__ import annotations

import shutil
from pathlib import Path

THEME = Path(__file__).parents[2] / "plugins/stackbook/theme"
STYLES = ["assets/stackbook/stackbook.css", "stackbook-diagrams.css", "stackbook-pictures.css"]

SPRITE = """
<svg class="sb-sprite" width="0" height="0" aria-hidden="true">
<symbol id="sb-i-mono" viewBox="0 0 30 30"><rect class="sb-tile sb-hue-2" width="30" height="30" rx="8"/>
<text class="sb-letters sb-hue-2" x="15" y="19.5" text-anchor="middle">MA</text></symbol>
<symbol id="sb-i-own" viewBox="0 0 30 30"><rect class="sb-tile" width="30" height="30" rx="8"/>
<svg class="sb-glyph" x="6" y="6" width="18" height="18" viewBox="0 0 24 24">
<defs><linearGradient id="own-g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>
</linearGradient></defs>
<path fill="url(#own-g)" d="M2 2H22V22H2Z"/></svg></symbol>
</svg>"""

LEGEND = """<ul class="sb-legend"><li>
<svg class="sb-drawing" width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">
<g class="sb-line sb-planned"><path d="M1 7H20"/></g></svg> Planned data flow</li></ul>"""

# How text is cut and broken on a page: the file has to show the same.
GROUPS = """<div class="sb-landscape" style="columns:auto">
<section style="border:1px solid #ccc;border-top:3px solid #00f;border-radius:8px;padding:8px;background:#eef">
<h3>Commerce &amp; Sales</h3>
<fieldset><legend>Colour by</legend><input type="radio" name="by" value="a">
<input type="radio" name="by" value="b" checked></fieldset>
<p id="wrapped" style="width:120px">Ecommerce platforms and carts of every kind</p>
<p id="cut" style="width:90px;height:24px;overflow:hidden;line-height:24px">Secret beginning and hidden ending</p>
<p id="unseen" hidden>Never to be seen</p>
<a href="other.html#tile"><svg class="sb-icon" width="30" height="30"><use href="#sb-i-own"/></svg> Shop Ware</a>
</section></div>"""


def node(name: str, x: int, y: int, more: str = "", icon: str = "mono") -> str:
    """A node of a drawing, as the SVG writer makes it."""
    ref = name.lower().replace(" ", "-")
    return (
        f'<a href="other.html#{ref}" aria-label="{name}" class="sb-node{more}" data-node="tool:{ref}">'
        f'<title>{name}, in full</title><rect class="sb-box" x="{x}" y="{y}" width="204" height="53" rx="10"/>'
        f'<use class="sb-icon" href="#sb-i-{icon}" x="{x + 10}" y="{y + 11}" width="30" height="30"/>'
        f'<text x="{x + 50}" y="{y + 23}" class="sb-name">{name}</text></a>'
    )


def edge(key: str, source: str, target: str, x: int, y: int) -> str:
    """The clickable half of an edge."""
    return (
        f'<a href="other.html#{key}" aria-label="{source} to {target}" class="sb-edge" data-edge="{key}" '
        f'data-from="tool:{source}" data-to="tool:{target}"><use class="sb-way" href="#way-{key}" aria-hidden="true"/>'
        f'<rect x="{x - 25}" y="{y - 9}" width="50" height="18" rx="9"/>'
        f'<text x="{x}" y="{y + 4}" text-anchor="middle">Daily</text></a>'
    )


def line(key: str, start: int, end: int, y: int) -> str:
    """The visible half of an edge, beneath all links."""
    return (
        f'<g class="sb-line" data-edge="{key}">'
        f'<path id="way-{key}" d="M{start},{y}C{start + 20},{y} {end - 20},{y} {end},{y}"/>'
        f'<polygon points="{end},{y} {end - 8},{y + 3} {end - 8},{y - 3}"/></g>'
    )


def drawing(name: str, wide: int) -> str:
    """First -> Middle (the subject) -> Last, and Alone, which is connected with nothing."""
    middle, last = wide // 2 - 102, wide - 204
    one, two = f"{name}-one", f"{name}-two"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sb-drawing" role="group" aria-labelledby="{name}-t" '
        f'viewBox="-14 -14 {wide + 28} 188" width="{wide + 28}" height="188" style="min-width:{wide * 0.85:.0f}px">'
        f'<title id="{name}-t">What Middle exchanges</title><desc>First gives data to Middle, Middle to Last.</desc>'
        f'<g class="sb-lines" aria-hidden="true">{line(one, 204, middle, 26)}{line(two, middle + 204, last, 26)}</g>'
        f"{node('First', 0, 0)}{edge(one, 'first', 'middle', (204 + middle) // 2, 26)}{node('Alone', 0, 100)}"
        f"{node('Middle', middle, 0, ' sb-subject', 'own')}"
        f"{edge(two, 'middle', 'last', (middle + 204 + last) // 2, 26)}{node('Last', last, 0)}</svg>"
    )


def matrix() -> str:
    """A small table of flows between categories."""
    names = ["Analytics", "Commerce", "Consent"]
    upright = "writing-mode:vertical-rl;transform:rotate(180deg);max-height:90px;overflow:hidden"
    head = "".join(f'<th scope="col"><div style="{upright}"><b>{name}</b></div></th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">From {name}</th>'
        + "".join(f'<td><a href="other.html#c{x}{y}">{10 * x + y + 5}</a></td>' for x in range(3))
        + "</tr>"
        for y, name in enumerate(names)
    )
    return f'<table class="sb-matrix"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>'


def figure(name: str, inner: str) -> str:
    """A picture as pages show it."""
    return (
        f'<figure class="sb-picture" id="picture-{name}" data-sb-picture="{name}-file" data-search-exclude>'
        f'<div class="sb-picture__view sb-diagram" tabindex="0" role="group" aria-label="Picture {name}">{inner}</div>'
        f'<figcaption class="sb-picture__foot"><p class="sb-picture__caption">Caption of {name}.</p>'
        f"{LEGEND}</figcaption></figure>"
    )


def write_page(folder: Path) -> Path:
    """Writes the page, what it needs and the page that its links go to; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(THEME / "assets", folder / "assets", dirs_exist_ok=True)
    for name in STYLES:
        shutil.copy(THEME / name, folder / name)
    links = "".join(f'<link rel="stylesheet" href="{name}">' for name in [*STYLES, "assets/stackbook/built/roboto.css"])
    pictures = "".join(
        [
            figure("wide", drawing("wide", 2600)),
            figure("middling", drawing("middling", 1300)),
            figure("small", drawing("small", 700)),
            figure("matrix", matrix()),
            figure("groups", GROUPS),
        ]
    )
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pictures</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"{links}<style>html{{font-size:20px}}body{{margin:10px;font:16px Arial}}"
        "@media screen{[data-md-color-scheme=slate]{--md-default-bg-color:#1b1f2a;--md-default-fg-color:#e8eaf0}}"
        "body{background:var(--md-default-bg-color,#fff);color:var(--md-default-fg-color,#000)}</style>"
        "<script>document.documentElement.dataset.mdColorScheme="
        'matchMedia("(prefers-color-scheme: dark)").matches?"slate":"default"</script>'
        f'</head><body class="sb md-typeset">{SPRITE}<h1>Pictures</h1>{pictures}<div style="height:1500px"></div>'
        '<script src="assets/stackbook/built/pictures.js"></script></body></html>',
        encoding="utf-8",
    )
    (folder / "other.html").write_text("<!doctype html><title>Other</title><h1>Other page</h1>", encoding="utf-8")
    return folder
