from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "kotacerdas.casework"
