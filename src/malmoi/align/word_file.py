"""A word model as one .npz file: arrays, and the units of both languages as UTF-8 text, one a line. No pickles."""

import json
import os
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from malmoi.align.flat import MOST_JUMP
from malmoi.align.word_model import WordModel
from malmoi.errors import FormatError, InputError
from malmoi.files import explain_os_error, replacing

__all__ = ["StrPath", "read_model", "write_model"]

StrPath = str | os.PathLike[str]

_KIND, _VERSION = "malmoi word model", 1
_FLOATS = ("counts", "ko_seen", "en_seen", "jumps_ko", "jumps_en")


def write_model(path: StrPath, model: WordModel, signature: str, trained_on: int) -> None:
    """Write `model` with what made it, whole or not at all. Raises OutputError."""
    about = {"kind": _KIND, "version": _VERSION, "signature": signature, "trained_on": trained_on}
    with replacing(path) as stream:
        np.savez_compressed(
            stream,
            about=_bytes(json.dumps(about, ensure_ascii=False)),
            ko=_bytes("\n".join(model.ko)),
            en=_bytes("\n".join(model.en)),
            **{name: getattr(model, name) for name in ("keys", *_FLOATS)},
        )


def read_model(path: StrPath) -> tuple[WordModel, int]:
    """The model of a file, and how many pairs it was trained on. Raises InputError when it cannot be read, FormatError when it is
    something else or damaged."""
    try:
        with Path(path).open("rb") as stream, np.load(stream, allow_pickle=False) as data:
            found = {name: data[name] for name in data.files}
    except OSError as error:
        raise InputError(f"{path} cannot be read: {explain_os_error(error)}.") from error
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        raise FormatError(f"{path} is not a word model: {error}. Train one and save it again.") from error
    return _model(path, found)


def _model(path: StrPath, found: dict[str, NDArray[np.generic]]) -> tuple[WordModel, int]:
    try:
        about = json.loads(_text(found["about"]))
        model = WordModel(_numbered(found["ko"]), _numbered(found["en"]), keys=found["keys"].astype(np.int64))
        for name in _FLOATS:
            setattr(model, name, found[name].astype(np.float64))
        ok = about["kind"] == _KIND and about["version"] == _VERSION and _fits(model)
        trained_on = int(about["trained_on"])
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(f"{path} is not a word model: {error}. Train one and save it again.") from error
    if not ok:
        raise FormatError(f"{path} is a word model of another version, or damaged. Train one and save it again.")
    return model, trained_on


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
