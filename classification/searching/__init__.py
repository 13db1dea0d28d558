"""Concepts by what people type.

Its modules:

    search      the door: words, parts of words, former terms, errors of typing
    everyday    what people say in place of the term
"""
