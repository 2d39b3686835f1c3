"""Lists of norms that are shipped, dated, in our own words: drafted as far as they are missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.plan.rules.law_rules import LawKind
from pms_tracker.plan.tables.law_tables import Law
from pms_tracker.registers import entries
from pms_tracker.registers.known_words import plain

SHIPPED = Path(__file__).parent / "lists" / "laws-2026-11.yaml"
# For whom a norm of the list is, in the order in which it is offered.
FOR: dict[str, Words] = {
    "office": N_("個人情報を扱うすべての会社"),
    "staff": N_("従業者がいる会社"),
    "shop": N_("商品やサービスを販売する会社"),
    "school": N_("学習塾"),
}


@dataclass(frozen=True)
class Norm:
    """A norm of the list, with the values of its entry by field."""

    code: str
    whom: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class LawList:
    """A list, as of a day and with where it comes from."""

    as_of: date
    source: str
    norms: Sequence[Norm]


@cache
def shipped() -> LawList:
    """The list of this release."""
    read = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    norms = tuple(_norm(each, read["note"]) for each in read["laws"])
    return LawList(read["as_of"], read["source"], norms)


def _norm(said: dict[str, Any], noted: str) -> Norm:
    values = {name: value for name, value in said.items() if name not in {"code", "for"}}
    note = noted.format(published=said["published"])
    return Norm(said["code"], said["for"], {**values, "kind": LawKind(said["kind"]), "note": note})


def missing() -> list[Norm]:
    """What of the list is not registered yet, neither by its code nor by its name."""
    rows = session.execute(select(Law.code, Law.name).where(Law.struck == "")).all()
    there = {each.code for each in rows} | {plain(each.name) for each in rows}
    norms = shipped().norms
    return [each for each in norms if not {each.code, plain(each.values["name"])} & there]


def draft(codes: Sequence[str], *, by: Viewer) -> list[Any]:
    """Draft entries of some norms of the list; what is there already stays as it is.

    Raises RuleBroken where none is chosen, NotFound for one that is not in the list.
    """
    if not codes:
        raise RuleBroken("choose_some")
    known = {each.code for each in shipped().norms}
    for code in codes:
        if code not in known:
            raise NotFound("no_such_record", reference=code)
    made = []
    for norm in missing():
        if norm.code in codes:
            row = entries.enter(LAWS, norm.values, by=by)
            row.code = norm.code
            made.append(row)
    session.flush()
    return made
