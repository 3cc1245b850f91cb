/* The map as it is seen, as a PNG. */
import { hex } from "./colours.js"

const LAYERS = ["islands", "edges", "nodes", "names"]

export function savePicture(map) {
  const { renderer, look } = map
  renderer.refresh() // what WebGL has drawn is only there until the browser has shown it
  const layers = renderer.getCanvases()
  const whole = document.createElement("canvas")
  whole.width = layers.nodes.width
  whole.height = layers.nodes.height
  const context = whole.getContext("2d")
  context.fillStyle = hex(look.colours.surface)
  context.fillRect(0, 0, whole.width, whole.height)
  for (const layer of LAYERS) context.drawImage(layers[layer], 0, 0)
  whole.toBlob((blob) => {
    if (!blob) return
    const link = document.createElement("a")
    link.href = URL.createObjectURL(blob)
    link.download = "explorer.png"
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }, "image/png")
}
