"""The button by which whoever runs the survey asks agencies to spread it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import site_address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.evaluation.actions.spreading import ask_to_spread
from kotacerdas.survey.selectors import survey_of_year


@require_POST
@in_region(Right.SURVEY)
def spread(request: HttpRequest, here: Here, year: int) -> HttpResponseBase:
    survey = survey_of_year(here.region, year)
    if survey is None:
        raise Http404
    try:
        site = site_address(request)
        done = ask_to_spread(survey, by=here.user, at=timezone.now(), site=site)
    except RefusedError as refused:
        messages.error(request, sentence(refused))
    else:
        counts = (("told", done.told), ("again", done.again), ("nobody", done.nobody))
        said = [words().count(f"survey.spread_{name}", n) for name, n in counts if n]
        messages.success(request, " ".join(said))
    return redirect("survey:survey", here.region.code, year)
