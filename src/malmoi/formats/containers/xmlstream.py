"""XML of any size, read safely: one element after the other, each as a small tree, with the line it stands on.

    for unit in read_elements("a.tmx", {"tu"}, root={"tmx"}, kind="TMX file"):
        for variant in unit.all("tuv"): ...

What is not wanted is never kept, so memory holds one wanted element and the chain of elements it stands in. A file may not declare
entities (the way to make a small file exhaust the memory: https://en.wikipedia.org/wiki/Billion_laughs_attack); nothing outside the
file is ever fetched, neither a document type nor an entity; depth, size of an element and length of a tag are bounded. Any
encoding that Python knows may be declared, euc-kr and cp949 too, which the parser itself does not know.
"""

import re
import xml.parsers.expat
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from malmoi.errors import EncodingError, FormatError, InputError
from malmoi.files import StrPath
from malmoi.formats.containers.textstream import (
    decoded,
    encoding_by_bom,
    is_encoding,
    is_euc_kr,
    open_binary,
    recognised,
)

__all__ = ["MAX_DEPTH", "MAX_NODES", "MAX_TEXT", "Element", "parse_elements", "read_elements"]

# Bounds that honest files stay far below. A deep one would exhaust the stack of whoever walks it; the others are memory.
MAX_DEPTH = 200
# Characters and nodes of one wanted element, bytes between two tags.
MAX_TEXT, MAX_NODES, _MAX_TAG = 50_000_000, 500_000, 32 << 20
# Bytes in which the XML declaration must stand.
_HEAD = 1024
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.:\-]*)["']""")
# How "<?" begins in UTF-16 without a byte order mark (https://www.w3.org/TR/xml/#sec-guessing).
_UTF_16 = {b"<\0?\0": "utf-16-le", b"<\0!\0": "utf-16-le", b"\0<\0?": "utf-16-be", b"\0<\0!": "utf-16-be"}
# Between a namespace and a local name, where the parser puts it; in neither it can stand.
_SEPARATOR = " "
_XML = "http://www.w3.org/XML/1998/namespace"


class Element:
    """An element: its local name, its attributes, what stands in it.

    Attributes go by local name, those of XML itself as `xml:lang` and `xml:space`, those of other namespaces as `{namespace}name`.
    `parent` is the element around a wanted one, without its children; of the elements inside a wanted one it is None.
    """

    __slots__ = ("attributes", "children", "line", "name", "namespace", "parent")

    def __init__(
        self, name: str, namespace: str, attributes: dict[str, str], line: int, parent: "Element | None" = None
    ) -> None:
        self.name, self.namespace = name, namespace
        self.attributes = attributes
        self.line = line
        self.parent = parent
        self.children: list[Element | str] = []

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute."""
        return self.attributes.get(name, default)

    def inherited(self, name: str) -> str:
        """The value of an attribute here or, failing that, at the nearest element around that has it; empty when none has."""
        element: Element | None = self
        while element is not None:
            if name in element.attributes:
                return element.attributes[name]
            element = element.parent
        return ""

    def all(self, *names: str) -> "list[Element]":
        """The elements right inside this one that have one of these names."""
        return [child for child in self.children if isinstance(child, Element) and child.name in names]

    def first(self, *names: str) -> "Element | None":
        """The first element right inside this one that has one of these names."""
        for child in self.children:
            if isinstance(child, Element) and child.name in names:
                return child
        return None

    def walk(self, *names: str) -> "Iterator[Element]":
        """All elements inside this one, however deep, in the order of the file; those of `names` only, if there are any."""
        for child in self.children:
            if isinstance(child, Element):
                if not names or child.name in names:
                    yield child
                yield from child.walk(*names)

    @property
    def text(self) -> str:
        """All text inside, however deep."""
        if len(self.children) == 1 and isinstance(self.children[0], str):
            return self.children[0]
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


def read_elements(
    path: StrPath, wanted: Collection[str], *, root: Collection[str], kind: str, encoding: str | None = None
) -> Iterator[Element]:
    """The elements of these local names, in the order of the file; one inside another wanted one is part of that one alone.

    The root element must have one of the names `root`, or the file is no `kind` ("TMX file"). `encoding` goes before what the
    file says of itself. Raises FormatError with file and line, EncodingError, InputError when the file is missing or empty.
    """
    with open_binary(path) as stream:
        yield from parse_elements(stream, str(path), wanted, root=root, kind=kind, encoding=encoding)


def parse_elements(
    stream: BinaryIO,
    name: str,
    wanted: Collection[str],
    *,
    root: Collection[str],
    kind: str,
    encoding: str | None = None,
) -> Iterator[Element]:
    """`read_elements` of a stream that can seek, such as a part of a zip file; `name` is what errors call it."""
    parser = _Parser(name, frozenset(wanted), frozenset(root), kind)
    for text in _text(stream, name, encoding):
        parser.feed(text)
        yield from parser.take()
    parser.feed("", last=True)
    yield from parser.take()


def _text(stream: BinaryIO, name: str, encoding: str | None) -> Iterator[str]:
    """The text of an XML file: in the encoding given, else by its byte order mark, its declaration, its bytes."""
    if encoding:
        return decoded(stream, name, recognised(stream, name, encoding))
    head = stream.read(_HEAD)
    stream.seek(0)
    codec = encoding_by_bom(stream) or _UTF_16.get(head[:4])
    match = _DECLARED.match(head)
    if codec is None and match:
        codec = _declared(match[1].decode("ascii"), name)
    if codec is None:
        codec = recognised(stream, name)
    return decoded(stream, name, codec, "That is what the file says of itself: name its real encoding with --encoding.")


def _declared(encoding: str, name: str) -> str | None:
    """The codec of a declared encoding; None when a declaration that can be read byte by byte shows that it is wrong."""
    if not is_encoding(encoding):
        raise EncodingError(
            f"{name} says that its encoding is {encoding!r}, which is not known: name it with --encoding."
        )
    if encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32", "ucs-2", "iso-10646")):
        return None
    return "cp949" if is_euc_kr(encoding) else encoding


class _Parser:
    """A push parser that keeps wanted elements until they are taken."""

    def __init__(self, name: str, wanted: frozenset[str], root: frozenset[str], kind: str) -> None:
        self._name, self._wanted, self._root, self._kind = name, wanted, root, kind
        self._done: list[Element] = []
        self._above: list[Element] = []
        self._open: list[Element] = []
        self._nodes = self._characters = self._fed = 0
        self._blank = True
        self._names: dict[str, tuple[str, str]] = {}
        self._keys: dict[str, str] = {}
        parser = self._parser = xml.parsers.expat.ParserCreate(namespace_separator=_SEPARATOR)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._skipped

    def feed(self, text: str, last: bool = False) -> None:
        if self._blank:
            self._blank = not text.strip()
        if last and self._blank:
            raise InputError(f"{self._name} is empty: there is no text to work on.")
        try:
            self._parser.Parse(text, last)
        except xml.parsers.expat.ExpatError as error:
            reason = xml.parsers.expat.ErrorString(error.code)
            raise FormatError(f"{self._name}:{error.lineno} is not well-formed XML: {reason}.") from error
        self._fed += len(text.encode())
        if self._fed - self._parser.CurrentByteIndex > _MAX_TAG:
            raise self._refusal(f"has a tag or comment of more than {_MAX_TAG >> 20} MB")

    def take(self) -> list[Element]:
        """What is complete since the last time."""
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name, namespace = self._names.get(tag) or self._split(tag)
        line = self._parser.CurrentLineNumber
        for key in attributes:
            if _SEPARATOR in key:
                keys = self._keys
                attributes = {keys.get(key) or self._key(key): value for key, value in attributes.items()}
                break
        if self._open:
            element = Element(name, namespace, attributes, line)
            self._open[-1].children.append(element)
            self._open.append(element)
            self._nodes += 1
            if self._nodes > MAX_NODES:
                raise self._refusal(f"is part of a <{self._open[0].name}> with more than {MAX_NODES:,} elements")
        else:
            self._outside(Element(name, namespace, attributes, line, self._above[-1] if self._above else None))
        if len(self._above) + len(self._open) > MAX_DEPTH:
            raise self._refusal(f"is more than {MAX_DEPTH} elements deep")

    def _outside(self, element: Element) -> None:
        """An element that stands in no wanted one: it may be one, or the root."""
        if not self._above and element.name not in self._root:
            raise FormatError(f"{self._name}:{element.line} is no {self._kind}: its root element is <{element.name}>.")
        if element.name in self._wanted:
            self._open.append(element)
            self._nodes = self._characters = 0
        else:
            self._above.append(element)

    def _end(self, tag: str) -> None:
        if not self._open:
            self._above.pop()
            return
        element = self._open.pop()
        if not self._open:
            self._done.append(element)

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].children.append(text)
            self._characters += len(text)
            if self._characters > MAX_TEXT:
                raise self._refusal(f"is part of a <{self._open[0].name}> with more than {MAX_TEXT:,} characters")

    def _split(self, tag: str) -> tuple[str, str]:
        namespace, _, name = tag.rpartition(_SEPARATOR)
        return self._names.setdefault(tag, (name, namespace))

    def _key(self, key: str) -> str:
        namespace, _, name = key.rpartition(_SEPARATOR)
        known = name if not namespace else f"xml:{name}" if namespace == _XML else f"{{{namespace}}}{name}"
        return self._keys.setdefault(key, known)

    def _refusal(self, what: str) -> FormatError:
        return FormatError(
            f"{self._name}:{self._parser.CurrentLineNumber} {what}: no honest {self._kind} does that. Is the file damaged?"
        )

    def _entity(self, name: str, *rest: Any) -> None:
        raise FormatError(
            f"{self._name}:{self._parser.CurrentLineNumber} declares the entity {name!r}: a {self._kind} needs none, "
            "and such files can be made to exhaust the memory. Write its text out."
        )

    def _skipped(self, name: str, is_parameter: bool) -> None:
        raise FormatError(
            f"{self._name}:{self._parser.CurrentLineNumber} uses the entity {name!r}, which it does not declare; "
            "nothing outside the file is read. Write its text out."
        )
