"""Files of evidence from one folder into another: each is there as its hash says, or not at all."""

import os
import shutil
from pathlib import Path
from secrets import token_hex

from pms_tracker.evidence import evidence

# Of a file or folder that is still being written.
HALF = ".new"


def bring(digest: str, origin: Path, folder: Path) -> bool:
    """Copy one file; False where the origin does not hold it as it was. Raises OSError."""
    place = evidence.path_of(folder, digest)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = half_of(place)
    try:
        shutil.copyfile(evidence.path_of(origin, digest), half)
    except FileNotFoundError:
        return False
    if evidence.sha256_of(half) != digest:
        half.unlink()
        return False
    flush(half)
    half.replace(place)
    return True


def put(source: Path, place: Path) -> None:
    """Put a file on perhaps another disk, for its owner alone, whole or not at all."""
    half = half_of(place)
    half.touch(mode=0o600)
    shutil.copyfile(source, half)
    flush(half)
    half.replace(place)


def half_of(place: Path) -> Path:
    """Where a file is written before it takes its place, whoever else writes it."""
    return place.with_suffix(f".{token_hex(4)}{HALF}")


def flush(path: Path) -> None:
    """Have a file or a folder's names on the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
