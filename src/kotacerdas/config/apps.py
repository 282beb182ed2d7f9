"""Start-up: what follows a change is registered here, so that the rooms below need not know it."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "kotacerdas.config"

    def ready(self) -> None:
        from kotacerdas.config import following  # noqa: PLC0415 - models can't load before this

        following.register()
