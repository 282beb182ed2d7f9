"""Who wrote a part of a report: as far as its rows and the log still say so."""

import json
from typing import Any

from django.conf import settings
from django.db import migrations, models


def name_authors(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    reports = apps.get_model("monitoring", "Report").objects.using(alias)
    authorship = reports.model.authors.through
    users = dict(apps.get_model("accounts", "User").objects.using(alias).values_list("email", "pk"))
    known = {}
    pairs = set()
    rows = reports.values_list(
        *("pk", "saved_by", "submitted_by", "number"),
        *("region__code", "period__year", "period__code", "programme__code"),
    )
    for pk, saved_by, submitted_by, number, region, year, code, programme in rows:
        known[region, year, code or None, programme, number] = pk
        pairs |= {(pk, user) for user in (saved_by, submitted_by) if user}
    # Who sent a version in that was withdrawn and sent in by another stands in the log alone.
    entries = apps.get_model("audit", "Entry").objects.using(alias).filter(action="report.submit")
    for chain, actor, changes in entries.values_list("chain", "actor", "changes").iterator():
        for model, _, *key in (change["of"] for change in json.loads(changes)):
            pk = known.get((chain, *key)) if model == "monitoring.report" else None
            if pk is not None and actor in users:
                pairs.add((pk, users[actor]))
    authorship.objects.using(alias).bulk_create(
        authorship(report_id=pk, user_id=user) for pk, user in sorted(pairs)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_appointments"),
        ("audit", "0001_initial"),
        ("monitoring", "0004_picture_copies"),
    ]

    operations = [
        migrations.AddField(
            "report",
            "authors",
            models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(name_authors, migrations.RunPython.noop),
    ]
