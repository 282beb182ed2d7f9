from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    name = "kotacerdas.scorecards"

    def ready(self) -> None:
        from kotacerdas.scorecards import daily, passes, remaking, retention  # noqa: PLC0415 - models can't load before this

        passes.register()
        remaking.register()
        daily.register()
        retention.register()
