"""The items of the guide with what covers each (指針との対応表), as a sheet and as a paper."""

import re
from collections.abc import Collection
from dataclasses import replace

from flask_babel import gettext, lazy_gettext as _l, ngettext

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.plan.documents import covered_items
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.rules.document_rules import Cover
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.choices import requirement_title
from pms_tracker.web.lists.list_files import Column, Sheet
from pms_tracker.web.pictures import section_papers
from pms_tracker.web.pictures.section_papers import Paper, Part
from pms_tracker.web.words.register_words import say

_ITEM = re.compile(r"J\.\d+(?:\.\d+)*")
COLUMNS = (
    Column("number", _l("項番"), lambda line: line.number, width=10),
    Column("title", _l("指針の項目"), lambda line: line.title, width=32),
    Column("rules", _l("規程など"), lambda line: "\n".join(line.rules), width=32),
    Column("forms", _l("様式"), lambda line: "\n".join(line.forms), width=32),
    Column("records", _l("記録"), lambda line: "\n".join(line.records), width=32),
    Column("registers", _l("台帳"), lambda line: "\n".join(line.registers), width=32),
)


def _registers() -> list[tuple[str, Collection[str]]]:
    """The registers with the items that each says it is asked for by."""
    return [
        (say(each.name), _ITEM.findall(each.requirement))
        for each in REGISTERS
        if each.requirement is not None
    ]


def lines() -> list[Cover]:
    """Each item of the guide, titled in the reader's language, with what covers it today."""
    found = covered_items.table(_registers())
    return [replace(each, title=requirement_title(each.title)) for each in found]


def sheet() -> Sheet:
    """The table as a file."""
    return Sheet(gettext("指針との対応表"), "coverage", COLUMNS, list_files.whole(lines()))


def paper(*, handed_in: bool = False) -> bytes:
    """The table on A4 landscape, with room for those who sign; of one that is `handed_in` nobody
    counts what is missing."""
    found = lines()
    missing = sum(not each.is_covered for each in found)
    rows = [[str(column.value(each) or "－") for column in COLUMNS] for each in found]
    note = ngettext(
        "規程などが対応していない項目：%(num)d件",
        "規程などが対応していない項目：%(num)d件",
        missing,
    )
    told = Paper(
        gettext("指針との対応表"),
        [
            Part(
                gettext("Pマークの構築・運用指針の項目"),
                rows,
                (0, 2, 2, 2, 2, 2),
                [str(column.label) for column in COLUMNS],
            )
        ],
        notes=[] if handed_in else [note],
        boxes=[(say(each), gettext("確認")) for each in DOCUMENTS.boxes],
        flipped=True,
    )
    return section_papers.made(told)
