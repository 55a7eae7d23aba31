"""Tables from above: a superior's blank form is read, proposed for, asked about, filled in its own format.

Owns the reading of blank tables (what stands where, which cells are wanted), the meaning of their labels (area, task,
measure, period, unit), the proposals from frozen editions and rosters, and the writing of values into the sender's own
package. It refuses to guess: a label that can mean two things is a question, asked once for that form and remembered.
Reading, meaning and proposing are pure. Not taken: writing the form anew with a spreadsheet library, which loses
whatever the library does not know (macros, print setup, validation, the sender's styles); a language model that maps
labels, which would fill a wrong figure as readily as a right one.
"""
