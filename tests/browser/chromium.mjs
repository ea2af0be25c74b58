// Debian's Chromium, and a visitor who watches what every page does.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from 'playwright-core'
import { check, equal } from './runner.mjs'

export const PUBLIC = process.env.PUBLIC_URL
export const STAFF = process.env.STAFF_URL
// The same service with limits so small that a few presses reach them.
export const LIMITED = process.env.LIMITED_URL
const SHOTS = process.env.SCREENSHOTS

// Words that must never stand in a title, an address, a cookie or a file name of the applicant's pages.
export const BANNED = /clare|domestic|abus|violen|victim|disclos|dvds|police|perpetrat|partner|heddlu|trais|cam-?drin/i

// Every host but this machine's is this one page, so that leaving leads somewhere and nothing leaves the machine.
function weather () {
  const [key, cert] = ['key', 'cert'].map(name => readFileSync(process.env[`WEATHER_${name.toUpperCase()}`]))
  const server = createServer({ key, cert }, (request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!DOCTYPE html><html lang="en"><title>Weather</title><link rel="icon" href="data:,"><h1>Mild</h1></html>')
  })
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server.unref().address().port)))
}

let weatherPort
async function settings () {
  weatherPort ??= await weather()
  return {
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--disable-quic', `--host-resolver-rules=MAP * 127.0.0.1:${weatherPort}, EXCLUDE localhost, EXCLUDE 127.0.0.1`
    ]
  }
}

export async function launch () {
  return chromium.launch(await settings())
}

// With a folder of its own, as at home: what the browser keeps there can be looked at afterwards.
export async function launchAt (profile, options) {
  return chromium.launchPersistentContext(profile, { ...await settings(), ignoreHTTPSErrors: true, ...options })
}

// To the page `by` steps on (less than 0: back), as the browser's own buttons go; false where there is none. Not
// page.goBack(): that waits for an event which Chromium does not always send, half a minute each time.
export async function goInHistory (page, by) {
  const devtools = await page.context().newCDPSession(page)
  const history = () => devtools.send('Page.getNavigationHistory')
  const { currentIndex, entries } = await history()
  const wanted = entries[currentIndex + by]
  if (!wanted) return false
  await devtools.send('Page.navigateToHistoryEntry', { entryId: wanted.id })
  for (let looks = 0; looks < 100; looks++) {
    await page.waitForTimeout(50)
    // Between two sites there is no page to ask for a moment.
    if ((await history().catch(() => ({}))).currentIndex !== currentIndex + by) continue
    await page.waitForLoadState()
    await devtools.detach().catch(() => {})  // it ends with the page of the other site
    return true
  }
  throw new Error(`the browser did not go to step ${by} within 5 s`)
}

export class Visitor {
  static async at (browser, base, options = {}) {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      baseURL: base,
      viewport: { width: 1280, height: 900 },
      ...options
    })
    const visitor = new Visitor()
    visitor.base = base
    visitor.context = context
    visitor.page = await context.newPage()
    visitor.complaints = []
    visitor.foreign = []
    visitor.addresses = []
    visitor.page.on('console', message => {
      // A form that was not filled in answers 422, which the browser notes; that is as it should be, and so are the others.
      if (/status of (400|413|422|429|412|409|404|403)/.test(message.text())) return
      if (['error', 'warning'].includes(message.type())) visitor.complaints.push(message.text())
    })
    visitor.page.on('pageerror', error => visitor.complaints.push(String(error)))
    context.on('request', request => {
      const address = request.url()
      if (new URL(address).origin === new URL(base).origin) return visitor.addresses.push(address)
      visitor.foreign.push({ address, navigation: request.isNavigationRequest() })
    })
    return visitor
  }

  async shot (name) {
    if (SHOTS) await this.page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true })
  }

  async axe (where = this.page.url(), page = this.page) {
    // Legacy mode differs for pages within pages, of which there are none. Without it axe opens a window of its own each time,
    // and Chromium once never said that it had.
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze()
    const said = violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).slice(0, 2).join(' | ')}`)
    equal(said.join('; '), '', `axe at ${where}`)
  }

  async narrow () {
    const before = this.page.viewportSize()
    await this.page.setViewportSize({ width: 320, height: 640 })
    const over = await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    check(over <= 0, `${this.page.url()} scrolls sideways by ${over} px at 320 px`)
    await this.page.setViewportSize(before)
  }

  async neutral () {
    const title = await this.page.title()
    check(/^(Error: |Gwall: )?((Question|Cwestiwn) \d+|Page|Tudalen)$/.test(title), `the title gives the page away: ${title}`)
    const path = new URL(this.page.url()).pathname
    check(!BANNED.test(path), `the address gives the page away: ${path}`)
    for (const address of this.addresses) check(!BANNED.test(new URL(address).pathname), `a file's name: ${address}`)
    for (const cookie of await this.context.cookies()) {
      check(!BANNED.test(cookie.name), `a cookie's name: ${cookie.name}`)
    }
  }

  async look () {
    await this.axe()
    await this.narrow()
  }

  // Nothing was fetched from anybody else, and the browser had nothing to complain about.
  quiet () {
    const fetched = this.foreign.filter(f => !f.navigation).map(f => f.address)
    equal(fetched.join(', '), '', 'requests to others')
    equal(this.complaints.join('; '), '', 'the browser complains')
  }

  // Chromium does not always say that it has closed a context with two windows. Nothing hangs on it: what is still open
  // ends with the browser.
  async close () {
    let patience
    const enough = new Promise(resolve => { patience = setTimeout(resolve, 5000) })
    await Promise.race([this.context.close(), enough])
    clearTimeout(patience)
  }
}
