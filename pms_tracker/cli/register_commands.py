"""`pms registers import`: entries of a register from a file of an office, or what is wrong."""

import json
import sys
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import click

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.cli import bad_rows
from pms_tracker.cli.commands import FILE, WRONG_INPUT, main, with_app
from pms_tracker.database import transaction
from pms_tracker.kernel.lasting.spans import Span
from pms_tracker.kernel.my_number import masked
from pms_tracker.registers.fields import Field, Pick, Value
from pms_tracker.registers.imports import register_sheets
from pms_tracker.registers.imports.sheet_plans import Plan, Read
from pms_tracker.registers.imports.sheet_reading import REFERENCE
from pms_tracker.registers.imports.unsaid_fields import may_be_chosen
from pms_tracker.registers.register import Register
from pms_tracker.sheets import tables
from pms_tracker.sheets.office_books import Choices, Instead
from pms_tracker.sheets.sheet_lines import one_line
from pms_tracker.sheets.told_once import told_once
from pms_tracker.web.refusals import row_words
from pms_tracker.web.registers.import_words import why_words
from pms_tracker.web.words.register_words import spelled

# By its key, or by what one of its entries is: ledger, personal-information.
OF_NAME = {
    name: each
    for each in REGISTERS
    for name in (each.key, each.table.__tablename__.replace("_", "-"))
}


@main.group("registers")
def registers_group() -> None:
    """Registers (台帳), such as of earlier audits."""


@registers_group.command("import")
@click.argument("name", metavar="REGISTER", type=click.Choice(sorted(OF_NAME)))
@FILE
@click.option("--sheet", "sheets", multiple=True, help="A sheet to read; else all that are shown.")
@click.option(
    "--instead",
    "instead",
    multiple=True,
    metavar="FIELD[:WORDS]=VALUE",
    help="What rows mean that do not say this field, or say it in these words: 管理部門=総務部, "
    "管理部門:総務課=総務部 (a unit or a choice).",
)
@click.option("--dry-run", is_flag=True, help="Tell what was read and what could not be; no more.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_app
def import_entries(
    name: str,
    file: Path,
    sheets: tuple[str, ...],
    instead: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
) -> None:
    """Enter the rows of an Excel or CSV file in a register; with an unreadable cell, nothing.

    Titles, several heading rows, merged cells and notes are understood; what was read with a guess
    is told and taken. Exit code 2 where something could not be read.
    """
    register = OF_NAME[name]
    choices = Choices(frozenset(sheets) or None, instead=_chosen(register, instead))
    with file.open("rb") as opened:
        content = opened.read(tables.MOST_BYTES + 1)
    if dry_run:
        plan = _plan(register, content, choices)
    else:
        _check_recorder(register)
        with transaction():
            plan = _plan(register, content, choices)
            if not plan.troubles:
                register_sheets.take_all(register, plan, by=None)
    told = _masked(Report(register, file.name, plan).told(stored=not dry_run and not plan.troubles))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        click.echo(_in_words(register, told))
        bad_rows.say(plan.troubles)
    if plan.troubles:
        sys.exit(WRONG_INPUT)


def _check_recorder(register: Register) -> None:
    column = register.table.__table__.columns[register.recorder]
    if not column.nullable:
        raise click.UsageError(
            "この台帳の記録には登録した人が必要です。画面から取り込んでください。 "
            "Entries of this register need a person who recorded them: import the file on the page."
        )


def _chosen(register: Register, instead: tuple[str, ...]) -> Instead:
    """What was chosen for rows that do not say it, or in words that nobody knows."""
    fields = {
        word: each
        for each in register.cells
        if may_be_chosen(register, each)
        for word in (*spelled(each.label), each.name)
    }
    found = {}
    for each in instead:
        told, _is, value = (part.strip() for part in each.partition("="))
        field, _of, written = (part.strip() for part in told.partition(":"))
        if field not in fields or not value:
            offered = "、".join(dict.fromkeys(str(one.label) for one in fields.values()))
            raise click.BadParameter(
                f"「{each}」: 項目=値 の形で、次の項目を指定してください。 "
                f"Write FIELD=VALUE for one of these fields: {offered}",
                param_hint="--instead",
            )
        found[fields[field].name, one_line(written)] = value
    return found


def _plan(register: Register, content: bytes, choices: Choices) -> Plan:
    return register_sheets.plan(register, content, by=None, spelled=spelled, choices=choices)


class Report:
    """What was read of a file, for machines."""

    def __init__(self, register: Register, file: str, plan: Plan) -> None:
        self._register, self._file, self._plan = register, file, plan
        self._names = register_sheets.names(register)

    def told(self, *, stored: bool) -> dict[str, Any]:
        """The rows with their cells, what is doubtful or unreadable, and what is left over."""
        plan = self._plan
        return {
            "register": self._register.key,
            "file": self._file,
            "rows": [self._row(each) for each in plan.read],
            "doubtful": [*self._doubtful_columns(), *self._doubtful_cells()],
            "unreadable": [
                {
                    "sheet": each.where.rpartition("!")[0],
                    "cell": each.where or str(each.line),
                    "text": each.words,
                    "why": each.key,
                    "message": row_words.in_words(each),
                }
                for each in plan.troubles
            ],
            "left_over": [
                {"sheet": each.sheet, "cell": each.place, "text": each.text, "why": each.why.value}
                for each in plan.sheet.left
            ],
            "new": len(plan.new),
            "changed": len(plan.changed),
            "unchanged": len(plan.unchanged),
            "stored": stored,
        }

    def _row(self, read: Read) -> dict[str, Any]:
        row = read.row
        return {
            "sheet": row.sheet,
            "row": row.line,
            "reference": row.text(REFERENCE),
            "values": {
                name: self._value(self._register.field(name), value)
                for name, value in read.values.items()
            },
            "cells": {
                name: {"cell": told.place, "original": told.original, "more": list(told.more)}
                for name, told in row.told.items()
            },
            "doubtful": [{"key": each.column, "why": each.why} for each in read.doubts],
        }

    def _value(self, field: Field, value: Value) -> object:
        if isinstance(field, Pick):
            return self._names[field.one_of].get(value)
        if isinstance(value, Span):
            return value.kept()
        if isinstance(value, tuple):
            return [each.value if isinstance(each, Enum) else each for each in value]
        if isinstance(value, Enum):
            return value.value
        return value.isoformat() if isinstance(value, date) else value

    def _doubtful_columns(self) -> list[dict[str, Any]]:
        return [
            {
                "sheet": "、".join(layout.sheets),
                "cell": column.words,
                "key": column.match.key,
                "text": column.words,
                "why": "column_like",
            }
            for layout in self._plan.sheet.layouts
            for column in layout.columns
            if not column.match.sure
        ]

    def _doubtful_cells(self) -> list[dict[str, Any]]:
        return [
            {
                "sheet": read.row.sheet,
                "cell": told.place if (told := read.row.told.get(name)) else read.row.where,
                "key": name,
                "text": told.original if told else "",
                "why": why,
                "value": self._value(self._register.field(name), read.values.get(name)),
            }
            for read in self._plan.read
            for name, why in read.doubts
        ]


def _masked(told: Any) -> Any:
    """What is told, without digits that may be a My Number: a terminal keeps what it shows."""
    if isinstance(told, dict):
        return {key: _masked(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_masked(each) for each in told]
    return masked(told) if isinstance(told, str) else told


def _in_words(register: Register, told: dict[str, Any]) -> str:
    once = told_once(told["doubtful"], lambda each: str(each["cell"]), _but_for_its_place)
    lines = [f"{bad_rows.places(each)}: {_why(register, each.told)}" for each in once]
    lines.append(
        f"新しい記録 new: {told['new']}  変わる記録 changed: {told['changed']}  "
        f"変わらない記録 unchanged: {told['unchanged']}  取り込まないセル left over: "
        f"{len(told['left_over'])}"
    )
    return "\n".join([*lines, "stored" if told["stored"] else "nothing stored"])


def _but_for_its_place(doubt: dict[str, Any]) -> str:
    return repr({name: said for name, said in doubt.items() if name not in {"sheet", "cell"}})


def _why(register: Register, doubt: dict[str, Any]) -> str:
    field = next((each for each in register.cells if each.name == doubt["key"]), None)
    return f"{why_words(field, doubt['why'])} 「{doubt['text']}」"
