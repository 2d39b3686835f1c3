"""Reading a set of requirements from a file: CSV, Excel or YAML, as offices have them.

Reading changes nothing and tells every bad row with its line. A file that cannot be read at all is
refused as BadInput. Sizes are checked before anything is unpacked or parsed.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO

import yaml

from pms_tracker.kernel.errors import BadInput
from pms_tracker.plan.requirements import set_rows
from pms_tracker.sheets import limits, tables
from pms_tracker.sheets.sheet_lines import Problem, Trouble, one_line, words_of

MOST_ITEMS = set_rows.Rows.most
MOST_CHARACTERS = 300_000

YAML_ENDINGS = (".yaml", ".yml")
HEAD = {
    "key": "key",
    "title": "title",
    "題名": "title",
    "source": "source",
    "出典": "source",
    "valid_from": "valid_from",
    "適用日": "valid_from",
}
ITEMS = {"items", "項目", "要求事項"}


@dataclass(frozen=True)
class SetFile:
    """What a file holds. `head` is what a YAML file says of the whole set, as it is written."""

    items: tuple[set_rows.Item, ...]
    troubles: tuple[Trouble, ...] = ()
    head: dict[str, str] = field(default_factory=dict)


def read(name: str, content: bytes) -> SetFile:
    """Read a file; its kind is told by its content, YAML by the ending of its name.

    Raises BadInput for a file that is empty, too large, of no kind known or without any item.
    """
    rows, head = set_rows.Rows(), dict[str, str]()
    if name.lower().endswith(YAML_ENDINGS) and not content.startswith(tables.PACKED):
        limits.check_yaml_size(content)
        head = _read_yaml(tables.decoded(content), rows)
    else:
        tables.read_table(content, rows)
    return _checked(rows, head)


def _checked(rows: set_rows.Rows, head: dict[str, str]) -> SetFile:
    if not rows.items and not rows.troubles:
        raise BadInput("set_empty")
    if len(rows.items) > MOST_ITEMS:
        raise BadInput("set_too_many", most=MOST_ITEMS)
    length = sum(len(item.wording) + len("".join(item.maps_to)) for item in rows.items)
    if length > MOST_CHARACTERS:
        raise BadInput("set_too_long", most=MOST_CHARACTERS)
    return SetFile(tuple(rows.items), tuple(rows.troubles), head)


def as_csv(items: Iterable[set_rows.Item]) -> str:
    """Items as a file that `read` reads back."""
    told = StringIO(newline="")
    writer = csv.writer(told)
    writer.writerow([japanese for japanese, _english in set_rows.LISTED.values()])
    for item in items:
        writer.writerow([item.number, item.title, item.text, "; ".join(item.maps_to)])
    return told.getvalue()


def _read_yaml(text: str, rows: set_rows.Rows) -> dict[str, str]:
    """A list of items, or what is said of the whole set with its items below.

    Only composed, never constructed: scalars stay as they are written, so 6.10 is not 6.1.
    """
    try:
        alias = limits.alias_line(text)
        if alias is not None:
            # No list of requirements says `*again`, and what does may unfold into gigabytes.
            rows.refuse(alias, Problem.BROKEN)
            return {}
        root = yaml.compose(text, Loader=limits.YAML_LOADER)
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark
        rows.refuse(mark.line + 1 if mark else 1, Problem.BROKEN)
        return {}
    except (yaml.YAMLError, RecursionError, ValueError) as trouble:
        raise BadInput("set_unreadable") from trouble
    if isinstance(root, yaml.SequenceNode):
        _read_items(root, rows)
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise BadInput("set_unreadable")
    head: dict[str, str] = {}
    for name, value in root.value:
        if _scalar(name) in ITEMS and isinstance(value, yaml.SequenceNode):
            _read_items(value, rows)
        elif _scalar(name) in HEAD:
            head[HEAD[_scalar(name)]] = one_line(words_of(_scalar(value)))
        else:
            rows.refuse(_line(name), Problem.COLUMN_UNKNOWN, _scalar(name))
    return head


def _read_items(items: yaml.SequenceNode, rows: set_rows.Rows) -> None:
    for item in items.value:
        line = _line(item)
        if rows.taken > MOST_ITEMS or len(rows.troubles) > MOST_ITEMS:
            raise BadInput("set_too_many", most=MOST_ITEMS)
        if not isinstance(item, yaml.MappingNode):
            rows.refuse(line, Problem.NO_ROW, _scalar(item))
            continue
        before = len(rows.troubles)
        columns = rows.columns(line, [_scalar(name) for name, _value in item.value])
        if len(rows.troubles) == before:
            values = [_scalar(value) for _name, value in item.value]
            pairs = zip(columns, values, strict=True)
            rows.take(line, {column: value for column, value in pairs if column is not None})


def _scalar(node: yaml.Node) -> str:
    """What a node says; the lines of a list are joined, and nothing else says anything."""
    if isinstance(node, yaml.SequenceNode):
        return "\n".join(_scalar(each) for each in node.value if isinstance(each, yaml.ScalarNode))
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return ""
    return str(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
