"""A folder in a git repository, and how it was."""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stackbook.history.problem import HistoryUnreadable, UnknownRevision
from stackbook.history.revisions import commit_of, names
from stackbook.history.writing import write_tree

if TYPE_CHECKING:
    from dulwich.objects import Commit, Tree
    from dulwich.repo import Repo

MOST_COMMITS = 50_000
"""So many commits are looked at, at most, for the months."""


@dataclass(frozen=True, slots=True)
class History:
    """A folder in a git repository, and how it was. Nothing stays open between two calls.

    Args:
        root: the top folder of the repository's files.
        inside: the path of the folder below it, "" when it is the top itself.
    """

    root: Path
    inside: str

    @property
    def shallow(self) -> bool:
        """Whether this copy of the repository leaves out what lies further back."""
        with self._open() as repo, _damage():
            return bool(repo.get_shallow())

    @property
    def names(self) -> tuple[str, ...]:
        """The branches and tags, also those of remotes, in order."""
        with self._open() as repo, _damage():
            return names(repo)

    def resolve(self, ref: str) -> str:
        """The id of the commit that a name stands for.

        Args:
            ref: a branch such as ``main`` or ``origin/main``, a tag, a commit's id or at least four characters of
                it, ``HEAD`` or ``@``; after it ``~2`` or ``^``.

        Raises:
            UnknownRevision: it stands for none; says which names are like it.
            HistoryUnreadable: the repository is damaged.
        """
        with self._open() as repo, _damage():
            return commit_of(repo, ref).id.decode("ascii")

    def tree(self, commit: str) -> str | None:
        """The id of what the folder held at a commit: the same id is the same content. None: it was not there.

        Args:
            commit: a commit's id, or any name that `resolve` knows.

        Raises:
            UnknownRevision: there is no such commit.
            HistoryUnreadable: the repository is damaged, or its copy is not whole.
        """
        with self._open() as repo, _damage():
            found = _folder(repo, commit_of(repo, commit), self.inside)
            return found.id.decode("ascii") if found is not None else None

    def write_tree(self, commit: str, target: Path) -> None:
        """Write the folder as it was at a commit: its regular files, no links and nothing outside the target.

        Args:
            commit: a commit's id, or any name that `resolve` knows.
            target: an empty folder, made if it is missing. It stays empty when the folder was not there at that
                commit, so that a stack from before its first file is an empty stack.

        Raises:
            UnknownRevision: there is no such commit.
            HistoryUnreadable: the repository is damaged, its copy is not whole, or the folder was larger than may
                be written.
            OSError: the target cannot be written.
        """
        target.mkdir(parents=True, exist_ok=True)
        with self._open() as repo:
            with _damage():
                found = _folder(repo, commit_of(repo, commit), self.inside)
            if found is not None:
                write_tree(lambda sha: _read(repo, sha), found, target)

    def months(self, limit: int = 12) -> tuple[tuple[str, str], ...]:
        """The months with commits in which the folder was there, each with the last one's id; the newest month last.

        Only the line of first parents counts, which is the state of the branch itself. Months are those of the
        commits' own dates in UTC. A shallow copy has none, since it does not know.

        Args:
            limit: so many months at most, the newest.

        Returns:
            Such as ``(("2027-01", "4e1243bd..."), ("2027-02", "8a5edab2..."))``.

        Raises:
            HistoryUnreadable: the repository is damaged.
        """
        found: dict[str, str] = {}
        with self._open() as repo, _damage():
            if repo.get_shallow():
                return ()
            for month, commit in _last_of_months(repo):
                if len(found) == limit:
                    break
                if _folder(repo, commit, self.inside) is not None:
                    found[month] = commit.id.decode("ascii")
        return tuple(sorted(found.items()))

    @contextmanager
    def _open(self) -> Iterator[Repo]:
        """The repository, closed again afterwards.

        Raises:
            HistoryUnreadable: it cannot be read.
        """
        from dulwich.repo import Repo

        with _damage():
            repo = Repo(os.fspath(self.root))
        if not Path(repo.commondir(), "objects").is_dir():
            repo.close()
            raise HistoryUnreadable("the file .git names no git repository")
        try:
            yield repo
        finally:
            repo.close()


def open_history(folder: Path) -> History | None:
    """The history of a folder.

    Args:
        folder: a folder that stands anywhere in the files of a git repository, or of a worktree of one.

    Returns:
        None when it stands in none, or in one of a kind that cannot be read, such as a partial copy.
    """
    here = Path(os.path.realpath(folder))
    root = next((one for one in (here, *here.parents) if (one / ".git").exists()), None)
    if root is None:
        return None
    inside = here.relative_to(root).as_posix()
    history = History(root, "" if inside == "." else inside)
    try:
        with history._open():
            return history
    except HistoryUnreadable:
        return None


@contextmanager
def _damage() -> Iterator[None]:
    """What a damaged repository makes the library raise, as one error.

    Raises:
        HistoryUnreadable: instead of any of them.
    """
    from dulwich import errors

    try:
        yield
    except (
        errors.ApplyDeltaError,
        errors.ChecksumMismatch,
        errors.FileFormatException,
        errors.NotGitRepository,
        errors.ObjectMissing,
        errors.RefFormatError,
        errors.WrongObjectException,
        AssertionError,
        EOFError,
        LookupError,
        OSError,
        struct.error,
        ValueError,
        zlib.error,
    ) as problem:
        raise HistoryUnreadable(
            "the git repository cannot be read: it is damaged, only a part of it is here, or it is of a kind that is "
            "not known"
        ) from problem


def _read(repo: Repo, sha: bytes) -> bytes | Tree:
    """What an object holds: a file's bytes, or a folder.

    Raises:
        HistoryUnreadable: it is not there, or something else.
    """
    from dulwich.objects import Blob, ObjectID, Tree

    with _damage():
        found = repo.object_store[ObjectID(sha)]
        if isinstance(found, Tree):
            return found
        if isinstance(found, Blob):
            return found.as_raw_string()
        raise ValueError("neither a file nor a folder")


def _folder(repo: Repo, commit: Commit, inside: str) -> Tree | None:
    """What a folder held at a commit; None when it was not there, or was a file or a link.

    Raises:
        KeyError: the repository does not hold it.
        ValueError: the same.
    """
    from dulwich.objects import S_ISGITLINK, ObjectID, Tree

    tree = repo.object_store[ObjectID(commit.tree)]
    for part in inside.split("/") if inside else ():
        if not isinstance(tree, Tree):
            return None
        if (name := os.fsencode(part)) not in tree:
            return None
        mode, sha = tree[name]
        if S_ISGITLINK(mode):
            return None
        tree = repo.object_store[ObjectID(sha)]
    return tree if isinstance(tree, Tree) else None


def _last_of_months(repo: Repo) -> Iterator[tuple[str, Commit]]:
    """Each month with its last commit on the line of first parents, the newest first."""
    from dulwich.objects import Commit, ObjectID

    try:
        commit = commit_of(repo, "HEAD")
    except UnknownRevision:  # nothing has been committed yet
        return
    month = ""
    for _ in range(MOST_COMMITS):
        own = _month(commit.commit_time)
        if not month or own < month:  # a clock that was wrong may put a parent after its child
            month = own
            yield month, commit
        if not commit.parents:
            return
        parent = repo.object_store[ObjectID(commit.parents[0])]
        if not isinstance(parent, Commit):
            return
        commit = parent


def _month(seconds: int) -> str:
    """The month of a time in UTC: ``2027-03``. A time that no calendar knows is an error.

    Raises:
        ValueError: it lies too far off.
    """
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m")
    except (OverflowError, OSError) as problem:
        raise ValueError("no such time") from problem
