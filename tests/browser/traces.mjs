// What is left on somebody's device after they leave: fifty strings are typed in, the exit is taken, and neither the
// pages nor the browser's own folder may hold one of them.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BANNED, goInHistory, launchAt, PUBLIC } from './chromium.mjs'
import { answerUpTo, begin, everything } from './form.mjs'
import { check, equal } from './runner.mjs'

const DESKTOP = { viewport: { width: 1280, height: 900 } }
const PHONE = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 3,
  userAgent: 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36'
}

function planting () {
  const planted = []
  return {
    planted,
    text: () => {
      planted.push(`Quill${String(planted.length + 1).padStart(2, '0')}mark`)
      return planted.at(-1)
    }
  }
}

// Every file below a folder, with its bytes; texts lie there as UTF-8 or as UTF-16.
function * filesIn (folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield * filesIn(path)
    else if (entry.isFile() && statSync(path).size > 0) yield [path, readFileSync(path)]
  }
}
function foundIn (folder, strings) {
  const found = []
  for (const [path, bytes] of filesIn(folder)) {
    for (const text of strings) {
      if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))) found.push(`${text} in ${path.slice(folder.length + 1)}`)
    }
  }
  return found
}

async function leaveAndLookBack (profile, options) {
  const { planted, text } = planting()
  const context = await launchAt(profile, { ...options, baseURL: PUBLIC })
  try {
    const page = context.pages()[0] ?? await context.newPage()
    const shown = new Set()
    await page.goto('about:blank')
    await begin(page)
    await answerUpTo(page, '/answers', everything(text), async () => { shown.add(page.url()) })
    equal(planted.length, 50, 'strings planted')
    const summary = await page.locator('main').innerText()
    for (const word of planted) check(summary.includes(word), `${word} was not taken`)

    // Typed and never sent: a browser may keep that as well.
    await page.goto('/q/6')
    await page.locator('[name=a1]').pressSequentially(text())
    await page.locator('.govuk-button--warning').click()

    equal(await page.title(), 'Weather', 'the exit leads away')
    equal((await context.cookies()).length, 0, 'cookies left after the exit')
    const clean = async where => {
      const content = await page.content()
      for (const word of planted) check(!content.includes(word), `${word} came back: ${where}`)
    }
    const again = [...Array.from({ length: 8 }, () => () => goInHistory(page, -1)), ...Array.from({ length: 4 }, () => () => goInHistory(page, 1)),
      () => page.reload(), ...[...shown].map(address => () => page.goto(address))]
    for (const [at, step] of again.entries()) {
      await step()
      await clean(`step ${at} at ${page.url()}`)
    }
    const devtools = await context.newCDPSession(page)
    const { entries } = await devtools.send('Page.getNavigationHistory')
    for (const { url, title } of entries) {
      const ours = url.startsWith(PUBLIC)
      check(!ours || !BANNED.test(new URL(url).pathname + title), `the history tells: ${url} ${title}`)
      for (const word of planted) check(!url.includes(word) && !title.includes(word), `${word} is in the history`)
    }
    await page.goto('/ended')
    const stored = await page.evaluate(async () => [localStorage.length, sessionStorage.length,
      (await caches.keys()).length, (await indexedDB.databases()).length,
      (await navigator.serviceWorker.getRegistrations()).length].join())
    equal(stored, '0,0,0,0,0', 'local, session, caches, databases, workers')
  } finally {
    await context.close()
  }
  equal(foundIn(profile, planted).join('; '), '', 'left on the disk')
}

function test (name, options) {
  return {
    name: `traces: ${name}`,
    body: async () => {
      const profile = mkdtempSync(join(tmpdir(), 'clarion-browser-'))
      try {
        await leaveAndLookBack(profile, options)
      } finally {
        if (!process.env.KEEP_PROFILE) rmSync(profile, { recursive: true, force: true })
        else console.log(profile)
      }
    }
  }
}

export const traceTests = [
  test('nothing is left on a desk computer', DESKTOP),
  test('nothing is left on a desk computer without scripts', { ...DESKTOP, javaScriptEnabled: false }),
  test('nothing is left on a telephone', PHONE),
  test('nothing is left on a telephone without scripts', { ...PHONE, javaScriptEnabled: false })
]
