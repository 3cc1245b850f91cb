"""The fixtures of conftest.py do what they say: a test that cannot fail shows nothing."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest


def write(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"<!doctype html><html lang=en><title>{name}</title><body>{body}", encoding="utf-8")


def test_a_page_of_the_site_opens_and_is_clean(offline_page, serve_folder, tmp_path):
    write(tmp_path, "index.html", '<p>Hello<script src="a.js"></script><link rel=icon href="data:,">')
    (tmp_path / "a.js").write_text("document.body.append(' there')", encoding="utf-8")
    address = serve_folder(tmp_path)
    visit = offline_page(address)
    visit.page.goto(address)
    assert visit.page.inner_text("body").split() == ["Hello", "there"]
    visit.assert_clean()
    assert len(visit.page.screenshot()) > 1000


def test_requests_that_leave_the_site_are_stopped_and_told(offline_page, serve_folder, tmp_path):
    write(tmp_path, "index.html", '<link rel=icon href="data:,"><img src="http://example.org/a.png"><p>Hello')
    address = serve_folder(tmp_path)
    visit = offline_page(address)
    visit.page.goto(address)
    assert visit.outside == ["http://example.org/a.png"]
    with pytest.raises(AssertionError):
        visit.assert_clean()


def test_another_port_of_this_machine_is_outside_too(offline_page, serve_folder, tmp_path):
    write(tmp_path, "index.html", "<p>Hello")
    home, other = serve_folder(tmp_path), serve_folder(tmp_path)
    write(tmp_path, "index.html", f'<link rel=icon href="data:,"><iframe src="{other}"></iframe>')
    visit = offline_page(home)
    visit.page.goto(home)
    assert visit.outside == [other]


def test_dialogs_and_errors_are_told(offline_page, tmp_path):
    write(tmp_path, "index.html", "<script>alert('one'); console.error('two'); throw new Error('three')</script>")
    visit = offline_page("file://")
    visit.page.goto((tmp_path / "index.html").as_uri())
    visit.page.wait_for_load_state()
    assert visit.dialogs == ["one"]
    assert visit.errors == ["two", "three"]
    assert visit.outside == []


def test_web_sockets_are_stopped_and_told(offline_page, serve_folder, tmp_path):
    script = "<script>s = new WebSocket('ws://example.org/'); s.onclose = () => document.title = 'closed'</script>"
    write(tmp_path, "index.html", '<link rel=icon href="data:,">' + script)
    address = serve_folder(tmp_path)
    visit = offline_page(address)
    visit.page.goto(address)
    visit.page.wait_for_function("document.title == 'closed'")
    assert visit.outside == ["ws://example.org/"]


def test_a_folder_is_served_below_its_base_path_only(serve_folder, tmp_path):
    write(tmp_path, "index.html", "home")
    write(tmp_path, "404.html", "not here")
    (tmp_path / "tools").mkdir()
    write(tmp_path / "tools", "index.html", "tools")
    address = serve_folder(tmp_path, "/docs/stack/")
    assert address.endswith("/docs/stack/")
    assert b"home" in urllib.request.urlopen(address).read()
    with urllib.request.urlopen(address + "tools") as answer:
        assert b"tools" in answer.read()
        assert answer.url == address + "tools/"
    for missing in (address.removesuffix("docs/stack/"), address + "nothing/", address + "../../../etc/passwd"):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(missing)
        assert caught.value.code == 404
        assert b"not here" in caught.value.read()
        caught.value.close()
