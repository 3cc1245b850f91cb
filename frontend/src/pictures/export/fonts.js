/* Roboto as data, from a script of its own that is only loaded when a picture is saved. */

// Known while the script runs, and not later.
const own = document.currentScript && document.currentScript.src
let faces = null

function load() {
  return new Promise((done) => {
    if (window.stackbookRoboto || !own) return done(window.stackbookRoboto || "")
    const script = document.createElement("script")
    script.src = new URL("roboto.js", own).href
    script.onload = () => done(window.stackbookRoboto || "")
    script.onerror = () => done("") // then the picture has the fonts of this computer
    document.head.append(script)
  })
}

/* Style rules with the font as data. The page knows the font afterwards: what is exported is measured with it. */
export function fontFaces() {
  faces = faces || load().then(async (css) => {
    if (!css) return ""
    const style = document.createElement("style")
    style.textContent = css
    document.head.append(style)
    await Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 13px Roboto`, "Aa\u0141")))
    return css
  })
  return faces
}
