/* The controls of every picture: figure.sb-picture. Without this script a picture can be read, scrolled and clicked. */
import { copyLink } from "./address.js"
import { savePng, saveSvg } from "./save.js"
import { fullScreen } from "./full-screen.js"
import { gestures } from "./gestures.js"
import { highlight } from "./highlight.js"
import { toolbar } from "./toolbar.js"
import { Viewport } from "./viewport.js"

function controls(figure) {
  const view = figure.querySelector(".sb-picture__view")
  if (!view || figure.dataset.sbControls) return
  figure.dataset.sbControls = "on"
  const port = new Viewport(figure, view)
  const screen = fullScreen(figure, (on) => {
    tools.pressed("full", on)
    port.refit()
  })
  const tools = toolbar(figure, {
    in: () => port.zoom(1),
    out: () => port.zoom(-1),
    fit: () => port.fit(),
    full: () => screen.toggle(),
    svg: () => saveSvg(figure),
    png: () => savePng(figure),
    link: () => copyLink(figure, tools),
  })
  gestures(view, port, () => screen.isOn())
  highlight(view)
}

function start() {
  document.querySelectorAll("figure.sb-picture").forEach(controls)
}

// With instant navigation Material puts new pages in without loading them, and says so through document$.
if (window.document$) window.document$.subscribe(start)
else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start)
else start()
