// What the pages weigh, how long the server takes for them, and how long the whole form takes with the keyboard alone.
// Sizes are held to their limits; times are printed, and only one far beyond its limit fails.
import { PUBLIC, Visitor } from './chromium.mjs'
import { answerUpTo, begin, pathOf, questionAt, SHORT, SLUGS } from './form.mjs'
import { check, equal } from './runner.mjs'

const FIRST_REQUESTS_MAX = 3
const FIRST_BYTES_MAX = 20 * 1024
const SERVER_MS_MAX = 50

async function weighed (page, go) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  const files = new Map()
  devtools.on('Network.responseReceived', ({ requestId, response }) => files.set(requestId, { url: response.url, bytes: 0 }))
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (files.has(requestId)) files.get(requestId).bytes = encodedDataLength
  })
  await go()
  await page.waitForLoadState('networkidle')
  await devtools.detach()
  return [...files.values()]
}
const kb = bytes => `${(bytes / 1024).toFixed(1)} kB`

async function serverTime (context, path) {
  const times = []
  for (let round = 0; round < 5; round++) {
    const before = performance.now()
    const answer = await context.request.get(PUBLIC + path, { maxRedirects: 0 })
    times.push(performance.now() - before)
    check([200, 404].includes(answer.status()), `${path} answers ${answer.status()}`)
  }
  return times.sort((a, b) => a - b)
}

// Tab until the focus is on what is wanted.
async function tabTo (page, wanted, presses) {
  for (let guard = 0; guard < 80; guard++) {
    if (await page.evaluate(wanted.is, wanted.given)) return
    await page.keyboard.press('Tab')
    presses.count++
  }
  throw new Error(`the Tab key does not come to ${JSON.stringify(wanted.given)}`)
}
const named = (name, value) => ({
  is: ([name, value]) => document.activeElement?.name === name && (!value || document.activeElement.type === 'radio' || document.activeElement.value === value),
  given: [name, value]
})
const button = { is: () => document.activeElement?.matches('main form button[type=submit]:not([name])') ?? false, given: 'the button' }

async function typeAnswer (page, field, name, answer, presses) {
  if (field.kind === 'date') {
    for (const [at, part] of ['day', 'month', 'year'].entries()) {
      await tabTo(page, named(`${name}-${part}`), presses)
      await page.keyboard.type(answer[at])
    }
  } else if (field.kind === 'radios') {
    await tabTo(page, named(name, answer), presses)
    await page.keyboard.press('Space')
    while (await page.evaluate(() => document.activeElement.value) !== answer) {
      await page.keyboard.press('ArrowDown')
      presses.count++
    }
  } else if (field.kind === 'tick') {
    await tabTo(page, named(name), presses)
    await page.keyboard.press('Space')
  } else {
    await tabTo(page, named(name), presses)
    await page.keyboard.type(answer)
  }
}

async function sendByKeyboard (page, presses) {
  await tabTo(page, button, presses)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

async function answerByKeyboard (page, presses) {
  for (const [at, field] of (questionAt(pathOf(page))?.fields ?? []).entries()) {
    const ticked = (field.options ?? []).filter(({ pointer }) => pointer && SHORT[pointer])
    for (const { value } of ticked) {
      await tabTo(page, named(`a${at + 1}`, value), presses)
      await page.keyboard.press('Space')
    }
    const answer = SHORT[field.pointer]
    if (answer !== undefined) await typeAnswer(page, field, `a${at + 1}`, answer, presses)
  }
  await sendByKeyboard(page, presses)
}

export const figureTests = [
  {
    name: 'figures: the first page comes in three requests and 20 kB',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      const files = await weighed(visitor.page, () => visitor.page.goto('/'))
      const icon = await visitor.page.locator('link[rel=icon]').getAttribute('href')
      const asked = files.filter(({ url }) => !url.endsWith(icon))  // browsers fetch the icon at their leisure
      const sum = files.reduce((all, { bytes }) => all + bytes, 0)
      for (const { url, bytes } of files) console.log(`        ${kb(bytes).padStart(9)}  ${new URL(url).pathname}`)
      console.log(`        ${kb(sum).padStart(9)}  in ${asked.length} requests and the icon`)
      check(asked.length <= FIRST_REQUESTS_MAX, `${asked.length} requests`)
      check(sum <= FIRST_BYTES_MAX, `${sum} bytes`)
      await visitor.close()
    }
  },
  {
    name: 'figures: what every page weighs, and the server\'s time for it',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      await begin(visitor.page)
      await answerUpTo(visitor.page, '/answers')
      const lines = []
      const paths = ['/', '/help-now', '/leaving-quickly', '/stay-safe-online', '/privacy', '/cookies', '/contact', '/accessibility', '/ended',
        '/still-there', '/answers', ...SLUGS.map(slug => `/${slug}`)]
      for (const path of paths) {
        const answer = await visitor.context.request.get(PUBLIC + path, { maxRedirects: 0 })
        if (answer.status() === 303) continue  // not a page of this form
        const size = (await answer.body()).length
        const times = await serverTime(visitor.context, path)
        lines.push({ path, size, best: times[0], middle: times[2] })
        check(times[0] <= SERVER_MS_MAX, `${path} took ${times[0].toFixed(1)} ms at best`)
      }
      for (const { path, size, middle } of lines) console.log(`        ${path.padEnd(20)}${kb(size).padStart(9)}${middle.toFixed(1).padStart(8)} ms`)
      const slowest = lines.sort((a, b) => b.middle - a.middle)[0]
      console.log(`        slowest: ${slowest.path}, ${slowest.middle.toFixed(1)} ms there and back, limit ${SERVER_MS_MAX} ms`)
      await visitor.close()
    }
  },
  {
    name: 'figures: the whole form with the keyboard alone',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      const { page } = visitor
      const presses = { count: 0 }
      const before = performance.now()
      await page.goto('/')
      await sendByKeyboard(page, presses)
      for (let guard = 0; pathOf(page) !== '/answers' && guard < 60; guard++) await answerByKeyboard(page, presses)
      await sendByKeyboard(page, presses)
      console.log(`        sent in ${((performance.now() - before) / 1000).toFixed(1)} s with ${presses.count} presses of Tab and arrows`)
      equal(pathOf(page), '/sent', 'the end')
      await visitor.close()
    }
  }
]
