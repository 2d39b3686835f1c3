"""`python -m pms_tracker` is the `pms` command."""

from pms_tracker.cli import main

if __name__ == "__main__":
    main()
