"""Django's settings, made from the site's configuration; nobody edits them to run a site."""

from urllib.parse import urlsplit

from broadsheet.site import names
from broadsheet.site.database.connections import django_database
from broadsheet.site.folder.config import load_config
from broadsheet.site.folder.secret import read_secret_key

CONFIG = load_config()

DEBUG = False
SECRET_KEY = read_secret_key(CONFIG.folder)

# Where the site is found. Every absolute link is built on this address, never on a request's.
SITE_ADDRESS = CONFIG.address
_parts = urlsplit(SITE_ADDRESS)
_loopback = ("127.0.0.1", "localhost", "[::1]")
_name = f"[{_parts.hostname}]" if ":" in str(_parts.hostname) else _parts.hostname
_names = _loopback if _name in _loopback else (_name,)
_port = f":{_parts.port}" if _parts.port else ""
# Loopback's names are one place, so all of them answer; any other host is redirected.
SITE_HOSTS = frozenset(f"{name}{_port}" for name in _names)
SITE_ORIGINS = frozenset(f"{_parts.scheme}://{host}" for host in SITE_HOSTS)
ALLOWED_HOSTS = list(_names)
CSRF_TRUSTED_ORIGINS = sorted(SITE_ORIGINS)
DESK_PATH = names.DESK_PATH

INSTALLED_APPS = [
    "broadsheet.site",
    "broadsheet.importers",
    "broadsheet.conversation",
    "broadsheet.funding",
    "broadsheet.newsroom",
    "broadsheet.readers",
    "broadsheet.delivery",
    "broadsheet.lib.jobs",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "broadsheet.guard.headers.SecurityHeaders",
    "broadsheet.delivery.hosts.CanonicalHost",
    "broadsheet.delivery.compression.CompressText",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "broadsheet.site.urls"
WSGI_APPLICATION = "broadsheet.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": django_database(CONFIG.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by the processes: Wagtail keeps the site's root in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CONFIG.folder / "cache",
    }
}

TASKS = {"default": {"BACKEND": "broadsheet.lib.jobs.backend.TableBackend"}}

AUTH_USER_MODEL = "readers.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Cookies that could be misused from another site; see guard/origin.py.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.is_https
IDENTITY_COOKIES = ("sessionid", "reader")

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = CONFIG.folder / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
STATIC_MAX_AGE_SECONDS = 60  # for the few files without a hash in their name
MEDIA_URL = "/media/"
MEDIA_ROOT = CONFIG.folder / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "broadsheet.site.assets.bundles.PressedStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the desk's story form is long

# Without an address, to keep access out of the logs: messages name a path, never a reader.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.CreditedImage"
WAGTAILDOCS_DOCUMENT_MODEL = "newsroom.StoryDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Nothing at the desk asks another host for anything.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_I18N_ENABLED = False
# With editorial comments on, Wagtail's editor drops every inline style it does not list, and
# with them the marks of questions to the readers: docs/decisions/0010-ask-marks.md.
WAGTAILADMIN_COMMENTS_ENABLED = False

# The features of a story's text; the conversation adds its own mark.
STORY_TEXT_FEATURES = [
    "h3", "h4", "bold", "italic", "superscript", "subscript", "code",
    "ol", "ul", "hr", "link", "blockquote", "ask-readers", "ask-readers-style",
]  # fmt: skip
