/* The row of buttons above a picture: one stop for the keyboard, arrow keys between the buttons. */

const LINES = {
  in: "M9 4v10M4 9h10",
  out: "M4 9h10",
  fit: "M6.5 3H3v3.5M11.5 3H15v3.5M6.5 15H3v-3.5M11.5 15H15v-3.5M6.5 7.5h5v3h-5z",
  full: "M10.5 3H15v4.5M15 3l-5 5M7.5 15H3v-4.5M3 15l5-5",
  leave: "M15 8h-5V3M10 8l5-5M3 10h5v5M8 10l-5 5",
  svg: "M9 3v8M5.5 8 9 11.5 12.5 8M3.5 15h11",
  png: "M3 4.5h12v9.5H3zM3 12l3.5-3.5 3 3L12 9l3 3M11.8 7h.4",
  link: "M7.6 10.4l2.8-2.8M8.4 5.6l1.4-1.4a2.8 2.8 0 0 1 4 4l-1.4 1.4M9.6 12.4l-1.4 1.4a2.8 2.8 0 0 1-4-4l1.4-1.4",
}
const BUTTONS = [
  ["in", "Zoom in", "+"],
  ["out", "Zoom out", "-"],
  ["fit", "Show all of it", "0"],
  ["full", "Full screen", ""],
  ["svg", "Download as SVG", ""],
  ["png", "Download as PNG", ""],
  ["link", "Copy link to this picture", ""],
]

function icon(name) {
  const space = "http://www.w3.org/2000/svg"
  const svg = document.createElementNS(space, "svg")
  const path = document.createElementNS(space, "path")
  svg.setAttribute("viewBox", "0 0 18 18")
  svg.setAttribute("aria-hidden", "true")
  svg.setAttribute("focusable", "false")
  path.setAttribute("d", LINES[name])
  svg.append(path)
  return svg
}

function name(button, text, key) {
  button.setAttribute("aria-label", text)
  button.title = key ? `${text} (${key})` : text
}

/* Puts the buttons into a figure. `actions` has a function for each; one that gives a promise is waited for. */
export function toolbar(figure, actions) {
  const bar = document.createElement("div")
  bar.className = "sb-picture__tools"
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", "This picture")
  const said = document.createElement("output")
  said.className = "sb-picture__said"
  said.setAttribute("aria-live", "polite")
  const buttons = BUTTONS.map(([key, text, shortcut]) => {
    const button = document.createElement("button")
    button.type = "button"
    button.dataset.sbTool = key
    name(button, text, shortcut)
    button.append(icon(key))
    button.addEventListener("click", () => run(button, actions[key]))
    return button
  })
  const groups = [buttons.slice(0, 4), buttons.slice(4)].map((some) => {
    const group = document.createElement("span")
    group.append(...some)
    return group
  })
  bar.append(said, ...groups)
  roving(bar, buttons)

  let later
  function say(text) {
    clearTimeout(later)
    said.textContent = text
    later = setTimeout(() => { said.textContent = "" }, 4000)
  }

  async function run(button, action) {
    if (button.getAttribute("aria-busy")) return
    button.setAttribute("aria-busy", "true")
    try {
      await action()
    } catch (problem) {
      say("That did not work in this browser.")
      console.error(problem)
    } finally {
      button.removeAttribute("aria-busy")
    }
  }

  figure.prepend(bar)
  return {
    say,
    bar,
    pressed(key, on) {
      const button = buttons.find((one) => one.dataset.sbTool === key)
      name(button, on ? "Leave full screen" : "Full screen", on ? "Esc" : "")
      button.replaceChildren(icon(on ? "leave" : "full"))
    },
  }
}

function roving(bar, buttons) {
  function stop(at) {
    buttons.forEach((button, place) => { button.tabIndex = place === at ? 0 : -1 })
  }
  stop(0)
  bar.addEventListener("focusin", (event) => buttons.includes(event.target) && stop(buttons.indexOf(event.target)))
  bar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(event.target)
    const last = buttons.length - 1
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key]
    if (at < 0 || to === undefined) return
    event.preventDefault()
    buttons[to].focus()
  })
}
