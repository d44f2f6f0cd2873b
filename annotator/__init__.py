"""Attune: code films of parents and infants, compare coders, summarise, look together."""

__version__ = "0.1.0"
