from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "broadsheet.newsroom"
    label = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models must be loaded first.
        from broadsheet.newsroom import file_policies, policies, wagtail_bridge

        wagtail_bridge.connect()
        policies.install()
        file_policies.install()
