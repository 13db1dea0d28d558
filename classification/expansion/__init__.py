"""Which codes a value set holds, on a day.

Its modules:

    expansion           the members, or one answer
    binding             which release of a system a value set means
    edition             which version of a value set belongs to a release
    selection, condition, pattern    the filters of a definition
"""
