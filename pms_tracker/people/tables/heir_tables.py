"""What stays somebody's after it was signed, and may be handed over to an heir when they leave."""

from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column


class HandedOver:
    """A row that names its `owner_id` in what was signed: that stays, and an heir stands beside it
    once the owner hands over (docs/decisions/0082)."""

    owner_id: Mapped[Any]
    heir_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    @hybrid_property
    def holder_id(self) -> Any:
        """Whose it is today: the heir's, else the owner's."""
        return self.heir_id if self.heir_id is not None else self.owner_id

    @holder_id.inplace.expression
    @classmethod
    def _held_by(cls) -> ColumnElement[int | None]:
        return func.coalesce(cls.heir_id, cls.owner_id)
