"""Innovations that are saved, for the tests of what follows."""

from datetime import UTC, datetime

from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Innovation
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.models import Region

AT = datetime(2023, 3, 1, tzinfo=UTC)
RONDA = ("RONDA NYALA", "Presensi ronda malam warga dengan kode QR di pos kamling")
JAGA = ("JAGA RONDA", "Presensi ronda malam warga dengan kode QR di setiap pos kamling")
POSYANDU = ("POSYANDU PINTAR", "Timbangan balita dari ponsel kader")


def add(region: Region, **texts: tuple[str, str]) -> list[Innovation]:
    """Innovations of the region's agency by their codes, as a form saves them."""
    more = {"agency": "a1", "year": 2022, "public_service": True, "form": "public-service"}
    more |= {"digital": True, "stage": "applied"}
    changes = [
        Change(Innovation, (code,), None, {"code": code, "name": name, "summary": summary} | more)
        for code, (name, summary) in texts.items()
    ]
    apply_changes(region, changes, "record.edit", actor="uji@example.org", at=AT)
    return list(Innovation.objects.filter(region=region, code__in=texts).order_by("code"))


def change(region: Region, innovation: Innovation, **values: object) -> None:
    changes = changes_of(region, Innovation, {innovation.pk: values})
    apply_changes(region, changes, "record.edit", actor="uji@example.org", at=AT)
