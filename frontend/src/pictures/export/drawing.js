/* An inline SVG of the page, with what its style sheet says written into it. */
import { element, round } from "./parts.js"
import { shapeStyle, solid } from "./style.js"

const GEOMETRY = ["x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2", "dx", "dy", "points", "d", "transform"]
const SHAPES = new Set(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"])
const GROUPS = new Set(["g", "a", "svg", "switch"])
// Defined once and named by address inside the file.
const DEFINED = new Set(["defs", "linearGradient", "radialGradient", "clipPath", "mask", "pattern", "filter"])

/* Appends the drawing to `parent`, where it stands on the page. */
export function paintDrawing(svg, parent, context) {
  const screen = svg.getScreenCTM()
  if (!screen) return
  const group = element("g", { transform: matrix(screen, context) })
  for (const child of svg.children) if (!isOwnText(child)) paint(child, group, screen, context)
  if (group.children.length) parent.append(group)
}

// The picture's own words are those of the whole file already.
const isOwnText = (child) => child.localName === "title" || child.localName === "desc"

function matrix(screen, { x, y }) {
  const { a, b, c, d, e, f } = screen
  return written([a, b, c, d, e - x, f - y])
}

function written([a, b, c, d, e, f]) {
  const plain = Math.abs(b) + Math.abs(c) < 1e-6 && Math.abs(a - d) < 1e-6
  if (!plain) return `matrix(${[a, b, c, d, e, f].map((one) => Math.round(one * 1e5) / 1e5).join(" ")})`
  const moved = round(e) || round(f) ? `translate(${round(e)} ${round(f)})` : ""
  const scaled = Math.abs(a - 1) < 1e-4 ? "" : `scale(${Math.round(a * 1e5) / 1e5})`
  return [moved, scaled].filter(Boolean).join(" ")
}

function paint(source, parent, screen, context) {
  const name = source.localName
  if (isOwnText(source)) {
    const text = source.textContent.trim()
    if (text) parent.prepend(element(name, {}, text))
    return
  }
  const style = getComputedStyle(source)
  if (style.display === "none" || (style.visibility !== "visible" && !GROUPS.has(name))) return
  if (GROUPS.has(name)) paintGroup(source, parent, screen, context, style)
  else if (SHAPES.has(name)) paintShape(source, parent, style)
  else if (name === "text") paintText(source, parent, style)
  else if (DEFINED.has(name)) define(source, parent, context)
}

function opacity(style) {
  const value = parseFloat(style.opacity)
  return value < 1 ? value : undefined
}

function paintGroup(source, parent, screen, context, style) {
  let transform = source.getAttribute("transform")
  let inner = screen
  if (source.localName === "svg") {
    inner = source.getScreenCTM()
    const own = screen.inverse().multiply(inner)
    transform = written([own.a, own.b, own.c, own.d, own.e, own.f])
  } else if (transform) {
    inner = source.getScreenCTM()
  }
  const group = element("g", { transform, opacity: opacity(style) })
  for (const child of source.children) paint(child, group, inner, context)
  const drawn = [...group.children].filter((child) => !isOwnText(child))
  if (!drawn.length) return
  if (group.attributes.length || group.children.length > drawn.length || drawn.length > 1) parent.append(group)
  else parent.append(...drawn)
}

function geometry(source) {
  return Object.fromEntries(GEOMETRY.map((name) => [name, source.getAttribute(name)]))
}

function paintShape(source, parent, style) {
  const look = shapeStyle(style, false)
  if (look) parent.append(element(source.localName, { ...geometry(source), ...look, opacity: opacity(style) }))
}

function paintText(source, parent, style) {
  const look = shapeStyle(style, true)
  if (!look || !source.textContent.trim()) return
  const text = element("text", { ...geometry(source), ...look, opacity: opacity(style) })
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) text.append(child.textContent)
    else if (child.localName === "tspan") text.append(tspan(child, look))
  }
  parent.append(text)
}

function tspan(source, outer) {
  const look = shapeStyle(getComputedStyle(source), true) || {}
  const own = Object.fromEntries(Object.entries(look).filter(([name, value]) => value !== outer[name]))
  return element("tspan", { ...geometry(source), ...own }, source.textContent)
}

/* Gradients and the like of an organisation's own icons. The same icon twice needs them once. */
function define(source, parent, { known }) {
  const ids = [source, ...source.querySelectorAll("[id]")].map((one) => one.id).filter(Boolean)
  if (!ids.length || ids.every((id) => known.has(id))) return
  ids.forEach((id) => known.add(id))
  const copy = source.cloneNode(true)
  const before = [source, ...source.querySelectorAll("*")]
  for (const [at, one] of [copy, ...copy.querySelectorAll("*")].entries()) {
    for (const { name } of [...one.attributes]) {
      if (/^(class|style|href|xlink:href|data-.*|aria-.*|on.*)$/.test(name)) one.removeAttribute(name)
    }
    if (one.localName !== "stop") continue
    const { stopColor, stopOpacity } = getComputedStyle(before[at])
    const { color, alpha } = solid(stopColor)
    one.setAttribute("stop-color", color)
    one.setAttribute("stop-opacity", String(round(alpha * parseFloat(stopOpacity))))
  }
  parent.append(copy)
}
