/* The colours of the page as numbers, which WebGL needs; read again when the palette changes. */

/* The colour of each group of the taxonomy, as on the landscape. */
const HUES = [1, 2, 7, 5, 3, 6, 4, 8]
export const hueOf = (group) => HUES[group % HUES.length]

export function readColours(element) {
  const probe = document.createElement("span")
  probe.hidden = true
  element.append(probe)
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
  const read = (variable) => {
    probe.style.color = `var(${variable})`
    pixel.clearRect(0, 0, 1, 1)
    pixel.fillStyle = getComputedStyle(probe).color
    pixel.fillRect(0, 0, 1, 1)
    return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  const found = {
    ink: read("--sb-ink"), surface: read("--sb-surface"), muted: read("--sb-muted"), line: read("--sb-line-strong"), accent: read("--sb-accent"),
    soft: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((hue) => hue && read(`--sb-hue-${hue}`)),
    strong: [0, 1, 2, 3, 4, 5, 6, 7, 8].map((hue) => hue && read(`--sb-on-hue-${hue}`)),
  }
  probe.remove()
  return found
}

export const hex = (rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`
export const mix = (one, other, part) => one.map((value, at) => value + (other[at] - value) * part)
export const fade = (rgb, opacity) => `rgba(${rgb.map(Math.round).join(",")},${opacity})`
