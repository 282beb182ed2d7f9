"""The addresses of the internal pages."""

from django.urls import path

from kotacerdas.home import (
    comparison,
    downloads,
    log,
    number,
    overview,
    records,
    search,
    start,
    work,
    years,
)

app_name = "home"
YEAR = "<str:region>/<int:year>/"
urlpatterns = [
    path("", start.start, name="start"),
    path("<str:region>/", years.latest, name="latest"),
    path("<str:region>/tugas/", work.work, name="work"),
    path("<str:region>/cari/", search.search, name="search"),
    path("<str:region>/catatan/", log.log, name="log"),
    path("<str:region>/catatan/<int:number>/", log.entry, name="entry"),
    path("<str:region>/riwayat/<str:model>/<path:key>/", log.record_history, name="history"),
    path(
        "<str:region>/hasil/<int:one>/banding/<int:other>/",
        comparison.compare_runs,
        name="compare-runs",
    ),
    path("<str:region>/hasil/<int:one>/terbit/", comparison.publish, name="publish"),
    path(YEAR, overview.overview, name="overview"),
    path(f"{YEAR}dimensi/<str:code>/", overview.dimension, name="dimension"),
    path(f"{YEAR}program/", overview.programmes, name="programmes"),
    path(f"{YEAR}program/<path:code>/", records.programme, name="programme"),
    path(f"{YEAR}indikator/<path:code>/", records.indicator, name="indicator"),
    path(f"{YEAR}opd/", overview.agencies, name="agencies"),
    path(f"{YEAR}opd/<path:code>/", overview.agency, name="agency"),
    path(f"{YEAR}inovasi/", overview.innovations, name="innovations"),
    path(f"{YEAR}anggaran/", overview.money, name="money"),
    path(f"{YEAR}dasar/", overview.legal, name="legal"),
    path(f"{YEAR}angka/<path:pointer>/", number.number, name="number"),
    path(f"{YEAR}banding/<int:other>/", comparison.years, name="years"),
    path(f"{YEAR}hasil/", comparison.runs, name="runs"),
    *[
        path(f"{YEAR}unduh/{kind}/", downloads.download, {"kind": kind}, name=f"download-{kind}")
        for kind in downloads.KINDS
    ],
]
