from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "kotacerdas.outbox"

    def ready(self) -> None:
        from kotacerdas.outbox import daily, mail  # noqa: PLC0415 - models can't load before this

        mail.register()
        daily.register()
