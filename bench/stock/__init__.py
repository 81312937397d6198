"""A story with comments on a stock Wagtail site, as the measure for our own page."""
