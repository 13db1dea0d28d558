"""Two releases compared, or two concept maps.

Its modules:

    diff, change        what changed, concept by concept, and back again
    pairing             which concept of the one is which of the other
    comparison          several releases in a row, with the value sets over them
    compatibility       whom a change concerns
    as_json, release_notes    the same as data and as a page
    map_diff, map_notes       two concept maps compared; the same for people and as data
"""
