from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "kotacerdas.monitoring"

    def ready(self) -> None:
        from kotacerdas.monitoring import (  # noqa: PLC0415 - models can't load before this
            mail,
            syncing,
        )

        mail.register()
        syncing.register()
