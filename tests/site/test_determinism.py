"""The same stack gives the same bytes: in another folder, on another day, with other seeds, with or without a cache."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest
from projects import Project, Site, copy_example, run, set_option
from small import small_stack

OTHER_DAY = str(400 * 24 * 3600)


def same(one: Site, other: Site) -> None:
    """Fails when two sites differ in any file."""
    first, second = one.files(), other.files()
    assert sorted(first) == sorted(second)
    assert [path for path in first if first[path] != second[path]] == []


def test_the_example_is_the_same_in_another_folder_on_another_day(example, tmp_path):
    folder = copy_example(tmp_path / "a" / "quite" / "different" / "place")
    _rewrite_in_another_order(folder / "stack")
    set_option(folder, plugin={"cache": False})
    done = run(folder, "build", "--strict", PYTHONHASHSEED="2", SOURCE_DATE_EPOCH=OTHER_DAY, TZ="Pacific/Auckland")
    assert done.returncode == 0, done.stderr[-4000:]
    same(example, Site(folder / "site"))


def _rewrite_in_another_order(stack: Path) -> None:
    """Files come into being in another order, so that a folder may list them in another order too."""
    for folder in sorted(p for p in stack.iterdir() if p.is_dir()):
        files = {p.name: p.read_bytes() for p in folder.iterdir()}
        shutil.rmtree(folder)
        folder.mkdir()
        for name in sorted(files, reverse=True):
            (folder / name).write_bytes(files[name])


@pytest.mark.parametrize("directories", [True, False])
def test_a_sitemap_with_addresses_is_the_same_on_another_day(tmp_path, cache, directories):
    sites = []
    for name, day in (("one", "1700000000"), ("two", OTHER_DAY)):
        project = Project(tmp_path / name, cache).stack(small_stack())
        project.settings |= {"site_url": "https://petals.example/stack/", "use_directory_urls": directories}
        project.write("docs/guide.md", "# Guide\n")
        done = project.run("build", "--strict", PYTHONHASHSEED=day[:1], SOURCE_DATE_EPOCH=day)
        assert done.returncode == 0, done.stderr
        sites.append(Site(project.folder / "site"))
    same(*sites)
    sitemap = sites[0].text("sitemap.xml")
    end = "/" if directories else ".html"
    assert f"<loc>https://petals.example/stack/tools/mailer{end}</loc>" in sitemap
    assert f"<loc>https://petals.example/stack/guide{end}</loc>" in sitemap
    assert gzip.decompress(sites[0].files()["sitemap.xml.gz"]).decode() == sitemap


def test_building_again_changes_nothing(project):
    first = project.build("first", strict=True)
    same(first, project.build("second", strict=True))


def test_a_cache_that_is_filled_empty_or_damaged_changes_nothing(project, tmp_path):
    project.plugin["cache"] = False
    without = project.build("without", strict=True)
    folder = tmp_path / "own-cache"
    project.plugin |= {"cache": True, "cache_dir": str(folder)}
    same(without, project.build("filling", strict=True))
    layouts = sorted(folder.rglob("*.txt"))
    assert layouts
    same(without, project.build("filled", strict=True))
    for number, file in enumerate(layouts):
        file.write_bytes((b"", b"\xff\xfe\x00 not a layout", file.read_bytes()[:40])[number % 3])
    for file in folder.rglob("*.module"):
        file.write_bytes(b"no module")
    same(without, project.build("damaged", strict=True))


def test_a_cache_that_cannot_be_written_changes_nothing(project, tmp_path):
    in_the_way = tmp_path / "a-file"
    in_the_way.write_text("a file where the cache's folder should be", encoding="utf-8")
    project.plugin["cache_dir"] = str(in_the_way / "cache")
    in_vain = project.build("in-vain", strict=True)
    project.plugin["cache"] = False
    same(in_vain, project.build("without", strict=True))
    assert in_the_way.is_file()


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz's dot is not installed here")
def test_the_other_layout_engine_draws_the_same_boxes_and_flows(project):
    wasm = project.build("wasm", strict=True)
    project.plugin |= {"layout_engine": "dot"}
    dot = project.build("dot", strict=True)
    assert sorted(wasm.files()) == sorted(dot.files())
    for site in (wasm, dot):
        page = site.text("tools/mailer/index.html")
        for mark in (
            'data-node="',
            'data-edge="',
            'href="../../tools/shop/"',
            'href="../../integrations/shop-to-mailer/"',
        ):
            assert mark in page
    differing = {path for path, content in wasm.files().items() if dot.files()[path] != content}
    drawn = {path for path in wasm.files() if path.endswith(".html") and 'class="sb-drawing"' in wasm.text(path)}
    assert differing <= drawn | {"explorer/data.js"}  # what has positions in it, at most


def test_a_layout_engine_that_is_not_there_is_said_in_one_sentence(project):
    project.plugin |= {"layout_engine": "dot", "cache": False}
    done = project.run("build", PATH="/nonexistent")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "dot" in done.stderr
