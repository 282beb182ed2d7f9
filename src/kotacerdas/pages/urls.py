"""The addresses of the internal pages."""

from django.urls import path

from kotacerdas.pages import (
    acts,
    bulk,
    comparison,
    downloads,
    evaluation,
    first_steps,
    leader,
    log,
    number,
    operators,
    overview,
    pictures,
    plan_edit,
    plan_grid,
    records,
    results,
    search,
    start,
    styles,
    supports,
    work,
    years,
)
from kotacerdas.pages.lists import agencies, innovations, legal, money, programmes

app_name = "pages"
YEAR = "<str:region>/<int:year>/"
# The pages of a year that the menu leads to, and their places in an address.
PLACES = {
    "leader": "pimpinan/",
    "charts": "grafik/",
    "programmes": "program/",
    "indicators": "indikator/",
    "agencies": "opd/",
    "innovations": "inovasi/",
    "money": "anggaran/",
    "legal": "dasar/",
    "evaluation": "evaluasi/",
    "documents": "dokumen/",
    "runs": "hasil/",
}
urlpatterns = [
    path("", start.start, name="start"),
    path("edisi/<slug:edition>/<str:version>.css", styles.edition_style, name="edition-style"),
    path("<str:region>/", years.latest, name="latest"),
    *[
        path(f"<str:region>/{place}", years.latest, {"page": page}, name=f"latest-{page}")
        for page, place in PLACES.items()
    ],
    path("<str:region>/daerah/", start.region, name="region"),
    path("<str:region>/langkah/", first_steps.steps, name="steps"),
    path("<str:region>/langkah/operator/", operators.invite, name="invite-operators"),
    path("<str:region>/tugas/", work.work, name="work"),
    path("<str:region>/tugas/jumlah/", work.count, name="work-count"),
    path("<str:region>/cari/", search.search, name="search"),
    path("<str:region>/isi/", plan_edit.kinds, name="plan"),
    path("<str:region>/isi/<str:kind>/", plan_edit.rows, name="plan-rows"),
    path("<str:region>/isi/<str:kind>/massal/", bulk.bulk, name="plan-bulk"),
    path("<str:region>/isi/<str:kind>/tabel/", plan_grid.grid, name="plan-grid"),
    path("<str:region>/isi/<str:kind>/baru/", plan_edit.add, name="plan-add"),
    path("<str:region>/isi/<str:kind>/<int:record>/", plan_edit.change, name="plan-change"),
    path("<str:region>/ubah/<str:kind>/<int:record>/<str:act>/", acts.act, name="act"),
    path("<str:region>/catatan/", log.log, name="log"),
    path("<str:region>/catatan/<int:number>/", log.entry, name="entry"),
    path("<str:region>/catatan/akses/", log.log, {"is_access": True}, name="access_log"),
    path(
        "<str:region>/catatan/akses/<int:number>/",
        log.entry,
        {"is_access": True},
        name="access_entry",
    ),
    path("<str:region>/riwayat/<str:model>/<int:record>/", log.record_history, name="history"),
    path(
        "<str:region>/hasil/<int:one>/banding/<int:other>/",
        comparison.compare_runs,
        name="compare-runs",
    ),
    path("<str:region>/hasil/<int:number>/", results.result, name="result"),
    path("<str:region>/hasil/<int:number>/lagi/", results.ask_again, name="ask-again"),
    path("<str:region>/hasil/<int:number>/dibuat/", results.made_again, name="made-again"),
    path("<str:region>/hasil/<int:one>/terbit/", results.publish, name="publish"),
    path("<str:region>/hasil/<int:one>/tarik/", results.take_back, name="take-back"),
    path(YEAR, overview.overview, name="overview"),
    path(YEAR + PLACES["leader"], leader.leader, name="leader"),
    path(f"{YEAR}pimpinan/catatan/", leader.note, name="note"),
    path(YEAR + PLACES["charts"], pictures.charts, name="charts"),
    path(f"{YEAR}grafik/<slug:name>/", pictures.picture, name="picture"),
    path(f"{YEAR}grafik/indikator/<path:code>/", records.indicator_chart, name="indicator-chart"),
    path(f"{YEAR}grafik/tahun/<int:other>/", comparison.slopes_chart, name="slopes"),
    path(f"{YEAR}dimensi/<str:code>/", overview.dimension, name="dimension"),
    path(YEAR + PLACES["programmes"], programmes.programmes, name="programmes"),
    path(YEAR + PLACES["indicators"], programmes.indicators, name="indicators"),
    path(f"{YEAR}program/<path:code>/", records.programme, name="programme"),
    path(f"{YEAR}misi/<path:code>/", supports.mission, name="mission"),
    path(f"{YEAR}regulasi/<path:code>/", supports.regulation, name="regulation"),
    path(f"{YEAR}indikator/<path:code>/", records.indicator, name="indicator"),
    path(YEAR + PLACES["agencies"], agencies.agencies, name="agencies"),
    path(f"{YEAR}opd/<path:code>/", overview.agency, name="agency"),
    path(YEAR + PLACES["innovations"], innovations.innovations, name="innovations"),
    path(f"{YEAR}inovasi/<path:code>/", supports.innovation, name="innovation"),
    path(YEAR + PLACES["money"], money.money, name="money"),
    path(YEAR + PLACES["legal"], legal.legal, name="legal"),
    path(YEAR + PLACES["evaluation"], evaluation.evaluation, name="evaluation"),
    path(YEAR + PLACES["documents"], downloads.documents, name="documents"),
    path(f"{YEAR}angka/<path:name>", number.number, name="number"),
    path(f"{YEAR}hitung/<int:run>/", years.recomputed, name="recomputed"),
    path(f"{YEAR}banding/<int:other>/", comparison.years, name="years"),
    path(YEAR + PLACES["runs"], results.runs, name="runs"),
    path(f"{YEAR}hasil/<int:run>/", years.certain, name="run"),
    *[
        path(f"{YEAR}unduh/{kind}/", downloads.download, {"kind": kind}, name=f"download-{kind}")
        for kind in downloads.KINDS
    ],
]
