"""Alembic's entry: runs migrations on the connection, and in the transaction, that it is given."""

from alembic import context

_config = getattr(context, "config", None)  # absent when a tool imports every module of the package
if _config is not None:
    context.configure(connection=_config.attributes["connection"], transactional_ddl=True)
    context.run_migrations()
