"""Revision r0001: types of columns that several rooms share."""

import sqlalchemy as sa


def choice(name: str, *values: str) -> sa.Enum:
    """Text guarded by a CHECK constraint, which bears the table's name and this one."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
