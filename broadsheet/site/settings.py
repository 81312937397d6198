"""Django's settings, made from the site's configuration; nobody edits them to run a site."""

from pathlib import Path
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
    "broadsheet.notices",
    "broadsheet.guard",
    "broadsheet.delivery",
    "broadsheet.lib.jobs",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "broadsheet.readers.wagtail_users.StaffUsersConfig",
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
    # Without "allauth" itself, which would bring pages that are not ours.
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
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
    "broadsheet.newsroom.house_language.SpeakTheNewsroomsLanguage",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "broadsheet.readers.sign_in.gate.DeskGate",
    "broadsheet.newsroom.policies.HidePrivateDrafts",
    "broadsheet.newsroom.desk.refusals.TellRefusals",
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
    {
        # The comments of a page alone: docs/decisions/0020-comments-in-jinja.md.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "broadsheet.conversation.reading.partials.environment"},
    },
]

DATABASES = {"default": django_database(CONFIG.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by the processes: Wagtail keeps the site's root in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": CONFIG.folder / "cache",
        # Beyond this it throws away at random, and with the rest the throttle of signing in.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# What leaves the house: docs/decisions/0016-mail.md.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if CONFIG.mail
    else "broadsheet.notices.folder.FolderBackend"
)
MAIL_FOLDER = CONFIG.folder / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIG.mail_from or "post@broadsheet.invalid"
EMAIL_TIMEOUT = 10  # seconds, each time a server is waited for
if CONFIG.mail:
    EMAIL_HOST, EMAIL_PORT = CONFIG.mail.host, CONFIG.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CONFIG.mail.user, CONFIG.mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = CONFIG.mail.is_tls, CONFIG.mail.is_starttls

# What takes the readers' gifts: docs/decisions/0022-stripe.md.
STRIPE_KEY, STRIPE_WEBHOOK_SECRET = CONFIG.stripe_key, CONFIG.stripe_webhook_secret
REHEARSAL_FOLDER = CONFIG.folder / "rehearsal"  # of a sample, which takes no real money

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
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True

# Signing in: docs/decisions/0011-sign-in.md for staff, 0017-members.md for members.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = DESK_PATH
TRUSTED_PROXIES = CONFIG.proxies
ACCOUNT_ADAPTER = "broadsheet.readers.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up so; its checks ask for them
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
MFA_ADAPTER = "broadsheet.readers.sign_in.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # a code of the period before or after is right: clocks differ

# What readers are told in: the newsroom's own language where there is a catalogue of it, else
# English. Users of the desk choose theirs among Wagtail's.
LANGUAGE_CODE = "en"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
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
    "formatters": {
        "plain": {
            "()": "broadsheet.lib.logs.WithoutKeys",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}

WAGTAIL_SITE_NAME = "Broadsheet"
WAGTAILADMIN_BASE_URL = SITE_ADDRESS
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.CreditedImage"
WAGTAILDOCS_DOCUMENT_MODEL = "newsroom.StoryDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "broadsheet.newsroom.writing.document_form.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # bytes; as in newsroom/darkroom/uploads.py
WAGTAILIMAGES_IMAGE_FORM_BASE = "broadsheet.newsroom.darkroom.image_form.CreditedImageForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Nothing at the desk asks another host for anything.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # our own page asks for more, and ends other sessions
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_I18N_ENABLED = False
# newsroom/redirects.py makes them, in the transaction of the change and for what was public.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_CONTENT_LANGUAGES = [("en", "English")]  # a story says itself which language it is in
# With editorial comments on, Wagtail's editor drops every inline style it does not list, and
# with them the marks of questions to the readers: docs/decisions/0010-ask-marks.md.
WAGTAILADMIN_COMMENTS_ENABLED = False

# The desk's editor of texts, which cleans what is sent through it.
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "broadsheet.newsroom.writing.widget.StoryTextArea"}
}
# The features of a story's text; the conversation adds its own mark.
STORY_TEXT_FEATURES = [
    "h3", "h4", "bold", "italic", "superscript", "subscript", "code",
    "ol", "ul", "hr", "link", "earlier-story", "earlier-story-keys", "footnote", "footnote-keys",
    "blockquote", "ask-readers", "ask-readers-style",
]  # fmt: skip
