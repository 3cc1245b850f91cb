/* What HTML shows, as SVG: a rectangle for each background and border, a text for each line. */
import { element, round } from "./parts.js"
import { fontStyle, solid } from "./style.js"
import { paintDrawing } from "./drawing.js"
import { paintWords } from "./words.js"

export function paintElement(source, parent, context) {
  const style = getComputedStyle(source)
  if (style.display === "none" || source.hidden) return
  if (source.localName === "svg") {
    if (style.visibility === "visible") paintDrawing(source, parent, context)
    return
  }
  const box = source.getBoundingClientRect()
  if (context.clip && !overlaps(box, context.clip)) return
  const opacity = parseFloat(style.opacity)
  const target = opacity < 1 ? element("g", { opacity }) : parent
  if (style.visibility === "visible" && box.width && box.height) paintBox(box, style, target, context)
  const inner = style.overflowX === "visible" ? context : { ...context, clip: cut(box, context.clip) }
  for (const child of source.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE) paintElement(child, target, inner)
    else if (child.nodeType === Node.TEXT_NODE && style.visibility === "visible") paintWords(child, style, target, inner, look(style))
  }
  if (target !== parent && target.children.length) parent.append(target)
}

function look(style) {
  const { color, alpha } = solid(style.color)
  return { ...fontStyle(style), "text-anchor": undefined, fill: color, "fill-opacity": alpha < 1 ? round(alpha) : undefined }
}

function overlaps(one, other) {
  return one.right > other.left && one.left < other.right && one.bottom > other.top && one.top < other.bottom
}

function cut(box, clip) {
  if (!clip) return box
  return {
    left: Math.max(box.left, clip.left), top: Math.max(box.top, clip.top),
    right: Math.min(box.right, clip.right), bottom: Math.min(box.bottom, clip.bottom),
  }
}

const SIDES = ["Top", "Right", "Bottom", "Left"]

function borders(style) {
  return SIDES.map((side) => {
    const kind = style[`border${side}Style`]
    const width = kind === "none" || kind === "hidden" ? 0 : parseFloat(style[`border${side}Width`]) || 0
    const { color, alpha } = solid(style[`border${side}Color`])
    return { width: alpha ? width : 0, color, alpha, kind }
  })
}

const dashes = ({ kind, width }) => (kind === "dashed" ? `${3 * width} ${2 * width}` : kind === "dotted" ? `${width} ${1.5 * width}` : undefined)
const less = (alpha) => (alpha < 1 ? round(alpha) : undefined)

function paintBox(box, style, parent, { x, y }) {
  const fill = solid(style.backgroundColor)
  const sides = borders(style)
  const [top] = sides
  const same = sides.every((side) => isSame(side, top))
  const widest = Math.max(...sides.map((side) => side.width))
  if (!fill.alpha && !widest) return
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) || 0, box.width / 2, box.height / 2)
  const place = { x: box.left - x, y: box.top - y, width: box.width, height: box.height, rx: radius || undefined }
  if (same) {
    parent.append(frame(place, top, fill))
    return
  }
  const common = sides.find((side) => side.width && sides.filter((other) => isSame(side, other)).length > 2)
  if (radius && common) {
    parent.append(frame(place, common, fill))
    sides.forEach((side, at) => side.width && !isSame(side, common) && parent.append(rounded(side, at, place)))
    return
  }
  if (fill.alpha) parent.append(element("rect", { ...place, fill: fill.color, "fill-opacity": less(fill.alpha) }))
  for (const part of edges(sides, place)) parent.append(part)
}

const isSame = (one, other) => one.width === other.width && one.color === other.color && one.kind === other.kind

const stroke = (side) => ({
  stroke: side.color, "stroke-width": side.width, "stroke-opacity": less(side.alpha), "stroke-dasharray": dashes(side),
})

function frame({ x, y, width, height, rx = 0 }, side, fill) {
  const half = side.width / 2
  return element("rect", {
    x: x + half, y: y + half, width: Math.max(0, width - side.width), height: Math.max(0, height - side.width),
    rx: rx ? Math.max(0, rx - half) : undefined, fill: fill.color, "fill-opacity": fill.alpha ? less(fill.alpha) : undefined,
    ...(side.width ? stroke(side) : {}),
  })
}

/* One side that differs, with both its corners. */
function rounded(side, at, { x, y, width, height, rx }) {
  const half = side.width / 2
  const [left, right, top, bottom] = [x + half, x + width - half, y + half, y + height - half].map(round)
  const r = round(Math.max(0, rx - half))
  const d = [
    `M${left} ${round(top + r)}Q${left} ${top} ${round(left + r)} ${top}H${round(right - r)}Q${right} ${top} ${right} ${round(top + r)}`,
    `M${round(right - r)} ${top}Q${right} ${top} ${right} ${round(top + r)}V${round(bottom - r)}Q${right} ${bottom} ${round(right - r)} ${bottom}`,
    `M${left} ${round(bottom - r)}Q${left} ${bottom} ${round(left + r)} ${bottom}H${round(right - r)}Q${right} ${bottom} ${right} ${round(bottom - r)}`,
    `M${round(left + r)} ${top}Q${left} ${top} ${left} ${round(top + r)}V${round(bottom - r)}Q${left} ${bottom} ${round(left + r)} ${bottom}`,
  ][at]
  return element("path", { d, fill: "none", ...stroke(side) })
}

/* Sides that differ, one by one, each shortened by the rounding of the corners. */
function edges([top, right, bottom, left], { x, y, width, height, rx = 0 }) {
  const line = (side, x1, y1, x2, y2) => side.width && element("line", { x1, y1, x2, y2, ...stroke(side) })
  const inset = rx / 2
  return [
    line(top, x + inset, y + top.width / 2, x + width - inset, y + top.width / 2),
    line(right, x + width - right.width / 2, y + inset, x + width - right.width / 2, y + height - inset),
    line(bottom, x + inset, y + height - bottom.width / 2, x + width - inset, y + height - bottom.width / 2),
    line(left, x + left.width / 2, y + inset, x + left.width / 2, y + height - inset),
  ].filter(Boolean)
}
