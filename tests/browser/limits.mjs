// The page for whoever is far too fast: as plain as all others, in both languages, and help and the exit answer at once.
import { rawPages, SETTINGS, inSetting, valid } from './accessible.mjs'
import { LIMITED, Visitor } from './chromium.mjs'
import { begin, goOn, pathOf } from './form.mjs'
import { check, equal } from './runner.mjs'

const BUSY = { '': 'This form is busy', '/cy': 'Mae’r ffurflen hon yn brysur' }
const typed = 'Quillon & <b>Testcanary</b>'

// Posts until the rate is used up; what is typed on the last page is then held by the page that says so.
async function tooFast (page, prefix) {
  await begin(page, prefix)
  await page.goto(`${prefix}/q/1`)
  for (let guard = 0; guard < 6 && await page.locator('[name=a1]').count() > 0; guard++) await page.goto(`${prefix}/q/1`)
}

async function looked (visitor, raw, state, prefix) {
  const { page } = visitor
  equal((await page.locator('h1').innerText()).trim(), BUSY[prefix], `${state}: the heading`)
  equal(await page.locator('html').getAttribute('lang'), prefix.slice(1) || 'en', `${state}: the language`)
  await visitor.neutral()
  await valid(raw, state)
  for (const setting of SETTINGS) await inSetting(visitor, state, setting)
  const words = await page.locator('main').innerText()
  check(words.includes('101') && words.includes('999'), `${state}: no number to call`)
  check(await page.locator('.govuk-exit-this-page__button').isVisible(), `${state}: no exit`)
}

function walk (prefix) {
  return {
    name: `limits: who is far too fast reads in ${prefix ? 'Welsh' : 'English'} that the form is busy, loses nothing, and can leave and find help`,
    body: async browser => {
      const visitor = await Visitor.at(browser, LIMITED)
      const { page } = visitor
      const raw = rawPages(page)
      const answers = []
      page.on('response', response => answers.push([response.status(), new URL(response.url()).pathname, response.headers()['retry-after']]))
      await tooFast(page, prefix)
      await looked(visitor, raw, 'asked for too often', prefix)
      equal(pathOf(page), '/q/1', 'the address stays')
      check(answers.some(([status, , after]) => status === 429 && Number(after) > 0), 'no 429 with a time to come again')
      await goOnLink(page)
      await looked(visitor, raw, 'asked for once more', prefix)

      // Sent too fast: what was typed is in the page, and goes along to the other language.
      await page.evaluate(([action, value]) => {
        const form = document.createElement('form')
        form.method = 'post'
        form.action = action
        for (const [name, words] of [['t', 'x'], ['a1', value]]) {
          const box = document.createElement('input')
          box.name = name
          box.value = words
          form.append(box)
        }
        document.body.append(form)
        form.submit()
      }, [`${prefix}/q/6`, typed])
      await page.waitForURL(`**${prefix}/q/6`)
      await looked(visitor, raw, 'sent too often', prefix)
      equal(await page.locator('main [name=a1]').getAttribute('value'), typed, 'what was typed')
      const other = prefix ? '' : '/cy'
      await page.locator('.govuk-language-navigation button').click()
      await looked(visitor, raw, 'in the other language', other)
      equal(new URL(page.url()).pathname, `${other}/q/6`, 'the address in the other language')
      equal(await page.locator('main [name=a1]').getAttribute('value'), typed, 'what was typed, in the other language')
      await goOn(page)
      await looked(visitor, raw, 'sent once more', other)

      // The pages that keep somebody safe are never too much.
      for (const path of ['/', '/help-now', '/leaving-quickly', '/stay-safe-online', '/stop-contact', '/ended']) {
        const began = performance.now()
        const answer = await visitor.context.request.get(`${LIMITED}${path === '/' ? prefix || '/' : prefix + path}`)
        equal(answer.status(), 200, path)
        check(performance.now() - began < 2000, `${path} waits`)
      }
      await page.locator('.govuk-exit-this-page__button').click()
      equal(await page.title(), 'Weather', 'the exit leads away')
      equal((await visitor.context.cookies()).length, 0, 'cookies left after the exit')
      visitor.quiet()
      await visitor.close()
    }
  }
}

async function goOnLink (page) {
  await page.locator('main a.govuk-button').click()
}

export const limitTests = [
  ...Object.keys(BUSY).map(walk),
  {
    name: 'limits: nobody on a busy network begins a form or tells of unsafe contact without being told where to call',
    body: async browser => {
      const visitor = await Visitor.at(browser, LIMITED)
      const raw = rawPages(visitor.page)
      for (const prefix of Object.keys(BUSY)) {
        for (const path of ['/begin', '/stop-contact']) {
          const from = path === '/begin' ? prefix || '/' : prefix + path
          let guard = 0
          do {
            await visitor.page.goto(from)
            await goOn(visitor.page)
          } while (await visitor.page.locator('h1').innerText() !== BUSY[prefix] && guard++ < 24)
          await looked(visitor, raw, `${prefix}${path}`, prefix)
          equal(await visitor.page.locator('.govuk-language-navigation').count(), 0, 'a way to the other language that would lose what was sent')
        }
      }
      visitor.quiet()
      await visitor.close()
    }
  }
]
