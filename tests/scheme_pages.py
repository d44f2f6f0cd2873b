"""What is generated from the coding schemes: their README's drawings, a list with hashes, the JSON Schema.

``python -m tests.scheme_pages`` (``make schemes``) writes all three; a test says when one is out of date.
"""

import hashlib
import json
from itertools import cycle, islice
from pathlib import Path

from annotator.actions.scheme_cards import LIST as LIST_NAME
from annotator.actions.scheme_cards import as_row, card_of
from annotator.schemes import Code, Scheme, Track, read_scheme
from annotator.schemes.json_schema import json_schema

FOLDER = Path(__file__).resolve().parent.parent / "coding_schemes"
README = FOLDER / "README.md"
LIST = FOLDER / LIST_NAME
SCHEMA = FOLDER / "interaction-scheme-1.schema.json"

BEGIN, END = "<!-- what follows is written by `make schemes` -->", "<!-- until here -->"
WIDTH = 46


def shipped() -> dict[str, Scheme]:
    """The shipped schemes by their files' names: the default first, the smallest last."""
    first, last = "core-attunement.yaml", "two-keys.yaml"
    files = sorted(FOLDER.glob("*.yaml"), key=lambda f: (f.name == last, f.name != first, f.name))
    return {file.name: read_scheme(file.read_bytes()) for file in files}


def schema() -> str:
    """The JSON Schema of scheme files."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


def listed() -> str:
    """What the first start needs to know of each file, so that it need not read them."""
    rows = {
        name: {"sha256": hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()} | as_row(card_of(scheme))
        for name, scheme in sorted(shipped().items())
    }
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def readme() -> str:
    """The README with its generated part as the schemes say it now."""
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    made = "\n".join(
        [BEGIN, "", *_table(), "", *(line for s in shipped().values() for line in _scheme(s)), END]
    )
    return before + made + after


def _table() -> list[str]:
    rows = [
        f"| `{file}` | {s.title} | {len(s.tracks)} | {sum(len(t.codes) for t in s.tracks)} | "
        f"{len(s.document['measures'])} | {', '.join(s.document['purpose'])} | {_shown(s)} | {_use(s)} |"
        for file, s in shipped().items()
    ]
    head = "| file | what it codes | tracks | codes | measures | for | parents see | |"
    return [head, "|---|---|---|---|---|---|---|---|", *rows]


def _shown(scheme: Scheme) -> str:
    return "sentences and moments" if scheme.document["feedback_meeting"] else "nothing"


def _use(scheme: Scheme) -> str:
    if scheme.marks_only:
        return "marks for the supervisor; never counted"
    if scheme.study_required:
        return "only in an approved study"
    return "an example to copy from" if scheme.id == "two-keys" else "draft, **not validated**"


def _scheme(scheme: Scheme) -> list[str]:
    profiles = "; ".join(f"{p.label} ({', '.join(p.tracks)})" for p in scheme.profiles)
    return [
        f"### `{scheme.id}` {scheme.version}: {scheme.title}", "",
        str(scheme.summary).strip(), "",
        "```text", *_drawing(scheme), "```", "",
        f"Depths: {profiles}. {_licence(scheme)}", "",
        "Informed by: " + " ".join(scheme.document["provenance"]["informed_by"] or ["nothing published."]), "",
    ]  # fmt: skip


def _licence(scheme: Scheme) -> str:
    not_as = ", ".join(scheme.claims.must_not_be_reported_as)
    return f"Licence {scheme.licence}." + (f" Not to be reported as {not_as}." if not_as else "")


def _drawing(scheme: Scheme) -> list[str]:
    """The tracks as one sees them at the desk, with the keys where marks would lie."""
    subjects = {s.id: str(s.label) for s in scheme.subjects}
    names = [f"{subjects[t.subject]}: {t.label}" for t in scheme.tracks]
    room = max(map(len, names))
    lines = []
    for name, track in zip(names, scheme.tracks, strict=True):
        lines += [f"{name:<{room}}  {_lane(track)}  {_kind(track)}", *_legend(track), ""]
    return lines[:-1]


def _lane(track: Track) -> str:
    codes = list(track.codes)
    if track.kind == "rating":
        scale = codes[0].scale
        assert scale is not None
        return f"{scale.minimum:g} ├{'┈' * (WIDTH - 8)}┤ {scale.maximum:g}".ljust(WIDTH)
    if track.kind == "point":
        return _spread([code.key for code in codes])
    blocks = [code.key.center(3, "━") for code in codes]
    if track.kind == "interval":
        return "".join(islice(cycle(f"│ {code.key} " for code in codes), WIDTH // 4)).ljust(WIDTH)
    if track.exhaustive:
        return "".join(islice(cycle(f"┃{block}" for block in blocks), WIDTH // 4)).ljust(WIDTH)
    return _spread([f"┃{block}┃" for block in blocks])


def _spread(marks: list[str]) -> str:
    gap = max(1, (WIDTH - sum(map(len, marks))) // (len(marks) + 1))
    return ("·" * gap + ("·" * gap).join(marks)).ljust(WIDTH, "·")


def _kind(track: Track) -> str:
    if track.kind == "interval":
        return f"interval of {track.interval_s:g} s, {track.sampling}"
    if track.kind == "rating":
        return f"rating of the {track.scope}"
    words = [
        track.kind, *(["one at a time"] if track.exclusive else []), *(["every moment"] if track.exhaustive else []),
    ]  # fmt: skip
    return ", ".join(words)


_SIGNS = {"strength": "+", "neutral": " ", "challenge": "!", "missing": "–"}


def _legend(track: Track) -> list[str]:
    return [
        f"    {code.key} {_SIGNS[code.valence]} {code.label}{_for_whom(code, track)}" for code in track.codes
    ]


def _for_whom(code: Code, track: Track) -> str:
    narrow = code.visibility or track.visibility
    return f"  (only {', '.join(narrow)})" if narrow else ""


if __name__ == "__main__":
    LIST.write_text(listed(), "utf-8")
    SCHEMA.write_text(schema(), "utf-8")
    README.write_text(readme(), "utf-8")
