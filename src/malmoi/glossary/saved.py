"""What recognition derived from a glossary, kept in a file beside its index, so that a cold start need not derive it again.

One line of JSON (key, checksum, names and sizes of the parts), then the parts. A file of another key, or a damaged one, is none.
"""

import contextlib
import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path

from malmoi.errors import OutputError
from malmoi.files import replacing
from malmoi.glossary.make import make

__all__ = ["load", "save"]

# Libraries by which matchers and spellings are made.
_LIBRARIES = ("daachorse", "simplemma")


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
    """The key with what else tells whether parts fit: they are of this very make of malmoi, and of these libraries."""
    return f"{make()}:{_libraries()}:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _libraries() -> str:
    from importlib import metadata

    found = []
    for name in _LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found.append(f"{name} {metadata.version(name)}")
    return ",".join(found)
