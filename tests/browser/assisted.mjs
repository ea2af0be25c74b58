// The form as staff read it out on the telephone or at a counter: the same pages, in both languages.
import { valid, rawPages } from './accessible.mjs'
import { answerPage, answerUpTo, goOn, pathOf, SHORT } from './form.mjs'
import { check, equal } from './runner.mjs'
import { signIn } from './staff.mjs'

async function chooseChannel (page, channel) {
  await page.locator(`[name="channel"][value="${channel}"]`).check()
  await goOn(page)
}

const spoken = page => page.locator('main .clarion-say__words').first().innerText()

export const assistedTests = [
  {
    name: 'assisted: intake reads the form out, in English, and the case says how it came and by whom',
    body: async browser => {
      const visitor = await signIn(browser, 'intake')
      const { page } = visitor
      const raw = rawPages(page)
      await page.getByRole('link', { name: 'New case' }).click()
      await visitor.look()
      await page.getByRole('link', { name: 'Read it out, question by question' }).click()
      equal(new URL(page.url()).pathname, '/console/ask', 'the first page')
      await visitor.look()
      await visitor.shot('assisted-start')
      await goOn(page)
      check((await page.title()).startsWith('Error: '), 'no road was asked for')
      await visitor.look()
      await chooseChannel(page, 'phone')
      equal(pathOf(page), '/q/1', 'the first question')
      check((await spoken(page)).startsWith('Before anything else'), 'the first words to say')
      await page.getByLabel('Yes', { exact: true }).check()
      await goOn(page)
      equal(pathOf(page), '/help-now', 'danger first')
      await visitor.look()
      await visitor.shot('assisted-danger')
      await page.getByRole('link', { name: 'Go on with the questions' }).click()
      const seen = new Set()
      await answerUpTo(page, '/answers', SHORT, async path => {
        seen.add(path)
        await valid(raw, path)
        await visitor.narrow()
        if (path !== '/answers') check((await spoken(page)).length > 10, `${path} has no words to say`)
        if (['/q/9', '/q/15', '/q/20', '/answers'].includes(path)) await visitor.axe(path)
      })
      await visitor.shot('assisted-answers')
      check(seen.has('/q/15') && !seen.has('/p/1'), 'the contact plan is asked, the way out is not')
      await goOn(page)
      equal(pathOf(page), '/sent', 'the end')
      await visitor.look()
      await visitor.shot('assisted-sent')
      await page.getByRole('link', { name: 'Open the case' }).click()
      const told = await page.locator('main').innerText()
      check(/By telephone|Phone/i.test(told), 'the case does not say how it came')
      await page.getByRole('link', { name: 'Whole timeline' }).click()
      check(/intake/i.test(await page.locator('main').innerText()), 'nor who wrote it down')
      visitor.quiet()
      await visitor.close()
    }
  },
  {
    name: 'assisted: in Welsh the words to say are Welsh, and the rules are the form\'s',
    body: async browser => {
      const visitor = await signIn(browser, 'intake')
      const { page } = visitor
      await page.goto('/console/ask')
      await page.getByRole('link', { name: 'Cymraeg' }).click()
      equal(await page.locator('html').getAttribute('lang'), 'cy', 'the language')
      await visitor.look()
      await chooseChannel(page, 'front_desk')
      await answerPage(page, SHORT)
      await goOn(page)
      await goOn(page)
      check((await page.title()).startsWith('Gwall: '), 'an empty answer was taken')
      await answerUpTo(page, '/answers', { ...SHORT, '/language': 'cy' })
      check((await spoken(page)).startsWith('Byddaf'), 'the words to say before it is sent')
      await visitor.look()
      await goOn(page)
      equal(new URL(page.url()).pathname, '/console/ask/cy/sent', 'the end')
      visitor.quiet()
      await visitor.close()
    }
  },
  {
    name: 'assisted: a role that opens no requests gets no questions',
    body: async browser => {
      const visitor = await signIn(browser, 'supervisor')
      await visitor.page.goto('/console/ask')
      await chooseChannel(visitor.page, 'phone')
      equal(await visitor.page.locator('h1').innerText(), 'There is nothing here for you', 'the page')
      await visitor.close()
    }
  }
]
