/* A picture on the whole screen; where the browser refuses that, over the whole page. Escape leaves both. */

export function fullScreen(figure, changed) {
  const isOn = () => figure.classList.contains("sb-picture--full")
  let before = null

  function set(on) {
    if (on === isOn()) return
    if (on) before = { x: scrollX, y: scrollY }
    figure.classList.toggle("sb-picture--full", on)
    document.documentElement.classList.toggle("sb-has-full-picture", on)
    changed(on)
    if (!on && before) scrollTo(before.x, before.y)
  }

  async function enter() {
    set(true)
    try {
      await figure.requestFullscreen()
    } catch {
      figure.classList.add("sb-picture--over")
    }
  }

  function leave() {
    figure.classList.remove("sb-picture--over")
    if (document.fullscreenElement === figure) document.exitFullscreen()
    else set(false)
  }

  figure.addEventListener("fullscreenchange", () => set(document.fullscreenElement === figure))
  figure.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOn()) return
    event.preventDefault()
    leave()
  })
  return { isOn, toggle: () => (isOn() ? leave() : enter()) }
}
