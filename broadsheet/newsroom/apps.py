from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "broadsheet.newsroom"
    label = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.newsroom import policies, wagtail_bridge  # models must be loaded first

        wagtail_bridge.connect()
        policies.install()
