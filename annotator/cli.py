"""The command line: start, import, export, sheet, compare, summary, check, backup, restore, erase, schemes.

What brings in pandas, pydantic, yaml and the server is imported by the commands that need it, and a group of
commands when it is asked for: `start` answers sooner.
"""

import gc
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from annotator import __version__, cli_compare
from annotator.access import Purpose, Role
from annotator.actions import (
    agreeing,
    auditing,
    backing_up,
    backup_keys,
    checking,
    encrypting,
    erasing,
    families,
    family_record,
    films,
    restoring,
    workplace,
)
from annotator.actions import entering as inviting
from annotator.actions.agreeing import HowGiven
from annotator.errors import AnnotatorError, Problem
from annotator.store.disk import Disk
from annotator.store.erased_list import FILE as LIST
from annotator.store.erasing import REASONS
from annotator.terminal import AlreadySaid, AsJson, Data, verdict_lines
from annotator.terminal import answer as _answer
from annotator.terminal import opened as _opened
from annotator.terminal import say as _say
from annotator.terminal import written as _written

REFUSED, WRONG_USAGE = 2, 64
PURPOSES = tuple(purpose.value for purpose in Purpose)


@cache
def schemes_app() -> typer.Typer:
    """The commands of coding schemes."""
    from annotator import cli_map, cli_schemes

    cli_map.add_to(cli_schemes.app)
    return cli_schemes.app


@cache
def study_app() -> typer.Typer:
    """The commands of studies."""
    from annotator import cli_assign, cli_gold, cli_retention, cli_study

    cli_assign.add_to(cli_study.app)
    cli_study.app.add_typer(cli_gold.app, name="gold")
    cli_study.app.add_typer(cli_retention.app, name="retention")
    return cli_study.app


_GROUPS: Mapping[str, Callable[[], typer.Typer]] = {"schemes": schemes_app, "study": study_app}


class _Commands(TyperGroup):
    """The commands, and the groups that are imported when they are asked for or listed."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *_GROUPS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name in _GROUPS and cmd_name not in self.commands:
            self.commands[cmd_name] = typer.main.get_group(_GROUPS[cmd_name]())
            self.commands[cmd_name].name = cmd_name
        return super().get_command(ctx, cmd_name)


app = typer.Typer(
    cls=_Commands,
    name="annotator",
    help="Attune: code films of parents and infants, compare coders, summarise, look together.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"Attune {__version__}")
        raise typer.Exit


@app.callback()
def _first(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Say which version this is.")
    ] = False,
) -> None:
    """What stands before any command."""


@app.command()
def start(
    data: Data = None,
    port: Annotated[
        int, typer.Option(help="The port on 127.0.0.1; the next free one when it is taken.")
    ] = 8501,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
    sample: Annotated[bool, typer.Option(help="Load the sample family on first start.")] = True,
) -> None:
    """Start Attune on this computer and open it; the launch link is printed too."""
    serving = _serving()
    try:
        serving.serve(data or workplace.default_folder(), port, open_browser=browser, sample=sample)
    except SystemExit as end:
        if end.code == REFUSED:  # it did not start, and the sentence is printed
            raise AlreadySaid from None
        raise


_ELSEWHERE = "A PostgreSQL database, postgresql://name:password@host/database; the data folder keeps it."


@app.command("serve")
def serve_team(
    public: Annotated[
        str,
        typer.Option(help="The address browsers use: https://attune.example.org.", envvar="ATTUNE_PUBLIC"),
    ],
    host: Annotated[str, typer.Option(help="Where to listen: an address of this computer.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Exactly this port.")] = 8501,
    proxy: Annotated[str, typer.Option(help="The proxy's address.", envvar="ATTUNE_PROXY")] = "127.0.0.1",
    database: Annotated[str | None, typer.Option(help=_ELSEWHERE, envvar="ATTUNE_DATABASE_URL")] = None,
    data: Data = None,
) -> None:
    """Serve a team: passwords, a second factor for who manages people, behind a proxy with TLS."""
    serving = _serving()
    try:
        serving.serve_team(data or workplace.default_folder(), public, host, port, proxy, database)
    except SystemExit as end:
        if end.code == REFUSED:
            raise AlreadySaid from None
        raise


def _serving() -> Any:
    """The server, imported without a collector that would look for garbage among modules again and again."""
    gc.disable()
    try:
        from annotator.web import serving
    finally:
        gc.enable()
    return serving


@app.command()
def invite(
    name: Annotated[str, typer.Argument(help="Whom; they are added when nobody is called so.")],
    public: Annotated[str, typer.Option(help="The server's address, while it does not run.")] = "",
    role: Annotated[str, typer.Option(help="For somebody new: admin, lead, coder, ...")] = "coder",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a link by which somebody sets their password at the team's server: one use, three days."""
    from annotator.web import launching
    from annotator.web.site import Site, public_address

    if role not in list(Role):
        raise typer.BadParameter(f"--role is one of {', '.join(Role)}.")
    folder = data or workplace.default_folder()
    made = launching.ask_for_invitation(folder, name, role)
    if made is None:
        if not public:
            raise typer.BadParameter("No server runs on this data folder; name its address with --public.")
        secure, host = public_address(public)
        with _opened(folder) as (place, _who):
            whom, token = inviting.invite_as_keeper(place, name, role)
            at = replace(place, public=Site(0, secure, host).origin(host))
        made = {"name": whom.name, "url": inviting.link(at, token)}
    _answer(made, as_json, [f"{made['name']} sets a password here, within three days:", made["url"]])


_TABLE = "A folder's table (CSV): film, family, visit, date; also context and who is on the film."


_NO_VISIT = "A film needs --session, the id of its visit, unless one waits for it; --check only looks at it."
_CODER = "Whose coding it is, by name, where the coder has no account here."
_JOIN = "Keep what was coded on both computers, where a coding went on at both."


@app.command("import")
def import_file(  # noqa: PLR0913 - each is an option that is typed
    file: Annotated[Path, typer.Argument(help="A film (MP4, MOV, MTS, DV …), a coding, a scheme, a folder.")],
    kind: Annotated[str | None, typer.Option(help="media, coding or scheme; guessed when left out.")] = None,
    session: Annotated[str | None, typer.Option(help="The visit of a film or a coding: its id.")] = None,
    coder: Annotated[str | None, typer.Option(help=_CODER)] = None,
    join: Annotated[bool, typer.Option("--join", help=_JOIN)] = False,
    table: Annotated[Path | None, typer.Option(help=_TABLE)] = None,
    check: Annotated[bool, typer.Option("--check", help="Only look: nothing is stored.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until films are ready to be coded.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Take in a film, a coding from another computer, a scheme, or a folder of films with a table."""
    from annotator.actions import bringing_in
    from annotator.actions.bundle_file import ENDING

    if table is not None or file.is_dir():
        answer = _folder(file, table, data, check=check, wait=wait)
        _answer(answer, as_json, _folder_lines(answer))
    elif kind == "coding" or (kind is None and file.suffix.lower() == ENDING):
        answer = _coding(file, data, check=check, session=session, coder=coder, join=join)
        _answer(answer, as_json, verdict_lines(answer))
    elif _is_scheme(file, kind):
        answer = bringing_in.check_scheme(file) if check else _keep_scheme(file, data)
        _answer(answer, as_json, verdict_lines(answer))
    else:
        answer = bringing_in.check_film(file) if check else _keep_film(file, session, data, wait=wait)
        _answer(answer, as_json, verdict_lines(answer))
    if answer["verdict"] != "accept":
        raise AlreadySaid


def _is_scheme(file: Path, kind: str | None) -> bool:
    if kind not in (None, "media", "scheme"):
        raise typer.BadParameter(f"--kind is media, coding or scheme, not {kind}.")
    guessed = (".yaml", ".yml", ".json", ".etf", ".ecv", ".otx", ".otb")
    return kind == "scheme" or (kind is None and file.suffix.lower() in guessed)


def _folder(file: Path, table: Path | None, data: Path | None, *, check: bool, wait: bool) -> dict[str, Any]:
    from annotator.actions import folders

    if table is None:
        raise typer.BadParameter("A folder needs --table, a CSV file that says whose films these are.")
    if check:
        return folders.check_folder(file, table, _say)
    with _opened(data) as (place, who):
        try:
            return folders.import_folder(place, who, file, table, wait=wait, progress=_say)
        except KeyboardInterrupt:
            _say("Stopped. Run the same command again to go on; nothing is lost and nothing comes in twice.")
            raise AlreadySaid from None


def _folder_lines(answer: dict[str, Any]) -> list[str]:
    many = Counter(film["outcome"] for film in answer["films"])
    told = [f"{many[name]} {words}" for name, words in _OUTCOMES.items() if many[name]]
    entered = [f"{what} {n}" for what, n in answer["entered"].items() if n and what != "films"]
    lines = [", ".join(told), f"entered: {', '.join(entered)}" if entered else ""]
    return [*verdict_lines(answer), *(line for line in lines if line)]


_OUTCOMES = {"fits": "can come in", "added": "added", "present": "there already", "refused": "refused"}


def _keep_scheme(file: Path, data: Path | None) -> dict[str, Any]:
    from annotator.actions import bringing_in

    with _opened(data) as (place, who):
        return bringing_in.keep_scheme(place, who, file)


def _keep_film(file: Path, session: str | None, data: Path | None, *, wait: bool) -> dict[str, Any]:
    from annotator.actions import bringing_in

    folder = data or workplace.default_folder()
    if session is None and not (file.is_file() and folder.exists()):
        raise typer.BadParameter(_NO_VISIT)
    with _opened(folder) as (place, who):
        visit = session or films.visit_of_film(place, who, file)
        if visit is None:
            raise typer.BadParameter(_NO_VISIT)
        return bringing_in.keep_film(place, who, visit, file, wait=wait, progress=_say)


def _coding(file: Path, data: Path | None, *, check: bool, **choices: Any) -> dict[str, Any]:
    from annotator.actions import carrying
    from annotator.actions.bundle_file import MAX_BYTES

    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise AnnotatorError(f"The file {file} cannot be read ({error.strerror}).") from None
    folder = data or workplace.default_folder()
    if check and not folder.exists():
        return carrying.look_at(content)
    with _opened(folder) as (place, who):
        return carrying.bring_in(place, who, content, look=check, **choices)


@app.command()
def export(
    coding: Annotated[str, typer.Argument(help="The coding's id.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write into.")] = Path(),
    form: Annotated[str, typer.Option(help="zip (CSV, code book), xlsx, spss or parquet.")] = "zip",
    bundle: Annotated[bool, typer.Option("--bundle", help="To go on with it on another computer.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Write a coding as tidy CSV with its code book, Excel, SPSS or Parquet, or for another computer."""
    from annotator.actions import carrying, exporting

    if form not in exporting.FORMS:
        raise typer.BadParameter(f"--form is one of {', '.join(exporting.FORMS)}, not {form}.")
    with _opened(data) as (place, who):
        if bundle:
            name, content = carrying.take_along(place, who, coding)
        else:
            name, content = exporting.export_coding(place, who, coding, form)
    target = _written(out / name, content)
    _answer({"file": target, "bytes": len(content)}, as_json, [target])


@app.command()
def sheet(
    plan: Annotated[str, typer.Argument(help="The meeting's plan: its id.")],
    form: Annotated[str, typer.Option(help="pdf or html.")] = "pdf",
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; named by its day.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Write the sheet of a meeting for the family: stills, sentences, their own words."""
    from annotator.actions import sheets

    if form not in sheets.FORMS:
        raise typer.BadParameter(f"--form is pdf or html, not {form}.")
    with _opened(data) as (place, who):
        name, content = sheets.sheet(place, who, plan, form, as_file=True)
    target = _written(out or Path(name), content)
    _answer({"file": target, "bytes": len(content)}, as_json, [target])


cli_compare.add_to(app)


@app.command()
def summary(coding: str, data: Data = None, as_json: AsJson = False) -> None:
    """Print the numbers of one coding, each with what it rests on."""
    from annotator.actions import comparing, telling_summary

    with _opened(data) as (place, who):
        view = comparing.summarise_coding(place, who, coding)
    _answer(telling_summary.summary_json(view), as_json, telling_summary.summary_lines(view))


@app.command("list")
def list_visits(
    words: Annotated[str, typer.Argument()] = "", data: Data = None, as_json: AsJson = False
) -> None:
    """List visits with their ids, the codings that exist for you, and your plans of meetings."""
    with _opened(data) as (place, who):
        found = families.visits_json(place, who, words)
    lines = [f"{v['session']}  {v['family']} · {v['label']} · {v['date']}" for v in found]
    _answer(found, as_json, lines or ["No visit yet."])


@app.command()
def consent(  # noqa: PLR0913 - each is an option that is typed
    target: Annotated[str | None, typer.Argument(help="A visit's or a family's id.")] = None,
    purpose: Annotated[
        list[str], typer.Option(help=f"One of {', '.join(PURPOSES)}; may be given several times.")
    ] = [],  # noqa: B006 - typer's way to an option that repeats
    given: Annotated[bool, typer.Option("--given", help="They agreed.")] = False,
    refused: Annotated[bool, typer.Option("--refused", help="They did not agree.")] = False,
    withdrawn: Annotated[bool, typer.Option("--withdrawn", help="They took it back.")] = False,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody on every film here.")] = False,
    how: Annotated[str, typer.Option(help="paper, signature or spoken.")] = "paper",
    language: Annotated[str, typer.Option(help="The language it was given in.")] = "",
    until: Annotated[str, typer.Option(help="The last day it counts, as 2026-05-31.")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Note what everybody on the films of a visit, a family or the whole study agreed to."""
    states = [s for s, said in zip(agreeing.STATES, (given, refused, withdrawn), strict=True) if said]
    if len(states) != 1:
        raise typer.BadParameter("Say one of --given, --refused and --withdrawn.")
    if (target is None) != everybody:
        raise typer.BadParameter("Name a visit or a family by its id, or say --all.")
    unknown = [each for each in purpose if each not in PURPOSES]
    if unknown or not purpose:
        raise typer.BadParameter(f"--purpose is one of {', '.join(PURPOSES)}.")
    with _opened(data) as (place, who):
        noted = agreeing.note_for_visits(
            place, who, target, [Purpose(each) for each in purpose], states[0], HowGiven(how, language, until)
        )
    lines = [f"Noted for {noted.people} people on the films of {noted.visits} visits."]
    if noted.unclear:
        lines.append(f"Left out: {noted.unclear} visits. Say on their pages who is on the film.")
    _answer(asdict(noted), as_json, lines)


_DISKS = {
    Disk.ENCRYPTED: "The disk below the data folder is encrypted.",
    Disk.OPEN: "The disk below the data folder does not look encrypted: whoever takes it away can read "
    "names, codings and films that are not encrypted themselves. Encrypt it (LUKS, FileVault, BitLocker).",
    Disk.UNKNOWN: "Whether the disk below the data folder is encrypted cannot be told from here. See for "
    "yourself: whoever takes an open one away can read what is on it.",
}


@app.command()
def check(data: Data = None, as_json: AsJson = False) -> None:
    """Prove that everything kept is whole: database, audit chain, codings, frames; say of the disk."""
    with _opened(data) as (place, who):
        problems, disk = checking.check_here(place, who), checking.disk_here(place, who)
    lines = [*([str(p) for p in problems] or ["All is whole."]), _DISKS[disk]]
    _answer({"problems": [_problem(p) for p in problems], "disk": disk.value}, as_json, lines)
    if problems:
        raise AlreadySaid


@app.command()
def doctor(
    every: Annotated[
        bool, typer.Option("--every", help="Read every byte of every film, not of some.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Look the data folder over, also while the app runs: database, record, films, rights, settings."""
    from annotator.actions import doctoring
    from annotator.web import settings

    folder = data or workplace.default_folder()
    found = doctoring.look_over(folder, every=every)
    problems = [*found.problems, *settings.problems(folder)]
    told = {
        "problems": [_problem(p) for p in problems],
        "warnings": [str(each) for each in found.warnings],
        "films": found.films,
        "read": found.read,
        "disk": found.disk.value,
    }
    whole = f"All {found.films} films are there, {found.read} of them read to the last byte."
    lines = [*map(str, found.warnings), *(map(str, problems) if problems else [whole]), _DISKS[found.disk]]
    _answer(told, as_json, lines)
    if problems:
        raise AlreadySaid


@app.command("verify-audit")
def verify_audit(
    noted: Annotated[
        Path | None,
        typer.Option(help="A file outside of the data folder with the record's seals; this one is added."),
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Prove that no row of the record of who did what was changed or taken out; also while the app runs."""
    proved = auditing.verify_audit(data or workplace.default_folder(), noted)
    whole = f"All {proved.head.seq} rows are whole. {proved.line}"
    told = {
        "rows": proved.head.seq,
        "hash": proved.head.hash,
        "noted": proved.noted,
        "problems": [_problem(p) for p in proved.problems],
    }
    _answer(told, as_json, [str(p) for p in proved.problems] or [whole])
    if proved.problems:
        raise AlreadySaid


@app.command("verify-export")
def verify_export(
    file: Annotated[Path, typer.Argument(help="A file that was taken away from this data folder.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Prove that a file is as it was taken away, and say which row of the record speaks of it."""
    from annotator.actions import export_proofs

    found = export_proofs.prove_export(data or workplace.default_folder(), file)
    rows = [{"row": row.seq, "at": row.at, "by": row.by, "form": row.form} for row in found.taken]
    lines = [
        f"Row {r['row']} of the record: taken away by {r['by']} on {r['at']} ({r['form']})." for r in rows
    ]
    problems = [_problem(p) for p in found.problems]
    told = {"sha256": found.sha256, "record": rows, "whole": found.whole, "problems": problems}
    _answer(told, as_json, lines + [str(p) for p in found.problems])
    if found.problems:
        raise AlreadySaid


@app.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="The file to write, or a folder; named by the time when left out.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Put everything kept into one file: the database and every film; also while the app runs."""
    from annotator.web import launching

    folder = data or workplace.default_folder()
    target = backing_up.file_for(folder, file)
    with _stoppable("The backup was stopped; nothing was left behind."):
        id = launching.ask_to_begin_backup(folder, target) or _begin_backup(folder, target)
        made = backing_up.back_up(folder, target, id, _bar("Backing up"))
    told = {"file": str(made.file), "bytes": made.bytes, "films": made.films, "warnings": list(made.warnings)}
    _answer(
        told,
        as_json,
        [*made.warnings, f"{made.file} holds everything: {made.films} films, {_size(made.bytes)}."],
    )


def _begin_backup(folder: Path, target: Path) -> str:
    with _opened(folder) as (place, who):
        return backing_up.begin_backup(place, who, target)


@app.command("backup-key")
def backup_key(
    file: Annotated[Path, typer.Argument(help="A new file for the key, on a disk of its own.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a key, and have every later backup encrypted for it; only who has the key can restore one."""
    with _opened(data or workplace.default_folder()) as (place, who):
        public = backup_keys.make_key(place, who, file)
    _answer(
        {"file": str(file), "public": public},
        as_json,
        [
            f"{file} holds the key. Keep it where no backup lies, and a copy on paper: without it nobody can "
            "restore a backup.",
            "Backups of this folder are encrypted from now on.",
        ],
    )


_ENCRYPTED = "Films and the database of this folder are encrypted, and so are copies and backups of them."
_FILMS_ENCRYPTED = (
    "Films of this folder are encrypted from the first one on. What is typed is not, so encrypt the disk "
    "too. (The database is encrypted as well when it is new and the package sqlcipher3 is installed.)"
)


@app.command()
def encrypt(
    file: Annotated[Path, typer.Argument(help="A new file for the key, on a disk of its own.")],
    films_only: Annotated[
        bool, typer.Option("--films-only", help="Leave the database as it is, as for PostgreSQL.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a key, and have a new data folder encrypted: films, and the database where it can be."""
    folder = data or workplace.default_folder()
    database = not films_only and encrypting.can_encrypt_database(folder)
    if database:
        encrypting.encrypt_new(folder, file)
    else:
        with _opened(folder) as (place, who):
            encrypting.encrypt_films(place, who, file)
    _answer(
        {"file": str(file.resolve()), "database": database},
        as_json,
        [
            f"{file} holds the key. Attune reads it at each start; keep two copies where no films and no "
            "backups lie: without it nobody can "
            f"{'open this folder' if database else 'see a film of this folder'} again.",
            _ENCRYPTED if database else _FILMS_ENCRYPTED,
        ],
    )


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `annotator backup` made.")],
    erased: Annotated[
        list[Path], typer.Option(help="A newer list of what was erased, or a folder with one; may repeat.")
    ] = [],  # noqa: B006 - typer's way to an option that repeats
    key: Annotated[Path | None, typer.Option(help="The file with the key of an encrypted backup.")] = None,
    film_key: Annotated[
        Path | None, typer.Option(help="The file with the key of encrypted films, if it is not where it was.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Put what a backup holds into an empty or new folder; what was erased since stays erased."""
    folder = data or workplace.default_folder()
    with _stoppable("The restore was stopped; nothing was left behind."):
        done = restoring.restore(file, folder, _bar("Restoring"), erased, key, film_key)
    made_at = done.manifest.made_at
    told = {
        "data": str(folder),
        "made_at": made_at,
        "films": done.films,
        "erased": done.erased,
        "erased_list": done.listed,
        "problems": [_problem(p) for p in done.problems],
    }
    if not done.listed:
        _say(
            f"No {LIST} lies beside the backup: what was erased after {made_at} is back. Erase it again, or "
            "restore into another folder with --erased and a list that lies beside a newer backup."
        )
    line = f"{folder} holds the backup of {made_at}: {done.films} films."
    if done.erased:
        line += " What was erased since is not in it."
    _answer(told, as_json, [*(str(p) for p in done.problems), line])


@app.command()
def erase(
    what: Annotated[str, typer.Argument(help="film or family.")],
    id: Annotated[str, typer.Argument(help="The film's or the family's id, from `annotator list --json`.")],
    reason: Annotated[str, typer.Option(help=f"One of {', '.join(REASONS)}.")] = "other",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Erase a film or a family for good, with every trace that Attune has of it."""
    if what not in ("film", "family"):
        raise typer.BadParameter(f"Erase a film or a family, not {what}.")
    if reason not in REASONS:
        raise typer.BadParameter(f"--reason is one of {', '.join(REASONS)}.")
    reach_of, do = {
        "film": (erasing.reach_of_film, erasing.erase_film),
        "family": (erasing.reach_of_family, erasing.erase_family),
    }[what]
    with _opened(data) as (place, who):
        reach = reach_of(place, who, id)
        taken = erasing.taken_away(place, who, reach)
        counts = ", ".join(f"{n} {kind}" for kind, n in reach.counts.items() if n) or "nothing else"
        done = do(place, who, id, reason, _typed(f"This {what} of {reach.code}", counts, reach.code))
    backups = [{"made_at": b.at, "file": str(b.file), "told": b.told} for b in done.backups]
    away = [{"at": t.at, "by": t.by, "form": t.form} for t in taken]
    told = {
        "erasure": done.id,
        **done.counts,
        "backups": backups,
        "taken_away": away,
        "left": str(done.left),
    }
    lines = [f"{t.by} took a file of this family away on {t.at} ({t.form}). Ask for it." for t in taken]
    lines += [_still_held(b) for b in done.backups] + ([str(done.left)] if done.left else [])
    _answer(told, as_json, [f"Erased: {counts}.", *lines])


@app.command("record")
def family_record_of(
    family: Annotated[str, typer.Argument(help="The family's id, from `annotator list --json`.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Who opened a family's films, what was made of them, what left this computer: words to hand over."""
    with _opened(data) as (place, who):
        found = family_record.record_of_family(place, who, family)
    told = [{"at": e.at, "by": e.by, "what": str(e.what)} for e in found.entries]
    lines = [f"{e['at'][:16].replace('T', ' ')}  {e['by']} {e['what']}" for e in told]
    head = f"The record of {found.code}, newest first. What hung on something that was erased is not in it."
    _answer({"family": family, "entries": told}, as_json, [head, *lines])


def _typed(subject: str, counts: str, code: str) -> str:
    """The family's code name as somebody at a terminal types it; a script that names the id meant it."""
    _say(f"{subject} goes for good: {counts}.")
    return typer.prompt("Type the family's code name to erase it", err=True) if sys.stdin.isatty() else code


def _still_held(backup: erasing.Holding) -> str:
    held = f"The backup of {backup.at} still holds it: {backup.file}."
    return held if backup.told else f"{held} It cannot be reached: destroy it, or restore it with --erased."


def _bar(title: str) -> Callable[[float, int], None]:
    """Tells on standard error how far a long work is, at most once a second, and at its end."""
    told = 0.0

    def tell(share: float, total: int) -> None:
        nonlocal told
        if share < 1 and time.monotonic() - told < 1:
            return
        told = time.monotonic()
        _say(f"{title}: {share:.0%} of {_size(total)}")

    return tell


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


@contextmanager
def _stoppable(sentence: str) -> Iterator[None]:
    """Ctrl+C, or the system's wish that we end, unwinds what is half-made and is answered with a sentence."""
    # Not by way of SIGINT: what a script runs in the background has it ignored.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        raise AnnotatorError(sentence) from None
    finally:
        signal.signal(signal.SIGTERM, before)


@app.command("parts")
def parts_of(
    check: Annotated[
        Path | None,
        typer.Option(help="A list of known faults in the OSV format (json, or a zip of many), read here."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the packages that this program runs on; with --check also which of them have a known fault."""
    from annotator.actions import known_faults

    here = known_faults.parts()
    told: dict[str, Any] = {"parts": [asdict(part) for part in here]}
    lines = [f"{part.name} {part.version}" for part in here]
    held = known_faults.held_against(check, here) if check else None
    if held is not None:
        told |= {"advisories": held.advisories, "faults": [asdict(fault) for fault in held.faults]}
        lines = [fault.line for fault in held.faults] or [
            f"None of {len(here)} packages has a fault of this list; "
            f"{held.advisories} of its advisories speak of other versions of them."
        ]
    _answer(told, as_json, lines)
    if held is not None and held.faults:
        raise AlreadySaid


@app.command()
def version() -> None:
    """Print the version."""
    sys.stdout.write(f"attune-annotator {__version__}\n")


def _problem(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "where": problem.where, "message": problem.message}


def main() -> None:
    """Run a command: 0 done, 2 refused with a sentence, 64 wrong usage; a bug shows as one."""
    try:
        app()
    except AlreadySaid:
        sys.exit(REFUSED)
    except AnnotatorError as error:
        _say(str(error))
        sys.exit(REFUSED)
    except SystemExit as end:
        # Our own refusals never end this way, so typer's 2 is always wrong usage.
        sys.exit(WRONG_USAGE if end.code == REFUSED else end.code)


if __name__ == "__main__":
    main()
