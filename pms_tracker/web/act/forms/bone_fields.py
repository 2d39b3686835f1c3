"""The fields of a fishbone in a form: one text for each area, under the company's own name."""

from functools import partial
from typing import Any

from flask_babel.speaklater import LazyString

from pms_tracker.act.plans import fishbone
from pms_tracker.act.rules.cause_rules import Area
from pms_tracker.web.forms.shared_forms import Form, LongField
from pms_tracker.web.words import labels

LONGEST = 2000


class BonesForm(Form):
    """One text for each area. Its fields are set below."""

    def outlines(self) -> dict[str, str]:
        """What was typed for each area, by its name."""
        return {area.value: str(self[fishbone.field_of(area)].data or "") for area in Area}

    def bone_fields(self) -> list[Any]:
        """The fields, in the order of the areas."""
        return [self[name] for name in fishbone.FIELDS]

    def has_bones(self) -> bool:
        """Whether anything was typed for any area."""
        return any(each.strip() for each in self.outlines().values())

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What is too much for the picture is said beside its area, with all else that is wrong."""
        valid = bool(super().validate(*args, **kwargs))
        fields = self.bone_fields()
        checks = ((each, partial(_check, each.data or "")) for each in fields)
        return self.judged(*checks) and valid


def _check(outline: str) -> None:
    fishbone.read(outline)


for _area in Area:
    setattr(
        BonesForm,
        fishbone.field_of(_area),
        LongField(LazyString(labels.label, _area), longest=LONGEST),
    )


def typed(outlines: fishbone.Outlines) -> dict[str, str]:
    """What the fields are filled with."""
    return {fishbone.field_of(area): outlines.get(area, "") for area in Area}
