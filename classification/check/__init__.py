"""Is this data object right, on a day: every meaning in it, by the rules of its channel.

Its modules:

    profile, profile_json   what a profile says; as JSON
    checker                 the door: profiles and a terminology, one object after another
    plan, run               a profile compiled once for a span of days; one object through it
    match, unrecognised     which profiles describe an object; what to say where none does
    structure, walk, path, shape, field_type, reference    the object's form
    coding, releases        values: a coding, its verdict; the releases of a day, and what they say of a code
    code, code_words, system, display, absent              one coding: known, current, its own term
    value_sets              which value set counts on a day, looked up once for a span of days
    bound, bound_words, membership                         what a binding allows
    cross_field             rules between fields
    cause                   one cause, one finding
    fault                   what was found, before it has a place
"""
