"""Our own routes: which function answers at which path.

A handler is named by its module below ``annotator.web`` and imported when it is called first: the first page
needs few of them, and what the others import would make everybody wait at the start.
"""

import asyncio
import functools
import importlib

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from annotator.web.answers import Handler

ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", "/healthz", "routing.healthz"),
    ("GET", "/readyz", "readiness.readyz"),
    ("GET", "/launch", "sign_in.launch"),
    ("POST", "/launch-link", "launching.launch_link"),
    ("POST", "/backup-begun", "launching.begin_backup"),
    ("GET", "/sign-in", "sign_in.sign_in_page"),
    ("POST", "/sign-in", "sign_in.sign_in"),
    ("POST", "/sign-in/second", "entering.second"),
    ("GET", "/invitation", "entering.invitation_page"),
    ("POST", "/invitation", "entering.accept"),
    ("POST", "/invitation-link", "entering.invitation_link"),
    ("GET", "/password", "entering.password_page"),
    ("POST", "/password", "entering.change_password"),
    ("GET", "/sign-out", "sign_in.sign_out_page"),
    ("POST", "/sign-out", "sign_in.sign_out"),
    ("GET", "/favicon.png", "shipped_files.favicon"),
    ("GET", "/assets/fonts/{name}", "shipped_files.font"),
    ("GET", "/assets/{mark}/web/{path:path}", "shipped_files.of_web"),
    ("GET", "/assets/{mark}/player/{path:path}", "shipped_files.of_player"),
    ("GET", "/api/v1/me", "sign_in.me"),
    ("PUT", "/api/v1/me/keys", "hands.save_keys"),
    ("PUT", "/api/v1/me/reaction", "hands.save_reaction"),
    ("GET", "/api/v1/codings/{id}", "codings.desk"),
    ("GET", "/api/v1/codings/{id}/past", "codings.as_it_was"),
    ("GET", "/api/v1/codings/{id}/annotations/{annotation}/history", "codings.history_of"),
    ("POST", "/api/v1/codings/{id}/acts", "codings.save_acts"),
    ("POST", "/api/v1/codings/{id}/claim", "codings.claim"),
    ("PUT", "/api/v1/codings/{id}/place", "codings.save_place"),
    ("POST", "/api/v1/codings/{id}/submit", "codings.submit"),
    ("GET", "/api/v1/codings/{id}/beside/{other}", "judging.beside"),
    ("POST", "/api/v1/codings/{id}/beside/{other}/verdicts", "judging.judge"),
    ("POST", "/api/v1/codings/{id}/beside/{other}/consensus", "judging.consensus"),
    ("GET", "/api/v1/sessions/{id}/notes", "notes.of_session"),
    ("POST", "/api/v1/sessions/{id}/notes", "notes.add"),
    ("PUT", "/api/v1/notes/{id}", "notes.change"),
    ("DELETE", "/api/v1/notes/{id}", "notes.remove"),
    ("POST", "/api/v1/sessions/{id}/codings", "carrying.bring_in"),
    ("PUT", "/api/v1/sessions/{id}/clock", "aligning.align"),
    ("POST", "/api/v1/sessions/{id}/plan", "plans.open_plan"),
    ("GET", "/api/v1/plans/{id}", "plans.plan"),
    ("PUT", "/api/v1/plans/{id}", "plans.save"),
    ("POST", "/api/v1/plans/{id}/ready", "plans.ready"),
    ("POST", "/api/v1/plans/{id}/release", "plans.release"),
    ("GET", "/api/v1/plans/{id}/meeting", "plans.show"),
    ("PUT", "/api/v1/plans/{id}/moments/{moment}/said", "plans.said"),
    ("POST", "/api/v1/plans/{id}/close", "plans.close"),
    ("POST", "/api/v1/uploads", "uploads.begin"),
    ("GET", "/api/v1/uploads/{id}", "uploads.state"),
    ("PUT", "/api/v1/uploads/{id}", "uploads.append"),
    ("DELETE", "/api/v1/uploads/{id}", "uploads.cancel"),
    ("POST", "/api/v1/uploads/{id}/finish", "uploads.finish"),
    ("GET", "/api/v1/jobs/{id}", "films.job"),
    ("POST", "/api/v1/jobs/{id}/cancel", "films.cancel_job"),
    ("POST", "/api/v1/jobs/{id}/retry", "films.retry_job"),
    ("GET", "/films/{recording}/{name}", "films.film"),
    ("GET", "/meetings/{plan}/{name}", "plans.film"),
    ("GET", "/meetings/{plan}/{moment}/{name}", "plans.film"),
    ("GET", "/films/{recording}/stills/{ms}.jpg", "films.still"),
    ("GET", "/exports/codings/{id}.zip", "exports.coding_zip"),
    ("GET", "/exports/codings/{id}.xlsx", "exports.coding_xlsx"),
    ("GET", "/exports/codings/{id}/spss.zip", "exports.coding_spss"),
    ("GET", "/exports/codings/{id}/parquet.zip", "exports.coding_parquet"),
    ("GET", "/exports/codings/{id}.attune", "exports.coding_bundle"),
    ("GET", "/exports/sessions/{id}.zip", "exports.session_zip"),
    ("GET", "/exports/studies/{id}/agreement.html", "agreement.html"),
    ("GET", "/exports/studies/{id}/agreement.pdf", "agreement.pdf"),
    ("GET", "/exports/studies/{id}/agreement.csv", "agreement.table"),
    ("POST", "/api/v1/schemes", "schemes.bring_in"),
    ("GET", "/schemes/{hash}/book.html", "schemes.html"),
    ("GET", "/schemes/{hash}/book.pdf", "schemes.pdf"),
    ("GET", "/schemes/{hash}/file", "schemes.file"),
    ("GET", "/drafts/{id}/file", "schemes.draft_file"),
    ("GET", "/sheets/{plan}.pdf", "sheets.pdf"),
    ("GET", "/sheets/{plan}.html", "sheets.html"),
    ("GET", "/reels/{plan}.zip", "reels.sealed"),
    ("GET", "/visit-notes/{plan}.txt", "visit_notes.txt"),
    ("GET", "/visit-notes/{plan}.html", "visit_notes.html"),
    ("GET", "/visit-notes/{plan}.pdf", "visit_notes.pdf"),
)


async def healthz(_request: Request) -> Response:
    """Whether the program answers at all."""
    return JSONResponse({"ok": True})


def routes() -> list[BaseRoute]:
    """Our own routes; each has its line in the table of policies, or the app does not start."""
    return [Route(path, _later(name), methods=[method]) for method, path, name in ROUTES]


def modules() -> list[str]:
    """Every module that has a handler."""
    return [f"annotator.web.{name}" for name in dict.fromkeys(name.split(".")[0] for *_, name in ROUTES)]


@functools.cache
def handler(name: str) -> Handler:
    """The handler that a route names; imports its module."""
    module, function = name.split(".")
    found: Handler = getattr(importlib.import_module(f"annotator.web.{module}"), function)
    return found


def _later(name: str) -> Handler:
    """A handler that is imported at its first call, beside the answers that are on their way."""
    found: Handler | None = None

    async def answer(request: Request) -> Response:
        nonlocal found
        if found is None:
            found = await asyncio.to_thread(handler, name)
        return await found(request)

    return answer
