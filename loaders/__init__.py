"""The shapes they travel in: one module per format, all of the same shape."""
