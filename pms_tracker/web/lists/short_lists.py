"""Lists that are read at once, as files: declared beside their page, and given as every list is.

    FILE = ShortList("policies", _l("方針"), COLUMNS, policies.listed)
    FILE.at(blueprint, Permission.SEE_RECORDS)

Its page leads there by `{{ files_of('policies.export_list') }}` (`shell/views.html`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString

from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import requires
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Sheet

KINDS = ("csv", "xlsx")


@dataclass(frozen=True)
class ShortList:
    """A list without pages; `rows` reads what its page shows to whoever asks."""

    name: str
    title: LazyString
    columns: Sequence[Column]
    rows: Callable[[], Sequence[Any]]

    def at(self, blueprint: Blueprint, permission: Permission) -> None:
        """Give it below its page's address, to whoever may open that page."""

        def export_list(kind: str) -> ResponseReturnValue:
            return self.file(kind)

        for kind in KINDS:
            blueprint.add_url_rule(
                f"/list.{kind}",
                "export_list",
                requires(permission)(export_list) if kind == KINDS[0] else None,
                defaults={"kind": kind},
            )

    def file(self, kind: str) -> ResponseReturnValue:
        rows = list_files.whole(self.rows())
        return list_files.answer(Sheet(str(self.title), self.name, self.columns, rows), kind)
