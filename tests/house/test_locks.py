"""The locks are complete: what they name needs nothing more, and nothing more is imported."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house import drawn

# In one worker, so that what all files import is found once.
pytestmark = pytest.mark.xdist_group("sources")
ROOT = drawn.ROOT
BUILD = ROOT / "requirements-build.txt"
RUN_TIME = ROOT / "requirements.txt"
POSTGRES = ROOT / "requirements-postgres.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
LOCKS = (BUILD, RUN_TIME, POSTGRES, DEVELOPMENT)
# Declared and imported by no file of ours, but needed.
BY_OTHERS = {
    "argon2-cffi": "Flask-Security digests passwords with it",
    "cryptography": "Flask-Security and webauthn use it; ours is the floor without known faults",
    "zxcvbn": "judges passwords, read in once one is to be judged (people/rules/people_rules.py)",
    "tzdata": "the standard library reads time zones from it",
}
OURS = {"pms_tracker", "tests", "benchmarks", "wsgi"}


@cache
def locked(lock: Path) -> dict[str, Requirement]:
    """Each package that a lock pins where these tests run, with the extras it is installed with."""
    lines = (line.partition(" \\")[0] for line in lock.read_text(encoding="utf-8").splitlines())
    pins = [Requirement(line) for line in lines if line and line[0] not in " #"]
    return {
        canonicalize_name(pin.name): pin
        for pin in pins
        if pin.marker is None or pin.marker.evaluate()
    }


def needs(pin: Requirement) -> Iterator[Requirement]:
    """What the installed package asks for here, by itself and by each of the pin's extras."""
    for line in metadata.requires(pin.name) or []:
        need = Requirement(line)
        if need.marker is None or any(
            need.marker.evaluate({"extra": extra}) for extra in ["", *pin.extras]
        ):
            yield need


def lacking(lock: Path) -> Iterator[str]:
    pins = locked(lock)
    for pin in pins.values():
        for need in needs(pin):
            found = pins.get(canonicalize_name(need.name))
            if found is None:
                yield f"{pin.name} needs {need}, which is not pinned"
            elif not need.specifier.contains(version_of(found), prereleases=True):
                yield f"{pin.name} needs {need}, but {found} is pinned"
            elif need.extras - found.extras:
                yield f"{pin.name} needs {need}, but {found} is pinned without its extras"


def version_of(pin: Requirement) -> Version:
    (only,) = pin.specifier
    assert only.operator == "=="
    return Version(only.version)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_satisfies_itself_with_all_extras(lock: Path) -> None:
    assert list(lacking(lock)) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_what_is_installed_is_what_the_lock_pins(lock: Path) -> None:
    for name, pin in locked(lock).items():
        assert Version(metadata.version(name)) == version_of(pin), name


@pytest.mark.parametrize("lock", [BUILD, RUN_TIME, POSTGRES], ids=lambda lock: lock.name)
def test_the_lock_for_development_holds_the_others(lock: Path) -> None:
    development = locked(DEVELOPMENT)
    for name, pin in locked(lock).items():
        assert development[name].specifier == pin.specifier
        assert development[name].extras >= pin.extras


def test_what_runs_is_not_installed_with_what_builds_or_with_what_few_need() -> None:
    told = declared()["dependency-groups"]["build"]
    # Pages format days with Babel, which compiles the wheel's catalogues as well.
    builders = {canonicalize_name(Requirement(each).name) for each in told} - {"babel"}
    assert builders
    for lock in (RUN_TIME, POSTGRES):
        assert builders & locked(lock).keys() == set()
    assert {"psycopg", "psycopg-binary"} & locked(RUN_TIME).keys() == set()
    assert "psycopg" in locked(POSTGRES)


def declared() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_dependency_is_imported_or_says_who_needs_it() -> None:
    imported = imported_by("pms_tracker")
    packages = metadata.packages_distributions()
    used = {canonicalize_name(name) for module in imported for name in packages.get(module, [])}
    needed = {
        canonicalize_name(Requirement(each).name) for each in declared()["project"]["dependencies"]
    }
    assert needed - used == BY_OTHERS.keys()


@cache
def imported_by(*folders: str) -> dict[str, str]:
    """Each foreign module that files in these folders import, with one file that does."""
    found = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for module in modules_of(path):
                found[module] = str(path.relative_to(ROOT))
    return {
        module: path
        for module, path in found.items()
        if module not in sys.stdlib_module_names and module not in OURS
    }


def modules_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize(
    ("lock", "folders"),
    [(RUN_TIME, ["pms_tracker"]), (DEVELOPMENT, ["tests", "benchmarks"])],
    ids=lambda value: value.name if isinstance(value, Path) else "",
)
def test_nothing_is_imported_that_the_lock_does_not_hold(lock: Path, folders: list[str]) -> None:
    packages = metadata.packages_distributions()
    pins = locked(lock)
    foreign = imported_by(*folders)
    assert foreign
    missing = {
        module: path
        for module, path in foreign.items()
        if not any(canonicalize_name(name) in pins for name in packages.get(module, []))
    }
    assert missing == {}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address_and_a_digest_for_each_pin(lock: Path) -> None:
    words = lock.read_text(encoding="utf-8")
    assert "://" not in words
    for entry in words.replace("\\\n", " ").splitlines():
        if entry and not entry.startswith("#"):
            assert "--hash=sha256:" in entry, entry.partition(" ")[0]
