"""The doors of the app: gate, sign-in, films, acts, uploads, exports, health. No rules of coding here."""
