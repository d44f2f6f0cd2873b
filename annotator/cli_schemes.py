"""The commands of coding schemes: check, list, show, export, compare; retire; write, publish."""

from pathlib import Path
from typing import Annotated

import typer

from annotator.actions import bringing_in, codings, drafting, library, publishing
from annotator.errors import AnnotatorError
from annotator.schemes.difference import OLD_DATA
from annotator.terminal import AlreadySaid, AsJson, Data, answer, opened, verdict_lines, written

app = typer.Typer(
    help="Coding schemes: check, compare, export, list, show, retire, write, publish.", no_args_is_help=True
)


_FILE = (
    "Our own format (YAML, JSON); BORIS (.boris), ELAN (.eaf, .etf, .ecv), The Observer (.otx, .otb, .odx), "
    "Datavyu (.opf, passes as .json), or a table (.csv)."
)


@app.command("check")
def check(file: Annotated[Path, typer.Argument(help=_FILE)], as_json: AsJson = False) -> None:
    """Check a scheme file and list every problem with its place."""
    found = bringing_in.check_scheme(file)
    answer(found, as_json, verdict_lines(found))
    if found["verdict"] == "reject":
        raise AlreadySaid


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help=_FILE)], data: Data = None, as_json: AsJson = False
) -> None:
    """Keep a scheme's file, so that one can code with it, and list what of it is not in the scheme."""
    with opened(data) as (place, who):
        found = bringing_in.keep_scheme(place, who, file)
    answer(found, as_json, verdict_lines(found))
    if found["verdict"] == "reject":
        raise AlreadySaid


@app.command("list")
def list_schemes(data: Data = None, as_json: AsJson = False) -> None:
    """List the schemes one can code with."""
    with opened(data) as (place, who):
        found = [c.scheme for c in codings.schemes_here(place, who)]
    rows = [{"id": s.id, "version": s.version, "title": str(s.title), "hash": s.hash} for s in found]
    answer(rows, as_json, [f"{r['id']} {r['version']}  {r['title']}" for r in rows])


@app.command("show")
def show(id: str, data: Data = None, as_json: AsJson = False) -> None:
    """Show a scheme's tracks, codes and keys."""
    with opened(data) as (place, who):
        scheme = library.scheme(place, who, id)
    lines = [f"{scheme.title} ({scheme.id} {scheme.version})"]
    for track in scheme.tracks:
        lines += [f"{track.label} [{track.id}, {track.kind}]"]
        lines += [f"  {code.key}  {code.label}: {code.definition}" for code in track.codes]
    answer(scheme.document, as_json, lines)


@app.command("export")
def export(
    id: Annotated[str, typer.Argument(help="The scheme's id.")],
    form: Annotated[str, typer.Option(help="boris (a project), elan (a template) or json.")] = "json",
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")] = Path(),
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write a scheme as a BORIS project, an ELAN template or JSON, and list what is not in it."""
    with opened(data) as (place, who):
        name, made, left_out = library.export_scheme(place, who, id, form)
    target = written(out / name, made)
    lines = [f"written: {target}", *(f"not in it: {each}" for each in left_out)]
    answer({"file": target, "left_out": list(left_out)}, as_json, lines)


@app.command("compare")
def compare(old: Path, new: Path, as_json: AsJson = False) -> None:
    """Set two versions of a scheme file side by side: each change, its weight and why, the next version."""
    found, least = library.compare_schemes(_file(old), _file(new))
    if found.weight is None:
        answer({"weight": None, "version": None, "changes": []}, as_json, ["Nothing differs."])
        return
    rows = [{"weight": c.weight.word, "path": c.path, "message": c.sentence} for c in found.changes]
    told = {
        "weight": found.weight.word,
        "version": least,
        "old_data": OLD_DATA[found.weight],
        "changes": rows,
    }
    head = f"{found.weight.word}: the new version is {least} at least. {OLD_DATA[found.weight]}"
    answer(told, as_json, [head, *(f"{row['weight']}: {row['message']}" for row in rows)])


_VERSION = typer.Option(help="Which version; the latest when left out.")


@app.command("retire")
def retire(
    id: Annotated[str, typer.Argument(help="The scheme's id.")],
    version: Annotated[str | None, _VERSION] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let no coding begin with a version any more; those that were made with it stay as they are."""
    with opened(data) as (place, who):
        found = library.version_of(place, who, id, version)
        library.retire(place, who, found.hash)
    answer({"id": id, "version": found.version}, as_json, [f"{id} {found.version} is retired."])


@app.command("take-back")
def take_back(
    id: Annotated[str, typer.Argument(help="The scheme's id.")],
    version: Annotated[str | None, _VERSION] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Let codings begin again with a version that was retired."""
    with opened(data) as (place, who):
        found = library.version_of(place, who, id, version)
        library.take_back(place, who, found.hash)
    answer({"id": id, "version": found.version}, as_json, [f"{id} {found.version} is in use again."])


@app.command()
def drafts(data: Data = None, as_json: AsJson = False) -> None:
    """List the schemes that you are writing."""
    with opened(data) as (place, who):
        found = drafting.drafts(place, who)
    rows = [{"id": d.id, "title": d.title, "changed_at": d.changed_at} for d in found]
    answer(rows, as_json, [f"{r['id']}  {r['title']}" for r in rows] or ["No draft."])


@app.command()
def draft(
    file: Annotated[Path | None, typer.Argument(help="A scheme's file, also one with problems.")] = None,
    copy: Annotated[str | None, typer.Option(help="The id of a scheme to copy.")] = None,
    of: Annotated[
        str | None, typer.Option("--next", help="The id of a scheme to write the next version of.")
    ] = None,
    title: Annotated[str, typer.Option(help="The title, for a copy or a new scheme.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Begin to write a scheme: from a file, as a copy, as a next version, or from nothing with --title."""
    if [file, copy, of].count(None) < 2 or not (file or of or title):
        raise typer.BadParameter("Name one of: a file, --copy with --title, --next, or --title alone.")
    with opened(data) as (place, who):
        if file is not None:
            made = drafting.begin_from_text(place, who, _file(file))
        elif of is not None:
            made = drafting.begin_next(place, who, library.version_of(place, who, of).hash)
        elif copy is not None:
            made = drafting.begin_copy(place, who, library.version_of(place, who, copy).hash, title)
        else:
            made = drafting.begin(place, who, title, who.language)
    answer({"id": made}, as_json, [made])


@app.command()
def write(
    id: Annotated[str, typer.Argument(help="The draft's id, from `annotator schemes drafts`.")],
    file: Annotated[Path | None, typer.Argument(help="Its new text; it is printed when left out.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Print a draft's text with its problems, or put the text of a file in its place."""
    with opened(data) as (place, who):
        if file is not None:
            step = drafting.draft(place, who, id).stored.step
            drafting.save_text(place, who, id, step, _file(file))
        view = drafting.draft(place, who, id)
    problems = [{"where": p.where, "message": p.message} for p in view.problems]
    lines = [] if file is not None else [view.text.decode("utf-8", "replace")]
    told = {"id": id, "text": view.text.decode("utf-8", "replace"), "problems": problems}
    answer(told, as_json, [*lines, *(str(p) for p in view.problems)])


@app.command()
def publish(
    id: Annotated[str, typer.Argument(help="The draft's id, from `annotator schemes drafts`.")],
    version: Annotated[str | None, typer.Option(help="Which version; the least that it may be.")] = None,
    change: Annotated[str, typer.Option(help="What changed, in one sentence.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a draft a version that one codes with; what differs decides how it is called at least."""
    with opened(data) as (place, who):
        step = drafting.draft(place, who, id).stored.step
        made = publishing.publish(place, who, id, step, version, change)
    told = {"id": made.id, "version": made.version, "hash": made.hash}
    answer(told, as_json, [f"{made.id} {made.version} is published."])


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AnnotatorError(f"{path} cannot be read ({error.strerror}).") from None
