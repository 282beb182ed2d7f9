"""The addresses of the annual evaluation."""

from django.urls import path

from kotacerdas.evaluation.views import (
    binder,
    bundle,
    cycles,
    documents,
    doors,
    findings,
    item,
    links,
    spreading,
    templates,
)

app_name = "evaluation"
YEAR = "<str:region>/<int:year>/"
urlpatterns = [
    path("b/<str:token>/", links.link, name="link"),
    path("<str:region>/bundel/", doors.latest("evaluation:binder"), name="latest-binder"),
    path("<str:region>/temuan/", doors.latest("evaluation:findings"), name="latest-findings"),
    path("<str:region>/siklus/mulai/", cycles.begin, name="begin"),
    path("<str:region>/siklus/templat/", templates.template, name="template"),
    path(f"{YEAR}siklus/", cycles.cycle_page, name="cycle"),
    path(f"{YEAR}siklus/paparan/", documents.deck, name="download-deck"),
    path(f"{YEAR}siklus/laporan/", documents.report, name="download-report"),
    path(f"{YEAR}bundel/", binder.binder, name="binder"),
    path("<str:region>/bundel/masuk/<int:pk>/", item.incoming, name="incoming"),
    path(f"{YEAR}bundel-berkas/", bundle.download, name="download-bundle"),
    path(f"{YEAR}bundel-berkas/pribadi/", bundle.personal, name="personal-bundle"),
    path(f"{YEAR}bundel/<str:code>/", item.item, name="item"),
    path(f"{YEAR}survei/sebarkan/", spreading.spread, name="spread"),
    path(f"{YEAR}temuan/", findings.findings, name="findings"),
    path(f"{YEAR}temuan/<int:number>/", findings.finding, name="finding"),
]
