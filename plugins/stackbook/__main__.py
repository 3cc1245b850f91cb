"""`python -m stackbook` is `stackbook`."""

from stackbook.cli import main

main()
