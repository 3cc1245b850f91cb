/* A picture as an SVG file that needs nothing else: no style sheet, no variables, no references, no links. It is made from
   what is seen, caption and legend included, so that it opens the same in Inkscape, PowerPoint or LibreOffice. */
import { paintElement } from "./page.js"
import { expandUses } from "./uses.js"
import { FONT, element, round } from "./parts.js"
import { solid } from "./style.js"

const PAGE_WIDTH = 1400 // pictures that follow the width of the page are laid out this wide
const LEAST_WIDTH = 520
const EDGE = 24

/* Gives `{svg, width, height}`: the text of the file and its size in pixels. `css` is put into it, for a PNG. */
export function exported(figure, css = "") {
  const copy = copied(figure)
  figure.after(copy)
  try {
    return written(copy, css)
  } finally {
    copy.remove()
  }
}

/* The figure once more, without its controls, at its own size. It is in the page, for its styles, but never seen. */
function copied(figure) {
  const copy = figure.cloneNode(true)
  // Radio buttons in the page a second time would switch off the first.
  copy.querySelectorAll(".sb-picture__tools, fieldset, input, select, textarea").forEach((part) => part.remove())
  copy.classList.remove("sb-picture--full", "sb-picture--over")
  copy.classList.add("sb-picture--exported")
  copy.removeAttribute("id")
  copy.setAttribute("inert", "")
  for (const one of copy.querySelectorAll(".sb-focus, .sb-near")) one.classList.remove("sb-focus", "sb-near")
  for (const one of copy.querySelectorAll(".sb-picture__view, .sb-picture__stage")) one.removeAttribute("style")
  const drawing = copy.querySelector(".sb-picture__view .sb-drawing")
  const own = drawing ? parseFloat(drawing.getAttribute("width")) : 0
  const width = drawing ? Math.max(LEAST_WIDTH, own) + 2 * EDGE : PAGE_WIDTH
  copy.style.cssText = `position:fixed;left:0;top:0;box-sizing:border-box;width:${width}px;max-width:none;margin:0;` +
    `padding:${EDGE}px;border:0;font-family:${FONT};--md-text-font-family:${FONT}`
  expandUses(copy)
  return copy
}

function written(copy, css) {
  const table = copy.querySelector(".sb-picture__view .sb-matrix")
  if (table) copy.style.width = `${Math.max(LEAST_WIDTH, table.offsetWidth) + 2 * EDGE}px`
  const inner = Math.max(...[...copy.querySelectorAll(".sb-picture__view, .sb-picture__view *")].map((one) => one.scrollWidth || 0))
  if (inner + 2 * EDGE > copy.offsetWidth) copy.style.width = `${inner + 2 * EDGE}px`
  const { left, top, width, height } = copy.getBoundingClientRect()
  const wide = Math.ceil(width)
  const high = Math.ceil(height)
  const view = copy.querySelector(".sb-picture__view")
  const drawing = view.querySelector(".sb-drawing")
  const title = drawing?.querySelector(":scope > title")?.textContent || view.getAttribute("aria-label") || ""
  const desc = drawing?.querySelector(":scope > desc")?.textContent || described(view)

  const root = element("svg", {
    xmlns: "http://www.w3.org/2000/svg", width: wide, height: high, viewBox: `0 0 ${wide} ${high}`, role: "img",
    "font-family": FONT,
  })
  if (title) root.append(element("title", {}, title))
  if (desc) root.append(element("desc", {}, desc))
  if (css) root.append(element("style", {}, css))
  root.append(element("rect", { width: wide, height: high, fill: background(copy) }))
  const context = { x: left, y: top, clip: null, known: new Set() }
  for (const part of copy.children) paintElement(part, root, context)
  return { svg: new XMLSerializer().serializeToString(root), width: round(wide), height: round(high) }
}

function described(view) {
  const id = view.getAttribute("aria-describedby")
  return (id && document.getElementById(id)?.textContent) || ""
}

function background(one) {
  for (let at = one; at; at = at.parentElement) {
    const { color, alpha } = solid(getComputedStyle(at).backgroundColor)
    if (alpha === 1) return color
  }
  return "#ffffff"
}
