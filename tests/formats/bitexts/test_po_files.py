"""PO files as other programs write them."""

import pytest

from malmoi.formats.bitexts.codecs import read, write
from malmoi.model.frames import bitext

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {}\\n"\n\n'
# (what, header's Language, entries, rows as (ko, en))
FILES = [
    ("plain", "ko", 'msgid "Open"\nmsgstr "열기"\n', [("열기", "Open")]),
    ("region", "ko_KR", 'msgid "Open"\nmsgstr "열기"\n', [("열기", "Open")]),
    ("into English", "en_GB", 'msgid "열기"\nmsgstr "Open"\n', [("열기", "Open")]),
    ("language not said", "", 'msgid "Open"\nmsgstr "열기"\n', [("열기", "Open")]),
    ("language not said, into English", "", 'msgid "열기"\nmsgstr "Open"\n', [("열기", "Open")]),
    ("template", "", '#: a.c:1\nmsgid "Open"\nmsgstr ""\n', [("", "Open")]),
    (
        "context, comments, references",
        "ko",
        '# by\n#. extracted\n#: a.c:1 b.c:2\n#, c-format\n#| msgid "Opn %d"\nmsgctxt "menu"\nmsgid "Open %d"\nmsgstr "%d개 열기"\n',
        [("%d개 열기", "Open %d")],
    ),
    ("same text twice", "ko", 'msgctxt "a"\nmsgid "x"\nmsgstr "가"\n\nmsgctxt "b"\nmsgid "x"\nmsgstr "나"\n', [("가", "x"), ("나", "x")]),
    (
        "one plural form, as Korean has: it translates the plural",
        "ko",
        'msgid "One file"\nmsgid_plural "%d files"\nmsgstr[0] "파일 %d개"\n',
        [("파일 %d개", "%d files")],
    ),
    (
        "two plural forms",
        "en",
        'msgid "파일"\nmsgid_plural "파일 %d개"\nmsgstr[0] "One file"\nmsgstr[1] "%d files"\n',
        [("파일", "One file"), ("파일 %d개", "%d files")],
    ),
    (
        "several lines, escapes",
        "ko",
        'msgid ""\n"Say \\"hi\\"\\n"\n"\\ttwice\\\\ \\x41\\101\\d"\nmsgstr ""\n"\\"안녕\\"\\n"\n"\\355\\225\\234\\t두 번"\n',
        [('"안녕"\n한\t두 번', 'Say "hi"\n\ttwice\\ AA\\d')],
    ),
    (
        "obsolete, with its comments and flags",
        "ko",
        'msgid "a"\nmsgstr "가"\n\n#, fuzzy\n#~ msgctxt "x"\n#~ msgid "b"\n#~ msgstr ""\n#~ "나"\n\nmsgid "d"\nmsgstr "라"\n',
        [("가", "a"), ("라", "d")],
    ),
    ("no blank lines, indents", "ko", 'msgid "a"\nmsgstr "가"\n msgid  "b"\n msgstr "나"\n# end\n', [("가", "a"), ("나", "b")]),
    ("windows line ends", "ko", 'msgid "a"\r\nmsgstr "가"\r\n\r\nmsgid "b"\r\nmsgstr "나"\r\n', [("가", "a"), ("나", "b")]),
    ("comment between msgid and msgstr", "ko", 'msgid "a"\n# why\nmsgstr "가"\n', [("가", "a")]),
]  # fmt: skip


@pytest.mark.parametrize("language, entries, rows", [one[1:] for one in FILES], ids=[one[0] for one in FILES])
def test_files_of_others(tmp_path, language, entries, rows):
    path = tmp_path / "a.po"
    path.write_bytes((HEAD.format(language) + entries).encode())
    assert read(path).select("ko", "en").rows() == rows
    assert set(read(path)["score"]) == {1.0}


def test_a_fuzzy_translation_is_a_guess(tmp_path):
    path = tmp_path / "a.po"
    path.write_text(
        HEAD.format("ko") + '#, c-format, fuzzy\nmsgid "a"\nmsgstr "가"\n\nmsgid "b"\nmsgstr "나"\n', "utf-8"
    )
    assert read(path)["score"].to_list() == [0.5, 1.0]


@pytest.mark.parametrize(
    "said, encoding", [("EUC-KR", "cp949"), ("CHARSET", "utf-8"), ("ISO-8859-1", "utf-8"), ("UTF-8", "cp949")]
)
def test_the_charset_of_the_header(tmp_path, said, encoding):
    path = tmp_path / "a.po"
    content = HEAD.format("ko").replace("UTF-8", said) + 'msgid "country and nation"\nmsgstr "국가와 나라"\n'
    path.write_bytes(content.encode(encoding))
    assert read(path)["ko"].to_list() == ["국가와 나라"]


@pytest.mark.parametrize(
    "head, into_korean",
    [
        ("Language-Team: Korean <ko@li.org>", True),
        ("X-Poedit-Language: Korean", True),
        ("Language-Team: LANGUAGE <LL@li.org>", True),
    ],
)
def test_older_headers(tmp_path, head, into_korean):
    path = tmp_path / "a.po"
    path.write_text(HEAD.format("").replace("Language: ", head) + 'msgid "KBS"\nmsgstr "한국방송"\n', "utf-8")
    assert read(path).select("ko", "en").rows() == [("한국방송", "KBS")]


def test_what_is_written_can_be_read_by_people(tmp_path):
    write(bitext(['"하나"\n둘\\'], ["one\ntwo"], "문서"), tmp_path / "a.po")
    text = (tmp_path / "a.po").read_text("utf-8")
    assert '"Language: en\\n"\n"X-Source-Language: ko\\n"' in text
    assert text.endswith(
        '\n#. document: "문서"\n#. score: 1.0\nmsgctxt "0"\nmsgid ""\n"\\"하나\\"\\n"\n"둘\\\\"\nmsgstr ""\n"one\\n"\n"two"\n'
    )
