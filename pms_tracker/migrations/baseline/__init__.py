"""Revision r0001 in parts, one for each room: a frozen copy that no later change touches.

Constraints without a full name get it from the naming convention in `pms_tracker.database`.
"""
