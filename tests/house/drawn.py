"""Draws docs/map.md and docs/workflows.md from the code: `python -m tests.house.drawn`."""

import ast
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

from flask_babel import force_locale

from pms_tracker.act.rules.case_rules import CASE
from pms_tracker.act.rules.incoming_rules import REPORT
from pms_tracker.act.rules.management_rules import MANAGEMENT_REVIEW
from pms_tracker.check.rules.audit_rules import AUDIT, FINDING
from pms_tracker.check.rules.programme_rules import PROGRAMME
from pms_tracker.do.rules.ledger.ledger_review_rules import (
    PART as LEDGER_PART,
    REVIEW as LEDGER_REVIEW,
)
from pms_tracker.do.rules.matter_rules import MATTER
from pms_tracker.kernel.workflow import Workflow
from pms_tracker.plan.rules.policy_rules import REVIEW, VERSION
from pms_tracker.plan.rules.year_rules import AMENDMENT, PLAN
from pms_tracker.registers.edition_rules import ENTRY
from pms_tracker.web.words import labels
from tests.house.quiet_app import quiet_app

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "pms_tracker"
# A floor and its rooms: what is within a room, it tells itself.
ROOMS_DEEP = 2
# In the order of the cycle.
WORKFLOWS = (
    *(VERSION, REVIEW, PLAN, AMENDMENT, PROGRAMME, AUDIT, FINDING, CASE),
    *(REPORT, MANAGEMENT_REVIEW, ENTRY, LEDGER_REVIEW, LEDGER_PART, MATTER),
)
NAMES = {
    "version": "方針の版 / Policy version",
    "review": "方針の見直し / Policy review",
    "year_plan": "年度計画 / Plan of the year",
    "amendment": "年度計画の変更 / Amendment of the plan of the year",
    "programme": "監査プログラム / Audit programme",
    "audit": "監査 / Audit",
    "finding": "監査所見 / Audit finding",
    "case": "是正処置 / Corrective action case",
    "report": "報告 / Report",
    "management_review": "マネジメントレビュー / Management review",
    "ledger_review": "台帳の見直し / Review of the register of personal information",
    "ledger_review_part": "台帳の見直しの部門の回答 / Answer of a unit in that review",
    "matter": "二人で決めること / What two people decide",
    "register_entry": "承認する台帳の記録 / Entry of a register with approval",
}


def first_sentence(path: Path) -> str:
    """The first line of a module's docstring."""
    told = ast.get_docstring(ast.parse(beginning(path))) or ""
    return told.split("\n", maxsplit=1)[0]


def beginning(path: Path) -> str:
    """A file's lines up to the end of its first string: what follows need not be read for that."""
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            if token.type not in {tokenize.COMMENT, tokenize.NL}:
                break
        file.seek(0)
        return "".join(line for line, _ in zip(file, range(token.end[0]), strict=False))


def floors() -> Iterator[str]:
    """Every floor from the roof down, as the contract of layers has them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = next(each["layers"] for each in told["contracts"] if each["id"] == "layers")
    for side_by_side in layers:
        yield from side_by_side.split(" | ")


def rooms(floor: str) -> Iterator[str]:
    """A floor and the folders in it, a line each, with what each says of itself."""
    alone = HOUSE / f"{floor}.py"
    if alone.is_file():
        yield f"- `{floor}.py` {first_sentence(alone)}"
        return
    for path in sorted((HOUSE / floor).rglob("__init__.py")):
        folder = path.parent.relative_to(HOUSE)
        if len(folder.parts) > ROOMS_DEEP:
            continue
        yield f"{'  ' * (len(folder.parts) - 1)}- `{folder.as_posix()}/` {first_sentence(path)}"


def draw_map() -> str:
    """The house from the roof down, in the words of its own files."""
    lines = [
        "# The house",
        "",
        "From the roof down; a floor uses the floors below it, never the reverse. Along the",
        "cycle a later phase may use an earlier one: `act → check → do → plan`. A phase has two",
        "ground floors, `rules` and `tables`, and families above them; `web/` and `tests/` repeat",
        "the phases with the same families. Drawn from what each folder, down to the second, and",
        "each file at the top says of itself in its first line.",
        "",
    ]
    for floor in floors():
        lines += rooms(floor)
    return "\n".join(lines).rstrip() + "\n"


def draw_workflows() -> str:
    """Every workflow as a diagram and a table, in both languages; needs the app's context."""
    lines = [
        "# Workflows",
        "",
        "Drawn from the tables in the rules of `plan`, `check` and `act`, which buttons and guards",
        "read as well.",
        "",
    ]
    for workflow in WORKFLOWS:
        lines += _workflow(workflow)
    return "\n".join(lines).rstrip() + "\n"


def _both(member: object) -> str:
    with force_locale("ja"):
        japanese = str(labels.LABELS[member])
    with force_locale("en"):
        return f"{japanese} / {labels.LABELS[member]}"


def _workflow(workflow: Workflow) -> Iterator[str]:
    yield from (f"## {NAMES[workflow.name]}", "", "```mermaid", "stateDiagram-v2")
    yield f"    [*] --> {workflow.start.value}"
    for source, move, target in workflow.rows():
        yield f"    {source.value} --> {target.value}: {move.value}"
    yield from (f"    {state.value} --> [*]" for state in workflow.ends())
    yield from ("```", "", "| from | move | to |", "| --- | --- | --- |")
    for source, move, target in workflow.rows():
        yield f"| {_both(source)} | {_both(move)} | {_both(target)} |"
    yield ""


def main() -> None:
    """Write both files anew."""
    (ROOT / "docs" / "map.md").write_text(draw_map(), encoding="utf-8")
    with quiet_app().test_request_context():
        (ROOT / "docs" / "workflows.md").write_text(draw_workflows(), encoding="utf-8")


if __name__ == "__main__":
    main()
