"""As of which day a page is shown: asked by its address, which can be kept."""

from datetime import date
from typing import Self

from flask import request

from pms_tracker import clock
from pms_tracker.web.forms.shared_forms import DayField, Form


class AsOfForm(Form):
    """Its field `on`, which each page labels; it changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    on: DayField

    @classmethod
    def asked(cls) -> tuple[Self, date | None]:
        """The form with the day that the address asks for, today's where it asks for none; None
        for what is no day."""
        if "on" not in request.args:
            return cls(formdata=None, on=clock.today()), clock.today()
        form = cls(formdata=request.args)
        return form, form.on.chosen if form.validate() else None
