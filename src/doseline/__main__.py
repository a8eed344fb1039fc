"""``python -m doseline``: the command line."""

from doseline.cli import main

if __name__ == "__main__":
    main()
