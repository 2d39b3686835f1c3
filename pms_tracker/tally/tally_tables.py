"""Table of tallies: how many records are alike, so that figures cost the same however many."""

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from pms_tracker.database import Table


class Tally(Table):
    """How many records share a subject's key: a number, a word and a day, each as it says.

    Which record counts under which key is the phase's own affair (`act/cases/case_figures.py`).
    """

    __tablename__ = "tally"
    __table_args__ = (CheckConstraint("amount >= 0", name="never_negative"),)

    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    of_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    on: Mapped[date] = mapped_column("on_day", primary_key=True)
    amount: Mapped[int]
