"""The desk: pages for the people who do the work, signed in."""
