"""A form of the company's own names: a line for each of them in each language; blank is ours."""

from typing import Any, ClassVar, Self

from flask_babel import lazy_gettext as _l

from pms_tracker.people.firm.own_names import Names, OwnNames
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.web.forms.shared_forms import Form, LineField
from pms_tracker.web.words.labels import LABELS


class OwnNamesForm(Form):
    """What of `own` is called how, once `form_of` has given it lines."""

    own: ClassVar[OwnNames[Any]]

    @classmethod
    def filled(cls) -> Self:
        """The form with the names of today."""
        names = cls.own.names().items()
        typed = {f"{it}_{each}": said[each] for it, said in names for each in Language}
        return cls(formdata=None, **typed)

    @property
    def named(self) -> Names[Any]:
        return {
            it: {each: str(self[f"{it}_{each}"].data or "") for each in Language}
            for it in self.own.members
        }


def form_of(own: OwnNames[Any], longest: int) -> type[OwnNamesForm]:
    """The form of these names; its lines are called member_language."""
    lines = {
        f"{it}_{each}": LineField(
            _l("%(name)s（%(language)s）", name=LABELS[it], language=LABELS[each]), longest=longest
        )
        for it in own.members
        for each in Language
    }
    return type("NamesForm", (OwnNamesForm,), {"own": own, **lines})
