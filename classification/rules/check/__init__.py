"""Tables of the rules of the check, a module for each family; `example` makes the objects that show them."""
