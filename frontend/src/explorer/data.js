/* The columns of explorer/data.js as things and ties, each of which knows the others. */
import { plain } from "./dom.js"

export const TOOL = "tool"
export const NOT_RECORDED = "-"

const TIES = ["flow", "holds", "makes", "owns"]

export function read(raw, root) {
  const word = (list, at) => (at < 0 ? null : { key: raw.words[list][at][0], label: raw.words[list][at][1] })
  const folders = Object.fromEntries(raw.kinds.map((kind) => [kind.key, kind.folder]))
  const page = (kind, id) => `${root}${folders[kind]}/${id}${raw.ending}`
  const groups = raw.groups.map((label, at) => ({ at, label: label || "Other" }))
  const categories = raw.words.category.map(([key, label, group]) => ({ key, label, group: groups[group] }))
  const columns = raw.things
  const things = columns.id.map((id, at) => {
    const kind = raw.kinds[columns.kind[at]].key
    return {
      at, kind, id, ref: `${kind}:${id}`, name: columns.name[at], plain: plain(columns.name[at]), about: columns.about[at],
      category: categories[columns.category[at]] || null,
      owners: columns.owners[at],
      phase: word("phase", columns.phase[at]),
      approved: word("class", columns.approved[at]),
      classes: columns.classes[at].map((one) => word("class", one)),
      x: columns.x[at], y: columns.y[at],
      href: page(kind, id),
      around: columns.around[at] ? `${root}${folders[kind]}/${id}/around${raw.ending}` : "",
      ties: [], into: 0, out: 0,
    }
  })
  const rows = raw.ties
  const ties = rows.from.map((from, at) => {
    const kind = TIES[rows.kind[at]]
    return {
      at, kind, from, to: rows.to[at], name: rows.name[at], both: rows.both[at] === 1, via: rows.via[at],
      pattern: word("pattern", rows.pattern[at]), status: word("status", rows.status[at]),
      href: kind === "flow" ? page("integration", rows.id[at]) : "",
    }
  })
  for (const tie of ties) {
    things[tie.from].ties.push(tie)
    if (tie.to !== tie.from) things[tie.to].ties.push(tie)
    if (tie.kind !== "flow") continue
    things[tie.from].out += 1
    things[tie.to].into += 1
    if (tie.both) { things[tie.from].into += 1; things[tie.to].out += 1 }
  }
  const kinds = Object.fromEntries(raw.kinds.map((kind) => [kind.key, kind]))
  return { things, ties, groups, categories, kinds, words: raw.words, byRef: new Map(things.map((thing) => [thing.ref, thing])) }
}

/* Whether data goes from one end of a flow to the other in this direction. */
export const carries = (tie, from, to) => (tie.from === from && tie.to === to) || (tie.both && tie.from === to && tie.to === from)

/* The flows between two tools in one direction. */
export const flowsBetween = (data, from, to) => data.things[from].ties.filter((tie) => tie.kind === "flow" && carries(tie, from, to))

/* Loads the data with a script, which also works for a page that was opened from a folder. */
export function load(file, use, fail) {
  if (window.stackbookExplorer && window.stackbookExplorer.file === file) return use(window.stackbookExplorer)
  const script = document.createElement("script")
  script.src = file
  script.addEventListener("load", () => {
    if (!window.stackbookExplorer) return fail()
    window.stackbookExplorer.file = file
    return use(window.stackbookExplorer)
  })
  script.addEventListener("error", fail)
  document.head.append(script)
  return undefined
}
