"""What a process says of itself: one form for every line, whoever writes it, and no secret in it.

Code writes by `logging.getLogger(__name__)`, with facts as `extra`; see docs/decisions/0042.
"""
