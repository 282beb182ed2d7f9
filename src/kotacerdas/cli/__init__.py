"""The command line: thin commands over the pure rooms, none of which imports Django."""
