"""`python -m kesu` is `kesu`."""

from kesu.cli import main

main()
