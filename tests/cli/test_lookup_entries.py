"""Answers made to be read, and the interactive look-up."""

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from malmoi.cli.entries import entry, is_coloured
from malmoi.cli.interactive import interact, offers
from malmoi.cli.output import width
from malmoi.errors import UsageError
from malmoi.glossary.index import Index
from malmoi.glossary.journal import Journal
from malmoi.glossary.query import Asker
from malmoi.glossary.store import Glossary


@pytest.fixture
def store(tmp_path):
    store = Glossary.open(tmp_path / "journal.ndjson")
    store.put(
        ko="콘텐츠",
        en=["content", "contents"],
        domain="it",
        definition="무엇을 담는가 하는 것 " * 9,
        en_region="US",
        ko_context="한국 콘 텐츠와 콘텐츠 산업",
        concept="content",
    )
    store.put(ko="컨텐츠", concept="content", status="deprecated", type="loanword")
    store.put(ko="스타게이트", en="Stargate", domain="ai")
    return store


def shown(store, query, **how):
    match = store.lookup(query)[0]
    return entry(match, store._index.fields(match.concept), **{"colour": False, "columns": 60, **how})


def test_an_entry_says_all_there_is(store):
    text = shown(store, "콘텐츠는")
    assert text.splitlines()[0] == "콘텐츠  preferred · it  (met with a particle)"
    assert "\n  content (US), contents (admitted, US)\n" in text
    assert "\n  also  컨텐츠 (deprecated, loanword)\n" in text
    assert "\n  e.g.  한국 **콘 텐츠**와 **콘텐츠** 산업\n" in text
    assert max(map(width, text.splitlines())) <= 60
    assert "\n  무엇을" in text
    assert "\n  use  콘텐츠\n" in shown(store, "컨텐츠")


def test_colours_tell_the_status_and_take_no_room(store):
    text = shown(store, "컨텐츠", colour=True)
    assert "\x1b[31mdeprecated\x1b[0m" in text
    assert "\x1b[1m\x1b[4m콘텐츠\x1b[0m" in text
    assert [line.count(" ") for line in text.splitlines()] == [
        line.count(" ") for line in shown(store, "컨텐츠").splitlines()
    ]


def test_what_is_in_the_glossary_cannot_play_with_the_terminal(store):
    store.edit("content", note="\x1b[2J gone".replace("\x1b", "") + "\n two lines")
    assert "\x1b" not in shown(store, "콘텐츠")
    assert "two lines" in shown(store, "콘텐츠")


@pytest.mark.parametrize(
    "terminal, environment, coloured",
    [
        (True, {"TERM": "xterm"}, True),
        (True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {"TERM": "xterm"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(monkeypatch, terminal, environment, coloured):
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert is_coloured() is coloured


@pytest.fixture
def indexes(store):
    index = Index(Journal(store.path))
    index.catch_up()
    return [index]


def type_in(keys, indexes, capsys):
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        interact(indexes, terminal=True)
    return capsys.readouterr().out


# keys, what must be shown, what must not
TYPED = [
    ("ㅅㅌㄱ\r\r", ["스타게이트  preferred · ai", "Stargate"], ["콘텐츠"]),
    ("콘텐츠를\rstargate\r\x04", ["met with a particle", "Stargate  preferred"], []),
    ("해바라기꽃\r\r", ["nothing found"], ["preferred"]),
    ("스타게이지마\r\r", ["nothing found; nearest: 스타게이트"], []),
    ("엉터리\x03stargate\r\x04", ["Stargate  preferred"], ["nothing"]),
    ("\r", [], ["preferred"]),
]  # fmt: skip


@pytest.mark.parametrize("keys, said, unsaid", TYPED, ids=[keys for keys, *_ in TYPED])
def test_it_answers_line_by_line_until_it_is_left(indexes, capsys, keys, said, unsaid):
    out = type_in(keys, indexes, capsys)
    assert all(one in out for one in said)
    assert not any(one in out for one in unsaid)


@pytest.mark.parametrize("typed", ["ㅅㅌ", "ㅅㅌㄱㅇ", "스ㅌ", "스타", "star", "tmxkrpdlxm", "스타개이트"])
def test_while_one_types_terms_are_offered(indexes, typed):
    assert "stargate" in {match.term.lower() for match in offers(Asker(indexes), typed)} | {
        term.lower() for match in offers(Asker(indexes), typed) for _, term in match.translations
    }


def test_an_offer_that_is_taken_replaces_what_was_typed(indexes, monkeypatch):
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from malmoi.cli import interactive

    asker = Asker(indexes)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        session = interactive._session(lambda text: offers(asker, text))
        (offer,) = session.completer.get_completions(Document("ㅅㅌㄱ"), CompleteEvent())
    assert (offer.text, offer.start_position) == ("스타게이트", -3)
    assert offer.display_meta_text == "Stargate · preferred · ai"


def test_what_another_process_adds_is_answered_at_once(indexes, store, capsys):
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("금리\r\r")
        store.put(ko="금리", en="interest rate")
        interact(indexes, terminal=True)
    assert "interest rate" in capsys.readouterr().out


def test_without_a_terminal_it_says_what_to_do_instead(indexes):
    with pytest.raises(UsageError, match="malmoi lookup WORD"):
        interact(indexes)
