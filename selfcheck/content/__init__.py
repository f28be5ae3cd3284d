"""What editors write: a pack of questions and advice, read with the place of every mistake.

In reading order: `model` (the values), `grammar` (the keys that become them), `mistakes` (what the readers find
wrong), `nodes` (what was written), `yaml_lines`, `yaml_nodes` and `front_matter` (text to nodes), `fields` and
`parsing` (nodes to model), `folders` and `loading` (a folder or zip to a pack), `markdown` (an advice text as a tree),
`findings` and `scanning` (what is in a text, told without parsing the calm ones), `harmless` (the texts that most
rules need not look at), `characters` (which ones have no business in a text).

What a well-formed pack can still get wrong: `texts`, `conditions` and `gaps` (what is asked of a pack), `checks` with
`logic_checks` and `wording_checks` (the rules).

What helps to write one: `styles` (how a pack is written), `scaffold` and `documents` (stubs in that style),
`inserting` and `additions` (where they go), `hashes`, `staleness` and `status` (how far it is), `links`, `judging`,
`visitor` and `visiting` (where its links lead; the only way to the network).

Beside them: `schema` (the grammar for other programs), and the way back into files: `yaml_marks` (where each node
stands), `yaml_writing` (values as YAML), `yaml_edits` (a change that leaves the rest alone), `yaml_meaning` (what a
file says, before and after).
"""
