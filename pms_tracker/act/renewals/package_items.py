"""What is handed in with an application, by body and day as data; what is ready of it or spared."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.renewals.renewals import RENEWALS, is_first
from pms_tracker.act.rules.renewal.renewal_rules import Body
from pms_tracker.database import session
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.tables.document_tables import Document
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import IN_FORCE

FOLDER = Path(__file__).parent / "packages"


class Comes(StrEnum):
    """Where an item comes from: the body's own form, or a part of what is packed here."""

    FORM = "form"
    LEDGER = "ledger"
    RISKS = "risks"
    DOCUMENT_LIST = "document_list"
    DOCUMENTS = "documents"
    DOCUMENT_LIST_AND_FILES = "document_list_and_files"
    COVERAGE = "coverage"
    SUMMARY = "summary"
    CHANGES = "changes"


@dataclass(frozen=True)
class Item:
    """One paper that is handed in, by the number that the body gives it."""

    code: str
    name: str
    comes: Comes


@dataclass(frozen=True)
class Package:
    """The papers that a body asks for from a day on, with the first application or with others."""

    body: Body
    valid_from: date
    first: bool
    source: str
    items: Sequence[Item]


@cache
def packages() -> tuple[Package, ...]:
    """All that are shipped, the latest of each body last."""
    read = [yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))]
    return tuple(sorted(map(_package, read), key=lambda each: each.valid_from))


def _package(said: dict[str, Any]) -> Package:
    items = tuple(Item(each["code"], each["name"], Comes(each["from"])) for each in said["items"])
    body, since, first = Body(said["body"]), said["valid_from"], said["first"]
    return Package(body, since, first, said["source"], items)


def package_for(body: Body, on: date, *, first: bool) -> Package:
    """The papers that a body asks for on a day; the first it ever asked for on earlier ones. Where
    no list is known of such an application, that of the other kind, whose `first` says so."""
    every = [each for each in packages() if each.body is body]
    its = [each for each in every if each.first is first] or every
    valid = [each for each in its if each.valid_from <= on]
    return valid[-1] if valid else its[0]


def package_of(row: Any) -> Package:
    """The papers that the body of an application asks for, as of the day it was handed in."""
    asked_on = row.submitted_on or clock.today()
    return package_for(row.body, asked_on, first=is_first(row))


def forms_of(row: Any, comes: Comes) -> list[Item]:
    """The forms of the body that something of ours answers; none where its list for such
    applications is not known, nor of a body that is not named."""
    package = package_of(row)
    if package.body is Body.OTHER or package.first is not is_first(row):
        return []
    return [each for each in package.items if each.comes is comes]


def keep(
    row: Any, ready: Collection[str], spared: Collection[str], *, version: int, by: Viewer
) -> None:
    """Record which papers are ready, and which are not needed. Raises as `entries.change`."""
    values = {"ready": tuple(ready), "spared": tuple(spared)}
    entries.change(RENEWALS, row, values, seen=version, by=by)


def without_a_file() -> int:
    """How many documents in force have neither a file nor a text that is kept here: the package
    cannot hold them."""
    its = Document.state.in_(IN_FORCE), Document.struck == ""
    rows = session.scalars(select(Document).where(*its)).all()
    named = {DOCUMENTS.name_of(row) for row in rows if not row.text_of}
    kept = EvidenceFile.reference.in_(named), EvidenceFile.erased_at.is_(None)
    return len(named - {*session.scalars(select(EvidenceFile.reference).where(*kept).distinct())})
