"""Blocks in the hand-written pages of a site that MkDocs builds."""

from __future__ import annotations

import pytest
from block_pages import BESIDE
from crawl import broken
from projects import Project
from sites import cache, project, shared

__all__ = ["cache", "project", "shared"]

PAGE = """---
title: The plan
tags: [a]
---

# Plan

```stack-view
view: neighbourhood
of: tool/mailer
```

!!! note

    ```stack-table
    kind: tool
    columns: [vendor]
    ```
"""


@pytest.mark.parametrize("directories", [True, False])
def test_addresses_lead_to_the_stacks_pages(project: Project, directories: bool) -> None:
    project.settings |= {"use_directory_urls": directories, "markdown_extensions": BESIDE}
    project.write("docs/deep/plan.md", PAGE)
    site = project.build(strict=True)
    assert broken(site.folder) == []
    html = site.text("deep/plan/index.html" if directories else "deep/plan.html")
    assert 'href="../../tools/mailer/"' in html if directories else 'href="../tools/mailer.html"' in html
    assert html.count('class="sb-sprite"') == 1
    assert 'id="picture-neighbourhood-mailer"' in html


def test_a_mistake_is_a_warning_with_page_and_line(project: Project) -> None:
    project.settings["markdown_extensions"] = BESIDE
    project.write("docs/plan.md", PAGE.replace("tool/mailer", "tool/maler").replace("[vendor]", "[vendr]"))
    site = project.build()
    first, second = site.warnings
    assert "plan.md:10:5: There is no tool `maler`. Did you mean `mailer`?" in first
    assert "plan.md:17:15: `vendr` is not a key of a tool. Did you mean `vendor`?" in second
    assert site.text("plan/index.html").count("This block cannot be shown") == 2
    done = project.run("build", "--strict")
    assert done.returncode == 1
    assert "plan.md:10:5" in done.stderr


def test_the_text_of_pictures_is_not_searched_and_that_of_tables_is(project: Project) -> None:
    project.settings["markdown_extensions"] = BESIDE
    project.write("docs/plan.md", PAGE)
    index = project.build(strict=True).json("search/search_index.json")
    found = " ".join(entry["text"] for entry in index["docs"] if entry["location"].startswith("plan/"))
    assert "Warehouse" in found  # a row of the table
    assert "sb-" not in found


def test_the_audience_is_the_sites(project: Project) -> None:
    project.write("docs/plan.md", "```stack-table\nkind: vendor\ncolumns: [processing_agreement.url]\n```\n")
    assert "is internal and cannot be asked for" in project.build().warnings[0]
    project.plugin["audience"] = "internal"
    assert project.build().warnings == []
