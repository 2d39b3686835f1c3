"""Forms by which somebody asks for what another decides."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import Field, SelectChoice, SelectField

from pms_tracker.registers.fields import Field as EntryField
from pms_tracker.web.forms import shared_forms as shared

NO_REASON = _l("理由を入力してください。")


class AskForm(shared.Form):
    """That something is to be decided, with its ground where there are any, and why."""

    version = shared.VersionField()
    ground = SelectField(_l("根拠"))
    reason = shared.LongField(_l("理由・ひとこと"), longest=2000)

    def offer(self, grounds: Mapping[StrEnum, LazyString], *, reasoned: bool) -> None:
        """The grounds to choose from, and whether a word is asked for."""
        blank = SelectChoice("", _l("選んでください"))
        offered = (SelectChoice(each, words) for each, words in grounds.items())
        self.ground.choices = [blank, *offered]
        if grounds:
            _require(self.ground, _l("根拠を選んでください。"))
        else:
            del self.ground
        if reasoned:
            _require(self.reason, NO_REASON)

    @property
    def chosen(self) -> str:
        return (self.ground.data if self.ground is not None else "") or ""


def _require(field: Field, missing: LazyString) -> None:
    field.validators = (shared.Filled(missing), *field.validators)
    field.flags.required = True


class Eased:
    """Facts as they are to be, with the reason: beside a form of these fields."""

    fields: tuple[EntryField, ...]
    version = shared.VersionField()
    reason = shared.LongField(_l("理由"), NO_REASON, longest=2000)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """By the fields alone: what is proposed is judged with all else that the entry says."""
        return shared.Form.validate(self, *args, **kwargs)

    def only(self, names: Collection[str]) -> None:
        """Ask for these facts alone."""
        for each in self.fields:
            if each.name not in names:
                del self[each.name]  # type: ignore[attr-defined]
        self.fields = tuple(each for each in self.fields if each.name in names)
