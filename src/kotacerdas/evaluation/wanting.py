"""What pieces an item asks for, as people call them."""

from kotacerdas.core.words import language
from kotacerdas.evaluation.models import ItemCase
from kotacerdas.evaluation.process import rule_of
from kotacerdas.frameworks.questionnaire import Item


def name_of(item: ItemCase, wanted: str) -> str:
    """The name of a wanted piece; of none in particular that of the item."""
    rule = rule_of(item)
    pieces = rule.evidence if isinstance(rule, Item) else ()
    return next((one for one in pieces if one.code == wanted), rule).name(language())
