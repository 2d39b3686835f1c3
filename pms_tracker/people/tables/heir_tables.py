"""What stays somebody's after it was signed, and may be handed over to an heir when they leave."""

from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, and_, func, or_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column


class HandedOver:
    """A row that names its `owner_id` in what was signed: that stays, and an heir stands beside it
    once the owner hands over (docs/decisions/0082)."""

    owner_id: Mapped[Any]
    # Nearly all rows have none: each table has an index of those that do.
    heir_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    @hybrid_property
    def holder_id(self) -> Any:
        """Whose it is today: the heir's, else the owner's."""
        return self.heir_id if self.heir_id is not None else self.owner_id

    @holder_id.inplace.expression
    @classmethod
    def _held_by(cls) -> ColumnElement[int | None]:
        return func.coalesce(cls.heir_id, cls.owner_id)

    @classmethod
    def held_by(cls, person_id: Any) -> ColumnElement[bool]:
        """Whether it is somebody's today, in words for which indexes serve: what is made of two
        columns has none, and nearly all rows have no heir."""
        return or_(cls.heir_id == person_id, cls.kept_by(person_id))

    @classmethod
    def kept_by(cls, person_id: Any) -> ColumnElement[bool]:
        """Whether it is its owner's still."""
        return and_(cls.owner_id == person_id, func.coalesce(cls.heir_id, person_id) == person_id)
