"""A release in one buffer: written once, mapped, asked without being unpacked.

Its modules:

    packed          the buffer: tables of numbers and texts
    index           a release as it is asked: codes, hierarchy, labels
    search_pack     what search looks up, with its parts: postings, spelling
    variant         codes that differ in case or padding alone
"""
