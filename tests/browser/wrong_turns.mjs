// What people do that nobody planned: two windows of one form, pages in the wrong order, a form that has ended, sending
// twice, going back, another language in the middle. They come to the right question or to one neutral page, and lose
// nothing that nobody tells them of.
import { goInHistory, PUBLIC, STAFF, Visitor } from './chromium.mjs'
import { answerPage, answerUpTo, begin, everything, goOn, pathOf, SHORT, SLUGS, start } from './form.mjs'
import { check, equal } from './runner.mjs'

const heading = async page => (await page.locator('h1').first().innerText()).trim()
const INTERNALS = /exception|std::|boost|\.cpp|\.hpp|stack|terminate|sqlite|null|undefined/i

async function neutral (page, what) {
  check(/^(Error: )?(Question \d+|Page)$/.test(await page.title()), `${what}: the title is ${await page.title()}`)
  const words = await page.locator('main').innerText()
  check(words.length > 20 && !INTERNALS.test(words), `${what}: the page says ${words}`)
}

async function closed (page, what) {
  equal(await heading(page), 'This page has closed', what)
  await neutral(page, what)
}

// As the browser's own button does: by the protocol it fails now and then while a page takes another's place.
async function turn (page, way, path) {
  await page.evaluate(way => { setTimeout(() => window.history[way]()) }, way)
  await page.waitForURL(url => url.pathname === path)
}

// What stands in the boxes of a page.
function typedOn (page) {
  return page.locator('main form').first().locator('input:not([type=hidden]), textarea').evaluateAll(boxes =>
    boxes.map(box => `${box.name} ${/radio|checkbox/.test(box.type) ? `${box.value} ${box.checked}` : box.value}`).join('\n'))
}

async function twoWindows (browser, last) {
  const visitor = await start(browser)
  await answerUpTo(visitor.page, last)
  const other = await visitor.context.newPage()
  await other.goto(visitor.page.url())
  return { visitor, page: visitor.page, other }
}

async function casesOf (visitor) {
  const references = []
  for (let cursor = ''; cursor !== null;) {
    const answer = await visitor.context.request.get(`${STAFF}/api/v1/cases`, {
      headers: { Authorization: 'Demo intake' }, params: { queue: 'intake', ...cursor && { cursor } }
    })
    const { items, next_cursor: next } = await answer.json()
    references.push(...items.map(({ reference }) => reference))
    cursor = next ?? null
  }
  return references
}

const twoWindowTests = [
  {
    name: 'two windows: an answer of the older one takes nothing\'s place without asking, and is still there',
    body: async browser => {
      const { visitor, page, other } = await twoWindows(browser, '/q/6')
      await page.locator('[name=a1]').fill('Quillon First')
      await goOn(page)
      await other.locator('[name=a1]').fill('Quillon Second')
      await goOn(other)
      equal(pathOf(other), '/q/6', 'the older window asks again')
      check((await other.title()).startsWith('Error: '), 'and says so')
      equal(await other.getByText('You answered this in another window.').count(), 2, 'times said')
      equal(await other.locator('[name=a1]').inputValue(), 'Quillon Second', 'what was typed there')
      await visitor.axe('/q/6 asked again', other)
      await page.goto('/q/6')
      await goOn(other)
      equal(pathOf(other), '/q/7', 'once it was looked at it is taken')
      // An empty optional answer is one as well.
      await answerUpTo(other, '/q/20')
      await page.goto('/q/20')
      await answerPage(page, everything(() => 'A street'))
      await goOn(page)
      await goOn(other)
      equal(pathOf(other), '/q/20', 'an older empty page takes nothing away')
      await other.goto('/q/20')
      await page.goto('/q/20')
      await goOn(page)
      await goOn(other)
      check(pathOf(other) !== '/q/20', 'two windows that say the same are not asked')
      await visitor.close()
    }
  },
  {
    name: 'two windows: when one has sent, left or begun anew, the other comes to one neutral page',
    body: async browser => {
      const sent = await twoWindows(browser, '/answers')
      await sent.other.goto('/q/6')
      await goOn(sent.page)
      equal(await heading(sent.page), 'We have your request', 'sent')
      await sent.other.locator('[name=a1]').fill('Too Late')
      await goOn(sent.other)
      await closed(sent.other, 'after sending elsewhere')
      await sent.visitor.close()

      const left = await twoWindows(browser, '/q/6')
      await left.page.locator('.govuk-exit-this-page__button').click()
      await goOn(left.other)
      await closed(left.other, 'after leaving elsewhere')
      await left.visitor.close()

      const anew = await twoWindows(browser, '/q/6')
      await begin(anew.page)
      await anew.other.locator('[name=a1]').fill('Typed In The Older')
      await goOn(anew.other)
      check((await anew.other.locator('main').innerText()).includes('what you wrote in this one was not kept'), 'the loss is not said')
      await neutral(anew.other, 'after beginning anew elsewhere')
      await answerUpTo(anew.page, '/answers')
      await anew.visitor.close()
    }
  },
  {
    name: 'two windows: sending from both makes one request',
    body: async browser => {
      const { visitor, page, other } = await twoWindows(browser, '/answers')
      const before = await casesOf(visitor)
      await Promise.all([goOn(page), goOn(other)])
      await Promise.all([page, other].map(each => each.waitForURL(/\/(sent|ended)$/)))
      const seen = [await heading(page), await heading(other)]
      check(seen.includes('We have your request'), `neither window says that it was sent: ${seen}`)
      for (const words of seen) check(['We have your request', 'This page has closed'].includes(words), words)
      const more = (await casesOf(visitor)).filter(reference => !before.includes(reference))
      equal(more.length, 1, 'requests')
      await visitor.close()
    }
  }
]

const endedTests = [
  {
    name: 'ended: every address of a form that is over, asked for or sent to, is the one closed page',
    body: async browser => {
      const visitor = await start(browser)
      const { page } = visitor
      const token = await page.locator('[name=t]').first().inputValue()
      await answerUpTo(page, '/answers')
      await goOn(page)
      equal(await heading(page), 'We have your request', 'sent')
      for (const path of [...SLUGS.map(slug => `/${slug}`), '/answers', '/sent', '/still-there']) {
        await page.goto(path)
        await closed(page, path)
      }
      for (const path of [...SLUGS.map(slug => `/${slug}`), '/send', '/still-there', '/fill-in']) {
        const answer = await visitor.context.request.post(PUBLIC + path, { form: { t: token, a1: 'Quillon' }, maxRedirects: 0 })
        equal(`${answer.status()} ${answer.headers().location}`, '303 /ended', `a post to ${path}`)
      }
      for (let back = 0; back < 5; back++) {
        await goInHistory(page, -1)
        check(!(await page.content()).includes('Quillon'), 'Back shows an answer')
      }
      await visitor.close()
    }
  },
  {
    name: 'ended: without its cookie a form is over, in the language of the address',
    body: async browser => {
      const visitor = await start(browser)
      await answerUpTo(visitor.page, '/q/6')
      await visitor.context.clearCookies()
      await visitor.page.locator('[name=a1]').fill('Quillon Lost')
      await goOn(visitor.page)
      await closed(visitor.page, 'a post without a form')
      await visitor.page.goto('/cy/q/6')
      equal(new URL(visitor.page.url()).pathname, '/cy/ended', 'in Welsh')
      await visitor.close()
    }
  }
]

// Fills each page and changes the language there and back before it is sent.
async function walkInBoth (visitor, answers) {
  const { page } = visitor
  let boxes = 0
  await answerUpTo(page, '/answers', answers, async path => {
    if (path === '/answers') return
    await answerPage(page, answers)
    const before = await typedOn(page)
    boxes += before.split('\n').length
    const speaks = await page.locator('html').getAttribute('lang')
    for (const wanted of [speaks === 'en' ? 'cy' : 'en', speaks]) {
      await page.locator('.govuk-language-navigation').locator('a, button').click()
      equal(pathOf(page), path, 'the question')
      equal(await page.locator('html').getAttribute('lang'), wanted, `the language of ${path}`)
      equal(await typedOn(page), before, `what was typed on ${path}, in ${wanted}`)
    }
  })
  return boxes
}

const languageTests = [
  {
    name: 'languages: changed on every page after it was filled in, and nothing typed is lost',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      await begin(visitor.page)
      const boxes = await walkInBoth(visitor, everything(place => `Quillon ${place.length}`))
      const english = await visitor.page.locator('main').innerText()
      check(boxes > 150, `only ${boxes} boxes`)
      await visitor.page.locator('.govuk-language-navigation a').click()
      equal(new URL(visitor.page.url()).pathname, '/cy/answers', 'the summary')
      const welsh = await visitor.page.locator('main').innerText()
      const said = words => (words.match(/Quillon \d+/g) ?? []).join()
      equal(said(welsh), said(english), 'the answers')
      await goOn(visitor.page)
      equal(new URL(visitor.page.url()).pathname, '/cy/sent', 'sent in Welsh')
      equal(await visitor.page.locator('.govuk-language-navigation').count(), 0, 'a page that is shown once offers no other')
      visitor.quiet()
      await visitor.close()
    }
  },
  {
    name: 'languages: the Enter key sends the page, and unsafe contact keeps what was typed too',
    body: async browser => {
      const visitor = await start(browser, { javaScriptEnabled: false })
      const { page } = visitor
      await answerUpTo(page, '/q/6')
      await page.locator('[name=a1]').fill('Quillon Enter')
      await page.locator('[name=a1]').press('Enter')
      equal(new URL(page.url()).pathname, '/q/7', 'Enter goes on in the same language')
      await page.goto('/stop-contact')
      await page.locator('[name=a2]').fill('Quillon Unsafe')
      await page.locator('.govuk-language-navigation button').click()
      equal(new URL(page.url()).pathname, '/cy/stop-contact', 'the page')
      equal(await page.locator('[name=a2]').inputValue(), 'Quillon Unsafe', 'what was typed')
      equal(await page.locator('html').getAttribute('lang'), 'cy', 'the language')
      await visitor.close()
    }
  }
]

const orderTests = [
  {
    name: 'wrong order: an address from further on leads to the first open question, and a stranger\'s to a neutral page',
    body: async browser => {
      const visitor = await start(browser)
      const { page } = visitor
      await answerUpTo(page, '/q/6')
      for (const path of [...SLUGS.map(slug => `/${slug}`), '/answers', '/sent']) {
        await page.goto(path)
        check(page.url().endsWith(path) || pathOf(page) === '/q/6', `${path} led to ${pathOf(page)}`)
        await neutral(page, path)
      }
      const token = await page.locator('[name=t]').first().inputValue()
      for (const path of ['/q/28', '/q/21', '/send', '/q/99', '/q/', '/p/7']) {
        const answer = await visitor.context.request.post(PUBLIC + path, { form: { t: token, a1: 'yes' }, maxRedirects: 0 })
        check([303, 404].includes(answer.status()), `a post to ${path} answers ${answer.status()}`)
        await page.goto('/answers')
        equal(pathOf(page), '/q/6', `the open question after a post to ${path}`)
      }
      for (const [method, path] of [['get', '/send'], ['get', '/begin'], ['put', '/q/6'], ['delete', '/answers'], ['post', '/nothing'], ['get', '/q/6/more'], ['get', '/%00'], ['get', '/q/6%2f..']]) {
        const answer = await visitor.context.request.fetch(PUBLIC + path, { method, maxRedirects: 0 })
        check(answer.status() >= 400 && answer.status() < 500, `${method} ${path} answers ${answer.status()}`)
        check(!INTERNALS.test(await answer.text()), `${method} ${path} says ${await answer.text()}`)
      }
      await page.goto('/q/6')
      await page.locator('[name=a1]').fill('Quillon Testcanary')
      await goOn(page)
      await answerUpTo(page, '/answers')
      await visitor.close()
    }
  },
  {
    name: 'wrong order: back and change, again and again, comes back to the summary with everything else as it was',
    body: async browser => {
      const visitor = await start(browser)
      const { page } = visitor
      await answerUpTo(page, '/answers')
      for (const [path, name, words] of [['/q/6', 'a1', 'Quillon Changed'], ['/q/18', 'a1', 'Sam Changed'], ['/q/10', 'a1', '07700 900 555']]) {
        await page.goto(path)
        await page.locator(`[name=${name}]`).fill(words)
        await goOn(page)
        equal(pathOf(page), '/answers', `after changing ${path}`)
        await turn(page, 'back', path)
        equal(await page.locator(`[name=${name}]`).inputValue(), words, 'Back shows what is kept')
        await turn(page, 'forward', '/answers')
        check((await page.locator('main').innerText()).includes(words), 'the summary')
      }
      await page.goto('/q/3')
      await answerPage(page, { ...SHORT, '/asking_about': 'ex_partner' })
      await goOn(page)
      await answerUpTo(page, '/answers')
      await goOn(page)
      equal(await heading(page), 'We have your request', 'after sending')
      await visitor.close()
    }
  }
]

// The senders hear the same, and the sizes of what they hear are one.
const misuseTests = [
  {
    name: 'misuse: several people asked about from one network, or in one form, are a flag to staff and nothing to who asks',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      const { page } = visitor
      const told = new Set()
      const sizes = new Set()
      let reference
      const ask = async (...names) => {
        await begin(page)
        await answerUpTo(page, '/answers', { ...SHORT, '/subject/name': names[0] })
        for (const name of names.slice(1)) {
          await page.goto('/q/18')
          await page.locator('[name=a1]').fill(name)
          await goOn(page)
        }
        const [answer] = await Promise.all([page.waitForResponse(r => r.url().endsWith('/sent')), goOn(page)])
        sizes.add((await answer.body()).length)
        const words = await page.locator('main').innerText()
        reference = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]/.exec(words)[0]
        told.add(words.replace(reference, ''))
      }
      const flags = async () => {
        const console = await visitor.context.request.get(`${STAFF}/console/cases/${reference}`, { headers: { Authorization: 'Demo intake' } })
        return await console.text()
      }
      await ask('Anna First')
      await ask('Boris Second')
      await ask('Cecilia Third')
      let shown = ''
      for (let guard = 0; guard < 50 && !shown.includes('Same network several people'); guard++) shown = await flags()
      check(shown.includes('Same network several people'), 'no flag for several people from one network')
      check(!shown.includes('Several people named'), 'one form was about one person')
      await ask('Doris Fourth', 'Emil Fifth', 'Fergus Sixth')
      for (let guard = 0; guard < 50 && !shown.includes('Several people named'); guard++) shown = await flags()
      check(shown.includes('Several people named'), 'no flag for several people in one form')
      equal(told.size, 1, 'kinds of answers')
      equal(sizes.size, 1, 'sizes of answers')
      await visitor.close()
    }
  }
]

export const wrongTurnTests = [...misuseTests, ...twoWindowTests, ...endedTests, ...languageTests, ...orderTests]
