"""Run by Alembic; the connection and its transaction come from :mod:`storage.migrations`."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    on_version_apply=context.config.attributes["on_version_apply"],
)
context.run_migrations()
