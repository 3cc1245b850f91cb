/* The explorer page. Material's instant navigation may run this script again, or show the page without running it. */
import { App } from "./app.js"
import { load } from "./data.js"

let apps = []

function start() {
  // A page that was left takes its drawing area along, of which a browser only has a few.
  for (const app of apps) if (!app.root.isConnected && app.map) app.map.kill()
  apps = apps.filter((app) => app.root.isConnected)
  for (const root of document.querySelectorAll("[data-sb-explorer]")) {
    if (root.dataset.started) continue
    root.dataset.started = "1"
    const fail = () => root.classList.add("sb-explorer--failed")
    load(root.dataset.file, (raw) => {
      try {
        root.explorer = new App(root, raw) // for the console and for tests
        apps.push(root.explorer)
      } catch (problem) {
        fail()
        throw problem
      }
    }, fail)
  }
}

if (!window.stackbookExplorerStarted) {
  window.stackbookExplorerStarted = true
  if (window.document$) window.document$.subscribe(start)
  else start()
} else start()
