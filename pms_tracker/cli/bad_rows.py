"""What is wrong with the rows of a file, as commands tell it: as JSON, or a line for each."""

import json
from collections.abc import Iterable
from typing import Any

import click

from pms_tracker.sheets.sheet_lines import Trouble
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


def say(found: dict[str, Any], *, as_json: bool) -> bool:
    """Print all that was found as JSON, or its bad rows; whether there is more to say in words."""
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return False
    for each in found["bad_rows"]:
        click.echo(f"{each['line']}: {each['message']} 「{each['words']}」", err=True)
    return True
