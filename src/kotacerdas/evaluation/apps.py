from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "kotacerdas.evaluation"

    def ready(self) -> None:
        from kotacerdas.casework.processes import (  # noqa: PLC0415 - models can't load before this
            register_process,
        )
        from kotacerdas.evaluation import reminding  # noqa: PLC0415
        from kotacerdas.evaluation.actions import succession  # noqa: PLC0415
        from kotacerdas.evaluation.process import Answering, Finding  # noqa: PLC0415

        register_process(Answering())
        register_process(Finding())
        reminding.register()
        succession.register()
