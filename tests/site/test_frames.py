"""Pages are stamped into frames; the result is what the theme's own template gives for each page."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import Project, Site
from small import small_stack

HOOK = "def on_page_content(html, **kwargs):\n    return html\n"


def _site(folder: Path, cache: Path, settings: dict[str, object], hook: bool) -> Site:
    project = Project(folder, cache).stack(small_stack())
    project.settings |= settings
    if hook:
        project.write("hook.py", HOOK)
        project.settings["hooks"] = ["hook.py"]
    return project.build(strict=True)


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"use_directory_urls": False},
        {
            "site_url": "https://example.com/some/base/",
            "repo_url": "https://github.com/acme/book",
            "edit_uri": "edit/main/docs/",
        },
    ],
    ids=["plain", "html", "addresses"],
)
def test_stamped_pages_are_those_of_the_template(tmp_path: Path, cache: Path, settings: dict[str, object]) -> None:
    stamped = _site(tmp_path / "a", cache, settings, hook=False)
    alone = _site(tmp_path / "b", cache, settings, hook=True)
    assert not any("built on its own" in words for _, words in stamped.said)
    assert any("built on its own" in words for _, words in alone.said)
    ours, theirs = stamped.files(), alone.files()
    assert sorted(ours) == sorted(theirs)
    pages = [path for path in ours if path.endswith(".html")]
    assert len(pages) > 10
    assert [path for path in pages if ours[path] != theirs[path]] == []


def test_stamped_pages_are_in_the_sitemap(tmp_path: Path, cache: Path) -> None:
    address = "https://example.com/book/"
    site = _site(tmp_path, cache, {"site_url": address}, hook=False)
    listed = site.text("sitemap.xml")
    pages = [path for path in site.files() if path.endswith("index.html")]
    missing = [path for path in pages if f"<loc>{address}{path.removesuffix('index.html')}</loc>" not in listed]
    assert not [path for path in missing if "refresh" not in site.text(path)]


def test_a_theme_that_looks_at_the_content_gets_each_page_by_itself(tmp_path: Path, cache: Path) -> None:
    """A frame that does not give its page again is not used."""
    project = Project(tmp_path, cache).stack(small_stack())
    project.write(
        "overrides/main.html",
        '{% extends "base.html" %}{% block extrahead %}'
        '<meta name="length" content="{{ page.content | length }}">{% endblock %}',
    )
    project.settings["theme"] = {"name": "material", "font": False, "custom_dir": "overrides"}
    site = project.build(strict=True)
    pages = [path for path in site.files() if path.startswith("tools/") and path.endswith("/index.html")]
    tools = [path for path in pages if 'http-equiv="refresh"' not in site.text(path)]
    lengths = {site.text(path).partition('name="length" content="')[2].partition('"')[0] for path in tools}
    assert len(tools) > 2
    assert any("frame" in words for _, words in site.said)
    assert len(lengths) > 1
    assert all(int(length) > 100 for length in lengths)
