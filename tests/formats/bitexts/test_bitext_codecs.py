"""One contract for every format of segments: what is written is read, in frames or whole, and bad files are named with their line."""

import json
import tracemalloc
import zipfile

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from malmoi.errors import EncodingError, FormatError, InputError, OutputError, UsageError
from malmoi.formats.bitexts.codecs import FORMATS, READERS, WRITERS, format_of, read, stream, write
from malmoi.formats.containers.xmltext import legal
from malmoi.model.frames import BITEXT, bitext

AWKWARD = [
    "=1+1",
    'say "hi", twice',
    "a\tb",
    "줄\n바꿈",
    "\n끝\n\n",
    "글\r\n줄",
    "<b>&amp;</b>",
    "<g1>끝</g1> {0} %s",
    " 빈칸 ",
    "  두 칸",
    "\u00a0국가\u00a0원",
    "\u1100\u1161\u11a8 NFD",
    "\u2028",
    "\x85",
    "😀",
    "ko",
    ",",
    ";",
    "'",
    "]]>",
    "\\n \\",
    "_x000D_",
    "#N/A",
    "0012",
    "TRUE",
    "\x00\x0b\x1f\ufffe\uffff",
]
# Formats that are written and read by the same name, in one file.
NAMES = sorted(set(READERS) & set(WRITERS) - {"moses"})
# (format, content, what the message must say)
BROKEN = [
    ("csv", "ko,en\n하나,one\n둘\n", "a.csv:3"),
    ("csv", 'ko,en\n"하나,one\n', "a.csv:2"),
    ("csv", 'ko,en\n"하나\n둘",one\n"셋,three\n', "a.csv:4"),
    ("csv", "ko,en,score\n하나,one,1.5\n", "'1.5'"),
    ("csv", "ko,en,score\n하나,one,nan\n", "'nan'"),
    ("csv", "하나\n둘\n", "one column"),
    ("csv", "one,two\nthree,four\n", "no Korean column"),
    ("csv", ",,\n,,\n", "no rows"),
    ("csv", "ko,en\n", "no segment"),
    ("tsv", "ko\ten\n하나\n", "a.tsv:2"),
    ("jsonl", '{"ko": "하나", "en": "one"}\n{"ko": \n', "a.jsonl:2 is not JSON"),
    ("jsonl", "[1]\n", "no JSON object"),
    ("jsonl", "[" * 100_000 + "\n", "a.jsonl:1"),
    ("jsonl", '{"ko": "하나"}\n', 'no text "en"'),
    ("jsonl", '{"ko": "하나", "en": "one", "score": true}\n', "score True"),
    ("jsonl", '{"ko": "하나", "en": "one", "score": "1"}\n', "score '1'"),
    ("jsonl", '{"ko": "하나", "en": "one", "score": NaN}\n', "score nan"),
    ("jsonl", '{"ko": "하나", "en": "one", "doc": [1]}\n', 'no text "doc"'),
    ("tmx", "<tmx><body><tu>", "a.tmx:1"),
    ("tmx", "<html/>", "no TMX file"),
    ("tmx", "<tmx><body/></tmx>", "no segment"),
    ("tmx", '<tmx><body><tu><tuv xml:lang="fr"><seg>un</seg></tuv></tu></body></tmx>', "no segment"),
    ("tmx", '<!DOCTYPE tmx [\n<!ENTITY a "aaaa">]><tmx><body/></tmx>', "a.tmx:2 declares the entity 'a'"),
    ("tmx", "plain text", "not well-formed"),
    ("xliff", "<xliff>\n<file><trans-unit>", "a.xliff:2 is not well-formed"),
    ("xliff", "<tmx/>", "no XLIFF file"),
    ("xliff", '<xliff version="1.2"/>', "no segment"),
    ("xliff", "<xliff><file>\n<body><trans-unit id='1'><target>하나</target></trans-unit>", "a.xliff:2 has a <trans-unit> without"),
    ("xliff", "<xliff><file><unit>\n<segment/></unit></file></xliff>", "a.xliff:2 has a <segment> without a <source>"),
    ("xliff", "<!DOCTYPE xliff [\n<!ENTITY a 'b'>]><xliff/>", "a.xliff:2 declares the entity 'a'"),
    (
        "xliff",
        '<xliff><file source-language="en" target-language="ja"><trans-unit><source>one</source></trans-unit></file></xliff>',
        "no segment in Korean and English: the languages it names are en, ja",
    ),
    ("po", 'msgid "one"\nmsgstr "하나"\nmsgid "two\n', "a.po:3"),
    ("po", 'msgid "one"\nmsgstr "하나"\n\nmsgid "two"\n', "a.po:4"),
    ("po", 'msgid "one"\nmsgid "two"\nmsgstr "하나"\n', "a.po:2 has msgid again"),
    ("po", 'msgstr "하나"\n', "a.po:1 has msgstr without a msgid"),
    ("po", '"하나"\n', "a.po:1 has a text"),
    ("po", 'msgid "one"\nmsgtr "하나"\n', "a.po:2 is not understood"),
    ("po", 'msgid "say "hi""\nmsgstr ""\n', "a.po:1 has a text whose quotes"),
    ("po", 'msgid "one"\n#~ msgid "two"\n', "a.po:2"),
    ("po", 'msgid "one"\nmsgctxt "x"\nmsgstr "하나"\n', "a.po:2 has msgctxt out of its place"),
    ("po", 'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "one"\nmsgstr "un"\n', "the languages it names are fr"),
    ("po", "# a comment alone\n", "no segment"),
]  # fmt: skip


def place(folder, name):
    return (folder / "a.ko", folder / "a.en") if name == "moses" else folder / f"a.{name}"


def kept(name: str, text: str) -> str:
    """What a format can keep of a text: XML has no control characters, tables have one kind of line end."""
    if name == "jsonl":
        return text
    text = legal(text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if name in ("csv", "tsv", "xlsx") else text


TEXTS = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_what_is_written_is_read(tmp_path_factory, name, data):
    rows = data.draw(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6))
    score = data.draw(st.floats(0, 1, width=32))
    ko, en, docs = (list(column) for column in zip(*rows, strict=True))
    # A side may be empty, not both.
    ko[0] = data.draw(st.sampled_from([ko[0], ""]))
    frame = bitext(ko, en, score=[score] * len(ko)).with_columns(doc=pl.Series(docs))
    path = place(tmp_path_factory.mktemp(name), name)
    write(frame, path, name)
    back = read(path, name)
    assert back.schema == BITEXT
    for column in ("ko", "en", "doc"):
        assert back[column].to_list() == [kept(name, text) for text in frame[column]]
    assert back["score"].to_list() == frame["score"].to_list()
    assert back["seg"].to_list() == list(range(len(ko)))


@pytest.mark.parametrize("name", NAMES)
def test_every_awkward_text(tmp_path, name):
    frame = bitext(AWKWARD, [f"x{text}y" for text in AWKWARD])
    write(frame, place(tmp_path, name), name)
    back = read(place(tmp_path, name), name)
    for column in ("ko", "en"):
        assert back[column].to_list() == [kept(name, text) for text in frame[column]]


@pytest.mark.parametrize("name", [*NAMES, "moses"])
def test_one_sided_segments_and_nulls(tmp_path, name):
    frame = bitext(["하나", "", "셋"], ["one", "two", ""]).with_columns(doc=pl.lit(None, pl.String))
    frame = frame.with_columns(en=pl.when(pl.col("en") != "").then("en"), score=pl.lit(None, pl.Float32))
    write(frame, place(tmp_path, name), name)
    back = read(place(tmp_path, name), name)
    assert back.rows() == [("", 0, "하나", "one", 1.0), ("", 1, "", "two", 1.0), ("", 2, "셋", "", 1.0)]


@pytest.mark.parametrize("name", [*NAMES, "moses"])
def test_frames_follow_one_another(tmp_path, name):
    frame = bitext([f"가 {i}" for i in range(25)], [f"a {i}" for i in range(25)])
    write(frame, place(tmp_path, name), name)
    frames = list(stream(place(tmp_path, name), name, batch=10))
    assert [one.height for one in frames] == [10, 10, 5]
    assert all(one.schema == BITEXT for one in frames)
    assert_frame_equal(pl.concat(frames), frame)
    assert_frame_equal(read(place(tmp_path, name), name), frame)


@pytest.mark.parametrize("name", [*NAMES, "moses"])
def test_no_segment_is_no_silent_success(tmp_path, name):
    write(bitext([], []), place(tmp_path, name), name)
    with pytest.raises(InputError, match=r"no segment|no rows|empty"):
        read(place(tmp_path, name), name)


@pytest.mark.parametrize("name, content, message", BROKEN)
def test_a_broken_file_is_named_with_its_line(tmp_path, name, content, message):
    path = tmp_path / f"a.{name}"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read(path)
    assert message in str(caught.value)
    assert "a." in str(caught.value)


@pytest.mark.parametrize("name", ["csv", "jsonl", "po", "tmx", "tsv", "xliff"])
@pytest.mark.parametrize("share", [0.3, 0.303, 0.306, 0.62, 0.97])
def test_a_file_that_breaks_off_is_an_error_or_shorter_by_whole_segments(tmp_path, name, share):
    path = tmp_path / f"a.{name}"
    frame = bitext([f"국가 {i}\n끝" for i in range(40)], [f'the "state" {i}' for i in range(40)])
    write(frame, path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    back = outcome(path)
    if isinstance(back, InputError):
        assert f"a.{name}" in str(back)
    else:
        assert name in ("csv", "tsv", "po", "jsonl")
        assert back["ko"].to_list()[:-1] == frame["ko"].to_list()[: back.height - 1]


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"xlsx"}))
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_whatever_is_damaged_is_an_error_in_words(tmp_path_factory, name, data):
    path = tmp_path_factory.mktemp(name) / "a"
    write(bitext(["하나 & <둘>\n줄", ""], ["one", 'the "two"'], "문서"), path, name)
    content = path.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    put = data.draw(
        st.one_of(st.binary(max_size=4), st.sampled_from([b'"', b"\\", b"<", b"&", b"\n", b"<tu>", b"msgid "]))
    )
    path.write_bytes(content[:at] + put + content[at + data.draw(st.integers(0, 20)) :])
    # Anything but a frame and a reason, such as an IndexError, comes through and fails the test.
    assert isinstance(outcome(path, name), pl.DataFrame | InputError)


def outcome(path, name=None):
    try:
        return read(path, name)
    except InputError as error:
        return error


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"xlsx"}))
def test_files_that_are_no_text(tmp_path, name):
    path = tmp_path / f"a.{name}"
    with pytest.raises(InputError, match="no such file"):
        read(path, name)
    path.write_bytes(b" \n")
    with pytest.raises(InputError, match="empty"):
        read(path, name)
    path.write_bytes(b"\x00\x01\x02")
    with pytest.raises(EncodingError, match="byte 0"):
        read(path, name)
    path.write_bytes("caf\xe9 \xff".encode("latin-1"))
    with pytest.raises(EncodingError, match="byte 3"):
        read(path, name)


@pytest.mark.parametrize("name", [*NAMES, "moses"])
def test_what_cannot_be_written_leaves_nothing(tmp_path, name, monkeypatch):
    frame = bitext(["하나"], ["one"])
    with pytest.raises(OutputError, match="no such file or folder"):
        write(frame, place(tmp_path / "none", name), name)
    write(frame, place(tmp_path, name), name)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr("os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OutputError, match="the disk is full"):
        write(bitext(["둘"], ["two"]), place(tmp_path, name), name)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "name, encoding", [(n, e) for n in ("csv", "jsonl", "po") for e in ("cp949", "utf-16", "utf-8-sig")]
)
def test_korean_encodings(tmp_path, name, encoding):
    path = tmp_path / f"a.{name}"
    # All in letters that CP949 has; PO says UTF-8 of itself, wrongly.
    write(bitext(["국가와 나라 사이"] * 20, ["between states and nations"] * 20), path)
    path.write_bytes(path.read_text("utf-8-sig").encode(encoding))
    for given_encoding in (None, encoding):
        assert read(path, encoding=given_encoding)["ko"].to_list() == ["국가와 나라 사이"] * 20


def test_every_format_can_be_read_by_its_suffixes():
    for name, one in FORMATS.items():
        assert all(
            format_of(f"a{suffix}") == name and format_of(f"a{suffix.upper()}") == name for suffix in one.suffixes
        )
        assert one.what
    assert set(READERS) == set(FORMATS)
    assert set(FORMATS) - set(WRITERS) == {"ods"}


def test_misuse(tmp_path):
    for call, said in [
        (lambda: read(tmp_path / "a.docx"), "not known .*csv, jsonl, moses, ods, po, tmx, tsv, xliff"),
        (lambda: read(tmp_path / "a"), "no suffix"),
        (lambda: read(tmp_path / "a.tmx", mapping="ko=a,en=b"), "no columns to name"),
        (lambda: read(tmp_path / "a.csv", mapping="ko=a"), "ko=Source,en=Target"),
        (lambda: read(tmp_path / "a.csv", mapping="ko=a,en=b,fr=c"), "ko=Source,en=Target"),
        (lambda: read(tmp_path / "a.csv", mapping={"en": "b"}), "ko=Source,en=Target"),
        (lambda: read((tmp_path / "a", tmp_path / "b"), "tmx"), "not as tmx"),
        (lambda: read((tmp_path / "a", tmp_path / "b", tmp_path / "c")), "not 3 files"),
        (lambda: list(read(tmp_path / "a", "moses")), "one file"),
        (lambda: stream(tmp_path / "a.tmx", batch=0), "at least one"),
        (lambda: write(bitext([], []), "a.csv", "odt"), "not known"),
        (lambda: write(bitext([], []), "a.ods"), "can be read but not written"),
    ]:
        with pytest.raises(UsageError, match=said):
            call()


def test_a_format_may_be_named(tmp_path):
    write(bitext(["하나"], ["one"]), tmp_path / "a.txt", "tsv")
    assert read(tmp_path / "a.txt", "TSV").height == 1
    assert read(tmp_path / "a.txt", ".tab").height == 1


def test_the_beginning_of_a_broken_file_comes_before_the_error(tmp_path):
    path = tmp_path / "a.po"
    path.write_text("".join(f'msgid "one {i}"\nmsgstr "하나 {i}"\n' for i in range(2000)) + "msgid x\n", "utf-8")
    frames = stream(path, batch=100)
    assert next(frames)["en"][0] == "one 0"
    with pytest.raises(FormatError, match=r"a\.po:4001"):
        list(frames)


@pytest.mark.parametrize("name", ["csv", "jsonl", "moses", "po", "tmx", "tsv", "xliff"])
def test_memory_does_not_grow_with_the_file(tmp_path, name, monkeypatch):
    monkeypatch.setattr("malmoi.formats.containers.textstream.BLOCK", 20_000)
    monkeypatch.setattr("malmoi.formats.bitexts.delimited._SAMPLE", 100)
    peaks = []
    for n in (400, 4000):
        write(
            bitext([f"국가와 나라 {i} " * 20 for i in range(n)], [f"state {i} " * 40 for i in range(n)]),
            place(tmp_path, name),
            name,
        )
        tracemalloc.start()
        assert sum(frame.height for frame in stream(place(tmp_path, name), name, batch=50)) == n
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # The file is ten times as large, 3 MB and more.
    assert peaks[1] < peaks[0] + 1_000_000


def test_json_lines_are_readable_korean(tmp_path):
    write(bitext(["하나"], ["one"], score=[0.1]), tmp_path / "a.jsonl")
    line = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert "하나" in line
    assert json.loads(line)["score"] == 0.1


def test_a_bomb_in_a_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", "0" * 3_000_000)
    said, true = (500_000_000).to_bytes(4, "little"), (3_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, said))
    with pytest.raises(InputError, match="unpacks to more than"):
        read(path)


def test_a_text_longer_than_a_cell_is_refused_not_cut(tmp_path):
    with pytest.raises(OutputError, match="segment 1 has more than the 32,767"):
        write(bitext(["하나", "가" * 32_768], ["one", "two"]), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_more_segments_than_a_sheet_has_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("malmoi.formats.bitexts.workbook._MAX_ROWS", 2)
    with pytest.raises(OutputError, match="2 segments are more than the rows of a sheet"):
        write(bitext(["하나", "둘"], ["one", "two"]), tmp_path / "a.xlsx")
