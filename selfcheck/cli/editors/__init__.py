"""The commands of those who write a pack: `content …`.

`editing` checks, `beginning` and `writing` make what is new (`asking` for what `wishes` does not know yet),
`previewing` shows, `reviewing` looks a pack over, `linking` visits its links, `tables` and `importing` go to a
spreadsheet and back, `translate` to a translator, `schema` describes the files. `packs` is how what they make reaches
the disk.
"""
