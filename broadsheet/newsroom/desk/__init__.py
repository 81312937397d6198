"""What the newsroom adds to Wagtail's desk; wagtail_hooks.py hangs it there."""
