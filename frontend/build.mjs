/* Builds what the pages run. Called by tools/frontend.py:

       node build.mjs MODULES OUT

   MODULES is the folder that holds node_modules. OUT gets two folders: `site` (for the pages) and `fonts` (for pictures
   made on the command line). The same sources give the same bytes. */
import { createRequire } from "node:module"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const [modules, out] = process.argv.slice(2)
const here = dirname(fileURLToPath(import.meta.url))
const packages = join(modules, "node_modules")
const esbuild = createRequire(join(modules, "package.json"))("esbuild")

const SCRIPTS = { pictures: "src/pictures/index.js", explorer: "src/explorer/index.js", landscape: "src/landscape.js" }
const WEIGHTS = [400, 600]
const TTF = { "Roboto-Regular.ttf": "400Regular/Roboto_400Regular.ttf", "Roboto-SemiBold.ttf": "600SemiBold/Roboto_600SemiBold.ttf" }
const RANGES = JSON.parse(readFileSync(join(packages, "@fontsource/roboto/unicode.json"), "utf8"))
const SUBSETS = ["latin", "latin-ext"]

const site = join(out, "site")
const fonts = join(out, "fonts")
mkdirSync(site, { recursive: true })
mkdirSync(fonts, { recursive: true })

async function scripts() {
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: SCRIPTS,
    outdir: site,
    nodePaths: [packages],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    charset: "utf8",
    legalComments: "none", // the whole licences are in LICENSES.txt
    banner: { js: "/* Stackbook. Licences of what is bundled: LICENSES.txt */" },
    define: { "process.env.NODE_ENV": '"production"' },
    metafile: true,
    logLevel: "warning",
  })
  return Object.keys(result.metafile.inputs)
}

/* The packages that files come from: .../node_modules/@scope/name/... */
function owners(files) {
  const names = files.map((file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file.replaceAll("\\", "/"))?.[1])
  return [...new Set(names.filter(Boolean))].sort()
}

function licence(name) {
  const folder = join(packages, name)
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const texts = readdirSync(folder).filter((file) => /licen[cs]e/i.test(file)).sort()
  if (!texts.length) throw new Error(`${name} brings no text of its licence`)
  const body = texts.map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim()).join("\n\n")
  return `${name} ${about.version} (${about.license})\n\n${body}\n`
}

/* Roboto for the pictures: as files for the pages, and as one script for pictures that are downloaded as PNG (a page
   opened from a folder may not read files, but it may run scripts). */
function roboto() {
  const faces = []
  const data = []
  for (const subset of SUBSETS) {
    for (const weight of WEIGHTS) {
      const file = join(packages, "@fontsource/roboto/files", `roboto-${subset}-${weight}-normal.woff2`)
      const name = `roboto-${subset}-${weight}.woff2`
      const face = (address) => `@font-face{font-family:Roboto;font-style:normal;font-weight:${weight};font-display:swap;` +
        `src:url(${address}) format("woff2");unicode-range:${RANGES[subset]}}`
      cpSync(file, join(site, name))
      faces.push(face(name))
      data.push(face(`data:font/woff2;base64,${readFileSync(file).toString("base64")}`))
    }
  }
  writeFileSync(join(site, "roboto.css"), faces.join("\n") + "\n")
  writeFileSync(join(site, "roboto.js"), `window.stackbookRoboto=${JSON.stringify(data.join("\n"))}\n`)
  for (const [name, file] of Object.entries(TTF)) cpSync(join(packages, "@expo-google-fonts/roboto", file), join(fonts, name))
  const text = ["LICENSE_FONT", "LICENSE"].map((file) => join(packages, "@expo-google-fonts/roboto", file)).find(existsSync)
  cpSync(text, join(fonts, "LICENSE.txt"))
}

const used = owners(await scripts())
roboto()
const rule = `\n${"-".repeat(80)}\n\n`
writeFileSync(join(site, "LICENSES.txt"), [...used, "@fontsource/roboto"].sort().map(licence).join(rule))
