"""The wall in the hall (大屏): the published edition on a large screen that nobody operates.

It shows what the public pages show and nothing else: published editions and documents, read from the city folder. One
sentence, at most eight rows and three figures a page, always with the time of the data. What it refuses: live tables,
names of persons, counties that the office has not opened. A page that scrolls or shrinks until all fits was not taken:
from eight metres only what is large can be read, so a panel takes what has room and further rows get a page of their own.
"""
