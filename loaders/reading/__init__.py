"""Bytes read with care, whoever sent them.

Its modules:

    text_file, json_document, xml_document    a file, whole or refused
    typed_object, json_object    objects asked by name, each value of another type a finding
    toml_table          tables of TOML asked by key, the keys that nobody asked for a finding
    json_places, json_problems, json_words, toml_places   where in a text a value stands, what is wrong with it
    limits              how much is read at all
    groups              which of several files belong together
    notes               findings in the making
"""
