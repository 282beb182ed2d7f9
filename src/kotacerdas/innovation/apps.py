from django.apps import AppConfig


class InnovationConfig(AppConfig):
    name = "kotacerdas.innovation"

    def ready(self) -> None:
        from kotacerdas.innovation import twins  # noqa: PLC0415 - models can't load before this

        twins.register()
