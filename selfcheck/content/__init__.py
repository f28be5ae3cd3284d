"""What editors write: a pack of questions and advice, read with the place of every mistake.

In reading order: `model` (the values), `grammar` (the keys that become them), `mistakes` (what the readers find
wrong), `yaml_nodes` and `front_matter` (text to nodes), `fields` and `parsing` (nodes to model), `folders` and
`loading` (a folder or zip to a pack), `markdown` (an advice text as a tree), `findings` and `scanning` (what is in a
text, told without parsing the calm ones), `characters` (which ones have no business in a text), `checks` (what a
well-formed pack can still get wrong).

Beside them: `schema` (the grammar for other programs), `hashes` (what a translation was made from), and the way back
into files: `yaml_marks` (where each node stands), `yaml_writing` (values as YAML), `yaml_edits` (a change that leaves
the rest alone).
"""
