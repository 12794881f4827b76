"""Subtitles (.srt; .vtt as in https://www.w3.org/TR/webvtt1/): cues, joined where a sentence goes on in the next one.

A cue ends its block unless it stops in mid-sentence: English without a stop at its end, Korean after a particle or a connective
ending (Korean subtitles are set without full stops). Never joined: cues with a longer pause between them, another speaker ("- …"),
sounds in brackets.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from malmoi.errors import FormatError
from malmoi.files import StrPath, read_text
from malmoi.model.document import Block
from malmoi.text.hangul import has_hangul, is_syllable
from malmoi.text.particles import strip

__all__ = ["read_subtitles"]

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}.*$")
# <i>, <c.yellow>, <00:01:02.000>, {\an8}, {y:i}
_TAG = re.compile(r"</?[a-zA-Z0-9.][^<>\n]*>|</?>|\{[\\a-zA-Z][^{}\n]*\}")
_SPEAKER = re.compile(r"^\s*(?:[-–—‐]\s*(?=\S)|>>\s*)")
_SOUND = re.compile(r"^[\[(（♪♫#*].*[\])）♪♫#*]$")
_ENDED = re.compile(r"[.?!…。？！♪♫~][\"'”’)\]」』]*$")
_GOES_ON = re.compile(r"(?:,|，|、|-|–|—|\.\.\.|…)$")
# Endings after which a Korean sentence goes on.
_KOREAN_JOINT = re.compile(
    r"(?:[고며면서는은을를한할된될던와과의에도로]|지만|는데|므로|니까|려고|도록|아서|어서|려면|다가)$"
)
# Endings of Korean sentences that could be taken for particles or connectives (뭐야, 학생이다).
_KOREAN_FINAL = re.compile(r"(?:[다요죠까오자네지야군걸래게나냐니해]|[었았했됐였갔왔봤]어)$")
# Seconds between two cues of one sentence at the most.
_PAUSE = 2.0


class _Cue(NamedTuple):
    start: float
    end: float
    text: str


def read_subtitles(path: StrPath, encoding: str | None = None) -> Iterator[Block]:
    """The blocks of a file of subtitles. Raises FormatError when it has no cue, InputError, EncodingError."""
    turns = [turn for cue in _cues(read_text(path, encoding)) for turn in _turns(cue)]
    if not turns:
        raise FormatError(f"{path} has no subtitle: a line like 00:00:01,000 --> 00:00:02,500 must stand above each.")
    run = [turns[0]]
    for turn in turns[1:]:
        if _is_one_sentence(run[-1], turn):
            run.append(turn)
        else:
            yield _block(run)
            run = [turn]
    yield _block(run)


def _block(run: list[_Cue]) -> Block:
    text = " ".join(cue.text for cue in run)
    return Block("caption" if _SOUND.match(text) else "paragraph", text)


def _cues(text: str) -> Iterator[_Cue]:
    """Timing lines say where cues begin; the numbers above them and whatever else stands between are none of their text."""
    lines = text.split("\n")
    timings = [(i, match) for i, line in enumerate(lines) if (match := _TIMING.match(line))]
    for n, (i, match) in enumerate(timings):
        # Blank lines inside a cue are none of the format's, but files in the wild have them.
        last = timings[n + 1][0] if n + 1 < len(timings) else None
        body = lines[i + 1 : last]
        if last is not None and body and (body[-1].strip().isdigit() or (len(body) > 1 and not body[-2].strip())):
            body = body[:-1]  # the number or name of the next cue
        yield _Cue(_seconds(match.groups()[:4]), _seconds(match.groups()[4:]), "\n".join(body))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds = (int(part or 0) for part in parts[:3])
    fraction = parts[3] or "0"
    return 3600 * hours + 60 * minutes + seconds + float(f"0.{fraction}")


def _turns(cue: _Cue) -> Iterator[_Cue]:
    """The cue without markup, one for each speaker."""
    said: list[list[str]] = []
    for line in _TAG.sub("", cue.text).split("\n"):
        plain = " ".join(line.split())
        if not plain:
            continue
        speaker = _SPEAKER.match(plain)
        if speaker or not said or _SOUND.match(plain):
            said.append([])
        said[-1].append(plain[speaker.end() :] if speaker else plain)
    for i, lines in enumerate(said):
        # A further speaker is never joined to what was said before: as if there had been a pause.
        start = cue.start if i == 0 and not _SPEAKER.match(_TAG.sub("", cue.text)) else float("inf")
        yield _Cue(start, cue.end, " ".join(lines))


def _is_one_sentence(cue: _Cue, following: _Cue) -> bool:
    if following.start - cue.end > _PAUSE or _SOUND.match(cue.text) or _SOUND.match(following.text):
        return False
    if _GOES_ON.search(cue.text):
        return not cue.text.endswith(("...", "…")) or following.text[:1].islower()
    if _ENDED.search(cue.text):
        return False
    return _korean_goes_on(cue.text) if has_hangul(cue.text) else True


def _korean_goes_on(text: str) -> bool:
    word = text.split()[-1]
    if _KOREAN_FINAL.search(word):
        return False
    return _KOREAN_JOINT.search(word) is not None or (is_syllable(word[-1]) and len(strip(word)) > 1)
