"""Forms of requirement sets: importing an edition, adopting it, and mapping its items."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_wtf.file import FileField
from wtforms import HiddenField

from pms_tracker.kernel.era_dates import DayNotRead, parse_day
from pms_tracker.kernel.errors import BadInput
from pms_tracker.plan.rules import set_rules
from pms_tracker.web.forms import shared_forms as shared

# As a file of as many characters as a set may have, each of them quoted.
LONGEST_ROWS = 700_000


class ImportSetForm(shared.Form):
    """A set's file and what it is; a YAML file may say the latter itself."""

    file = FileField(_l("ファイル"), validators=[shared.Filled(_l("ファイルを選んでください。"))])
    key = shared.LineField(_l("短い名前"), longest=30)
    title = shared.LineField(_l("題名"), longest=set_rules.LONGEST_TITLE)
    source = shared.LineField(_l("出典"), longest=set_rules.LONGEST_SOURCE)
    valid_from = shared.DayField(_l("使い始める日"))

    def complete(self, head: Mapping[str, str]) -> bool:
        """Fill what was left empty from the file; whether all that is needed is there then."""
        for field in (self.key, self.title, self.source):
            field.data = (field.data or "").strip() or head.get(field.name, "")
        if self.valid_from.data is None and head.get("valid_from"):
            try:
                self.valid_from.data = parse_day(head["valid_from"])
            except DayNotRead:
                self.valid_from.data = None
        right = self.judged(
            (self.key, lambda: set_rules.check_key(self.key.data)),
            (self.title, lambda: set_rules.check_title(self.title.data)),
            (self.source, lambda: set_rules.check_source(self.source.data)),
            (self.valid_from, self._has_day),
        )
        if not right:
            self.status = 400
        return right

    def _has_day(self) -> None:
        if self.valid_from.data is None:
            raise BadInput("set_day_needed")


def _hidden(longest: int, *more: object) -> HiddenField:
    return HiddenField(validators=[shared.AtMost(longest), *more])


class AdoptSetForm(shared.Form):
    """An edition as it was previewed: its rows as CSV, and what it is."""

    key = _hidden(30)
    title = _hidden(set_rules.LONGEST_TITLE, shared.WholeLine())
    source = _hidden(set_rules.LONGEST_SOURCE, shared.WholeLine())
    valid_from = _hidden(10)
    rows = _hidden(LONGEST_ROWS)


class MapForm(shared.Form):
    """That an item asks for the same as another requirement."""

    item_id = shared.PickField(_p("one of a set", "項目"), _l("項目を選んでください。"))
    other_id = shared.PickField(
        _l("対応する条項・項目"), _l("対応する条項・項目を選んでください。")
    )


class UnmapForm(shared.Form):
    """A pair that no longer asks for the same."""

    one = HiddenField(validators=[shared.Filled(_l("項目を選んでください。")), shared.AtMost(9)])
    other = HiddenField(validators=[shared.Filled(_l("項目を選んでください。")), shared.AtMost(9)])


class ProposalForm(shared.Form):
    """Of the pairs that are proposed those that ask for the same: item and clause as `12-34`."""

    pairs = shared.TicksField(_l("同じことを求めている組"), validate_choice=False)

    def chosen(self) -> set[tuple[int, int]]:
        """The pairs that were ticked; what is no pair is left out."""
        found = (re.fullmatch(r"(\d{1,9})-(\d{1,9})", each, re.ASCII) for each in self.pairs.data)
        return {(int(each[1]), int(each[2])) for each in found if each}
