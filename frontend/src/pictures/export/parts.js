/* Small helpers of the export. */

export const FONT = "Roboto, Arial, Helvetica, sans-serif"
export const SPACE = "http://www.w3.org/2000/svg"

export const round = (number) => Math.round(number * 100) / 100

/* An SVG element. Attributes that are undefined, null or "" are left out. */
export function element(name, attributes = {}, text = "") {
  const made = document.createElementNS(SPACE, name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === "" || key === "xmlns") continue
    made.setAttribute(key, typeof value === "number" ? String(round(value)) : value)
  }
  if (text) made.textContent = text
  return made
}
