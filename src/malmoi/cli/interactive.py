"""`malmoi lookup -i`: answers offered while one types, whole entries on Enter.

Every keystroke is a look-up, so initial consonants (ㅅㅌㄱ), beginnings, slips and the wrong keyboard all bring terms. Tab or the arrows
choose, Enter prints, Ctrl-D or an empty line ends.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from malmoi.cli.entries import entry, is_coloured
from malmoi.errors import UsageError
from malmoi.glossary.layers import Layers
from malmoi.glossary.query import Asker

if TYPE_CHECKING:
    from malmoi.glossary.index import Index
    from malmoi.model.match import Match
    from malmoi.model.span import Lang

__all__ = ["interact", "offers"]

# Answers offered while typing: what fits below the line without scrolling.
_OFFERED = 8
_PROMPT = "찾을 말 / word> "


def interact(
    indexes: "Sequence[Index]",
    *,
    limit: int = 10,
    lang: "Lang | None" = None,
    domain: str | None = None,
    terminal: bool | None = None,
) -> None:
    """Ask for words until the person has enough. `terminal`: is there a real one? Found out when None. Raises UsageError without one."""
    if not (_is_terminal() if terminal is None else terminal):
        raise UsageError(
            "-i needs a terminal that can move the cursor (TERM is not dumb, input and output are not redirected): "
            "look words up with  malmoi lookup WORD …, or pipe lines in."
        )
    asker, layers = Asker(indexes), Layers(indexes)
    session = _session(lambda text: offers(asker, text, lang, domain))
    while True:
        for index in indexes:
            index.catch_up()
        try:
            word = session.prompt(_PROMPT).strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if not word:
            return
        matches = asker.lookup(word, limit, lang, domain)
        for match in matches:
            fields = layers.fields(match.concept) or {}
            typer.echo(entry(match, fields, colour=is_coloured(), columns=session.output.get_size().columns))
        if not matches:
            near = asker.nearest(word)
            typer.echo("nothing found" + (f"; nearest: {', '.join(near)}" if near else "") + "\n")


def offers(asker: Asker, text: str, lang: "Lang | None" = None, domain: str | None = None) -> "list[Match]":
    """The answers to what has been typed so far."""
    return asker.lookup(text, _OFFERED, lang, domain)


def _session(answers: "Callable[[str], Iterable[Match]]") -> Any:
    """A prompt that offers answers to the whole line."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer, Completion

    class Answers(Completer):
        def get_completions(self, document: Any, complete_event: Any) -> Iterable[Completion]:
            for match in answers(document.text):
                meaning = ", ".join(term for _, term in match.translations)
                said = " · ".join(part for part in (meaning, match.status, match.fields.get("domain", "")) if part)
                yield Completion(match.term, start_position=-len(document.text_before_cursor), display_meta=said)

    return PromptSession(completer=Answers(), complete_while_typing=True)


def _is_terminal() -> bool:
    able = os.name == "nt" or os.environ.get("TERM", "dumb") not in ("", "dumb")
    return able and sys.stdin.isatty() and sys.stdout.isatty()
