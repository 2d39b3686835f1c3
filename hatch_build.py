"""What a wheel holds besides sources: compiled catalogues, and what it needs with its licences."""

from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGE = "pms_tracker"
NOTICES = "THIRD-PARTY.txt"
HEAD = """\
{name} {version} is under the licence in its LICENSE file. Nothing of others is in this package.

It needs these packages, which are installed beside it, each with its own licence file
(in the folder that ends in .dist-info). Versions are those it was built and tested with.

"""


class Built(BuildHookInterface):  # type: ignore[type-arg]
    """Adds to the wheel what is made from the sources and not kept in git."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # An editable installation reads the checkout, whose catalogues `make` compiles.
        if version == "editable":
            return
        self._made = TemporaryDirectory()
        folder, root = Path(self._made.name), Path(self.root)
        for path in sorted((root / PACKAGE / "translations").rglob("*.po")):
            place = path.relative_to(root).with_suffix(".mo")
            compiled = folder / place
            compiled.parent.mkdir(parents=True, exist_ok=True)
            with path.open("rb") as source, compiled.open("wb") as target:
                write_mo(target, read_po(source))
            build_data["force_include"][str(compiled)] = str(place)
        notices = folder / NOTICES
        notices.write_text(self._notices(), encoding="utf-8")
        build_data["force_include"][str(notices)] = f"{PACKAGE}/{NOTICES}"

    def finalize(self, version: str, _build_data: dict[str, Any], _artifact_path: str) -> None:
        if version != "editable":
            self._made.cleanup()

    def _notices(self) -> str:
        core = self.metadata.core
        lines = sorted(set(needed([Requirement(each) for each in core.dependencies])))
        head = HEAD.format(name=core.name, version=self.metadata.version)
        return head + "".join(f"{line}\n" for line in lines)


def needed(wanted: list[Requirement]) -> Iterator[str]:
    """A line for each package that these ask for, and that those ask for in turn."""
    waiting, seen = [(each, ("",)) for each in wanted], set[tuple[str, str]]()
    while waiting:
        need, extras = waiting.pop()
        if need.marker and not any(need.marker.evaluate({"extra": each}) for each in extras):
            continue
        own = ("", *need.extras)
        new = {(canonicalize_name(need.name), extra) for extra in own} - seen
        if not new:
            continue
        seen |= new
        try:
            found = metadata.distribution(need.name)
        except metadata.PackageNotFoundError:
            # A build apart from them knows only what it was told.
            yield f"{need.name}: see its own package"
            continue
        yield f"{canonicalize_name(need.name)} {found.version}: {licence(found)}"
        waiting += [(Requirement(each), own) for each in found.requires or ()]


def licence(package: metadata.Distribution) -> str:
    """What a package says its licence is, in as few words as it can."""
    said = package.metadata
    told = said["License-Expression"] or ""
    named = [each for each in said.get_all("Classifier", []) if each.startswith("License :: ")]
    short = [each.rpartition(" :: ")[2] for each in named]
    words = (said["License"] or "").strip()
    return told or ", ".join(short) or (words.splitlines() or ["see its own package"])[0]
