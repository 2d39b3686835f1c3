"""What the machine refuses a command, in a sentence: files, disk, database, other owners."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from pms_tracker import storage
from pms_tracker.environment import BadSetting

_NO_DATABASE = (
    "データベースに接続できません。"
    "PMS_DATABASE_URL と、データベースが動いていることを確かめてください。"
    " Cannot reach the database. Check PMS_DATABASE_URL, and that the database runs."
)
_STORED = {
    storage.Trouble.FULL: (
        "ディスクの空きがありません。空きを作ってから、もう一度実行してください。"
        " The disk is full. Make room, then try again."
    ),
    storage.Trouble.READ_ONLY: (
        "データを書き込めません。"
        "PMS_INSTANCE のファイルの所有者と権限、ディスクを確かめてください。"
        " Data cannot be written. Check owner and permissions of the files of PMS_INSTANCE, and"
        " the disk."
    ),
}
_DAMAGED = (
    "データベースのファイルが壊れているか、SQLite のものではありません。PMS_DATABASE_URL を確かめ、"
    "壊れているときは、空の環境に pms restore でバックアップから復元してください。"
    " The file of the database is damaged, or none of SQLite. Check PMS_DATABASE_URL; if it is"
    " damaged, restore a backup into an empty installation with pms restore."
)


def in_words(error: Exception) -> str | None:
    """A sentence for what a machine did not let us do; None where the fault is our own."""
    stored = _STORED.get(storage.trouble(error) or storage.Trouble.GONE)
    if isinstance(error, BrokenPipeError):
        return None
    if isinstance(error, OSError):
        return stored or _refused(error)
    if stored is not None:
        return f"{stored} ({_first_line(error)})"
    if isinstance(error, (OperationalError, sqlite3.OperationalError)):
        return f"{_NO_DATABASE} ({_first_line(error)})"
    # The bare class is what SQLite raises of a file; those below it are of statements of ours.
    if type(error) in {DatabaseError, sqlite3.DatabaseError}:
        return f"{_DAMAGED} ({_first_line(error)})"
    return None


def owned_by_another(instance: Path) -> str | None:
    """A warning where an installation belongs to another account: what is made here as ours, the
    service could not read."""
    try:
        if instance.stat().st_uid == os.geteuid():
            return None
    except OSError:
        return None
    return (
        f"{instance} は、別の利用者のものです。サービスと同じ利用者でコマンドを実行してください。"
        f" {instance} belongs to another user. Run commands as the user of the service."
    )


def check_is_kept(database_url: str) -> None:
    """Raises BadSetting for a database that lies in no file: each process would have its own."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError):
        # Said by whoever reads the settings.
        return
    if storage.is_in_memory(url):
        raise BadSetting(
            "PMS_DATABASE_URL が、ファイルではなくメモリーを指しています。登録した内容が残らない"
            "ため、使えません。"
            " PMS_DATABASE_URL names the memory, where nothing is kept. Give a file."
        )


def _refused(error: OSError) -> str:
    place = error.filename if isinstance(error.filename, (str, Path)) else ""
    return (
        "ファイルを読み書きできません。所有者と権限を確かめ、PMS_INSTANCE の所有者として実行して"
        "ください。 A file cannot be read or written. Check its owner and permissions, and run as"
        f" the owner of PMS_INSTANCE. ({': '.join(filter(None, (str(place), error.strerror)))})"
    )


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).splitlines()[0]
