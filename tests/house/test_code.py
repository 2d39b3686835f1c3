"""Tests about the code itself: sizes, doors, workflows, labels, templates and documents."""

import ast
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest
from flask import get_template_attribute
from markupsafe import Markup

from pms_tracker import config
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.act.case_duties import KIND_OF_STATE
from pms_tracker.act.rules import case_rules, source_rules
from pms_tracker.act.rules.case_rules import CASE
from pms_tracker.check.rules import programme_rules
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.workflow import Workflow
from pms_tracker.people.rules.permissions import MATRIX, TOP_ROLES, Permission
from pms_tracker.plan.rules import year_rules
from pms_tracker.plan.rules.policy_rules import Stage
from pms_tracker.web.act.record.case_steps import FORMS
from pms_tracker.web.door import access
from pms_tracker.web.refusals import sentences
from pms_tracker.web.words import duty_words, labels
from tests.house import drawn
from tests.house.quiet_app import quiet_app

# In one worker, so that what is found in all sources is found once.
pytestmark = pytest.mark.xdist_group("sources")
ROOT = drawn.ROOT
PACKAGE = ROOT / "pms_tracker"
TEMPLATES = ROOT / "templates"
LONGEST_FILE = 400
LONGEST_TEMPLATE = 120
LONGEST_FUNCTION = 40
MOST_FILES = 15
# Migrations are frozen: they say what was, not what we would write today.
FROZEN = PACKAGE / "migrations"


def sources() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if FROZEN not in path.parents]


def every_source() -> list[Path]:
    return [*sources(), *sorted((ROOT / "tests").rglob("*.py"))]


def pages() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_outgrows_its_room() -> None:
    assert [path.name for path in every_source() if lines_of(path) > LONGEST_FILE] == []


def test_no_template_is_longer_than_a_reader_keeps_in_mind() -> None:
    assert [path.name for path in pages() if lines_of(path) > LONGEST_TEMPLATE] == []


@dataclass(frozen=True)
class Function:
    """What these tests ask of a function; the tree that says it is large, and is let go."""

    name: str
    lines: int
    decides_on_get: bool


@cache
def functions() -> list[Function]:
    return [
        Function(
            f"{path.relative_to(ROOT).as_posix()}:{node.name}",
            (node.end_lineno or 0) - node.lineno + 1,
            answers_get(node) and "transaction()" in ast.unparse(node),
        )
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]


def test_no_function_is_longer_than_forty_lines() -> None:
    assert [each.name for each in functions() if each.lines > LONGEST_FUNCTION] == []


def test_every_module_says_what_room_it_is() -> None:
    assert [str(path) for path in every_source() if not drawn.first_sentence(path)] == []


def test_rooms_have_names_that_mean_something() -> None:
    empty = {"utils", "helpers", "common", "base", "service", "services", "manager", "misc"}
    assert [str(path) for path in sources() if path.stem in empty] == []


def test_every_file_of_rules_is_kept_pure_by_its_contract() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    pure = next(each["source_modules"] for each in told["contracts"] if each["id"] == "pure")
    # A contract on a folder covers all below it.
    files = [each for each in PACKAGE.rglob("*_rules.py") if "rules" not in each.parts]
    alone = {".".join(each.relative_to(ROOT).with_suffix("").parts) for each in files}
    assert "pms_tracker.*.rules" in pure
    assert alone - set(pure) == set()


def test_a_folder_holds_what_a_reader_can_see_at_once() -> None:
    rooms: dict[Path, list[Path]] = {}
    for path in sources():
        if path.stem not in {"__init__", "__main__"}:
            rooms.setdefault(path.parent, []).append(path)
    held = {str(room.relative_to(ROOT)): len(files) for room, files in rooms.items()}
    assert {room: count for room, count in held.items() if count > MOST_FILES} == {}
    # Of `web` itself only the list of its pages is left; the floors of `do` have begun to fill.
    begun = {f"pms_tracker/do/{floor}" for floor in ("registers", "rules", "tables")}
    begun.add("pms_tracker/web/do")
    few = {room for room, count in held.items() if count < 2}
    assert few - begun == {"pms_tracker/web"}


def test_a_module_is_found_by_its_name() -> None:
    names = [path.stem for path in sources() if path.stem not in {"__init__", "__main__"}]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_only_the_database_commits() -> None:
    commits = re.compile(r"session\.commit\(")
    found = [p.name for p in sources() if commits.search(p.read_text(encoding="utf-8"))]
    assert found == ["database.py"]


def test_every_page_says_whom_it_lets_in() -> None:
    # An app of its own: the others read the pages of the one they share.
    app = quiet_app.__wrapped__()
    access.check_every_page_is_guarded(app)
    app.add_url_rule("/unguarded", "unguarded", lambda: "")
    with pytest.raises(RuntimeError, match="unguarded"):
        access.check_every_page_is_guarded(app)
    app.view_functions["unguarded"].guard = "public"  # type: ignore[attr-defined]


def test_what_rules_say_of_roles_is_what_the_matrix_opens() -> None:
    """Doors and rules both ask for a role; neither may know of another one than the other."""
    for permission, roles in (
        (Permission.KEEP_YEAR, year_rules.KEEPERS),
        (Permission.MOVE_DUE_DATES, case_rules.DUE_DAY_MOVERS),
        (Permission.OPEN_CASES, source_rules.OPENERS),
        (Permission.ERASE, case_rules.ERASERS),
        (Permission.GRANT_TOP_ROLES, TOP_ROLES),
        (Permission.WITHDRAW, {Role.AUDIT_MANAGER}),
        (Permission.PLAN_AUDITS, programme_rules.WRITERS),
    ):
        assert {role for role in Role if permission in MATRIX[role]} == roles, permission


def answers_get(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(each, ast.Call) and getattr(each.func, "attr", "") == "get"
        for each in function.decorator_list
    )


def test_a_get_never_decides() -> None:
    assert [each.name for each in functions() if each.decides_on_get] == []


def test_no_workflow_is_forgotten() -> None:
    named = re.compile(r'= Workflow\(\s*"(\w+)"')
    found = [name for p in sources() for name in named.findall(p.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(each.name for each in drawn.WORKFLOWS)


@pytest.mark.parametrize("workflow", drawn.WORKFLOWS, ids=lambda each: each.name)
def test_every_state_can_be_reached(workflow: Workflow) -> None:
    reached = {workflow.start}
    for _ in workflow.table:
        reached |= {to for source, _move, to in workflow.rows() if source in reached}
    # A finding that needs no action is noted from the first; see check.rules.first_state.
    every = set(type(workflow.start)) - {"noted"}
    assert reached | {"noted"} >= every


def test_every_state_and_move_has_a_label() -> None:
    for workflow in drawn.WORKFLOWS:
        for source, move, target in workflow.rows():
            assert {source, move, target} <= labels.LABELS.keys()


def test_every_open_state_of_a_case_is_somebodys_duty() -> None:
    open_states = {source for source, _move, _target in CASE.rows()}
    assert set(KIND_OF_STATE) == open_states
    assert set(KIND_OF_STATE.values()) <= duty_words.DUTIES.keys()


def test_every_state_has_a_chip() -> None:
    states: set[StrEnum] = {state for each in drawn.WORKFLOWS for state in type(each.start)}
    states |= {*Stage}
    assert states <= labels.CHIPS.keys()


def test_every_icon_of_a_chip_is_drawn() -> None:
    text = (config.PACKAGE / "web" / "static" / "pms.css").read_text()
    drawn_icons = set(re.findall(r"^\.i-([a-z-]+) \{ --drawn: url", text, re.MULTILINE))
    assert {picture for _tone, picture in labels.CHIPS.values()} <= drawn_icons


@cache
def refusal_keys() -> set[str]:
    raised = {"RuleBroken", "NotAllowed", "NotFound", "BadInput", "Stale", "TooMany"}
    raised |= {"TooLarge"}
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", "")
            first = node.args[0]
            if name in raised | {"NotAPolicy"} and isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def test_every_refusal_has_a_sentence_and_every_sentence_a_refusal() -> None:
    # Keys that rules return or choose between, instead of raising them where they stand.
    chosen = {
        "auditor_runs_the_pms", "auditor_lacks_role", "auditor_of_own_unit", "auditor_of_only_unit",
        "auditor_of_own_work", "auditor_of_only_work", "auditor_has_left",
        "auditor_wrote_criterion", "auditor_wrote_only_criterion",
        # The rules of registers say in words of their own what is wrong.
        "entry_refused",
        "audit_manager_only", "privacy_manager_only", "file_pdf_active", "file_pdf_carries",
        # The process that reads a PDF answers them.
        "pdf_locked", "pdf_scan",
    }  # fmt: skip
    assert refusal_keys() - sentences.SENTENCES.keys() == set()
    assert sentences.SENTENCES.keys() - refusal_keys() - chosen == set()


def used_templates() -> set[str]:
    named = re.compile(r"""["']([a-z_]+(?:/[a-z_]+)+\.html)["']""")
    chosen = re.compile(r"""["']([a-z_/]+/)["'] ~ \w+ ~ ["']\.html["']""")
    texts = [p.read_text(encoding="utf-8") for p in (*sources(), *pages())]
    found = {name for text in texts for name in named.findall(text)}
    folders = {folder for text in texts for folder in chosen.findall(text)}
    # A register's own templates lie beside its address, and are found there.
    own_pages = ("list", "form", "record", "offered")
    own = (f"{row.place}/{page}.html" for row in REGISTERS for page in own_pages)
    found |= {name for name in own if (TEMPLATES / name).is_file()}
    # The form of a case's step is chosen by name.
    return found | {f"{folder}{form}.html" for folder in folders for form in set(FORMS.values())}


def test_every_template_is_used_and_every_used_one_is_there() -> None:
    there = {path.relative_to(TEMPLATES).as_posix() for path in pages()}
    pages_there = {name for name in there if not name.startswith("mail/")}
    assert pages_there - used_templates() == set()
    assert used_templates() - there == set()


def test_every_template_lies_where_its_page_does() -> None:
    rooms = {path.parent.relative_to(TEMPLATES) for path in pages()}
    shared = {"shell", "mail", "errors", "sign_in"}
    records = {room.name for room in rooms if room.parts[0] not in shared}
    assert records - set(quiet_app().blueprints) == set()
    phases = {room.parts[0] for room in rooms if len(room.parts) > 1} - shared
    assert all((PACKAGE / "web" / phase / "__init__.py").is_file() for phase in phases)


def test_no_template_carries_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.I)
    found = [p for p in pages() if inline.search(p.read_text(encoding="utf-8"))]
    assert [p.name for p in found if "mail" not in p.parts] == []


def test_no_tag_is_glued_from_words() -> None:
    # Beside a translated sentence a plain word that holds a tag is escaped, and shown as it is.
    expression = re.compile(r"\{[{%](?:(?!%\}|\}\}).)*[\"']\s*</?[a-z][^\"']*>", re.DOTALL)
    counted = 'items.count("<li>")'
    found = [
        path.name
        for path in pages()
        if expression.search(path.read_text(encoding="utf-8").replace(counted, ""))
    ]
    for path in (PACKAGE / "web").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        marked = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markup"
            for part in ast.walk(node)
        }
        found += [
            f"{path.name}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and id(node) not in marked
            if isinstance(node.value, str) and re.search(r"</[a-z]+>", node.value)
        ]
    assert found == []


def test_what_opens_a_fold_holds_nothing_else_to_touch() -> None:
    summary = re.compile(r"<summary\b.*?</summary>", re.DOTALL)
    control = re.compile(r"<(a|button|input|select|label|textarea)\b|\b(caller|figure|figures)\(")
    found = [
        f"{path.name}: {each[:80]}"
        for path in pages()
        for each in summary.findall(path.read_text(encoding="utf-8"))
        if control.search(each)
    ]
    assert found == []
    # Facts may be figures with their lists behind them.
    with quiet_app().test_request_context():
        folds = get_template_attribute("shell/folds.html", "record_fold")
        line = folds([("未完了", Markup('<a href="/act/cases/">20</a>')), ("完了", "3")])
    assert "<a" not in line
    assert "未完了 20 · 完了 3" in " ".join(line.split())


def test_marks_of_results_stand_in_one_table() -> None:
    # Elsewhere － is a gap, and × a multiplication.
    told = re.compile("[○△◎◇]|× ?[{%不]")
    documented = re.compile(r'"""(?:.|\n)*?"""|#.*|\{#-?(?:.|\n)*?#\}')
    found = [
        path.name
        for path in (*(PACKAGE / "web").rglob("*.py"), *(PACKAGE / "web").rglob("*.js"), *pages())
        if path.name != "check_labels.py"
        and told.search(documented.sub("", path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_the_map_is_true() -> None:
    assert (ROOT / "docs" / "map.md").read_text(encoding="utf-8") == drawn.draw_map()


def test_the_workflows_are_drawn_from_their_tables() -> None:
    with quiet_app().test_request_context():
        assert (ROOT / "docs" / "workflows.md").read_text("utf-8") == drawn.draw_workflows()


def test_every_part_of_the_stylesheet_stands_by_itself() -> None:
    """A brace lost where two parts meet would hide all that follows in the last of them."""
    text = (config.PACKAGE / "web" / "static" / "pms.css").read_text()
    for part in text.split("/* ---- "):
        assert part.count("{") == part.count("}"), part[:60]


def test_an_address_says_which_kind_of_record_it_is_of() -> None:
    untyped = {rule.endpoint for rule in quiet_app().url_map.iter_rules() if "<ref:" in rule.rule}
    # What an erasure is asked of may be a record of any kind.
    assert untyped == {"erasures.ask_form", "erasures.ask"}
