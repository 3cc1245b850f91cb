"""The history of a folder: what names stand for, which commits end a month, and what is written out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from repository import Git

from stackbook.history import History, HistoryUnreadable, UnknownRevision, open_history


def history(git: Git, below: str = "stack") -> History:
    found = open_history(git.folder / below)
    assert found is not None
    return found


def written(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def three(git: Git) -> tuple[str, str, str]:
    """Three commits, a month apart."""
    return (
        git.commit("2027-01-10", stack__tools__a="one", README="x"),
        git.commit("2027-02-10", stack__tools__a="two"),
        git.commit("2027-03-10", stack__tools__b="three"),
    )


def test_names_stand_for_what_git_says(git: Git, three: tuple[str, str, str]) -> None:
    git("tag", "v1", three[0])
    git("tag", "-a", "v2", "-m", "second", three[1])
    git("tag", "-a", "v2-again", "-m", "tag of a tag", "v2")
    git("branch", "feature/one", three[1])
    git("update-ref", "refs/remotes/origin/main", three[0])
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    git("checkout", "-q", "feature/one")
    git.commit("2027-03-12", stack__tools__c="side")
    git("checkout", "-q", "main")
    git("merge", "-q", "--no-ff", "-m", "merge", "feature/one", date="2027-03-20T12:00:00+00:00")
    names = ["HEAD", "@", "main", "v1", "v2", "v2-again", "feature/one", "origin/main", "origin"]
    names += ["refs/heads/main", "heads/main", "tags/v1", "HEAD~2", "HEAD~", "HEAD^", "HEAD^2", "HEAD^2~1", "HEAD~1^"]
    names += ["HEAD^^", "main~3", "v2^0", "v2^{}", "v2~1", "@~1", "v2^{commit}"]
    names += [three[0], three[1][:8], three[2][:12].upper()]
    for packed in (False, True):
        if packed:
            git("gc", "-q", "--aggressive", "--prune=now")
        for name in names:
            assert history(git).resolve(name) == git("rev-parse", f"{name}^{{commit}}"), name


def test_what_was_fetched_last_has_a_name(git: Git, three: tuple[str, str, str], tmp_path: Path) -> None:
    git("clone", "-q", str(git.folder), str(tmp_path / "copy"))
    copy = Git(tmp_path / "copy")
    git("branch", "other", three[1])
    copy("fetch", "-q", "origin", "other")
    assert history(copy).resolve("FETCH_HEAD") == three[1]
    assert history(copy).resolve("origin/main") == three[2]


NAMELESS = ["", "mian~", "HEAD~99", "HEAD^7", "HEAD~999999999", "../../config", "config", "-x", "a..b", "@{u}", "^"]
NAMELESS += [
    "\udcff",
    "a\nb",
    "é" * 900,
    "0" * 40,
    "abcd",
    "refs/heads",
    ":/x",
    "HEAD:stack",
    "~2",
    "a\0b",
    "MERGE_HEAD",
]


@pytest.mark.parametrize("name", NAMELESS)
def test_a_name_that_stands_for_nothing_is_one_kind_of_error(git: Git, three: tuple[str, str, str], name: str) -> None:
    with pytest.raises(UnknownRevision) as told:
        history(git).resolve(name)
    assert told.value.ref == name
    assert str(told.value)


def test_names_like_it_are_told(git: Git, three: tuple[str, str, str]) -> None:
    git("update-ref", "refs/remotes/origin/main", three[0])
    git("tag", "release-2")
    with pytest.raises(UnknownRevision) as told:
        history(git).resolve("orign/main")
    assert told.value.nearest[0] == "origin/main"
    with pytest.raises(UnknownRevision) as told:
        history(git).resolve("xylophone")
    assert told.value.nearest == ()


def test_the_folder_is_written_as_it_was(git: Git, three: tuple[str, str, str], tmp_path: Path) -> None:
    seen = history(git)
    seen.write_tree(three[1], tmp_path / "then")
    assert written(tmp_path / "then") == {"tools/a.yml": "two"}
    seen.write_tree("main", tmp_path / "now")
    assert written(tmp_path / "now") == {"tools/a.yml": "two", "tools/b.yml": "three"}
    assert seen.tree("main") == git("rev-parse", "main:stack")


def test_before_its_first_file_a_folder_is_empty(git: Git, tmp_path: Path) -> None:
    first = git.commit("2027-01-10", README="x")
    git.commit("2027-02-10", stack__tools__a="one")
    seen = history(git)
    seen.write_tree(first, tmp_path / "then")
    assert (tmp_path / "then").is_dir()
    assert written(tmp_path / "then") == {}
    assert seen.tree(first) is None
    assert [month for month, _ in seen.months()] == ["2027-02"]


def test_months_end_with_their_last_commit(git: Git) -> None:
    git.commit("2026-12-31T23:30:00-02:00", stack__a="1")  # in UTC this is the new year
    first = git.commit("2027-01-31T23:59:00+00:00", stack__a="2")
    git.commit("2027-03-01", stack__a="3")
    second = git.commit("2027-03-30", stack__a="4")
    assert history(git).months() == (("2027-01", first), ("2027-03", second))
    assert history(git).months(1) == (("2027-03", second),)


def test_a_branch_counts_from_the_day_it_was_merged(git: Git) -> None:
    git.commit("2027-01-10", stack__a="1")
    git("checkout", "-q", "-b", "side")
    git.commit("2027-02-25", stack__a="2")
    git("checkout", "-q", "main")
    own = git.commit("2027-02-20", stack__b="1")
    git("merge", "-q", "--no-ff", "-m", "merge", "side", date="2027-03-02T12:00:00+00:00")
    assert dict(history(git).months())["2027-02"] == own


def test_a_clock_that_was_wrong_does_not_mix_up_the_months(git: Git) -> None:
    git.commit("2027-01-10", stack__a="1")
    git.commit("2031-01-10", stack__a="2")
    last = git.commit("2027-02-10", stack__a="3")
    assert [month for month, _ in history(git).months()] == ["2027-01", "2027-02"]
    assert history(git).months()[-1][1] == last


def test_a_shallow_copy_has_no_months_and_says_how_far_it_goes(
    git: Git, three: tuple[str, str, str], tmp_path: Path
) -> None:
    git("clone", "-q", "--depth", "2", git.folder.as_uri(), str(tmp_path / "copy"))
    seen = history(Git(tmp_path / "copy"))
    assert seen.shallow
    assert seen.months() == ()
    assert seen.resolve("HEAD~1") == three[1]
    with pytest.raises(UnknownRevision, match="shallow"):
        seen.resolve("HEAD~2")


def test_worktrees_sub_folders_and_the_top_itself(git: Git, three: tuple[str, str, str], tmp_path: Path) -> None:
    git("worktree", "add", "-q", "--detach", str(tmp_path / "elsewhere"), three[0])
    beside = Git(tmp_path / "elsewhere")
    assert history(beside).resolve("HEAD") == three[0]
    assert history(beside).resolve("main") == three[2]
    history(beside).write_tree("main", tmp_path / "out")
    assert sorted(written(tmp_path / "out")) == ["tools/a.yml", "tools/b.yml"]
    assert history(git, "stack/tools").tree("main") == git("rev-parse", "main:stack/tools")
    assert history(git, ".").tree("main") == git("rev-parse", "main^{tree}")
    assert history(git, "stack").inside == "stack"


def test_no_repository_no_history(tmp_path: Path) -> None:
    assert open_history(tmp_path) is None
    (tmp_path / ".git").write_text("gitdir: nowhere", encoding="utf-8")
    assert open_history(tmp_path) is None


def test_a_repository_without_commits(git: Git) -> None:
    (git.folder / "stack").mkdir()
    assert history(git).months() == ()
    with pytest.raises(UnknownRevision):
        history(git).resolve("HEAD")


def test_a_damaged_repository_is_one_kind_of_error(git: Git, three: tuple[str, str, str], tmp_path: Path) -> None:
    blob = git("rev-parse", f"{three[0]}:stack/tools/a.yml")
    file = git.folder / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    for damage in (b"", b"nonsense", file.read_bytes()[:9]):
        file.write_bytes(damage)
        with pytest.raises(HistoryUnreadable):
            history(git).write_tree(three[0], tmp_path / "out")
    file.unlink()
    with pytest.raises(HistoryUnreadable):
        history(git).write_tree(three[0], tmp_path / "out")


def test_links_and_names_that_lead_elsewhere_are_left_out(git: Git, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    git.write("stack/tools/a.yml", "fine")
    (git.folder / "stack/link.yml").symlink_to("/etc/passwd")
    (git.folder / "stack/folder").symlink_to(outside)
    git("add", "-A")
    blob = git("hash-object", "-w", "stack/tools/a.yml")
    inner = _raw_tree(git, [(b"100644", b"evil.yml", blob)])
    top = git("write-tree")
    for name in ("..", ".git", "a\\b.yml", "c:d.yml"):
        entry = (b"40000", b"..", inner) if name == ".." else (b"100644", name.encode(), blob)
        hostile = _raw_tree(git, [entry])
        commit = git("commit-tree", "-m", "x", _raw_tree(git, [(b"40000", b"stack", hostile)]))
        history(git).write_tree(commit, tmp_path / "hostile")
        assert written(tmp_path / "hostile") == {}, name
    commit = git("commit-tree", "-m", "x", top)
    history(git).write_tree(commit, tmp_path / "out")
    assert written(tmp_path / "out") == {"tools/a.yml": "fine"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a project", "hostile", "out", "outside"]
    assert list(outside.iterdir()) == []


def test_a_folder_without_end_is_refused(git: Git, tmp_path: Path) -> None:
    """Thirty small trees that name each other ten times hold more files than there are atoms."""
    git.write("x", "x")
    tree = _raw_tree(git, [(b"100644", b"x", git("hash-object", "-w", "x"))])
    for _ in range(30):
        tree = _raw_tree(git, [(b"40000", b"%d" % n, tree) for n in range(10)])
    commit = git("commit-tree", "-m", "x", _raw_tree(git, [(b"40000", b"stack", tree)]))
    with pytest.raises(HistoryUnreadable, match="more than"):
        history(git).write_tree(commit, tmp_path / "out")


def test_a_target_that_cannot_be_written_is_told_as_such(git: Git, three: tuple[str, str, str], tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(OSError, match="out"):
        history(git).write_tree("main", tmp_path / "out")


def _raw_tree(git: Git, entries: list[tuple[bytes, bytes, str]]) -> str:
    """A tree made of bytes, so that it may hold what the git program refuses."""
    raw = b"".join(mode + b" " + name + b"\0" + bytes.fromhex(sha) for mode, name, sha in entries)
    file = git.folder.parent / "raw"
    file.write_bytes(raw)
    try:
        return git("hash-object", "-t", "tree", "-w", "--literally", os.fspath(file))
    finally:
        file.unlink()
