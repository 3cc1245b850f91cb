/* Text of a page, line by line, where the browser has broken it. */
import { element, round } from "./parts.js"

let paper = null
const heights = new Map()

/* How far a font reaches above and below its baseline. */
function reach(style) {
  const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
  if (!heights.has(font)) {
    paper = paper || document.createElement("canvas").getContext("2d")
    paper.font = font
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = paper.measureText("Hg")
    heights.set(font, { up, down })
  }
  return heights.get(font)
}

function cased(text, style) {
  if (style.textTransform === "uppercase") return text.toUpperCase()
  if (style.textTransform === "lowercase") return text.toLowerCase()
  return text
}

/* Words with the boxes they are in; a word that is broken within itself has several. */
function pieces(node) {
  const found = []
  const range = document.createRange()
  for (const match of node.data.matchAll(/\S+/g)) {
    const [start, end] = [match.index, match.index + match[0].length]
    range.setStart(node, start)
    range.setEnd(node, end)
    const rects = range.getClientRects()
    if (rects.length <= 1) {
      if (rects.length && rects[0].width) found.push({ text: match[0], rect: rects[0], start })
      continue
    }
    for (let at = start; at < end; at++) {
      range.setStart(node, at)
      range.setEnd(node, at + 1)
      const rect = range.getBoundingClientRect()
      if (rect.width) found.push({ text: node.data[at], rect, start: at, isLetter: true })
    }
  }
  return found
}

const isUpright = (style) => !/^(vertical|sideways)/.test(style.writingMode)

function lines(node, upright) {
  const made = []
  for (const piece of pieces(node)) {
    const last = made[made.length - 1]
    const { rect } = piece
    const same = last && (upright
      ? Math.abs(last.top - rect.top) < rect.height / 2
      : Math.abs(last.left - rect.left) < rect.width / 2)
    if (!same) {
      made.push({ text: piece.text, left: rect.left, top: rect.top, right: rect.right, bottom: rect.bottom, end: piece.start + piece.text.length })
      continue
    }
    last.text += (piece.isLetter && piece.start === last.end ? "" : " ") + piece.text
    last.end = piece.start + piece.text.length
    last.left = Math.min(last.left, rect.left)
    last.right = Math.max(last.right, rect.right)
    last.top = Math.min(last.top, rect.top)
    last.bottom = Math.max(last.bottom, rect.bottom)
  }
  return made
}

function isSeen(line, clip) {
  if (!clip) return true
  const [x, y] = [(line.left + line.right) / 2, (line.top + line.bottom) / 2]
  return line.left + 1 >= clip.left && x <= clip.right && y >= clip.top && y <= clip.bottom
}

/* The part of a line that is not cut off, with the dots that the page shows there. */
function shown(line, clip, upright) {
  if (!clip) return line.text
  const [start, end] = upright ? [line.left, line.right] : [line.top, line.bottom]
  const hidden = upright ? end - clip.right : Math.max(clip.top - start, end - clip.bottom)
  if (hidden < 3 || end <= start) return line.text
  const kept = Math.floor(line.text.length * (1 - hidden / (end - start))) - 1
  return `${line.text.slice(0, Math.max(1, kept)).trimEnd()}…`
}

export function paintWords(node, style, parent, context, look) {
  if (!/\S/.test(node.data)) return
  const upright = isUpright(style)
  const all = lines(node, upright)
  const seen = all.filter((line) => isSeen(line, context.clip))
  const isCut = seen.length > 0 && seen.length < all.length
  seen.forEach((line, at) => {
    const text = shown(line, context.clip, upright)
    const dots = isCut && at === seen.length - 1 && !text.endsWith("…") ? "…" : ""
    parent.append(element("text", { ...place(line, node, style, upright, context), ...look }, cased(text, style) + dots))
  })
}

/* Whether vertical text reads from bottom to top: turned by its own writing mode, or half around by a part it is in. */
function isTurned(node, style) {
  if (style.writingMode === "sideways-lr") return true
  let turned = false
  for (let at = node.parentElement; at && !at.matches(".sb-picture"); at = at.parentElement) {
    const { transform, rotate } = getComputedStyle(at)
    if (/^matrix\(-1/.test(transform) || rotate === "180deg") turned = !turned
  }
  return turned
}

function place(line, node, style, upright, { x, y, clip }) {
  const { up, down } = reach(style)
  if (upright) return { x: line.left - x, y: line.top - y + (line.bottom - line.top - up - down) / 2 + up }
  const room = (line.right - line.left - up - down) / 2
  const upwards = isTurned(node, style)
  const across = upwards ? line.left - x + room + up : line.right - x - room - up
  const along = (upwards ? Math.min(line.bottom, clip ? clip.bottom : Infinity) : line.top) - y
  return { transform: `translate(${round(across)} ${round(along)}) rotate(${upwards ? -90 : 90})` }
}
