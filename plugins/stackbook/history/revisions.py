"""Which commit a name stands for: a branch, a tag, an id or part of one, and steps back from there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from stackbook.history.problem import UnknownRevision, nearest

if TYPE_CHECKING:
    from dulwich.objects import Commit
    from dulwich.repo import Repo

_PARTS = re.compile(r"(.+?)((?:~\d{0,6}|\^\d{0,3}|\^\{(?:commit)?\})*)", re.DOTALL)
_STEP = re.compile(r"([~^])(\{(?:commit)?\}|\d*)")
_ID = re.compile(r"[0-9a-f]{4,64}", re.IGNORECASE)
_NOTED = re.compile(r"(?:FETCH|ORIG|MERGE|CHERRY_PICK)_HEAD")
_BELOW = ("refs/", "refs/tags/", "refs/heads/", "refs/remotes/")
_MOST_TAGS = 20
"""A tag may point to a tag; a chain longer than this is no honest one."""


def commit_of(repo: Repo, ref: str) -> Commit:
    """The commit that a name stands for.

    Args:
        repo: where to look.
        ref: a branch (also of a remote), a tag, a commit's id or at least four characters of it, ``HEAD`` or ``@``;
            after it ``~2`` (two back along first parents), ``^`` or ``^2`` (a parent).

    Raises:
        UnknownRevision: it stands for none.
    """
    parts = _PARTS.fullmatch(ref)
    if parts is None:
        raise UnknownRevision(ref)
    name, steps = parts.groups()
    commit = _named(repo, "HEAD" if name == "@" else name, ref)
    for sign, given in _STEP.findall(steps):
        if given.startswith("{"):
            continue
        number = int(given or 1)
        for _ in range(number if sign == "~" else 1):
            parent = 1 if sign == "~" else number
            if parent:
                commit = _parent(repo, commit, parent, ref)
    return commit


def names(repo: Repo) -> tuple[str, ...]:
    """The branches and tags of a repository, also those of its remotes, as people write them."""
    found = {ref.decode("utf-8", "replace") for ref in repo.refs.allkeys()}
    prefixes = ("refs/heads/", "refs/tags/", "refs/remotes/")
    return tuple(sorted(one.removeprefix(p) for one in found for p in prefixes if one.startswith(p)))


def _named(repo: Repo, name: str, ref: str) -> Commit:
    from dulwich.objects import Commit
    from dulwich.objectspec import AmbiguousShortId, scan_for_short_id

    if len(name) in (40, 64) and _ID.fullmatch(name):
        found = _peeled(repo, name.lower().encode())
        if found:
            return found
    pointed = _pointed(repo, name)
    if pointed is not None:
        found = _peeled(repo, pointed)
        if found is None:
            raise UnknownRevision(ref, (), "it names something that is no commit, or that this copy does not hold")
        return found
    if _ID.fullmatch(name):
        try:
            short = scan_for_short_id(repo.object_store, name.lower().encode(), Commit)
        except KeyError:
            pass
        except AmbiguousShortId:
            raise UnknownRevision(ref, (), "several commits have an id that begins like this") from None
        else:
            assert isinstance(short, Commit)  # no other was asked for
            return short
    raise UnknownRevision(ref, nearest(name, names(repo)))


def _pointed(repo: Repo, name: str) -> bytes | None:
    """The id that a branch, tag or other name points to, looked up in git's own order."""
    from dulwich.refs import Ref, check_ref_format

    try:
        written = name.encode("utf-8")
    except UnicodeEncodeError:
        return None
    paths = [prefix.encode() + written for prefix in _BELOW]
    paths.append(b"refs/remotes/" + written + b"/HEAD")
    if name.startswith("refs/"):
        paths.insert(0, written)
    known = [path for path in paths if check_ref_format(Ref(path))]
    if name == "HEAD":
        known.insert(0, written)
    elif _NOTED.fullmatch(name):  # what git notes for itself: the library refuses words after the id
        try:
            return (Path(repo.controldir()) / name).read_bytes().split()[0]
        except (OSError, IndexError):
            pass
    for path in known:
        try:
            return bytes(repo.refs[Ref(path)])
        except KeyError:
            continue
    return None


def _peeled(repo: Repo, sha: bytes) -> Commit | None:
    """The commit that an id stands for, through tags; None when it is something else or not here."""
    from dulwich.objects import Commit, ObjectID, Tag

    for _ in range(_MOST_TAGS):
        try:
            found = repo.object_store[ObjectID(sha)]
        except (KeyError, ValueError):
            return None
        if isinstance(found, Commit):
            return found
        if not isinstance(found, Tag):
            return None
        sha = found.object[1]
    return None


def _parent(repo: Repo, commit: Commit, number: int, ref: str) -> Commit:
    parents = commit.parents
    if commit.id in repo.get_shallow():
        raise UnknownRevision(ref, (), "it lies further back than this shallow copy of the repository goes")
    if number > len(parents):
        raise UnknownRevision(ref, (), "it lies before the first commit, or names a parent that there is not")
    found = _peeled(repo, parents[number - 1])
    if found is None:
        raise UnknownRevision(ref, (), "it names a commit that this copy of the repository does not hold")
    return found
