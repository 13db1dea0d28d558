"""What is kept: releases, value sets, maps, recipes and the log of publications in a database.

SQLite in a file by default, PostgreSQL by URL; only `api.store.database` knows which. The store is for keeping and
editing, questions are answered from compiled releases (see `api.archive.opening`).
"""
