"""Use cases, configuration, wiring, clock and command line."""
