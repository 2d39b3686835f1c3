"""The trail for those who answer for it: everything that happened, and whether it still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.act import act_proofs
from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.approvals.proof import Mismatch
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailEntry
from pms_tracker.web.door.access import requires
from pms_tracker.web.door.reached import keeps
from pms_tracker.web.lists import choices, filters, list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.record import record_history, subjects

blueprint = Blueprint("trail", __name__, url_prefix="/trail")

# What the trail tells of, by how its names begin there.
KINDS = {
    "policy": ("POL-", _l("方針")),
    "policy-review": ("PR-", _l("方針の見直し")),
    "requirements": ("set:", _l("要求事項")),
    "year": ("YP-", _l("年度計画")),
    "programme": ("AP-", _l("監査プログラム")),
    "audit": ("AU-", _l("監査")),
    "past": ("past:", _l("過去の監査")),
    "questions": ("template:", _l("質問のひな形")),
    "finding": ("F-", _l("監査所見")),
    "case": ("CA-", _l("是正処置")),
    "report": ("RP-", _l("報告")),
    "review": ("MR-", _l("マネジメントレビュー")),
    **{row.key: (f"{kind}-", _l(row.name)) for kind, row in BY_KIND.items()},
    "person": ("person-", _l("人")),
    "auditor": ("auditor-", _l("監査員の研修")),
    "unit": ("unit-", _l("部門")),
    "company": ("company", _l("会社")),
    "mail": ("letter-", _l("メール")),
}
COLUMNS = (
    Column("number", _l("号"), lambda row: row.entry.number, Kind.NUMBER, width=8),
    Column("at", _l("日時"), lambda row: row.at, width=20),
    Column("by", _l("行った人"), lambda row: row.entry.actor_name, width=18),
    Column("target", _l("対象"), lambda row: row.subject.words, width=28),
    Column("action", _l("操作"), lambda row: row.happened.what, width=28),
    Column("changes", _l("変更"), lambda row: row.changes, width=60),
    Column("reason", _l("理由"), lambda row: row.happened.reason, width=36),
    Column("digest", _l("ハッシュ値"), lambda row: row.entry.digest, width=66),
)


@dataclass(frozen=True)
class Row:
    """One entry as it is read."""

    entry: TrailEntry
    subject: subjects.Subject
    happened: record_history.Happened

    @property
    def at(self) -> str:
        """When, by the company's clock; as text, since no workbook knows of time zones."""
        at: datetime = clock.local(self.entry.at)
        return f"{at:%Y-%m-%d %H:%M:%S}"

    @property
    def changes(self) -> str:
        """What it was before and after, a line for each field."""
        lines = (
            f"{caption}: {before} → {after}" if before else f"{caption}: {after}"
            for caption, before, after in self.happened.changes
        )
        return "\n".join(lines)


def wanted(asked: filters.Asked) -> trail.Filter:
    """What the address narrows the trail to."""
    asked.sort(trail.SORTS)
    who = [(0, trail.SYSTEM.name), *choices.PERSONS.choices().words.items()]
    actor_id = asked.number("who", gettext("行った人"), who)
    kinds = [
        (key, str(words)) for key, (_prefix, words) in KINDS.items() if key not in _never_met()
    ]
    kind = asked.pick("what", gettext("対象"), kinds)
    reference = parse_reference(asked.text())
    return trail.Filter(
        actor_id,
        KINDS[kind][0] if kind else "",
        str(reference) if reference else asked.kept.get("q", ""),
        asked.span("from", "to"),
    )


def _never_met() -> set[str]:
    """The registers that the company does not keep by its locale pack."""
    return {row.key for row in BY_KIND.values() if not keeps(row)}


def _rows(entries: Sequence[TrailEntry]) -> list[Row]:
    named = subjects.of({entry.reference for entry in entries})
    told = record_history.of_entries(entries)
    return [
        Row(entry, named[entry.reference], happened)
        for entry, happened in zip(entries, told, strict=True)
    ]


@blueprint.get("/")
@requires(Permission.READ_TRAIL)
def index() -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    narrowed = wanted(asked)
    rows = asked.page(trail.entries(asked.order, filters.ROWS, narrowed))
    number, digest = trail.head()
    verified = bool(request.args.get("verify"))
    return render_template(
        "trail/list.html",
        rows=_rows(rows),
        number=number,
        digest=digest,
        asked=asked,
        faults=list(trail.verify()) if verified else None,
        altered=_altered(list(act_proofs.verify())) if verified else [],
    )


def _altered(found: Sequence[Mismatch]) -> list[tuple[subjects.Subject, str]]:
    named = subjects.of({each.reference for each in found})
    return [(named[each.reference], each.key) for each in found]


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.READ_TRAIL)
def export(kind: str) -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    narrowed = wanted(asked)

    def more(last: Row | None) -> Sequence[Row]:
        order = list_files.following(asked.order, last and last.entry, trail.SORTS)
        return _rows(trail.entries(order, list_files.CHUNK, narrowed))

    return list_files.answer(Sheet(gettext("操作履歴"), "trail", COLUMNS, more, asked.words), kind)
