/* What lies beneath and above the graph: an island for each category, names where there is room for them. */
import { fade, hueOf } from "./colours.js"
import { TOOL } from "./data.js"
import { NEAR } from "./filters.js"

const MOST_NAMES = 600 // that are tried; most find no room
const CELL = 4
const LONGEST = 34
const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)

/* Middle and reach of the tools of each category, in the units of the data. */
export function islandsOf(data) {
  const found = new Map()
  for (const thing of data.things) {
    if (thing.kind !== "tool" || !thing.category) continue
    if (!found.has(thing.category.key)) found.set(thing.category.key, { category: thing.category, tools: [] })
    found.get(thing.category.key).tools.push(thing)
  }
  return [...found.values()]
    .map(({ category, tools }) => {
      const x = tools.reduce((sum, tool) => sum + tool.x, 0) / tools.length
      const y = tools.reduce((sum, tool) => sum + tool.y, 0) / tools.length
      const reach = Math.max(...tools.map((tool) => Math.hypot(tool.x - x, tool.y - y))) + 26
      return { category, tools, x, y, reach }
    })
    .sort((a, b) => b.tools.length - a.tools.length || a.tools[0].at - b.tools[0].at)
}

/* Where on the screen there already is something, in small squares. */
class Room {
  constructor(width, height) {
    this.columns = Math.ceil(width / CELL)
    this.rows = Math.ceil(height / CELL)
    this.taken = new Uint8Array(this.columns * this.rows)
  }

  /* Goes over the squares of a box until `visit` says true. */
  some(x, y, width, height, visit) {
    const [left, right] = [Math.max(Math.floor(x / CELL), 0), Math.min(Math.floor((x + width) / CELL), this.columns - 1)]
    const [top, bottom] = [Math.max(Math.floor(y / CELL), 0), Math.min(Math.floor((y + height) / CELL), this.rows - 1)]
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) if (visit(row * this.columns + column)) return true
    }
    return false
  }

  fill(x, y, width, height) {
    this.some(x, y, width, height, (at) => { this.taken[at] = 1; return false })
  }

  take(x, y, width, height) {
    if (this.some(x, y, width, height, (at) => this.taken[at] === 1)) return false
    this.fill(x, y, width, height)
    return true
  }
}

export function drawIslands(context, islands, renderer, look) {
  const { width, height } = renderer.getDimensions()
  context.clearRect(0, 0, width, height)
  for (const island of islands) {
    const shown = island.tools.filter((tool) => look.level[tool.at]).length
    if (!shown) continue
    const middle = renderer.graphToViewport(island)
    const edge = renderer.graphToViewport({ x: island.x + island.reach, y: island.y })
    const radius = edge.x - middle.x
    if (middle.x + radius < 0 || middle.x - radius > width || middle.y + radius < 0 || middle.y - radius > height) continue
    context.fillStyle = fade(look.colours.soft[hueOf(island.category.group.at)], look.quiet ? 0.28 : 0.55)
    context.beginPath()
    context.arc(middle.x, middle.y, radius, 0, 2 * Math.PI)
    context.fill()
  }
}

/* The names of categories above their islands, then those of things, the most important first; none covers anything. */
export function drawNames(context, islands, renderer, look) {
  const { width, height } = renderer.getDimensions()
  context.clearRect(0, 0, width, height)
  context.lineJoin = "round"
  const room = new Room(width, height)
  for (const [left, top, wide, high] of look.covered()) room.fill(left, top, wide, high)
  const font = getComputedStyle(renderer.getContainer()).fontFamily
  const write = (text, x, y, colour) => {
    context.lineWidth = 3.5
    context.strokeStyle = fade(look.colours.surface, 0.9)
    context.strokeText(text, x, y)
    context.fillStyle = colour
    context.fillText(text, x, y)
  }
  const seen = dots(renderer, look, room, width, height)
  const name = ({ thing, x, y, radius }, size, forced) => {
    const text = cut(thing.name)
    const wide = forced ? context.measureText(text).width : (thing.wide ||= context.measureText(text).width)
    const [right, left, middle] = [x + radius + 4, x - radius - 4 - wide, x - wide / 2]
    const beside = radius + size * 0.8
    // To the right, to the left, below, above: the first place that is free.
    const places = [[right, y], [left, y], [middle, y + beside], [middle, y - beside]]
    const free = places.find(([start, at]) => start > 2 && start + wide < width - 2 && room.take(start, at - size * 0.6, wide, size * 1.2))
    if (!free && !forced) return
    const [start, line] = free || [Math.min(right, width - wide - 4), y]
    if (!free) room.fill(start, line - size * 0.6, wide, size * 1.2)
    write(text, start, line + size * 0.35, fade(look.colours.ink, look.level[thing.at] === NEAR ? 0.7 : 0.92))
  }
  context.font = `600 13px ${font}`
  for (const one of seen) if (look.first.has(one.thing)) name(one, 13, true)
  if (!look.quiet) categoryNames(context, islands, renderer, look, room, font, write)
  context.font = `500 12px ${font}`
  // Tools that were found, their neighbours, then everything else, which keeps clear of the names of tools.
  const rest = seen.filter(({ thing }) => !look.dimmed(thing) && !look.first.has(thing))
  const turn = ({ thing }) => (thing.kind !== TOOL ? 2 : look.level[thing.at] === NEAR ? 1 : 0)
  for (const now of [0, 1, 2]) {
    const these = rest.filter((one) => turn(one) === now)
    if (now === 2) for (const one of these) block(room, one)
    for (const one of these.slice(0, MOST_NAMES)) name(one, 12, false)
  }
  ring(context, renderer, look)
}

/* What is on the screen, the most important first. Names keep clear of it. */
function dots(renderer, look, room, width, height) {
  const found = []
  const place = placing(renderer)
  for (const thing of look.order) {
    if (!look.level[thing.at] && !(look.near && look.near.has(thing.at))) continue
    const { x, y } = place(thing)
    if (x < -20 || x > width + 20 || y < -20 || y > height + 20) continue
    const radius = renderer.scaleSize(thing.size)
    const one = { thing, x, y, radius }
    if (thing.kind === TOOL && !look.dimmed(thing)) block(room, one)
    found.push(one)
  }
  return found
}

const block = (room, { x, y, radius }) => room.fill(x - radius, y - radius, 2 * radius, 2 * radius)

/* From the data to the screen. Sigma's own way takes twenty times as long, which counts for ten thousand. */
function placing(renderer) {
  const [zero, right, up] = [[0, 0], [1000, 0], [0, 1000]].map(([x, y]) => renderer.graphToViewport({ x, y }))
  const [a, b] = [(right.x - zero.x) / 1000, (right.y - zero.y) / 1000]
  const [c, d] = [(up.x - zero.x) / 1000, (up.y - zero.y) / 1000]
  return ({ x, y }) => ({ x: zero.x + a * x + c * y, y: zero.y + b * x + d * y })
}

function categoryNames(context, islands, renderer, look, room, font, write) {
  const { width, height } = renderer.getDimensions()
  context.font = `650 10.5px ${font}`
  for (const island of islands) {
    if (!island.tools.some((tool) => look.level[tool.at])) continue
    const middle = renderer.graphToViewport(island)
    const top = renderer.graphToViewport({ x: island.x, y: island.y + island.reach }).y
    if (middle.x < 0 || middle.x > width || top < -10 || middle.y > height || middle.y - top < 9) continue
    const text = cut(island.category.label)
    const wide = context.measureText(text).width
    const left = Math.min(Math.max(middle.x - wide / 2, 4), width - wide - 4)
    if (!room.take(left - 3, top - 16, wide + 6, 11)) continue
    write(text, left, top - 6, fade(look.colours.strong[hueOf(island.category.group.at)], 1))
  }
}

/* A ring round what was chosen. */
function ring(context, renderer, look) {
  const { chosen } = look
  if (!chosen || !look.level[chosen.at]) return
  const { x, y } = renderer.graphToViewport(chosen)
  context.lineWidth = 2.5
  context.strokeStyle = fade(look.colours.accent, 1)
  context.beginPath()
  context.arc(x, y, renderer.scaleSize(chosen.size) + 4, 0, 2 * Math.PI)
  context.stroke()
}
