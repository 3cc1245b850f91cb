/* A picture as a file. */
import { exported } from "./export/index.js"
import { fontFaces } from "./export/fonts.js"

const SHARP = 2
const MOST_PIXELS = 60e6 // browsers refuse larger canvases
const LONGEST = 16000

function save(blob, name) {
  const address = URL.createObjectURL(blob)
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.hidden = true
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 10000)
}

const fileName = (figure, ending) => `${figure.dataset.sbPicture || figure.id || "picture"}.${ending}`

export async function saveSvg(figure) {
  await fontFaces()
  const { svg } = exported(figure)
  save(new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', svg, "\n"], { type: "image/svg+xml" }), fileName(figure, "svg"))
}

/* Drawn from a data: address, with its font in it: nothing is fetched, so it works for pages opened from a folder. */
export async function savePng(figure) {
  const faces = await fontFaces()
  const { svg, width, height } = exported(figure, faces)
  const scale = Math.min(SHARP, Math.sqrt(MOST_PIXELS / (width * height)), LONGEST / Math.max(width, height))
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = Math.round(width * scale)
  canvas.height = Math.round(height * scale)
  const paper = canvas.getContext("2d")
  // The first time some browsers have not read the font yet.
  paper.drawImage(image, 0, 0, canvas.width, canvas.height)
  await new Promise((done) => setTimeout(done, 60))
  paper.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"))
  if (!blob) throw new Error("the picture is too large for this browser")
  save(blob, fileName(figure, "png"))
}
