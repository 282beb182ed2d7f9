"""Roles from one moment up to another, instead of from a first to a last day."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import migrations, models
from django.utils import timezone


def days_to_moments(apps: Any, schema_editor: Any) -> None:
    appointments = apps.get_model("accounts", "Appointment").objects.using(
        schema_editor.connection.alias
    )
    for one in appointments.all():
        one.from_at = _midnight(one.from_on)
        one.to_at = one.to_on and _midnight(one.to_on + timedelta(days=1))
        one.save(update_fields=["from_at", "to_at"])


def moments_to_days(apps: Any, schema_editor: Any) -> None:
    appointments = apps.get_model("accounts", "Appointment").objects.using(
        schema_editor.connection.alias
    )
    for one in appointments.all():
        one.from_on = timezone.localdate(one.from_at)
        last = one.to_at and timezone.localdate(one.to_at - timedelta(microseconds=1))
        one.to_on = last and max(last, one.from_on)
        one.save(update_fields=["from_on", "to_on"])


def _midnight(day: date) -> datetime:
    """Of the day where the site is."""
    return timezone.make_aware(datetime.combine(day, time.min))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_reminders")]

    operations = [
        migrations.RemoveConstraint("appointment", "appointment_ends_after_it_begins"),
        migrations.AddField("appointment", "from_at", models.DateTimeField(null=True)),
        migrations.AddField("appointment", "to_at", models.DateTimeField(null=True)),
        migrations.AlterField("appointment", "from_on", models.DateField(null=True)),
        migrations.RunPython(days_to_moments, moments_to_days),
    ]
