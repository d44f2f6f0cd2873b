"""Measurements beside the goals of the design; run by `make bench`."""
