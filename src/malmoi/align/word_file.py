"""A word model as one .npz file: arrays, and the units of both languages as UTF-8 text, one a line. No pickles."""

import hashlib
import json
import os
import zipfile
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import MOST_JUMP
from malmoi.align.word_model import WordModel
from malmoi.errors import FormatError, InputError
from malmoi.files import explain_os_error, replacing

__all__ = ["StrPath", "fingerprint", "read_model", "write_model"]

StrPath = str | os.PathLike[str]

_KIND, _VERSION = "malmoi word model", 2
_DIGEST_BYTES = 6
_AGAIN = "Train one and save it again: malmoi words KO EN --save-model FILE"
_FLOATS = ("counts", "ko_seen", "en_seen", "jumps_ko", "jumps_en")


def fingerprint(model: WordModel) -> str:
    """A short hash of everything that a model has learnt."""
    digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
    for part in (_bytes("\n".join(model.ko)), _bytes("\n".join(model.en)), model.keys):
        digest.update(np.ascontiguousarray(part).data)
    for name in _FLOATS:
        digest.update(np.ascontiguousarray(getattr(model, name)).data)
    return digest.hexdigest()


def write_model(path: StrPath, model: WordModel, trained_on: int, learnt_with: str) -> None:
    """Write `model` with what made it, whole or not at all. Raises OutputError."""
    about = {
        "kind": _KIND, "version": _VERSION, "trained_on": trained_on, "learnt_with": learnt_with, "fingerprint": fingerprint(model)
    }  # fmt: skip
    with replacing(path) as stream:
        np.savez_compressed(
            stream,
            about=_bytes(json.dumps(about, ensure_ascii=False)),
            ko=_bytes("\n".join(model.ko)),
            en=_bytes("\n".join(model.en)),
            **{name: getattr(model, name) for name in ("keys", *_FLOATS)},
        )


def read_model(path: StrPath) -> tuple[WordModel, int, str]:
    """The model of a file, how many pairs it was trained on, and the versions that it was trained with.

    Raises InputError when the file cannot be read, FormatError when it is something else, of another version, or damaged.
    """
    try:
        with Path(path).open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            found = {name: data[name] for name in data.files}
    except OSError as error:
        raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error
    # What NumPy, zipfile and zlib have to say of bytes that are no archive, or of a torn one.
    except (
        ValueError,
        EOFError,
        KeyError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
    ) as error:
        raise FormatError(f"{path} is not a word model, or only part of one. {_AGAIN}") from error
    return _model(path, found)


def _model(path: StrPath, found: dict[str, NDArray[np.generic]]) -> tuple[WordModel, int, str]:
    try:
        about = json.loads(_text(found["about"]))
        kind, made = about["kind"], about["version"]
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(f"{path} is not a word model. {_AGAIN}") from error
    if kind != _KIND:
        raise FormatError(f"{path} is not a word model. {_AGAIN}")
    if made != _VERSION:
        raise FormatError(f"{path} is a word model of version {made}; this malmoi reads version {_VERSION}. {_AGAIN}")
    try:
        model = WordModel(_numbered(found["ko"]), _numbered(found["en"]), keys=found["keys"].astype(np.int64))
        for name in _FLOATS:
            setattr(model, name, found[name].astype(np.float64))
        trained_on, learnt_with = int(about["trained_on"]), str(about["learnt_with"])
        whole = _fits(model) and fingerprint(model) == about["fingerprint"]
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(f"{path} is a damaged word model. {_AGAIN}") from error
    if not whole:
        raise FormatError(f"{path} is a damaged word model. {_AGAIN}")
    return model, trained_on, learnt_with


def _fits(model: WordModel) -> bool:
    return (
        len(model.ko) == len(model.ko_seen)
        and len(model.en) == len(model.en_seen)
        and len(model.keys) == len(model.counts)
        and len(model.jumps_ko) == len(model.jumps_en) == 2 * MOST_JUMP + 1
    )


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), np.uint8)


def _text(data: NDArray[np.generic]) -> str:
    return data.tobytes().decode("utf-8")


def _numbered(data: NDArray[np.generic]) -> dict[str, int]:
    text = _text(data)
    return {word: i for i, word in enumerate(text.split("\n"))} if text else {}
