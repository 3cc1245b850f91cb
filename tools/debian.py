"""Gets packages from Debian's archive: installs them as root, or unpacks them into a folder as anybody else.

Standard library only. Each function gives None when all went well, or else a sentence for the person who waits.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path


def quietly(command: list[str], **more: str) -> str | None:
    """Runs a program with nothing on its standard input.

    Args:
        command: The program and its arguments.
        more: Added to the environment.

    Returns:
        None, or the errors among what the program said when it failed.
    """
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", **more}
    try:
        answer = subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as problem:
        return str(problem)
    if answer.returncode == 0:
        return None
    said = answer.stdout.strip().splitlines()
    errors = [line for line in said if re.search(r"\berror\b|^E: ", line, re.IGNORECASE)]
    return " / ".join(errors[:2] or said[-2:]) or f"exit code {answer.returncode}"


def has_apt() -> bool:
    """Whether this is Debian or one of its children, Ubuntu among them."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def has_real_chromium() -> bool:
    """Whether ``chromium`` is a package with a browser in it: Ubuntu's only calls snap, which a container has not."""
    try:
        text = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
    facts = dict(line.partition("=")[::2] for line in text.splitlines())
    family = f"{facts.get('ID', '')} {facts.get('ID_LIKE', '')}".replace('"', "").split()
    return has_apt() and "debian" in family and "ubuntu" not in family


def is_root() -> bool:
    """Whether packages may be installed."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install(package: str) -> str | None:
    """Installs a package and what it cannot do without. Needs root."""
    quietly(["apt-get", "update"])  # one broken list of many is no reason to give up: the next line decides
    return quietly(["apt-get", "install", "-y", "--no-install-recommends", package])


def unpack(packages: Sequence[str], target: Path) -> str | None:
    """Unpacks packages, and what of their needs this machine lacks, into ``target/root``. Needs no rights.

    ``apt-get`` works on lists and archives of our own; the packages are unpacked, not installed.

    Args:
        packages: Their names.
        target: A folder, made anew, in one go: it is whole or it is not there.

    Returns:
        None, or what went wrong.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="unpacking-") as name:
        work = Path(name)
        for folder in ("state/lists/partial", "cache/archives/partial", "new/root"):
            (work / folder).mkdir(parents=True)
        options = {
            "Dir::State": work / "state",
            "Dir::State::status": "/var/lib/dpkg/status",  # what the machine has already is not fetched again
            "Dir::Cache": work / "cache",
            "Dir::Log": work,
            "Debug::NoLocking": "true",
            "APT::Sandbox::User": "",
        }
        apt = ["apt-get", *(f"-o{option}={value}" for option, value in options.items())]
        # --reinstall: fetched also where the machine has one that is not to be used.
        fetch = ["install", "-y", "--download-only", "--no-install-recommends", "--reinstall", *packages]
        for arguments in (["update"], fetch):
            if problem := quietly([*apt, *arguments]):
                return problem
        for archive in sorted((work / "cache/archives").glob("*.deb")):
            if problem := quietly(["dpkg-deb", "-x", str(archive), str(work / "new/root")]):
                return problem
        shutil.rmtree(target, ignore_errors=True)
        (work / "new").rename(target)
    return None


def library_folders(target: Path) -> list[Path]:
    """The folders below ``target`` that hold shared libraries, as paths relative to it."""
    return sorted({path.parent.relative_to(target) for path in target.rglob("lib*.so*")})
