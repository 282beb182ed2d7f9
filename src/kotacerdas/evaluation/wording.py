"""Where a document stands, in words."""

from datetime import timedelta

from kotacerdas.core.words import language, words
from kotacerdas.evaluation.validity import DocumentState, Standing
from kotacerdas.frameworks.questionnaire import Document
from kotacerdas.wording.dates import long_date


def of_document(rule: Document, standing: Standing) -> str:
    """Until when it holds or held; of one that is not there for how long it would."""
    say, (state, last) = words(), standing
    if state is DocumentState.LAPSED and last is not None:
        return say("cycle.lapsed_since", day=long_date(last + timedelta(days=1), language()))
    if state is DocumentState.MISSING:
        return say.count("cycle.valid_years", rule.valid_years) if rule.valid_years else ""
    if last is not None:
        return say("cycle.valid_until", day=long_date(last, language()))
    return say("cycle.not_dated" if rule.valid_years else "cycle.never_lapses")


def state_of_document(rule: Document, standing: Standing) -> str:
    """Whether it is there, missing, lapsed or to be confirmed, and until when it holds."""
    state = words().term("document_state", standing.state)
    more = of_document(rule, standing) if standing.state is not DocumentState.MISSING else ""
    if standing.state is DocumentState.LAPSED:
        return more
    return f"{state}, {more}" if more else state
