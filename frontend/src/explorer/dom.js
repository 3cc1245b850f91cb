/* Elements without HTML: whatever people have written comes in as text nodes and can never be markup. */

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, "")
    else if (value !== false && value != null) element.setAttribute(name, value)
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false))
  return element
}

/* A name of somebody's: it may run from right to left, and stays apart from what is around it. */
export const name = (text) => h("bdi", {}, text)

const SHAPES = "http://www.w3.org/2000/svg"

export function icon(path) {
  const svg = document.createElementNS(SHAPES, "svg")
  for (const [key, value] of Object.entries({ width: 18, height: 18, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value)
  const line = document.createElementNS(SHAPES, "path")
  for (const [key, value] of Object.entries({ d: path, fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" })) line.setAttribute(key, value)
  svg.append(line)
  return svg
}

/* "1 flow", "2,345 flows" */
export const many = (number, one, more = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : more}`

/* Small letters without accents, by which names are compared. */
export const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")

let last = 0
export const fresh = (what) => `sb-explorer-${what}-${(last += 1)}`
