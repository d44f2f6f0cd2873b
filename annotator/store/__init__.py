"""The store of a data folder: tables, transactions, the one writer. The only SQL."""

from annotator.store import (
    accounts,
    audit,
    bases,
    check,
    codings,
    consents,
    contents,
    families,
    jobs,
    notes,
    plans,
    recordings,
    schemes,
    studies,
    uploads,
)
from annotator.store.opening import Store
from annotator.store.opening import open_store as open
from annotator.store.transaction import Found, Tx

__all__ = [
    "Found", "Store", "Tx", "accounts", "audit", "bases", "check", "codings", "consents", "contents",
    "families", "jobs", "notes", "open", "plans", "recordings", "schemes", "studies", "uploads",
]  # fmt: skip
