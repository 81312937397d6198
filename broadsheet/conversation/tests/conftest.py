from broadsheet.notices.tests.conftest import _open_post_office, post_office

__all__ = ["_open_post_office", "post_office"]
