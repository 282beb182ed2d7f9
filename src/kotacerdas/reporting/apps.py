from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "kotacerdas.reporting"

    def ready(self) -> None:
        from kotacerdas.casework.caseless import (  # noqa: PLC0415 - models can't load before this
            register_caseless,
        )
        from kotacerdas.casework.processes import register_process  # noqa: PLC0415
        from kotacerdas.reporting import mail, process, syncing  # noqa: PLC0415
        from kotacerdas.reporting.views import row_pieces  # noqa: PLC0415

        register_process(process.Reporting())
        register_caseless(row_pieces.RowPieces())
        mail.register()
        syncing.register()
