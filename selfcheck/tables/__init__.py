"""A pack as tables and forms, and back: for those who write in a spreadsheet, translate, or ask on paper or a phone.

In reading order: `sheets` (a table as values), `xlsx` and `comma` (a table as a file), `layout` (which column holds
which key), `questions` (a pack's questions as a table), `entries`, `cells` and `importing` (the table back into the
files, with an `outcome`), `phrases`, `translating` and `translated` (every text for a translator, and back), `xlsform`
(the form for a phone), `paper` (the questionnaire to print).
"""
