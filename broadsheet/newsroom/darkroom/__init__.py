"""Where strangers' picture files are opened: a process of its own, with nothing to lose.

It knows neither Django nor the site. It reads a file from its input, and writes a clean one, with
the words found in it, to its output. `uploads.py`, on the site's side of the door, starts it and
speaks for it; `image_form.py` is the desk's way there.
"""
