from django.apps import AppConfig


class SurveyConfig(AppConfig):
    name = "kotacerdas.survey"

    def ready(self) -> None:
        from kotacerdas.survey import places  # noqa: PLC0415 - models can't load before this

        places.register()
