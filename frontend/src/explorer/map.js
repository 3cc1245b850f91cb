/* The map: sigma draws the graph, islands.js what is beneath and above it. */
import { DirectedGraph } from "graphology"
import Sigma from "sigma"
import { EdgeArrowProgram, EdgeLineProgram, EdgeRectangleProgram } from "sigma/rendering"

import { hex, hueOf, mix, readColours } from "./colours.js"
import { TOOL } from "./data.js"
import { FOUND } from "./filters.js"
import { drawIslands, drawNames, islandsOf } from "./islands.js"
import { live } from "./path.js"
import { SHAPES } from "./shapes.js"

const MOST_EDGES_WITH_HEADS = 4000 // with more, arrows can be pointed at and have heads only where they are lit up
const MOST_THICK = 80
const NEIGHBOUR_DISTANCE = 43 // about how far two tools on an island are from each other, in units of the data

export function hasWebGL() {
  try {
    const canvas = document.createElement("canvas")
    const context = canvas.getContext("webgl2") || canvas.getContext("webgl")
    const lose = context && context.getExtension("WEBGL_lose_context")
    if (lose) lose.loseContext()
    return Boolean(context)
  } catch {
    return false
  }
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches

/* `tell`: {at(thing), flow(from, to), nothing(), moved(), covered()}; `covered` gives the boxes of
   buttons and cards that lie on the map. */
export function makeMap(data, stage, tell) {
  const upright = stage.offsetHeight > stage.offsetWidth
  if (upright) for (const thing of data.things) [thing.x, thing.y] = [thing.y, thing.x]
  const sizes = sizing(data, stage)
  for (const thing of data.things) thing.size = sizes(thing)
  const graph = new DirectedGraph({ multi: false, allowSelfLoops: false })
  const kinds = new Set()
  take(graph, data, kinds, TOOL)
  const large = graph.size > MOST_EDGES_WITH_HEADS
  const islands = islandsOf(data)
  const look = {
    level: new Uint8Array(data.things.length), ties: new Uint8Array(data.ties.length), colours: readColours(stage),
    chosen: null, near: null, lit: null, first: new Set(), quiet: false,
    large,
    order: [...data.things].sort((a, b) => b.into + b.out - a.into - a.out || a.at - b.at),
    covered: tell.covered,
    dimmed: (thing) => Boolean(look.near) && !look.near.has(thing.at),
  }
  const paint = painter(data, look)
  let renderer = null
  renderer = new Sigma(graph, stage, {
    nodeProgramClasses: SHAPES,
    edgeProgramClasses: { arrow: EdgeArrowProgram, line: EdgeRectangleProgram, thin: EdgeLineProgram },
    nodeReducer: paint.node,
    edgeReducer: paint.edge,
    defaultDrawNodeHover: () => {},
    renderLabels: false,
    labelRenderedSizeThreshold: Infinity,
    enableEdgeEvents: !large,
    hideEdgesOnMove: large,
    minEdgeThickness: 1.5,
    antiAliasingFeather: 0.8,
    zIndex: true,
    stagePadding: 24,
    minCameraRatio: 0.01,
    maxCameraRatio: 4,
    doubleClickZoomingDuration: still() ? 0 : 200,
    inertiaDuration: still() ? 0 : 200,
    zoomDuration: still() ? 0 : 180,
  })
  renderer.setCustomBBox({ x: range(data.things.map((thing) => thing.x)), y: range(data.things.map((thing) => thing.y)) })
  renderer.createCanvasContext("islands", { beforeLayer: "edges", style: { pointerEvents: "none" } })
  renderer.createCanvasContext("names", { beforeLayer: "mouse", style: { pointerEvents: "none" } })
  renderer.resize(true)
  renderer.refresh() // from now on it knows the frame that everything is placed in
  const layer = (key) => renderer.getCanvases()[key].getContext("2d")
  renderer.on("afterRender", () => {
    drawIslands(layer("islands"), islands, renderer, look)
    drawNames(layer("names"), islands, renderer, look)
  })

  /* Lights up a thing, the two ends of an arrow, or a way; everything else steps back. */
  function light(hovered) {
    const focus = hovered || look.focus
    look.near = null
    look.lit = null
    if (focus) {
      look.near = new Set(focus.things)
      look.lit = new Set(focus.ties)
      if (focus.spread) {
        for (const at of focus.things) {
          for (const tie of data.things[at].ties) {
            if (!look.ties[tie.at]) continue
            look.near.add(tie.from).add(tie.to)
            look.lit.add(tie.at)
          }
        }
      }
    }
    look.centre = focus && focus.things.length === 1 ? focus.things[0] : -1
    look.first = new Set((focus ? focus.things : []).map((at) => data.things[at]))
    look.quiet = Boolean(look.near)
    renderer.scheduleRefresh({ skipIndexation: true })
  }

  const hover = (focus) => { stage.style.cursor = focus ? "pointer" : ""; light(focus) }
  renderer.on("enterNode", ({ node }) => hover({ things: [Number(node)], ties: [], spread: true }))
  renderer.on("leaveNode", () => hover(null))
  renderer.on("enterEdge", ({ edge }) => hover({ things: graph.extremities(edge).map(Number), ties: graph.getEdgeAttribute(edge, "ties") }))
  renderer.on("leaveEdge", () => hover(null))
  renderer.on("clickNode", ({ node }) => tell.at(data.things[Number(node)]))
  renderer.on("clickEdge", ({ edge }) => {
    const [from, to] = graph.extremities(edge).map((node) => data.things[Number(node)])
    if (from.kind === TOOL && to.kind === TOOL) tell.flow(from, to)
    else tell.at(from.kind === TOOL ? to : from)
  })
  renderer.on("clickStage", () => tell.nothing())

  const camera = renderer.getCamera()
  let moves = 0
  let quietly = true
  camera.on("updated", () => { if (!quietly) tell.moved() })
  function move(state, fast) {
    moves += 1
    const mine = moves
    const done = () => { if (mine === moves) quietly = false }
    quietly = true
    if (fast || still()) {
      camera.setState(state)
      setTimeout(done, 50)
    } else {
      camera.animate(state, { duration: 350 }, () => setTimeout(done, 50))
      setTimeout(done, 700)
    }
  }

  const whole = { x: 0.5, y: 0.5, ratio: 1, angle: 0 }

  /* The camera that shows these things with some room around, and beside the card. */
  function framing(things) {
    const { width, height } = renderer.getDimensions()
    const covered = width - Math.min(width, ...tell.covered().filter(([left]) => left > width / 2).map(([left]) => left))
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const thing of things) {
      const at = renderer.graphToViewport(thing, { cameraState: whole })
      left = Math.min(left, at.x); right = Math.max(right, at.x); top = Math.min(top, at.y); bottom = Math.max(bottom, at.y)
    }
    if (left > right) return whole
    const room = width - covered
    const wanted = Math.max((right - left) / Math.max(room - 150, room * 0.8), (bottom - top) / Math.max(height - 90, height * 0.8))
    const ratio = Math.min(Math.max(wanted, 0.25), 4)
    const middle = { x: (left + right) / 2 + (covered / 2) * ratio, y: (top + bottom) / 2 }
    return { ...whole, ...renderer.viewportToFramedGraph(middle, { cameraState: whole }), ratio }
  }

  /* How many units of the data one pixel is with the whole graph in sight. */
  function unit() {
    const [one, other] = [{ x: 0, y: 0 }, { x: 1000, y: 0 }].map((at) => renderer.graphToViewport(at, { cameraState: whole }))
    return 1000 / Math.max(Math.abs(other.x - one.x), 1e-6)
  }
  const side = () => Math.min(renderer.getDimensions().width, renderer.getDimensions().height)
  const turned = (x, y) => (upright ? { x: y, y: x } : { x, y })

  return {
    renderer,
    look,
    islands,
    show(result, shown) {
      for (const kind of shown) if (data.kinds[kind]) take(graph, data, kinds, kind)
      look.level = result.level
      look.ties = result.tie
      light(null)
    },
    /* {things, ties, spread} or null; `chosen` gets the ring. */
    focus(focus, chosen) {
      look.focus = focus
      look.chosen = chosen || null
      light(null)
    },
    recolour() {
      look.colours = readColours(stage)
      paint.forget()
      renderer.refresh({ skipIndexation: true })
    },
    fit(fast) { move(framing(data.things.filter((thing) => look.level[thing.at])), fast) },
    frame(things, fast) { move(framing(things), fast) },
    zoom(factor) {
      const state = camera.getState()
      camera.animate({ ratio: Math.min(Math.max(state.ratio * factor, 0.01), 4) }, { duration: still() ? 0 : 180 })
    },
    pan(x, y) {
      const state = camera.getState()
      camera.setState({ x: state.x + x * 0.08 * state.ratio, y: state.y + y * 0.08 * state.ratio })
    },
    /* Middle and reach in units of the data: the same place on a screen of another size. */
    view() {
      const { width, height } = renderer.getDimensions()
      const at = renderer.viewportToGraph({ x: width / 2, y: height / 2 })
      const { x, y } = turned(at.x, at.y)
      return [x, y, unit() * camera.getState().ratio * side()]
    },
    setView([x, y, reach]) {
      const at = renderer.viewportToFramedGraph(renderer.graphToViewport(turned(x, y), { cameraState: whole }), { cameraState: whole })
      move({ ...whole, x: at.x, y: at.y, ratio: Math.min(Math.max(reach / side() / unit(), 0.01), 4) }, true)
    },
    kill() { renderer.kill() },
  }
}

/* How large things are drawn: by their flows, and smaller the more there are on the screen. */
function sizing(data, stage) {
  const [low, high] = range(data.things.map((thing) => thing.x))
  const base = Math.min(Math.max((NEIGHBOUR_DISTANCE * 0.24 * stage.offsetWidth) / Math.max(high - low, 1), 2), 6.5)
  const most = data.things.reduce((sum, thing) => Math.max(sum, thing.into + thing.out), 1)
  return (thing) => (thing.kind === TOOL ? base * (1 + 1.5 * Math.sqrt((thing.into + thing.out) / most)) : base * 0.85)
}

/* Puts the things of a kind into the graph, and their ties with what is there already. What is never switched on
   costs nothing. */
function take(graph, data, kinds, kind) {
  if (kinds.has(kind)) return
  kinds.add(kind)
  for (const { at, x, y, size, kind: own } of data.things) if (own === kind) graph.addNode(at, { x, y, size, type: own })
  for (const tie of data.ties) {
    const ends = [data.things[tie.from].kind, data.things[tie.to].kind]
    if (tie.from === tie.to || !ends.includes(kind) || !ends.every((end) => kinds.has(end))) continue
    const flow = tie.kind === "flow"
    for (const [from, to] of tie.both ? [[tie.from, tie.to], [tie.to, tie.from]] : [[tie.from, tie.to]]) {
      const known = graph.edge(from, to)
      if (known) graph.getEdgeAttribute(known, "ties").push(tie.at)
      else graph.addEdge(from, to, { ties: [tie.at], type: flow ? "arrow" : "line", flow, to })
    }
  }
}

function range(numbers) {
  let [low, high] = [Infinity, -Infinity]
  for (const number of numbers) { low = Math.min(low, number); high = Math.max(high, number) }
  return [low, high]
}

/* What each node and edge looks like just now. Called for all of them at each change, so colours are mixed once. */
function painter(data, look) {
  let kept = null
  function colours() {
    if (kept) return kept
    const { surface, line, accent, strong, muted, ink } = look.colours
    const plain = { data_source: mix(ink, surface, 0.35), vendor: muted, team: accent }
    const bright = data.things.map((thing) => (thing.kind === TOOL ? strong[hueOf(thing.category ? thing.category.group.at : 7)] : plain[thing.kind]))
    const all = new Map()
    const text = (rgb) => { const key = rgb.join(); if (!all.has(key)) all.set(key, hex(rgb)); return all.get(key) }
    kept = {
      bright: bright.map(text),
      near: bright.map((rgb) => text(mix(rgb, surface, 0.5))),
      faded: bright.map((rgb) => text(mix(rgb, surface, 0.82))),
      edge: hex(mix(line, surface, data.ties.length > 3000 ? 0.78 : 0.58)), other: hex(mix(line, surface, 0.65)),
      still: hex(mix(line, surface, 0.8)), // planned, or no longer live
      quiet: hex(mix(line, surface, 0.88)), out: hex(accent), into: hex(strong[5]),
      outMany: hex(mix(accent, surface, 0.55)), intoMany: hex(mix(strong[5], surface, 0.55)),
    }
    return kept
  }

  function node(key, attributes) {
    const at = Number(key)
    const level = look.level[at]
    const lit = look.near && look.near.has(at)
    if (!level && !lit) return { ...attributes, hidden: true }
    const { bright, near, faded } = colours()
    const color = look.near ? (lit ? bright : faded)[at] : level === FOUND ? bright[at] : near[at]
    return { ...attributes, color, zIndex: lit ? 2 : 1 }
  }

  function edge(key, attributes) {
    let shown = false
    let lit = false
    let runs = !attributes.flow
    for (const tie of attributes.ties) {
      if (look.ties[tie]) shown = true
      if (!runs && live(data.ties[tie])) runs = true
      if (look.lit && look.lit.has(tie)) lit = true
    }
    if (!shown && !lit) return { ...attributes, hidden: true, type: look.large ? "thin" : attributes.type }
    const found = colours()
    if (lit) {
      const into = attributes.flow && attributes.to === look.centre
      // Hundreds of thick arrows would be one blot.
      if (look.lit.size > MOST_THICK) return { ...attributes, type: "line", size: 0.5, color: into ? found.intoMany : found.outMany, zIndex: 2 }
      return { ...attributes, size: 2, color: into ? found.into : found.out, zIndex: 2 }
    }
    return { ...attributes, type: look.large ? "thin" : attributes.type, size: 0.5, color: look.near ? found.quiet : !runs ? found.still : attributes.flow ? found.edge : found.other, zIndex: 0 }
  }

  return { node, edge, forget: () => { kept = null } }
}
