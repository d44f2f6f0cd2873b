"""XML from strangers: read without ever expanding, fetching or nesting more than is sane.

A document type is refused where it begins, so no entity can be defined, nothing can multiply and nothing
outside is asked for.
"""

import unicodedata
from typing import Any, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from annotator.errors import Problem, SchemeError, said

MAX_BYTES = 20_000_000
MAX_DEPTH = 40
MAX_ELEMENTS = 1_000_000


def read_xml(data: bytes, encoding: str | None = None, most: int = MAX_ELEMENTS) -> Element:
    """The root of an XML document. SchemeError when it is none, too large, too deep, or has a DTD.

    ``encoding`` counts more than what the document says of itself; ``most`` elements are read. Letters and
    their accents are put together (NFC), so that a word is the same however it was typed.
    """
    if len(data) > MAX_BYTES:
        _refuse("too_large", said("The file is larger than {most} MB.", most=MAX_BYTES // 1_000_000))
    builder, depth, elements = TreeBuilder(), 0, 0
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth, elements = depth + 1, elements + 1
        if elements > most:
            _refuse("too_many", said("The file has more than {most} elements.", most=most))
        if depth > MAX_DEPTH:
            _refuse(
                "too_deep", said("Elements lie more than {most} deep inside one another.", most=MAX_DEPTH)
            )
        builder.start(name, {key: _composed(value) for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name)

    def no_type(*_told: Any) -> NoReturn:
        _refuse("document_type", said("The file has a document type or entities; these are refused."))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda words: builder.data(_composed(words))
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = parser.ExternalEntityRefHandler = no_type
    try:
        parser.Parse(data, True)
        return builder.close()
    except expat.ExpatError as error:
        line = said("line {n}", n=error.lineno)
        raise SchemeError([Problem("not_xml", line, said("The file is not well-formed XML."))]) from None
    except (LookupError, ValueError):  # the encoding it names is none, or none that expat can take
        _refuse("encoding", said("The file is in an encoding that is not read; save it as UTF-8."))


def _composed(words: str) -> str:
    return unicodedata.normalize("NFC", words)


def _refuse(code: str, sentence: str) -> NoReturn:
    raise SchemeError([Problem(code, "", sentence)])
