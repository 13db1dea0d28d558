"""Profiles as TOML: `reading` reads folders of them, `fault` says what is wrong with one as a whole."""
