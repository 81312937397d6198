"""How the API says no, in Stripe's form. Source: Stripe's API reference, "Errors"."""

from typing import Any


class ApiError(Exception):
    """An answer that is no success."""

    def __init__(
        self, message: str, *, status: int = 400, kind: str = "invalid_request_error",
        code: str | None = None, param: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(message)
        self.status = status
        self._about = {"type": kind, "message": message, "code": code, "param": param}

    def body(self) -> dict[str, Any]:
        return {"error": {name: value for name, value in self._about.items() if value is not None}}


def missing(kind: str, reference: str, *, param: str = "id", status: int = 404) -> ApiError:
    words = f"No such {kind}: '{reference}'"
    return ApiError(words, status=status, code="resource_missing", param=param)


def wrong(message: str, *, param: str | None = None, code: str | None = None) -> ApiError:
    return ApiError(message, param=param, code=code)
