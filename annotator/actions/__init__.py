"""Use cases, one function each: ask access, work, save, write the audit line."""
