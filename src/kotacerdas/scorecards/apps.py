from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "kotacerdas.scorecards"

    def ready(self) -> None:
        from kotacerdas.scorecards import daily, passes, retention  # noqa: PLC0415 - models can't load before this

        passes.register()
        daily.register()
        retention.register()
