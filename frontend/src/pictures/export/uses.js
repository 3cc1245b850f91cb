/* <use> shows a part of another place, such as the sprite of the page: in a file of its own the part itself has to be. */
import { SPACE } from "./parts.js"

const DEEPEST = 5

export function expandUses(root) {
  for (let depth = 0; depth < DEEPEST; depth++) {
    const uses = root.querySelectorAll("use")
    if (!uses.length) return
    uses.forEach(expand)
  }
  root.querySelectorAll("use").forEach((use) => use.remove())
}

function expand(use) {
  const href = use.getAttribute("href") || use.getAttribute("xlink:href") || ""
  const target = href.startsWith("#") ? document.getElementById(href.slice(1)) : null
  if (!target) {
    use.remove()
    return
  }
  const isSymbol = target.localName === "symbol" || target.localName === "svg"
  const made = document.createElementNS(SPACE, isSymbol ? "svg" : "g")
  for (const { name, value } of use.attributes) {
    if (!/href$|^(id|x|y|width|height|aria-hidden)$/.test(name)) made.setAttribute(name, value)
  }
  if (isSymbol) {
    for (const name of ["x", "y", "width", "height"]) {
      if (use.hasAttribute(name)) made.setAttribute(name, use.getAttribute(name))
    }
    for (const name of ["viewBox", "preserveAspectRatio"]) {
      if (target.hasAttribute(name)) made.setAttribute(name, target.getAttribute(name))
    }
    made.append(...[...target.childNodes].map((child) => child.cloneNode(true)))
  } else {
    const [x, y] = ["x", "y"].map((name) => parseFloat(use.getAttribute(name)) || 0)
    if (x || y) made.setAttribute("transform", `translate(${x} ${y})`)
    made.append(target.cloneNode(true))
  }
  use.replaceWith(made)
}
