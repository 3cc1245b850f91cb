"""Material's instant navigation puts new pages in without loading them: pictures must neither stop it nor miss it."""

from __future__ import annotations

from playwright.sync_api import expect


def test_pages_with_pictures_follow_each_other_without_loading(project, serve_folder, offline_page, tmp_path):
    folder = tmp_path / "served"
    folder.mkdir()
    address = serve_folder(folder)
    project.settings["site_url"] = address
    project.settings["theme"]["features"] = ["navigation.tabs", "navigation.instant"]
    project.build(str(folder), strict=True)
    seen = offline_page(address)
    page = seen.page
    page.goto(f"{address}tools/mailer/")
    page.evaluate("window.sameDocument = true")
    expect(page.get_by_role("toolbar")).to_have_count(1)
    page.get_by_role("link", name="Stack", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Landscape")
    page.get_by_role("link", name="Flows").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Flows")
    expect(page.get_by_role("toolbar")).to_have_count(2)
    page.get_by_role("link", name="Explorer").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Explorer")
    assert page.evaluate("window.sameDocument") is True
    seen.assert_clean()
