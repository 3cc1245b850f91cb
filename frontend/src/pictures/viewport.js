/* What part of a picture is seen, and how large. @panzoom/panzoom moves the stage; here is where to. */
import Panzoom from "@panzoom/panzoom"

const READABLE = 0.6 // below this part of its size the text of a drawing is too small to read
const COMFORTABLE = 0.85
const LARGEST = 4
const STEP = 1.35
const SLACK = 32 // how far an edge may be drawn into the frame
const FINGERS = 240 // the room that a low picture gets on a phone, to be drawn apart
const PAPER = [680, 900] // what fits on a page of paper, with the heading above

const narrow = matchMedia("(max-width: 44.9375em)")
const printing = matchMedia("print")
const still = matchMedia("(prefers-reduced-motion: reduce)")

/* What is smaller than the frame stays in it; what is larger covers it but for a little slack. */
function held(length, room, start) {
  if (length <= room) return Math.min(Math.max(start, 0), room - length)
  return Math.min(Math.max(start, room - length - SLACK), SLACK)
}

/* How far something has to move along one axis to be in sight. */
function need(start, end, room) {
  if (start < 12) return 24 - start
  return end > room - 12 ? Math.max(room - 24 - end, 24 - start) : 0
}

export class Viewport {
  constructor(figure, view) {
    this.figure = figure
    this.view = view
    this.stage = document.createElement("div")
    this.stage.className = "sb-picture__stage"
    this.stage.append(...view.childNodes)
    view.append(this.stage)
    view.tabIndex = 0
    this.drawing = this.stage.querySelector(":scope > .sb-drawing")
    this.size = { width: 0, height: 0 } // of the stage, before it is zoomed
    this.pristine = true // nobody has moved it: it may be placed anew when its frame changes
    this.panzoom = Panzoom(this.stage, {
      noBind: true, canvas: true, cursor: "", touchAction: "", minScale: 0.05, maxScale: LARGEST, step: 0.6,
      handleStartEvent: () => {},
    })
    view.addEventListener("scroll", () => this.unscroll())
    this.refit()
    this.watch()
  }

  get isFull() {
    return this.figure.classList.contains("sb-picture--full")
  }

  get frame() {
    return { width: this.view.clientWidth, height: this.view.clientHeight }
  }

  /* Where the upper left corner is now. Panzoom turns on the middle. */
  get at() {
    const scale = this.panzoom.getScale()
    const { x, y } = this.panzoom.getPan()
    const { width, height } = this.size
    return { scale, left: (width / 2) * (1 - scale) + scale * x, top: (height / 2) * (1 - scale) + scale * y }
  }

  /* Whether something is out of sight: then it can be dragged, and a finger drags the picture and not the page. */
  get isCut() {
    const { scale, left, top } = this.at
    const { width, height } = this.frame
    const [right, bottom] = [left + this.size.width * scale, top + this.size.height * scale]
    return left < -1 || top < -1 || right > width + 1 || bottom > height + 1
  }

  place({ scale, left, top }, animate = false) {
    const options = { animate: animate && !still.matches, force: true }
    const x = (left - (this.size.width / 2) * (1 - scale)) / scale
    const y = (top - (this.size.height / 2) * (1 - scale)) / scale
    this.panzoom.zoom(scale, options)
    this.panzoom.pan(x, y, options)
    this.panzoom.setOptions({ startX: x, startY: y }) // Panzoom goes there once, a moment after it was made
    this.mark()
  }

  /* Places it so that it cannot be lost. */
  hold({ scale, left, top } = this.at, animate = false) {
    const { width, height } = this.frame
    left = held(this.size.width * scale, width, left)
    top = held(this.size.height * scale, height, top)
    this.place({ scale, left, top }, animate)
  }

  mark() {
    const cut = this.isCut || this.isFull
    this.view.classList.toggle("sb-picture__view--cut", cut)
    const { scale, left } = this.at
    this.view.classList.toggle("sb-picture__view--left", left < -8) // there is more on that side
    this.view.classList.toggle("sb-picture__view--right", left + this.size.width * scale > this.frame.width + 8)
    // On a phone a finger that goes up or down scrolls the page, unless the picture has the whole screen.
    this.view.style.touchAction = this.isFull || (cut && !narrow.matches) ? "none" : "pan-y"
  }

  measure() {
    const { size, stage, drawing, view } = this
    if (drawing) {
      const box = drawing.viewBox.baseVal
      size.width = parseFloat(drawing.getAttribute("width")) || box.width
      size.height = parseFloat(drawing.getAttribute("height")) || box.height
      stage.style.height = `${size.height}px`
    } else {
      stage.style.width = `${view.clientWidth}px`
      size.width = Math.max(view.clientWidth, ...[...stage.children].map((part) => Math.max(part.scrollWidth, part.offsetWidth)))
    }
    stage.style.width = `${size.width}px`
    if (!drawing) size.height = stage.offsetHeight
    const [wide, high] = PAPER
    this.figure.style.setProperty("--sb-print-zoom", Math.min(1, wide / size.width, high / size.height).toFixed(3))
  }

  /* The scale at which the width of the frame is enough; on the full screen its height as well. */
  get fitting() {
    const { width, height } = this.frame
    return Math.min(this.isFull ? 2 : 1, width / this.size.width, this.isFull ? height / this.size.height : Infinity)
  }

  /* The scale to begin with: all of it where it can be read, else a part that can. */
  get first() {
    if (this.fitting >= READABLE || (narrow.matches && !this.drawing && !this.isFull)) return this.fitting
    return narrow.matches && !this.isFull ? READABLE : COMFORTABLE
  }

  /* What a picture is about; of several the largest, where most meets. */
  get subject() {
    const boxes = [...this.stage.querySelectorAll(".sb-subject .sb-box, .sb-subject:not(:has(.sb-box))")]
    const high = (box) => parseFloat(box.getAttribute("height")) || 0
    return boxes.reduce((best, box) => (!best || high(box) > high(best) ? box : best), null)
  }

  /* Puts the picture as it is first seen. The transform of before must not disturb what is measured. */
  refit() {
    if (!this.view.clientWidth) return
    this.pristine = true
    this.measure()
    const scale = this.first
    const low = narrow.matches && this.drawing ? Math.min(this.size.height * READABLE, FINGERS) : 0
    this.view.style.height = this.isFull ? "" : `${Math.ceil(Math.max(this.size.height * scale, low))}px`
    this.stage.style.transition = "none"
    this.stage.style.transform = "none"
    this.place({ scale: 1, left: 0, top: 0 })
    this.place(this.centred(scale))
    // Panzoom waits for the next frame of the screen; the first place must not flash.
    const { x, y } = this.panzoom.getPan()
    this.stage.style.transform = `scale(${scale}) translate(${x}px, ${y}px)`
  }

  /* The place with the whole picture in the middle or, where it is too large for that, its subject. */
  centred(scale) {
    const { width, height } = this.frame
    const [wide, high] = [this.size.width * scale, this.size.height * scale]
    const { subject } = this
    const middle = { scale, left: (width - wide) / 2, top: (height - high) / 2 }
    if (wide <= width + 1 && high <= height + 1) return middle
    // Where a picture is about nothing in particular one begins to read where it begins.
    if (!subject) return { scale, left: Math.max(0, middle.left), top: Math.max(0, middle.top) }
    const now = this.at
    const outer = this.view.getBoundingClientRect()
    const box = subject.getBoundingClientRect()
    const x = (box.left + box.width / 2 - outer.left - now.left) / now.scale
    const y = (box.top + box.height / 2 - outer.top - now.top) / now.scale
    return { scale, left: held(wide, width, width / 2 - x * scale), top: held(high, height, height / 2 - y * scale) }
  }

  /* All of it, in the middle. */
  fit() {
    const { width, height } = this.frame
    const scale = Math.min(this.isFull ? 2 : 1, width / this.size.width, height / this.size.height)
    this.pristine = false
    this.place({ scale, left: (width - this.size.width * scale) / 2, top: (height - this.size.height * scale) / 2 }, true)
  }

  /* A step in (1) or out (-1). What cannot be read yet is made larger in larger steps. */
  zoom(way) {
    const step = this.panzoom.getScale() < READABLE ? 1.8 : STEP
    const { width, height } = this.frame
    // Of a picture that is higher than the window, round the middle of what is seen of it.
    const { top } = this.view.getBoundingClientRect()
    const [from, to] = [Math.max(0, -top), Math.min(height, innerHeight - top)]
    this.zoomAt(step ** way, { x: width / 2, y: to > from ? (from + to) / 2 : height / 2 }, true)
  }

  /* Zooms by a factor where the pointer is. */
  zoomTo(factor, event) {
    const box = this.view.getBoundingClientRect()
    this.zoomAt(factor, { x: event.clientX - box.left, y: event.clientY - box.top }, false)
  }

  zoomAt(factor, point, animate) {
    const now = this.at
    const smallest = Math.min(this.fitting, 1) / 2
    const scale = Math.min(LARGEST, Math.max(smallest, now.scale * factor))
    const by = scale / now.scale
    this.pristine = false
    this.hold({ scale, left: point.x - (point.x - now.left) * by, top: point.y - (point.y - now.top) * by }, animate)
  }

  moveBy(x, y, animate = false) {
    const { scale, left, top } = this.at
    this.pristine = false
    this.hold({ scale, left: left + x, top: top + y }, animate)
  }

  /* A frame that the browser has scrolled, for the focus or for words that were searched, is put back. */
  unscroll() {
    const { scrollLeft, scrollTop } = this.view
    if (!scrollLeft && !scrollTop) return
    this.view.scrollTo(0, 0)
    this.moveBy(-scrollLeft, -scrollTop)
  }

  /* Brings a part into sight, when it has the focus. */
  show(part) {
    this.view.scrollTo(0, 0)
    const outer = this.view.getBoundingClientRect()
    const box = part.getBoundingClientRect()
    const x = need(box.left - outer.left, box.right - outer.left, outer.width)
    const y = need(box.top - outer.top, box.bottom - outer.top, outer.height)
    if (x || y) this.moveBy(x, y)
  }

  /* A drawing has a size of its own; what follows the width of the page may grow and shrink by itself as well. */
  watch() {
    let known = this.view.clientWidth
    const watcher = new ResizeObserver(() => {
      const width = this.view.clientWidth
      if (!width || printing.matches) return
      const changed = Math.abs(width - known) > 1
      const grown = !this.drawing && Math.abs(this.stage.offsetHeight - this.size.height) > 1
      known = width
      if (changed || (grown && this.pristine)) this.refit()
      else if (grown) this.measure()
    })
    watcher.observe(this.view)
    if (!this.drawing) watcher.observe(this.stage)
  }
}
