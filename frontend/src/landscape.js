/* The landscape map: colours its tiles by what the reader chooses, without loading the page again.

   Each tile names, for every overlay, its place in that overlay's legend (data-sb-in="0 2 1 …"), so the words and
   tones stand in the page once. The address keeps the choice as ?overlay=…&show=gaps,overlaps; ?q= belongs to
   Material's search and ?filter= to our filters. */

const SHOWS = ["gaps", "overlaps"]
const PARTS = { gaps: "[data-sb-gap]", overlaps: "[data-sb-overlap]" }

function start() {
  for (const figure of document.querySelectorAll("[data-sb-map]:not([data-sb-map-on])")) map(figure)
}

function map(figure) {
  figure.dataset.sbMapOn = ""
  // On a phone tables are open from the start where a picture has no room. This one has.
  const table = figure.parentElement.querySelector(".sb-facts-table")
  if (table) table.open = false
  const bar = figure.querySelector("[data-sb-map-bar]")
  const choices = [...bar.querySelectorAll("[name=sb-overlay]")]
  const switches = [...bar.querySelectorAll("[name=sb-show]")]
  const question = bar.querySelector("[role=status]")
  const legends = [...bar.querySelectorAll("[data-sb-overlay]")]
  const tiles = [...figure.querySelectorAll("[data-sb-in]")].map((item) => ({
    link: item.querySelector("a"),
    places: item.dataset.sbIn.split(" ").map(Number),
    words: item.dataset.sbWords,
  }))
  let shown = -1 // which legend
  let pinned = -1 // which of its entries stays lit

  const entries = () => (shown < 0 ? [] : [...legends[shown].querySelectorAll("button")])

  function colour(key) {
    shown = legends.findIndex((legend) => legend.dataset.sbOverlay === key)
    legends.forEach((legend, at) => (legend.hidden = at !== shown))
    const values = entries().map((entry) => ({
      tone: entry.dataset.sbTone,
      label: entry.querySelector("bdi").textContent,
    }))
    for (const tile of tiles) say(tile, values[tile.places[shown]])
    if (shown < 0) delete figure.dataset.sbColoured
    else figure.dataset.sbColoured = key
    question.textContent = shown < 0 ? "" : legends[shown].dataset.sbQuestion
    pin(-1)
  }

  /* A tile says in words what its colour says. Only the value that stands for several has words of its own. */
  function say(tile, value) {
    let words = tile.link.querySelector(".sb-said")
    if (!value) {
      delete tile.link.dataset.sbTone
      if (words) words.remove()
      return
    }
    tile.link.dataset.sbTone = value.tone
    if (!words) {
      words = document.createElement("small")
      words.className = "sb-said"
      tile.link.lastElementChild.append(words)
    }
    words.textContent = value.tone === "other" && tile.words && shown === 0 ? tile.words : value.label
  }

  function light(at) {
    figure.toggleAttribute("data-sb-lit", at >= 0)
    for (const tile of tiles) tile.link.classList.toggle("sb-lit", at >= 0 && tile.places[shown] === at)
  }

  function pin(at) {
    pinned = at
    entries().forEach((entry, n) => entry.setAttribute("aria-pressed", String(n === at)))
    light(at)
  }

  function show(name, on) {
    for (const part of figure.querySelectorAll(PARTS[name])) part.hidden = !on
    figure.toggleAttribute(`data-sb-${name}`, on)
  }

  function remember() {
    const address = new URL(location.href)
    const key = choices.find((choice) => choice.checked).value
    const on = switches.filter((one) => one.checked).map((one) => one.value)
    if (key) address.searchParams.set("overlay", key)
    else address.searchParams.delete("overlay")
    if (on.length) address.searchParams.set("show", on.join(","))
    else address.searchParams.delete("show")
    // A comma needs no escape in a query, and people read addresses.
    address.search = address.search.replaceAll("%2C", ",")
    if (address.href !== location.href) history.replaceState(history.state, "", address)
  }

  function recall() {
    const wanted = new URL(location.href).searchParams
    const on = (wanted.get("show") || "").split(",")
    const choice = choices.find((one) => one.value === (wanted.get("overlay") || "")) || choices[0]
    choice.checked = true
    colour(choice.value)
    for (const one of switches) {
      one.checked = on.includes(one.value)
      show(one.value, one.checked)
    }
  }

  bar.addEventListener("change", (event) => {
    if (event.target.name === "sb-overlay") colour(event.target.value)
    else if (SHOWS.includes(event.target.value)) show(event.target.value, event.target.checked)
    remember()
  })
  const entry = (event) => entries().indexOf(event.target.closest("button"))
  for (const legend of legends) {
    for (const name of ["pointerover", "focusin"]) legend.addEventListener(name, (event) => light(entry(event)))
    for (const name of ["pointerleave", "focusout"]) legend.addEventListener(name, () => light(pinned))
    legend.addEventListener("click", (event) => {
      const at = entry(event)
      if (at >= 0) pin(at === pinned ? -1 : at)
    })
    legend.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && pinned >= 0) pin(-1)
    })
  }
  addEventListener("popstate", recall)
  bar.hidden = false
  recall()
}

// With instant navigation Material puts new pages in without loading them, and says so through document$.
if (window.document$) window.document$.subscribe(start)
else start()
