"""The PowerPoint file that a region's decks stand on."""

from kotacerdas.core import stored_files
from kotacerdas.evaluation.models import DeckTemplate
from kotacerdas.records.models import Region


def template_of(region: Region) -> DeckTemplate | None:
    """The one in use; None where decks have the usual layout."""
    found = DeckTemplate.objects.filter(region=region, removed_at=None)
    return found.select_related("file", "added_by").first()


def content_of(template: DeckTemplate) -> bytes:
    """Raises StoredFileError: it is gone, or no longer what was stored."""
    file = template.file
    return stored_files.read(str(file.content), file.sha256, template.title)
