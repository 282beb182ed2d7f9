"""What the grades of an innovation mean."""

from kotacerdas.core.words import words


def meaning_of(criterion: str, grade: float) -> str:
    """The sentence of the step that a grade, or a mean of some, has reached."""
    return words()(f"innovation_grade.{criterion}_{int(grade)}")
