"""The addresses of periods, reports and evidence."""

from django.urls import path

from kotacerdas.reporting.views import (
    evidence,
    named_files,
    queue,
    reminders,
    reports,
    windows,
)

app_name = "reporting"
PERIOD = "<str:region>/pelaporan/<int:year>/<str:slug>/"
urlpatterns = [
    path("<str:region>/verifikasi/", queue.queue, name="queue"),
    path("<str:region>/pelaporan/", windows.periods, name="periods"),
    path("<str:region>/pelaporan/buka/", windows.open_, name="open"),
    path("<str:region>/pelaporan/tenggat/", windows.move_many, name="move-many"),
    path("<str:region>/pelaporan/<int:year>/", windows.year, name="year"),
    path("<str:region>/impor/bukti/", named_files.named_files, name="named-files"),
    path(PERIOD, windows.period, name="period"),
    path(f"{PERIOD}tenggat/", windows.move, name="move"),
    path(f"{PERIOD}perpanjang/", windows.extend_, name="extend"),
    path(f"{PERIOD}ingatkan/", reminders.remind, name="remind"),
    path("<str:region>/bukti/<int:year>/<path:code>/", evidence.sheet, name="evidence"),
    path("<str:region>/laporan/<int:year>/<str:slug>/<path:code>/", reports.report, name="report"),
]
