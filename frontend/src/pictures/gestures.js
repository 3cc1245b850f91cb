/* The mouse, fingers and the keyboard on a picture. */

const CLICK = { mouse: 4, touch: 9, pen: 9 } // how far a pointer may stray, in pixels, and still click
const STEP = 60

const isField = (element) => element.closest("input, select, textarea, [contenteditable]")

export function gestures(view, port, isFull) {
  dragging(view, port, isFull)
  wheel(view, port, isFull)
  keyboard(view, port)
}

function dragging(view, port, isFull) {
  const down = new Map()
  let strayed = false
  let listening

  /* One finger on a picture that is seen whole scrolls the page; two fingers always zoom. */
  const isForPage = (event) => event.pointerType === "touch" && down.size < 2 && !port.isCut && !isFull()

  function move(event) {
    const from = down.get(event.pointerId)
    if (!from) return
    const far = Math.hypot(event.clientX - from.x, event.clientY - from.y)
    if (down.size > 1 || far > (CLICK[event.pointerType] || CLICK.mouse)) strayed = true
    if (!strayed || isForPage(event)) return
    view.classList.add("sb-picture__view--dragged")
    port.pristine = false
    port.panzoom.handleMove(event)
  }

  function up(event) {
    if (!down.delete(event.pointerId)) return
    port.panzoom.handleUp(event)
    if (down.size) return
    listening.abort()
    view.classList.remove("sb-picture__view--dragged")
    if (strayed) port.hold(port.at, true)
  }

  view.addEventListener("pointerdown", (event) => {
    if ((event.pointerType === "mouse" && event.button !== 0) || isField(event.target)) return
    if (!down.size) {
      strayed = false
      listening = new AbortController()
      const { signal } = listening
      document.addEventListener("pointermove", move, { signal, passive: true })
      for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, up, { signal })
    }
    down.set(event.pointerId, { x: event.clientX, y: event.clientY })
    port.panzoom.handleDown(event)
  })
  // The click at the end of a drag is none, and links are not carried away.
  view.addEventListener("click", (event) => {
    if (!strayed || event.detail === 0) return
    strayed = false
    event.preventDefault()
    event.stopPropagation()
  }, true)
  view.addEventListener("dragstart", (event) => event.preventDefault())
}

/* The wheel scrolls the page. With Ctrl or Cmd, which is also what a pinch on a touchpad sends, it zooms. */
function wheel(view, port, isFull) {
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && !isFull()) return
    event.preventDefault()
    const lines = event.deltaMode === 1 ? 16 : 1
    const far = Math.max(-100, Math.min(100, event.deltaY * lines))
    port.zoomTo(Math.exp(-far * (event.ctrlKey && Math.abs(far) < 30 ? 0.01 : 0.0025)), event)
  }, { passive: false })
}

function keyboard(view, port) {
  const arrows = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }
  const keys = { "+": () => port.zoom(1), "=": () => port.zoom(1), "-": () => port.zoom(-1), 0: () => port.fit() }
  view.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return
    const arrow = arrows[event.key]
    if (arrow && port.isCut) port.moveBy(...arrow, true)
    else if (keys[event.key]) keys[event.key]()
    else return
    event.preventDefault()
    event.stopPropagation()
  })
  view.addEventListener("focusin", (event) => {
    if (event.target !== view && event.target.matches(":focus-visible")) port.show(event.target)
  })
}
