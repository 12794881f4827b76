"""XML is read element by element, in any encoding, and nothing in a file can reach outside it or exhaust the memory."""

import tracemalloc

import pytest

from malmoi.errors import EncodingError, FormatError, InputError
from malmoi.formats.containers import xmlstream
from malmoi.formats.containers.xmlstream import read_elements

UNIT = '<tmx><body>\n<tu id="1"><tuv xml:lang="ko">{}<hi x="y">둘</hi>셋</tuv></tu></body></tmx>'
# (declaration, encoding of the bytes)
ENCODINGS = [
    ("", "utf-8"),
    ("", "utf-8-sig"),
    ("", "cp949"),
    ("", "utf-16"),
    ('<?xml version="1.0"?>', "utf-16-le"),
    ('<?xml version="1.0"?>', "utf-16-be"),
    ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
    ("<?xml version='1.0' encoding='euc-kr'?>", "cp949"),
    ('<?xml version="1.0" encoding="CP949" standalone="yes"?>', "cp949"),
    ('<?xml version="1.0" encoding="ks_c_5601-1987"?>', "cp949"),
    ('<?xml version="1.0" encoding="utf-16"?>', "utf-8"),  # said by a program that saved otherwise
]
# (content, error, what the message must say)
REFUSED = [
    (b" \n", InputError, "empty"),
    (b"\x00\x01", EncodingError, "byte 0"),
    (b"plain", FormatError, "a.tmx:1 is not well-formed"),
    (b"<tmx><body><tu>\n\n<", FormatError, "a.tmx:3 is not well-formed"),
    (b"<tmx>\n<a:tu/></tmx>", FormatError, "a.tmx:2 .*prefix"),
    (b"\n<html/>", FormatError, "a.tmx:2 is no TMX file: its root element is <html>"),
    (b"<!DOCTYPE tmx [\n<!ENTITY a 'aaaa'>]><tmx/>", FormatError, "a.tmx:2 declares the entity 'a'"),
    (b"<!DOCTYPE tmx [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><tmx>&a;</tmx>", FormatError, "declares the entity 'a'"),
    (b"<!DOCTYPE tmx [<!ENTITY % a SYSTEM 'b.dtd'> %a;]><tmx/>", FormatError, "declares the entity 'a'"),
    (b"<!DOCTYPE tmx SYSTEM 'a.dtd'>\n<tmx><tu>&nbsp;</tu></tmx>", FormatError, "a.tmx:2 uses the entity 'nbsp'"),
    (b"<tmx>" + b"<a>" * 300, FormatError, "a.tmx:1 is more than 200 elements deep"),
    (b'<?xml version="1.0" encoding="x-none"?><tmx/>', EncodingError, "'x-none', which is not known"),
    (b'<?xml version="1.0" encoding="hex"?><tmx/>', EncodingError, "'hex', which is not known"),
    ('<?xml version="1.0" encoding="utf-8"?><tmx>국</tmx>'.encode("cp949"), EncodingError, "not utf-8: byte 43"),
    ('<?xml version="1.0" encoding="utf-8"?><tmx>국'.encode()[:-1], EncodingError, "not utf-8: byte 43"),
    ("<tmx>국가</tmx>".encode() + b"\xff\xff", EncodingError, "byte 17 .0xff. does not fit"),
]


def units(path, **options):
    return list(read_elements(path, {"tu"}, root={"tmx"}, kind="TMX file", **options))


@pytest.mark.parametrize("declaration, encoding", ENCODINGS)
def test_any_encoding(tmp_path, declaration, encoding):
    path = tmp_path / "a.tmx"
    path.write_bytes((declaration + UNIT.format("국가 하나 ")).encode(encoding))
    (unit,) = units(path)
    (variant,) = unit.all("tuv")
    assert variant.text == "국가 하나 둘셋"
    assert (variant.line, variant.get("xml:lang"), variant.first("hi").attributes) == (2, "ko", {"x": "y"})
    assert unit.parent.name == "body"
    assert unit.parent.children == []


def test_an_encoding_that_is_given_goes_before_the_one_declared(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_bytes(('<?xml version="1.0" encoding="utf-8"?>' + UNIT.format("국가")).encode("cp949"))
    assert units(path, encoding="cp949")[0].text == "국가둘셋"


@pytest.mark.parametrize("content, error, said", REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused(tmp_path, content, error, said):
    (tmp_path / "a.tmx").write_bytes(content)
    with pytest.raises(error, match=said) as caught:
        units(tmp_path / "a.tmx")
    assert type(caught.value) is error or isinstance(caught.value, EncodingError)


@pytest.mark.parametrize(
    "content, bound, said",
    [
        (b"<tmx a='" + b"a" * 3000 + b"'/>", "_MAX_TAG", "tag or comment"),
        (b"<tmx><!--" + b"a" * 3000 + b"--></tmx>", "_MAX_TAG", "tag or comment"),
        (b"<tmx><tu>" + b"a" * 3000 + b"</tu></tmx>", "MAX_TEXT", "a <tu> with more than 1,000 characters"),
        (b"<tmx><tu>" + b"<a/>" * 3000 + b"</tu></tmx>", "MAX_NODES", "a <tu> with more than 1,000 elements"),
    ],
)
def test_size_is_bounded(tmp_path, monkeypatch, content, bound, said):
    monkeypatch.setattr(xmlstream, bound, 1000)
    (tmp_path / "a.tmx").write_bytes(content)
    monkeypatch.setattr("malmoi.formats.containers.textstream.BLOCK", 500)
    with pytest.raises(FormatError, match=said):
        units(tmp_path / "a.tmx")


def test_namespaces_and_what_is_inherited(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_text(
        '<x:tmx xmlns:x="urn:x" xmlns="urn:y" lang="en"><body q="1"><x:tu x:id="7"><a><b/></a><b/></x:tu></body></x:tmx>',
        "utf-8",
    )
    (unit,) = units(path)
    assert (unit.name, unit.namespace, unit.attributes) == ("tu", "urn:x", {"{urn:x}id": "7"})
    assert (unit.inherited("lang"), unit.inherited("q"), unit.inherited("none")) == ("en", "1", "")
    assert [e.namespace for e in unit.walk("b")] == ["urn:y", "urn:y"]
    assert [e.name for e in unit.walk()] == ["a", "b", "b"]


def test_memory_is_that_of_one_element(tmp_path, monkeypatch):
    monkeypatch.setattr("malmoi.formats.containers.textstream.BLOCK", 10_000)
    path = tmp_path / "a.tmx"
    path.write_text("<tmx>" + '<other>text</other><tu id="1"><seg>text</seg></tu>' * 10_000 + "</tmx>", "utf-8")
    tracemalloc.start()
    assert sum(1 for _ in read_elements(path, {"tu"}, root={"tmx"}, kind="TMX file")) == 10_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # 6 MB if all elements were kept.
    assert peak < 1_000_000
