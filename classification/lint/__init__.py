"""What a careful reader notices in a release, and in a map.

Its modules:

    linter              the door for releases
    scope               the release, and what it is looked at beside
    label, word, history, structure, value_set    what is looked at

    map                 the door for maps
    map_vocabulary      which vocabularies a map means, and in which releases its codes are looked up
    map_end, map_pair, map_whole    one end of a row, rows beside each other, a vocabulary as a whole
"""
