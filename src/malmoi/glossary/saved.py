"""What recognition derived from a glossary, kept in a file beside its index, so that a cold start need not derive it again.

One line of JSON (key, checksum, names and sizes of the parts), then the parts. A file of another key, or a damaged one, is none.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path

from malmoi.errors import OutputError
from malmoi.files import replacing

__all__ = ["load", "save"]

# Raised whenever what is derived changes.
_MAKE = 2


def load(path: Path, key: str) -> dict[str, bytes]:
    """The parts that were saved under `key`; none where there are none."""
    try:
        with path.open("rb") as stream:
            head = json.loads(stream.readline())
            data = stream.read()
        if head["key"] != _key(key) or zlib.crc32(data) != head["crc"]:
            return {}
        parts, at = {}, 0
        for name, size in head["parts"]:
            parts[name] = data[at : at + size]
            at += size
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return parts


def save(path: Path, key: str, parts: Mapping[str, bytes]) -> None:
    """Save parts under `key`; where that cannot be done, nothing is saved: the file is only a shortcut."""
    data = b"".join(parts.values())
    head = {"key": _key(key), "crc": zlib.crc32(data), "parts": [(name, len(part)) for name, part in parts.items()]}
    try:
        with replacing(path) as stream:
            stream.write(json.dumps(head).encode("ascii") + b"\n")
            stream.write(data)
    except OutputError:
        return


def _key(key: str) -> str:
    """The key with what else tells whether parts fit: automata of another version are not read."""
    from importlib import metadata

    try:
        library = metadata.version("daachorse")
    except metadata.PackageNotFoundError:
        library = "none"
    return f"{_MAKE}:{library}:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"
