"""How a scheme file is read: what YAML means here, what is refused, and how long refusing takes."""

import json
from pathlib import Path

import pytest

from annotator.schemes import problems_of, read_scheme
from annotator.schemes.reading import MAX_BYTES, MAX_DEPTH, read
from annotator.schemes.scalars import Refused, meaning
from tests.quickness import cpu_s
from tests.schemes.scheme_files import SHIPPED, as_json, text_of, values_of

TWO = text_of("two-keys")
A_THIRD_OF_THE_LIMIT = MAX_BYTES // 3


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", None), ("~", None), ("null", None), ("true", True), ("False", False),
        ("0", 0), ("-1000", -1000), ("0.75", 0.75), ("1e3", 1000.0), ("2E-1", 0.2),
        ("1.0.0", "1.0.0"), ("2025-03-04", "2025-03-04"), ("n", "n"), ("y", "y"),
        ("none", "none"), ("no one", "no one"),
    ],
)  # fmt: skip
def test_an_unquoted_word_means_the_same_everywhere(word: str, value: object) -> None:
    assert meaning(word) == value
    assert type(meaning(word)) is type(value)


@pytest.mark.parametrize(
    "word",
    ["yes", "No", "ON", "off", "3:00", "1:20:30", "010", "0x1F", "0o17", "0b11", "1_000", "+1", ".5", "5.",
     ".inf", "-.INF", ".nan", "1e999", "9" * 5000, "-1e16"],
)  # fmt: skip
def test_a_word_that_programs_read_differently_is_refused(word: str) -> None:
    with pytest.raises(Refused):
        meaning(word)


@pytest.mark.parametrize(
    ("before", "after", "code", "where"),
    [
        ('key: "1"', "key: 1", "value", "subjects[0].key"),
        ('version: "1.0.0"\nstatus', "version: 1.0\nstatus", "value", "version"),
        ("exclusive: true", "exclusive: on", "ambiguous", "tracks[0].exclusive"),
        ('"Coo and answer."', "no", "ambiguous", "tracks[0].codes[0].examples[0]"),
        ("min: 60", "min: 1:00", "ambiguous", "population.recommended_duration_s.min"),
        ('{en: "Together or not"}', '{en: "Together or not", no: "Sammen"}', "not_a_name", "title.no"),
        ("feedback_meeting: null", "feedback_meeting: null\n3: x", "not_a_name", '["3"]'),
        ("feedback_meeting: null", "feedback_meeting: null\n'': null", "unknown_field", ""),
        ("feedback_meeting: null", "feedback_meeting: null\n3:00: x", "not_a_name", '["3:00"]'),
        ("feedback_meeting: null", "feedback_meeting: null\ntrue: x", "not_a_name", "true"),
        ("feedback_meeting: null", "feedback_meeting: null\n? [a, b]\n: x", "not_a_name", '["? on line 63"]'),
        ("id: only,", "id: only, id: only,", "twice", "profiles[0].id"),
        ("feedback_meeting: null", "feedback_meeting: null\nstatus: draft", "twice", "status"),
        ("tracks: [contact]", "tracks: &all [contact]", "reference_in_yaml", "profiles[0].tracks"),
        ("status: draft", "status: !!str draft", "reference_in_yaml", "status"),
        ("status: draft", "status: ! draft", "reference_in_yaml", "status"),
        ("status: draft", "status: !!python/object/apply:os.system [ls]", "reference_in_yaml", "status"),
        ("note: \"\"", 'note: "a\\0b"', "character", "provenance.licence.note"),
        ("note: \"\"", 'note: "a\\x1b"', "character", "provenance.licence.note"),
    ],
)  # fmt: skip
def test_a_trap_of_yaml_is_told_where_it_stands(before: str, after: str, code: str, where: str) -> None:
    assert before in TWO
    found = {
        (p.code, p.where.partition(", ")[2]) for p in problems_of(TWO.replace(before, after, 1).encode())
    }
    assert (code, where) in found


def test_an_alias_is_refused_and_nothing_is_repeated() -> None:
    text = TWO.replace("complete: [en]", "complete: &en [en]").replace("partial: []", "partial: *en")
    assert [(p.code, p.where.partition(", ")[2]) for p in problems_of(text.encode())] == [
        ("reference_in_yaml", "i18n.complete"),
        ("reference_in_yaml", "i18n.partial"),
    ]


def test_a_merge_key_is_refused_with_and_without_an_alias() -> None:
    for merged in ("&a {<<: {id: x}}", "{<<: *a}", "{<<: [*a, *a]}"):
        found = problems_of(TWO.replace("feedback_meeting: null", f"feedback_meeting: {merged}", 1).encode())
        assert "merge" in [p.code for p in found]


def _laughs(count: int) -> str:
    lists = [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, count)]
    return "\n".join(["x0: &x0 [lol]", *lists])


def _merges(count: int) -> str:
    maps = [f"x{n}: &x{n} {{<<: [{', '.join([f'*x{n - 1}'] * 9)}]}}" for n in range(1, count)]
    return "\n".join(["x0: &x0 {a: b}", *maps])


BOMBS = {
    "aliases": _laughs(60),
    "merge keys": _merges(60),
    "merge keys, many": _merges(2000),
    "deep lists": "[" * A_THIRD_OF_THE_LIMIT,
    "deep mappings": "{a: " * (A_THIRD_OF_THE_LIMIT // 2),
    "deep JSON": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "deep blocks": "\n".join(" " * n + "a:" for n in range(1000)),
    "deep dashes": "- " * A_THIRD_OF_THE_LIMIT,
    "question marks": "? " * A_THIRD_OF_THE_LIMIT,
    "deep JSON lists": "[" * 100_000 + "]" * 100_000,
    "more than 1 MB": TWO + "#" * MAX_BYTES,
    "many values": TWO + "x_list: [" + "a," * A_THIRD_OF_THE_LIMIT + "]",
    "many fields": TWO + "\n".join(f"f{n}:" for n in range(100_000)),
    "many faults": TWO + "\n".join(f"f{n}: yes" for n in range(9_000)),
    "many unknown fields": TWO + "".join(f"\nfiled_{n}: {n}" for n in range(9_000)),
    "many words that are nearly right": TWO.replace("[training]", "[" + "clinicla, " * 9_000 + "]"),
    "many empty documents": "---\n" * A_THIRD_OF_THE_LIMIT,
    "many anchors": TWO + "x_list: [" + "&a a," * 100_000 + "]",
    "a huge number": TWO.replace("min: 60", "min: " + "9" * 900_000),
    "a huge number in JSON": json.dumps(values_of("two-keys")).replace("60", "9" * 900_000),
    "a huge exponent": TWO.replace("min: 60", "min: 1e999999999"),
    "base sixty": TWO.replace("min: 60", "min: " + "1:" * 300_000 + "1"),
    "a huge word": TWO.replace("draft", "d" * 900_000),
    "a huge name": TWO.replace("status:", "s" * 900 + ":"),
    "open quotes": '"' * (MAX_BYTES - 1),
    "backslashes": '{"' + "\\" * (MAX_BYTES - 10),
    "tabs": "\t" * (MAX_BYTES - 1),
    "nothing": "",
    "only a comment": "# nothing",
    "a tag directive": "%TAG ! tag:x,2000:\n---\n" + TWO,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_a_second(name: str) -> None:
    data = BOMBS[name].encode()
    found: list[object] = []
    assert cpu_s(lambda: found.append(problems_of(data)), 1.0) < 1.0
    assert (found[0] == ()) == (name == "a tag directive")


def test_a_file_that_is_not_utf8_names_the_byte() -> None:
    [problem] = problems_of(TWO.replace("Contact", "Kontäkt").encode("latin-1"))
    assert problem.code == "not_utf8"
    assert "save the file as UTF-8" in problem.message
    assert [p.code for p in problems_of(TWO.encode("utf-16"))] == ["not_utf8"]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    same = read_scheme(b"\xef\xbb\xbf" + TWO.replace("\n", "\r\n").encode())
    assert same.hash == read_scheme(TWO.encode()).hash


def test_twelve_levels_are_read_and_thirteen_are_not() -> None:
    """The mapping at the top is the first level."""
    deep = TWO + "x_deep: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert problems_of(deep.encode()) == ()
    [problem] = problems_of(deep.replace("x_deep: ", "x_deep: [").encode() + b"]")
    assert (problem.code, problem.where) == ("too_deep", f"line {len(TWO.splitlines()) + 1}")


def test_what_is_no_yaml_names_its_line() -> None:
    [problem] = problems_of(b"format: interaction-scheme/1\nid: 'two\n\ntitle: x\n")
    assert problem.code == "not_yaml"
    assert problem.where.startswith("line ")


@pytest.mark.parametrize("text", ["", "# only a comment", "- a list", "just words", "null", "[]"])
def test_what_is_no_mapping_says_how_a_scheme_begins(text: str) -> None:
    [problem] = problems_of(text.encode())
    assert problem.code == "not_a_mapping"
    assert "interaction-scheme/1" in problem.message


def test_a_file_beyond_its_limits_says_which() -> None:
    assert [p.code for p in problems_of(b"#" * (MAX_BYTES + 1))] == ["too_large"]
    assert [p.code for p in problems_of((TWO + "x_many: [" + "a," * 20_000 + "]").encode())] == ["too_many"]


def test_a_number_that_json_does_not_know_is_no_json() -> None:
    text = as_json(values_of("two-keys")).decode().replace('"min": 60', '"min": NaN')
    [problem] = problems_of(text.encode())
    assert "must be a number; found `NaN`" in problem.message


def test_a_second_document_is_refused() -> None:
    [problem] = problems_of((TWO + "---\n" + TWO).encode())
    assert problem.code == "not_one"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_json_of_the_same_structure_is_the_same_scheme(file: Path) -> None:
    name = file.stem
    scheme = read_scheme(text_of(name).encode())
    for indent in (None, 2):
        assert read_scheme(json.dumps(values_of(name), indent=indent).encode()) == scheme
    assert read_scheme(json.dumps(values_of(name), indent="\t").encode()) == scheme


def test_json_may_hold_what_yaml_would_stumble_over() -> None:
    values = values_of("two-keys")
    values["summary"] = "A tab\there, a \U0001f476, a slash / and " + "long " * 500
    data = json.dumps(values).replace("/", "\\/").encode()
    assert str(read_scheme(data).summary) == values["summary"]


def test_json_names_its_lines() -> None:
    values = values_of("two-keys")
    values["status"] = "none"
    line = as_json(values).decode().splitlines().index(' "status": "none",') + 1
    [problem] = problems_of(as_json(values))
    assert problem.where == f"line {line}, status"


def test_a_field_that_json_names_twice_is_refused() -> None:
    text = (
        as_json(values_of("two-keys"))
        .decode()
        .replace('"status": "draft"', '"status": "draft", "status": "draft"')
    )
    assert [p.code for p in problems_of(text.encode())] == ["twice"]


def test_half_a_character_in_json_is_refused() -> None:
    text = as_json(values_of("two-keys")).decode().replace('"Only"', '"\\ud83d"')
    assert [p.code for p in problems_of(text.encode())] == ["character"]


def test_reading_gives_plain_values_and_their_lines() -> None:
    document = read(b"a: 1\nb:\n  - x\n  - {c: true}\n")
    assert document.values == {"a": 1, "b": ["x", {"c": True}]}
    assert [document.line(path) for path in [("a",), ("b", 0), ("b", 1, "c"), ("b", 1, "d"), ("e",)]] == [
        1, 3, 4, 4, 1,
    ]  # fmt: skip
