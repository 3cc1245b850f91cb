/* Which things and ties are shown, and how many there would be of each choice. */
import { NOT_RECORDED, TOOL } from "./data.js"
import { FACETS } from "./state.js"

export const HIDDEN = 0
export const NEAR = 1
export const FOUND = 2

const key = (word) => (word ? word.key : NOT_RECORDED)

function patterns(thing, data) {
  const tool = thing.kind === TOOL ? thing : data.things[(thing.ties.find((tie) => tie.kind === "holds") || { from: thing.at }).from]
  return [...new Set(tool.ties.filter((tie) => tie.kind === "flow").map((tie) => key(tie.pattern)))]
}

/* The choices under which a tool or data source falls. */
const VALUES = {
  category: (thing) => [key(thing.category)],
  team: (thing, data) => (thing.owners.length ? thing.owners.map((at) => data.things[at].id) : [NOT_RECORDED]),
  lifecycle: (thing) => [key(thing.phase)],
  approved: (thing) => [key(thing.approved)],
  holds: (thing) => (thing.classes.length ? thing.classes.map(key) : [NOT_RECORDED]),
  pattern: patterns,
}

/* Values do not change; with thousands of tools it pays to find them once. */
const known = new WeakMap()

function valuesOf(data) {
  if (known.has(data)) return known.get(data)
  const found = data.things.map((thing) =>
    thing.kind === TOOL || thing.kind === "data_source" ? FACETS.map((facet) => VALUES[facet](thing, data)) : null,
  )
  known.set(data, found)
  return found
}

/* {level of each thing, tie: 1 where shown, counts of each choice as if it were the only one in its facet, shown, active} */
export function filter(data, state) {
  const active = FACETS.filter((facet) => state.chosen[facet].size)
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]))
  const level = new Uint8Array(data.things.length)
  const but = sift(data, state, counts, level) // those that would fit if it were not for the pattern
  const chosen = state.chosen.pattern
  const fits = (tie) => !chosen.size || chosen.has(key(tie.pattern))
  for (const tie of data.ties) {
    if (tie.kind !== "flow" || !(state.near ? but[tie.from] || but[tie.to] : but[tie.from] && but[tie.to])) continue
    add(counts.pattern, key(tie.pattern))
  }
  if (state.near && active.length) addNeighbours(data, level, fits)
  addOthers(data, state, level, active.length > 0)
  const shown = { tools: 0, flows: 0 }
  const tie = new Uint8Array(data.ties.length)
  for (const one of data.ties) {
    if (one.kind === "flow" && !(state.show.has("flow") && fits(one))) continue
    // Between two that are only neighbours nothing is drawn.
    if (!level[one.from] || !level[one.to] || level[one.from] + level[one.to] === 2 * NEAR) continue
    tie[one.at] = 1
    if (one.kind === "flow") shown.flows += 1
  }
  for (const thing of data.things) if (level[thing.at] === FOUND && thing.kind === TOOL) shown.tools += 1
  return { level, tie, counts, shown, active }
}

const add = (counts, value) => counts.set(value, (counts.get(value) || 0) + 1)

/* Marks the tools and data sources that fit, and counts. */
function sift(data, state, counts, level) {
  const values = valuesOf(data)
  const last = FACETS.indexOf("pattern")
  const but = new Uint8Array(data.things.length)
  for (const thing of data.things) {
    const own = values[thing.at]
    if (!own) continue
    let failures = 0
    let failed = -1
    FACETS.forEach((facet, at) => {
      const chosen = state.chosen[facet]
      if (!chosen.size || own[at].some((value) => chosen.has(value))) return
      failures += 1
      failed = at
    })
    if (!failures) level[thing.at] = FOUND
    if (!failures || (failures === 1 && failed === last)) but[thing.at] = 1
    if (failures > 1 || thing.kind !== TOOL) continue
    FACETS.forEach((facet, at) => {
      if (at !== last && (!failures || failed === at)) for (const value of own[at]) add(counts[facet], value)
    })
  }
  return but
}

function addNeighbours(data, level, fits) {
  const near = []
  for (const tie of data.ties) {
    if (tie.kind !== "flow" || !fits(tie)) continue
    if (level[tie.from] === FOUND && !level[tie.to]) near.push(tie.to)
    if (level[tie.to] === FOUND && !level[tie.from]) near.push(tie.from)
  }
  for (const at of near) level[at] = NEAR
}

/* Data sources, vendors and teams: where switched on, and while filtering only where they belong to something found. */
function addOthers(data, state, level, filtering) {
  if (!state.show.has("data_source")) {
    for (const thing of data.things) if (thing.kind === "data_source") level[thing.at] = HIDDEN
  }
  for (const thing of data.things) {
    if (thing.kind !== "vendor" && thing.kind !== "team") continue
    const tied = () => thing.ties.some((tie) => level[tie.from === thing.at ? tie.to : tie.from] === FOUND)
    level[thing.at] = state.show.has(thing.kind) && (!filtering || tied()) ? FOUND : HIDDEN
  }
}
