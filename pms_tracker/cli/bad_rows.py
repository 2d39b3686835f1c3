"""What is wrong with the rows of a file, as commands tell it: for machines, or in words."""

from collections.abc import Iterable
from typing import Any

import click

from pms_tracker.kernel.my_number import masked
from pms_tracker.sheets.sheet_lines import Trouble
from pms_tracker.sheets.told_once import Once
from pms_tracker.web.refusals import row_words


def told(troubles: Iterable[Trouble]) -> list[dict[str, Any]]:
    """Each bad row with its line, what is wrong, and the words that are."""
    return [
        {
            "line": each.line,
            "problem": each.key,
            "words": each.words,
            "message": row_words.in_words(each),
        }
        for each in troubles
    ]


def say(troubles: Iterable[Trouble]) -> None:
    """Print what is wrong on standard error, that which many rows have alike once; no digits that
    may be a My Number, as a terminal keeps what it shows."""
    for each in row_words.once(troubles):
        said = f"{row_words.in_words(each.told)} 「{each.told.words}」"
        click.echo(masked(f"{places(each)}: {said}"), err=True)


def places(each: Once[Any]) -> str:
    """The first places of what is told once, and how many more rows say the same."""
    more = f" ほか{each.more}行 and {each.more} more" if each.more else ""
    return f"{'、'.join(each.few)}{more}"
