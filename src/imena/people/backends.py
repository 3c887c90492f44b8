"""Signing in with a password. What a user may do is no matter of this backend: it follows from roles, by rules."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class PasswordBackend(AuthenticationBackend):  # type: ignore[misc]
    """The sign-in library's backend, without Django's permissions, which nobody holds here."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:  # noqa: ARG002
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:  # noqa: ARG002
        return False
