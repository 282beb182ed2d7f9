"""Tables whose rows nobody may change: the database itself refuses it."""

from django.db import connection

from kotacerdas.reporting.models import ReportedMoney, ReportedValue, Statement

FROZEN = (Statement, ReportedValue, ReportedMoney)


def forbid_changes() -> None:
    """Until the transaction of the test is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION frozen() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE EXCEPTION 'frozen'; END $$"
            )
        for table in (model._meta.db_table for model in FROZEN):
            for act in ("UPDATE", "DELETE"):
                begin = f"CREATE TRIGGER no_{act}_of_{table} BEFORE {act} ON {table}"
                if connection.vendor == "postgresql":
                    cursor.execute(f"{begin} FOR EACH ROW EXECUTE FUNCTION frozen()")
                else:
                    cursor.execute(f"{begin} BEGIN SELECT RAISE(ABORT, 'frozen'); END")
