"""PostgreSQL packs an import's megabytes of changes by LZ4 where it was built with it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_KNOWN = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"


def pack_by_lz4(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    del apps
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_KNOWN)
        if cursor.fetchone() == (True,):
            schema_editor.execute("ALTER TABLE audit_entry ALTER changes SET COMPRESSION lz4")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(pack_by_lz4, migrations.RunPython.noop)]
