from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "kotacerdas.evaluation"

    def ready(self) -> None:
        from kotacerdas.casework.processes import (  # noqa: PLC0415 - models can't load before this
            register_process,
        )
        from kotacerdas.casework.reuse import register_users  # noqa: PLC0415
        from kotacerdas.evaluation import reminding, used_elsewhere  # noqa: PLC0415
        from kotacerdas.evaluation.actions import succession  # noqa: PLC0415
        from kotacerdas.evaluation.process import Answering, Finding  # noqa: PLC0415

        register_process(Answering())
        register_process(Finding())
        register_users(used_elsewhere.items_on)
        reminding.register()
        succession.register()
