// Nothing of its own: a target must have a source, and this one exists for its header.
