/* The buttons on the map, and its keys. */
import { h, icon } from "./dom.js"
import { savePicture } from "./picture.js"

const PLUS = "M12 5v14M5 12h14"
const MINUS = "M5 12h14"
const FIT = "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5M9 12h6M12 9v6"
const FULL = "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"
const SAVE = "M12 4v11M7 11l5 5 5-5M5 20h14"
const LINK = "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"

const button = (label, path, onclick) => h("button", { type: "button", "aria-label": label, title: label, onclick }, icon(path))

/* `fit()` shows everything and forgets the place in the address; `say(words)` tells what was done. */
export function toolbar(root, map, { fit, say }) {
  const full = button("Full screen", FULL, () => {
    if (document.fullscreenElement) document.exitFullscreen()
    else root.requestFullscreen().catch(() => say("The browser does not allow full screen here."))
  })
  document.addEventListener("fullscreenchange", () => {
    const on = document.fullscreenElement === root
    full.setAttribute("aria-label", on ? "Leave full screen" : "Full screen")
    full.title = full.getAttribute("aria-label")
    root.classList.toggle("sb-explorer--full", on)
    if (root.isConnected) { map.renderer.resize(); map.renderer.refresh() }
  })
  const copy = button("Copy link to this view", LINK, () => {
    const done = navigator.clipboard ? navigator.clipboard.writeText(location.href) : Promise.reject(new Error("no clipboard"))
    done.then(() => say("The link is copied."), () => say("The browser does not allow copying. The link is in its address bar."))
  })
  return h("div", { class: "sb-explorer__tools", role: "toolbar", "aria-label": "Map" },
    button("Zoom in", PLUS, () => map.zoom(1 / 1.5)),
    button("Zoom out", MINUS, () => map.zoom(1.5)),
    button("Show everything", FIT, fit),
    document.fullscreenEnabled && full,
    copy,
    button("Download as picture (PNG)", SAVE, () => savePicture(map)))
}

export function keys(stage, map, fit) {
  const moves = {
    ArrowLeft: () => map.pan(-1, 0), ArrowRight: () => map.pan(1, 0), ArrowUp: () => map.pan(0, 1), ArrowDown: () => map.pan(0, -1),
    "+": () => map.zoom(1 / 1.5), "=": () => map.zoom(1 / 1.5), "-": () => map.zoom(1.5), 0: fit,
  }
  stage.addEventListener("keydown", (event) => {
    const move = moves[event.key]
    if (!move || event.target !== stage || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    move()
  })
}
