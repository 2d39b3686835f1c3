"""Pages that bring in records from a file: previewed, then taken at once or not at all.

Whoever has such pages says what a file would do (`plan`), how that is told (`told_of`) and what
taking it leads to (`taken`); nothing is written before that.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pms_tracker.kernel.errors import BadInput, RuleBroken, Stale
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.sheets import tables
from pms_tracker.sheets.import_plans import FilePlan, Untaken
from pms_tracker.sheets.office_books import Choices
from pms_tracker.sheets.sheet_lines import Trouble
from pms_tracker.web.door.access import requires
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.forms.sheet_forms import (
    PackedForm,
    SheetForm,
    has_my_number,
    packed,
    refuse_name,
)
from pms_tracker.web.forms.sheet_words import chosen, left_out
from pms_tracker.web.lists import list_files
from pms_tracker.web.refusals.sentences import sentence

AnyPlan = TypeVar("AnyPlan", bound=FilePlan[Any, Any])


class ImportPages(Generic[AnyPlan]):
    """Choose a file, see what it would do, say what its columns are, take it."""

    form_template: ClassVar[str]
    preview_template: ClassVar[str]

    def __init__(self, name: str, listed_at: str, most: int) -> None:
        """Of the blueprint `name`; its records are listed at the endpoint `listed_at`, and so many
        come in at once."""
        self.name, self.listed_at, self.most = name, listed_at, most

    @property
    def of(self) -> str:
        """What its records are together, as the list of them is called."""
        raise NotImplementedError

    def heading(self, column: str) -> str:
        """A column's heading in the reader's language; empty where there is no column."""
        raise NotImplementedError

    @property
    def sheet(self) -> list_files.Sheet:
        """A sheet with exactly the headings that are read, and no row yet."""
        raise NotImplementedError

    def plan(self, content: bytes, choices: Choices | None) -> AnyPlan:
        """What a file would do; changes nothing. Raises BadInput for one that is no sheet."""
        raise NotImplementedError

    def told_of(self, wanted: AnyPlan | None) -> Mapping[str, Any]:
        """What the preview of a plan shows besides, or the page where a file is chosen."""
        raise NotImplementedError

    def taken(
        self, content: bytes, choices: Choices, seal: str, *, guessed: bool
    ) -> tuple[str, str, int]:
        """Take what was seen; where that leads, what is said of it, and how many rows were not
        taken. Raises as `FilePlan.agreed` does, and Untaken."""
        raise NotImplementedError

    def at(self, blueprint: Blueprint, keeper: Permission, place: str = "/import") -> None:
        """Its pages, for whoever keeps the records."""
        for rule, endpoint, view, method in (
            (place, "import_form", self.form, "GET"),
            (place, "preview", self.preview, "POST"),
            (f"{place}/again", "preview_again", self.again, "POST"),
            (f"{place}/take", "take", self.take, "POST"),
            (f"{place}/template.<any(csv,xlsx):kind>", "template", self.template, "GET"),
        ):
            blueprint.add_url_rule(rule, endpoint, requires(keeper)(view), methods=[method])

    def form(self) -> ResponseReturnValue:
        return self._form_page(SheetForm(formdata=None))

    def template(self, kind: str) -> ResponseReturnValue:
        return list_files.answer(self.sheet, kind)

    def preview(self) -> ResponseReturnValue:
        """What the file would do, and all that cannot be read; nothing is stored yet."""
        form = SheetForm()
        if form.validate_on_submit():
            with refused_into(form):
                refuse_name(form)
                return self._previewed(form.file.data.read(tables.MOST_BYTES + 1), None)
        return self._form_page(form)

    def again(self) -> ResponseReturnValue:
        """The same file by other sheets, or with other columns."""
        return self._previewed(PackedForm().content, chosen())

    def take(self) -> ResponseReturnValue:
        """All that was previewed, or nothing; what would do something else now is shown anew."""
        form = PackedForm()
        content, choices = form.content, chosen()
        if not form.validate_on_submit():
            raise BadInput("sheet_file_empty")
        seal, guessed = form.seal.data or "", form.doubtful.data
        try:
            led_to, told, without = self.taken(content, choices, seal, guessed=guessed)
        except (Stale, RuleBroken) as refusal:
            return self._previewed(content, choices, sentence(refusal))
        except Untaken as refused:
            return self._form_page(SheetForm(formdata=None), refused.troubles)
        flash(told, "done")
        if without:
            flash(left_out(without), "warning")
        return redirect(led_to)

    def _previewed(
        self, content: bytes, choices: Choices | None, refused: str = ""
    ) -> ResponseReturnValue:
        wanted = self.plan(content, choices)
        if has_my_number(wanted.troubles):
            # No page carries such a file.
            return self._form_page(SheetForm(formdata=None), wanted.troubles)
        form = PackedForm(formdata=None, packed=packed(content), seal=wanted.seal)
        if refused:
            form.refuse(refused, 409)
        return self._page(self.preview_template, form, wanted.troubles, wanted)

    def _form_page(self, form: SheetForm, troubles: Sequence[Trouble] = ()) -> ResponseReturnValue:
        return self._page(self.form_template, form, troubles, None)

    def _page(
        self,
        template: str,
        form: SheetForm | PackedForm,
        troubles: Sequence[Trouble],
        wanted: AnyPlan | None,
    ) -> ResponseReturnValue:
        page = render_template(
            template,
            name=self.of,
            form=form,
            wanted=wanted,
            troubles=troubles,
            heading=self.heading,
            at_once=self.most,
            at=self._addresses(),
            **self.told_of(wanted),
        )
        return page, 400 if troubles and form.status == 200 else form.status

    def _addresses(self) -> dict[str, str]:
        """Where its pages are."""
        of_pages = ("import_form", "preview", "preview_again", "take")
        return {
            "list": url_for(self.listed_at),
            **{each: url_for(f"{self.name}.{each}") for each in of_pages},
            **{each: url_for(f"{self.name}.template", kind=each) for each in ("csv", "xlsx")},
        }
