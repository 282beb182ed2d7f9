from django.apps import AppConfig


class InnovationConfig(AppConfig):
    name = "kotacerdas.innovation"
