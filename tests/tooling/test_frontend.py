"""What the pages run in a browser: locked without addresses, built when it has to be, and part of a wheel."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import frontend

ROOT = Path(__file__).parents[2]
SCRIPTS = ["explorer.js", "landscape.js", "pictures.js", "roboto.js"]
FONTS = ["Roboto-Regular.ttf", "Roboto-SemiBold.ttf", "LICENSE.txt"]
BUILT_FOLDERS = [path.relative_to(ROOT).as_posix() for path in (frontend.BUILT, frontend.FONTS)]

pytestmark = pytest.mark.xdist_group("frontend")


@pytest.fixture(scope="module", autouse=True)
def _built() -> None:
    frontend.ensure()


@pytest.fixture
def package_lock() -> dict[str, dict[str, object]]:
    text = (frontend.SOURCES / "package-lock.json").read_text(encoding="utf-8")
    return json.loads(text)["packages"]


def test_the_lock_file_has_a_hash_for_each_package_and_no_address(package_lock):
    assert frontend.lock_problem() is None
    packages = {name: facts for name, facts in package_lock.items() if name}
    assert len(packages) > 10
    for name, facts in packages.items():
        assert str(facts["integrity"]).startswith("sha512-"), name
        assert "resolved" not in facts, name
    for setting in (frontend.SOURCES / ".npmrc").read_text(encoding="utf-8").splitlines():
        assert "//" not in setting


def test_a_lock_file_with_an_address_is_refused(package_lock):
    package_lock["node_modules/sigma"]["resolved"] = "https://registry.example/sigma.tgz"
    problem = frontend.lock_problem(json.dumps({"packages": package_lock}))
    assert problem == "frontend/package-lock.json: node_modules/sigma must have a hash and no address."


def test_a_lock_file_older_than_its_packages_is_noticed(package_lock):
    package_lock[""]["dependencies"] = {"sigma": "1.0.0"}
    problem = frontend.lock_problem(json.dumps({"packages": package_lock}))
    assert problem == "frontend/package-lock.json is older than frontend/package.json. Run: make lock"


def test_every_package_is_named_with_its_exact_version():
    wanted = json.loads((frontend.SOURCES / "package.json").read_text(encoding="utf-8"))
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())


@pytest.mark.parametrize("folder", BUILT_FOLDERS)
def test_what_is_built_is_not_committed(folder):
    assert f"/{folder}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    if shutil.which("git") and (ROOT / ".git").exists():
        tracked = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=False)
        assert tracked.stdout == ""


def test_the_digest_follows_names_and_contents_and_nothing_else(tmp_path):
    for name in ("a", "b"):
        folder = tmp_path / name
        (folder / "src").mkdir(parents=True)
        for file in sorted(["src/one.js", "src/two.js", "package.json"], reverse=name == "b"):
            (folder / file).write_text(f"// {file}", encoding="utf-8")
    known = frontend.digest(tmp_path / "a")
    assert known == frontend.digest(tmp_path / "b")

    (tmp_path / "b/src/.one.js.swp").write_text("an editor's own", encoding="utf-8")
    (tmp_path / "b/node_modules").mkdir()
    (tmp_path / "b/node_modules/x.js").write_text("fetched", encoding="utf-8")
    assert frontend.digest(tmp_path / "b") == known

    (tmp_path / "b/src/two.js").rename(tmp_path / "b/src/three.js")
    renamed = frontend.digest(tmp_path / "b")
    (tmp_path / "b/src/three.js").write_text("// other", encoding="utf-8")
    assert len({known, renamed, frontend.digest(tmp_path / "b")}) == 3


def test_a_change_of_the_sources_or_of_what_was_built_is_noticed(monkeypatch, tmp_path):
    for folder in ("frontend", *BUILT_FOLDERS):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("node_modules"))
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    for name in ("SOURCES", "BUILT", "FONTS", "STAMP"):
        monkeypatch.setattr(frontend, name, tmp_path / getattr(frontend, name).relative_to(ROOT))
    assert frontend.is_current()

    script = frontend.BUILT / "pictures.js"
    before = script.read_bytes()
    for change in (lambda: script.write_bytes(b"// cut off"), script.unlink):
        change()
        assert not frontend.is_current()
    script.write_bytes(before)
    assert frontend.is_current()

    (frontend.SOURCES / "src/landscape.js").write_text("// changed", encoding="utf-8")
    assert not frontend.is_current()


def test_the_same_sources_give_the_same_bytes():
    before = {path.name: path.read_bytes() for path in frontend.BUILT.iterdir()}
    frontend.build()
    assert {path.name: path.read_bytes() for path in frontend.BUILT.iterdir()} == before


def test_nothing_built_names_a_folder_of_this_machine():
    for path in [*frontend.BUILT.iterdir(), *frontend.FONTS.iterdir()]:
        assert str(ROOT).encode() not in path.read_bytes(), path.name


def test_the_licence_of_everything_bundled_comes_along():
    text = (frontend.BUILT / "LICENSES.txt").read_text(encoding="utf-8")
    for name in ("@fontsource/roboto", "@panzoom/panzoom"):
        assert re.search(rf"^{name} [\d.]+ \((MIT|OFL-1\.1)\)$", text, re.MULTILINE), name
    assert "SIL OPEN FONT LICENSE" in (frontend.FONTS / "LICENSE.txt").read_text(encoding="utf-8")


def test_a_wheel_and_a_wheel_made_from_an_sdist_hold_what_was_built(tmp_path):
    package(ROOT, "wheel", tmp_path)
    package(ROOT, "sdist", tmp_path)
    unpack = [sys.executable, "-m", "tarfile", "-e", next(tmp_path.glob("*.tar.gz")), tmp_path / "unpacked"]
    subprocess.run(unpack, check=True, capture_output=True)
    (source,) = (tmp_path / "unpacked").iterdir()
    package(source, "wheel", tmp_path / "again")
    for wheel in (next(tmp_path.glob("*.whl")), next((tmp_path / "again").glob("*.whl"))):
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
        for name in SCRIPTS:
            assert f"stackbook/theme/assets/stackbook/built/{name}" in names
        for name in FONTS:
            assert f"stackbook/drawing/fonts/{name}" in names
        assert not [name for name in names if "node_modules" in name or "frontend/" in name]


def package(source: Path, target: str, folder: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    answer = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
