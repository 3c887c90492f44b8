"""The web: only composes. Addresses, sign-in, and what every page shares."""
