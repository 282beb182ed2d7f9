from django.apps import AppConfig


class InnovationConfig(AppConfig):
    name = "kotacerdas.innovation"

    def ready(self) -> None:
        from kotacerdas.casework.processes import (  # noqa: PLC0415 - models can't load before this
            register_process,
        )
        from kotacerdas.innovation import marks, minimum, process, syncing, twins  # noqa: PLC0415

        register_process(process.Innovating())
        for room in (syncing, minimum, twins, marks):
            room.register()
