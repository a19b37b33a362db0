"""``python -m sarabun`` is the console script."""

from sarabun.cli import main

if __name__ == "__main__":
    main()
