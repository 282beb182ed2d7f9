from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "kotacerdas.reporting"

    def ready(self) -> None:
        from kotacerdas.casework.processes import (  # noqa: PLC0415 - models can't load before this
            register_process,
        )
        from kotacerdas.reporting import mail, process, syncing  # noqa: PLC0415

        register_process(process.Reporting())
        mail.register()
        syncing.register()
