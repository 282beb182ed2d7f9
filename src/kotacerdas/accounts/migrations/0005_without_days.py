"""The days are gone; apart from the rows' change, which PostgreSQL keeps from tables' changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_moments")]

    operations = [
        migrations.RemoveField("appointment", "from_on"),
        migrations.RemoveField("appointment", "to_on"),
        migrations.AlterField("appointment", "from_at", models.DateTimeField()),
        migrations.AddConstraint(
            "appointment",
            models.CheckConstraint(
                condition=models.Q(
                    ("to_at__isnull", True), ("to_at__gte", models.F("from_at")), _connector="OR"
                ),
                name="appointment_ends_after_it_begins",
            ),
        ),
    ]
