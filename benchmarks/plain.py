"""The same number of plain Material pages, written as Markdown: what a site costs without Stackbook."""

from __future__ import annotations

from pathlib import Path

_SVG_BYTES = 15_000


def write_plain(folder: Path, pages: int) -> None:
    """Write a MkDocs project of Markdown pages that are not in the navigation (the fastest way for MkDocs).

    Args:
        folder: that does not exist yet.
        pages: how many. Each has a heading, twelve facts, two lists of links and a picture of 15 kB.
    """
    docs = folder / "docs"
    (docs / "things").mkdir(parents=True)
    (docs / "index.md").write_text("# Plain\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: Plain\nsite_url: ''\ntheme: {name: material, font: false, features: [navigation.tabs]}\n"
        "plugins: [search]\nnot_in_nav: things/*\nnav: [index.md]\n",
        encoding="utf-8",
    )
    shape = '<rect x="1" y="1" width="10" height="10"/>'
    picture = f'<svg viewBox="0 0 100 100">{shape * (_SVG_BYTES // len(shape))}</svg>'
    for n in range(pages):
        facts = "\n".join(f"- **Fact {f}**: value {f} of thing {n}" for f in range(12))
        links = "\n".join(f"- [Thing {(n + k) % pages}](thing-{(n + k) % pages}.md)" for k in range(1, 7))
        text = f"# Thing {n}\n\n{facts}\n\n## In\n\n{links}\n\n## Out\n\n{links}\n\n<figure>{picture}</figure>\n"
        (docs / "things" / f"thing-{n}.md").write_text(text, encoding="utf-8")
