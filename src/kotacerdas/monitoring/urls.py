"""The addresses of periods, reports, evidence and notices."""

from django.urls import path

from kotacerdas.monitoring.views import (
    evidence,
    named_files,
    notices,
    queue,
    reminders,
    reports,
    windows,
)

app_name = "monitoring"
PERIOD = "<str:region>/pelaporan/<int:year>/<str:slug>/"
urlpatterns = [
    path("pemberitahuan/", notices.notices, name="notices"),
    path("pemberitahuan/jumlah/", notices.count, name="notice-count"),
    path("pemberitahuan/<int:pk>/", notices.open_, name="notice"),
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
    path("<str:region>/bukti/<int:pk>/", evidence.piece, name="evidence-piece"),
    path("<str:region>/bukti/<int:pk>/lihat/", evidence.view, name="evidence-view"),
    path("<str:region>/bukti/<int:pk>/halaman/<int:number>/", evidence.page, name="evidence-page"),
    path("<str:region>/bukti/<int:year>/<path:code>/", evidence.sheet, name="evidence"),
    path(
        "<str:region>/tambah-bukti/<int:year>/<str:slug>/<path:code>/",
        evidence.add,
        name="add-evidence",
    ),
    path("<str:region>/laporan/<int:year>/<str:slug>/<path:code>/", reports.report, name="report"),
]
