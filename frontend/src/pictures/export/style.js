/* Computed styles as what every program understands: #rrggbb and plain numbers. */
import { round } from "./parts.js"

const known = new Map()
let paper = null

/* A colour in whatever words CSS has for it, as {color: "#rrggbb", alpha}. A pixel is asked: it knows them all. */
export function solid(text) {
  if (!text || text === "none" || text === "transparent") return { color: "none", alpha: 0 }
  if (known.has(text)) return known.get(text)
  if (!paper) {
    const canvas = document.createElement("canvas")
    canvas.width = canvas.height = 1
    paper = canvas.getContext("2d", { willReadFrequently: true })
  }
  paper.clearRect(0, 0, 1, 1)
  paper.fillStyle = "#000"
  paper.fillStyle = text
  paper.fillRect(0, 0, 1, 1)
  const [red, green, blue, alpha] = paper.getImageData(0, 0, 1, 1).data
  const hex = [red, green, blue].map((one) => one.toString(16).padStart(2, "0")).join("")
  const answer = alpha ? { color: `#${hex}`, alpha: alpha / 255 } : { color: "none", alpha: 0 }
  known.set(text, answer)
  return answer
}

const number = (text) => round(parseFloat(text) || 0)
const less = (alpha) => (alpha < 1 ? round(alpha) : undefined)

function paint(value, opacity) {
  const address = /^url\(["']?[^#]*#([^"')]+)["']?\)/.exec(value)
  if (address) return { color: `url(#${address[1]})`, alpha: parseFloat(opacity), id: address[1] }
  const { color, alpha } = solid(value)
  return { color, alpha: alpha * parseFloat(opacity) }
}

/* The presentation attributes of a shape or a text; null for what draws nothing. */
export function shapeStyle(style, isText) {
  const fill = paint(style.fill, style.fillOpacity)
  const stroke = paint(style.stroke, style.strokeOpacity)
  const width = number(style.strokeWidth)
  const hasStroke = stroke.alpha > 0 && width > 0
  if (!(fill.alpha > 0) && !hasStroke) return null
  const attributes = {
    fill: fill.alpha > 0 ? fill.color : "none",
    "fill-opacity": fill.alpha > 0 ? less(fill.alpha) : undefined,
    "fill-rule": style.fillRule === "evenodd" ? "evenodd" : undefined,
  }
  if (hasStroke) {
    Object.assign(attributes, {
      stroke: stroke.color,
      "stroke-width": width,
      "stroke-opacity": less(stroke.alpha),
      "stroke-dasharray": style.strokeDasharray === "none" ? undefined : style.strokeDasharray.split(/[\s,]+/).map(number).join(" "),
      "stroke-linecap": style.strokeLinecap === "butt" ? undefined : style.strokeLinecap,
      "stroke-linejoin": style.strokeLinejoin === "miter" ? undefined : style.strokeLinejoin,
    })
  }
  return isText ? { ...attributes, ...fontStyle(style) } : attributes
}

/* Size, weight and slant; the family is the same for the whole picture. */
export function fontStyle(style) {
  const weight = Math.round((parseInt(style.fontWeight, 10) || 400) / 100) * 100 // many programs know no 550
  return {
    "font-size": number(style.fontSize),
    "font-weight": weight === 400 ? undefined : weight,
    "font-style": style.fontStyle === "normal" ? undefined : style.fontStyle,
    "letter-spacing": style.letterSpacing === "normal" ? undefined : number(style.letterSpacing),
    "text-anchor": style.textAnchor === "start" ? undefined : style.textAnchor,
  }
}
