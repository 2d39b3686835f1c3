"""Guides to the pages of declared registers, from their rows."""

from flask_babel import lazy_gettext as _l

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.registers.register import Register
from pms_tracker.web.guides.kinds import Guide

PAGES = ("index", "form", "record", "edit_form")


SHELF = Guide(
    key="operation_records",
    title=_l("実施の記録"),
    purpose=_l("計画したことを実施した記録の種類を表示します。"),
    steps=(_l("使っていない種類は、名前だけを表示します。開くと、何を記録するかが分かります。"),),
    then=_l("1件でも登録すると、メニューから直接開けます。"),
    terms=("record",),
    pages=("registers.index",),
)


def of(phase: str) -> tuple[Guide, ...]:
    """The guides to a phase's registers."""
    rows = [each for each in REGISTERS if each.place.startswith(f"{phase}/")]
    return tuple(guide for row in rows for guide in _of(row))


def _of(row: Register) -> tuple[Guide, ...]:
    its = (_pages(row), _import(row))
    return (*its, _approval(row)) if row.approvers else its


def _approval(row: Register) -> Guide:
    return Guide(
        key=f"{row.key}_approval",
        title=_l("%(name)sの承認", name=_l(row.name)),
        purpose=_l("登録した内容や変更は、承認されてから有効になります。"),
        steps=(
            _l("書いた人が、下書きを選んで提出します。"),
            _l("書いた人でない責任者が、変わるところを読んで承認するか差し戻します。"),
        ),
        then=_l("承認された内容は、いつからいつまで有効だったかとともに残ります。"),
        terms=("record",),
        pages=tuple(f"{row.key}.{page}" for page in ("drafts", "waiting", "as_of")),
    )


def _pages(row: Register) -> Guide:
    pages = PAGES if row.changes else PAGES[:-1]
    return Guide(
        key=row.key,
        title=_l(row.name),
        purpose=_l(row.why),
        steps=(
            _l("1件ずつ登録するか、ファイルからまとめて取り込みます。"),
            _l("一覧は、絞り込んだとおりにExcelやCSVで書き出せます。"),
        ),
        then=_l("だれがいつ登録し、何を変えたかは、履歴に残ります。"),
        terms=("record",),
        pages=tuple(f"{row.key}.{page}" for page in pages),
    )


def _import(row: Register) -> Guide:
    return Guide(
        key=f"{row.key}_import",
        title=_l("%(name)sの取込み", name=_l(row.name)),
        purpose=_l("CSVかExcelの表から、まとめて登録したり変更したりします。"),
        steps=(
            _l("書き出した一覧かひな形に書き込み、ファイルを選びます。"),
            _l("何が登録され、何が変わるかを確かめます。直す行があれば、すべて表示されます。"),
        ),
        then=_l("「この内容で取り込む」を押すまで、何も保存されません。"),
        terms=("record",),
        pages=(f"{row.key}.import_form",),
    )
