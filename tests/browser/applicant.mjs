// The form, as the person it is made for meets it: without scripts, on a telephone, ready to leave.
import { goInHistory, PUBLIC, Visitor } from './chromium.mjs'
import { check, equal } from './runner.mjs'

const PHONE = { viewport: { width: 320, height: 640 }, javaScriptEnabled: true }
const CANARY = 'Quillon Testcanary'

// What is filled in, by the words on the page; pages without an entry are passed as they are.
const ANSWERS = {
  'Are you, or is anyone else, in danger right now?': page => page.getByLabel('No', { exact: true }).check(),
  'Who are you worried about?': page => page.getByLabel('My partner, or someone I am seeing').check(),
  'Which language shall we use with you?': page => page.getByLabel('English').check(),
  'What is your name?': page => page.getByLabel('Full name').fill(CANARY),
  'What is your date of birth?': page => date(page, '27', 'March', '1994'),
  'Where do you live?': page => page.getByLabel('I would rather tell you in person').check(),
  'How is it safe for us to contact you?': page => page.getByLabel('Phone call').check(),
  'Your phone': page => page.getByLabel('Phone number').fill('07700 900 982'),
  'When is it safe to contact you?': page => page.getByLabel('Any time is safe').check(),
  'What is the name of the person you are worried about?': async page => {
    await page.getByLabel('Full name, or the name you know them by').fill('Sam Sample')
    await page.getByLabel('Name 1').fill('Sammy')
    await page.getByRole('button', { name: 'Add another name' }).click()
    await page.getByLabel('Name 2').fill('S. Sample')
  },
  'Are there children or young people who spend time with either of you?': async page => {
    await page.getByLabel('Yes', { exact: true }).check()
    await page.getByLabel('Name of child 1').fill('Robin')
    await page.getByLabel('Age of child 1').fill('7')
  },
  'What has made you ask?': page => page.getByLabel('In your own words (optional)').fill('Words with <b>marks</b> & "quotes"'),
  'What you agree to': page => page.getByLabel('I understand').check()
}

async function date (page, day, month, year) {
  await page.getByLabel('Day').fill(day)
  await page.getByLabel('Month').fill(month)
  await page.getByLabel('Year').fill(year)
}

async function heading (page) { return (await page.locator('h1').first().innerText()).trim() }

async function start (browser, options = {}) {
  const visitor = await Visitor.at(browser, PUBLIC, options)
  await visitor.page.goto('/')
  await visitor.page.getByRole('button', { name: 'Start now' }).click()
  return visitor
}

async function answerUpTo (visitor, last, each = async () => {}) {
  for (let guard = 0; guard < 60; guard++) {
    const words = await heading(visitor.page)
    await each(words)
    if (words === last) return
    if (ANSWERS[words]) await ANSWERS[words](visitor.page)
    await visitor.page.getByRole('button', { name: 'Continue' }).last().click()
    check(!(await visitor.page.title()).startsWith('Error'), `${words} was not accepted`)
  }
  throw new Error(`never came to ${last}`)
}

const CHECK = 'Check your answers before you send them'

export const applicantTests = [
  {
    name: 'form: filled in from start to end, every page accessible, narrow and neutral',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC, PHONE)
      await visitor.page.goto('/')
      await visitor.look()
      await visitor.neutral()
      await visitor.shot('first-320')
      await visitor.page.getByRole('button', { name: 'Start now' }).click()
      await answerUpTo(visitor, CHECK, () => visitor.neutral())
      await visitor.shot('check-answers-320')
      const summary = await visitor.page.locator('main').innerText()
      for (const words of [CANARY, '27 March 1994', 'Phone call', '07700 900 982', 'Sammy', 'Robin, 7', '<b>marks</b>']) {
        check(summary.includes(words), `the summary lacks ${words}`)
      }
      check(summary.includes('Not provided'), 'skipped answers are not shown as such')

      await visitor.page.getByRole('button', { name: 'Send' }).click()

      equal(await heading(visitor.page), 'We have your request', 'after sending')
      check(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]/.test(await visitor.page.locator('main').innerText()), 'no reference')
      await visitor.look()
      await visitor.neutral()
      await visitor.shot('sent-320')
      visitor.quiet()
      await visitor.close()
    }
  },
  {
    name: 'form: works without any script',
    body: async browser => {
      const visitor = await start(browser, { javaScriptEnabled: false })
      await answerUpTo(visitor, CHECK)
      await visitor.page.getByRole('button', { name: 'Send' }).click()
      equal(await heading(visitor.page), 'We have your request', 'after sending')
      await visitor.close()
    }
  },
  {
    name: 'form: after the exit nothing comes back by Back, by reloading or by address',
    body: async browser => {
      const visitor = await start(browser)
      await answerUpTo(visitor, 'How is it safe for us to contact you?')
      const address = visitor.page.url()
      await visitor.page.getByRole('button', { name: /Exit this page/ }).click()
      equal(await visitor.page.title(), 'Weather', 'the exit leads away')
      equal((await visitor.context.cookies()).length, 0, 'cookies left after the exit')
      for (const again of [() => goInHistory(visitor.page, -1), () => visitor.page.reload(), () => visitor.page.goto(address)]) {
        await again()
        const shown = await visitor.page.content()
        check(!shown.includes(CANARY), 'an answer came back')
        check(['This page has closed', 'Weather'].includes(await heading(visitor.page).catch(() => visitor.page.title())), 'after the exit')
      }
      const stored = await visitor.page.evaluate(() => localStorage.length + sessionStorage.length)
      equal(stored, 0, 'something is stored')
      await visitor.close()
    }
  },
  {
    name: 'form: an empty answer says what to do, the same words twice, and the way there',
    body: async browser => {
      const visitor = await start(browser)
      await visitor.page.getByRole('button', { name: 'Continue' }).click()
      equal(await visitor.page.title(), 'Error: Question 1', 'title')
      const words = 'Choose yes, no or I am not sure'
      equal(await visitor.page.getByText(words).count(), 2, 'times said')
      await visitor.page.getByRole('link', { name: words }).click()
      equal(await visitor.page.evaluate(() => document.activeElement.id), 'a1', 'focus')
      await visitor.look()
      await visitor.neutral()
      await visitor.shot('error')
      await visitor.close()
    }
  },
  {
    name: 'form: a date that cannot be says which box to look at',
    body: async browser => {
      const visitor = await start(browser)
      await answerUpTo(visitor, 'What is your date of birth?')
      await date(visitor.page, '31', 'Feb', '1990')
      await visitor.page.getByRole('button', { name: 'Continue' }).click()
      equal(await visitor.page.getByText('Date of birth must be a real date').count(), 2, 'times said')
      equal(await visitor.page.getByLabel('Month').inputValue(), 'Feb', 'what was typed')
      await visitor.look()
      await visitor.close()
    }
  },
  {
    name: 'form: any time and chosen times together are asked about, never guessed',
    body: async browser => {
      const visitor = await start(browser)
      await answerUpTo(visitor, 'When is it safe to contact you?')
      await visitor.page.getByLabel('Any time is safe').check()
      await visitor.page.getByLabel('Monday: morning, 9 to 12').or(visitor.page.getByRole('checkbox', { name: /Morning, 9 to 12/i })).first().check()
      await visitor.page.getByRole('button', { name: 'Continue' }).click()
      const words = 'Choose either any time, or only the times that are safe, not both'
      equal(await visitor.page.getByText(words).count(), 2, 'times said')
      await visitor.look()
      await visitor.close()
    }
  },
  {
    name: 'form: changing who it is about says what will be removed, and comes back to the summary',
    body: async browser => {
      const visitor = await start(browser)
      const page = visitor.page
      const usual = ANSWERS['Who are you worried about?']
      ANSWERS['Who are you worried about?'] = p => p.getByLabel('The partner or ex-partner of someone I know').check()
      ANSWERS['How do you know the person who may be at risk?'] = p => p.getByLabel('Friend').check()
      ANSWERS['The person who may be at risk'] = p => p.getByLabel('Their name').fill('Robin Riskless')
      try {
        await answerUpTo(visitor, CHECK)
      } finally {
        ANSWERS['Who are you worried about?'] = usual
      }
      await page.getByRole('link', { name: 'Change Who you are worried about' }).click()
      await page.getByLabel('My ex-partner').check()
      await page.getByRole('button', { name: 'Continue' }).click()

      equal(await heading(page), 'This change removes some answers', 'before anything is removed')
      await visitor.look()
      await page.getByRole('button', { name: 'Change and remove them' }).click()

      equal(await heading(page), CHECK, 'back at the summary')
      const summary = await page.locator('main').innerText()
      check(!summary.includes('Robin Riskless'), 'a dropped answer is still there')
      check(summary.includes('My ex-partner'), 'the change is not there')
      await visitor.close()
    }
  },
  {
    name: 'form: the other language is one press away, on the same page, with all answers',
    body: async browser => {
      const visitor = await start(browser)
      await answerUpTo(visitor, 'What is your date of birth?')
      const path = new URL(visitor.page.url()).pathname
      await visitor.page.getByRole('button', { name: 'Cymraeg' }).click()
      equal(new URL(visitor.page.url()).pathname, `/cy${path}`, 'address')
      equal(await visitor.page.getAttribute('html', 'lang'), 'cy', 'language')
      equal(await heading(visitor.page), 'Beth yw eich dyddiad geni?', 'heading')
      await visitor.look()
      await visitor.page.goto('/cy/q/6')
      equal(await visitor.page.getByLabel('Enw llawn').inputValue(), CANARY, 'the answer')
      await visitor.close()
    }
  },
  {
    name: 'form: with scripts, leaving by Shift, a count of characters, and focus on what is wrong',
    body: async browser => {
      const visitor = await start(browser)
      await visitor.page.getByRole('button', { name: 'Continue' }).click()
      check(await visitor.page.evaluate(() => document.activeElement.classList.contains('govuk-error-summary')), 'focus')
      await answerUpTo(visitor, 'What has made you ask?')
      await visitor.page.getByLabel('In your own words (optional)').fill('Four')
      await visitor.page.waitForTimeout(1500)
      check((await visitor.page.locator('main').innerText()).includes('You have 2,996 characters remaining'), 'the count')
      await visitor.look()
      for (let i = 0; i < 3; i++) await visitor.page.keyboard.press('Shift')
      await visitor.page.waitForURL(/weather/)
      await goInHistory(visitor.page, -1)
      check(!(await visitor.page.content()).includes(CANARY), 'an answer came back')
      await visitor.close()
    }
  },
  {
    name: 'form: before the hour is over it asks, stays when told to, and else closes by itself',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      await visitor.page.clock.install()
      await visitor.page.goto('/')
      await visitor.page.getByRole('button', { name: 'Start now' }).click()
      await visitor.page.clock.runFor('54:00')
      check(!await visitor.page.getByRole('alertdialog').isVisible(), 'too early')
      await visitor.page.clock.runFor('01:30')
      check(await visitor.page.getByRole('alertdialog').isVisible(), 'no warning')
      await visitor.look()
      await visitor.page.getByRole('button', { name: 'Stay on this form' }).click()
      await visitor.page.getByRole('alertdialog').waitFor({ state: 'hidden' })
      check(visitor.page.url().endsWith('/q/1'), 'the page was left')
      await visitor.page.clock.runFor('01:00:10')
      await visitor.page.waitForURL('**/ended')
      await visitor.close()
    }
  },
  {
    name: 'form: a form that is over cannot be kept open, and says so when somebody tries',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      await visitor.page.clock.install()
      await visitor.page.goto('/cy')
      await visitor.page.locator('main form button').click()
      await visitor.page.clock.runFor('55:30')
      await visitor.context.clearCookies()
      await visitor.page.getByRole('alertdialog').getByRole('button').click()
      await visitor.page.waitForURL('**/cy/ended')
      await visitor.close()
    }
  },
  {
    name: 'form: contact is no longer safe: one answer for everybody',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      await visitor.page.goto('/stop-contact')
      await visitor.look()
      await visitor.neutral()
      await visitor.page.getByLabel('Your name').fill('Nobody At All')
      await visitor.page.getByRole('button', { name: 'Tell us' }).click()
      check((await visitor.page.locator('main').innerText()).includes('If we hold a request for you we will stop'), 'answer')
      await visitor.look()
      await visitor.close()
    }
  },
  {
    name: 'form: danger leads to help first, and the form waits',
    body: async browser => {
      const visitor = await start(browser)
      await visitor.page.getByLabel('Yes', { exact: true }).check()
      await visitor.page.getByRole('button', { name: 'Continue' }).click()
      equal(await heading(visitor.page), 'Get help now', 'page')
      await visitor.look()
      await visitor.neutral()
      await visitor.page.getByRole('link', { name: 'Continue with the form' }).click()
      check(visitor.page.url().endsWith('/p/1'), 'the form goes on')
      await visitor.close()
    }
  },
  {
    name: 'form: sending twice is one request with one reference',
    body: async browser => {
      const visitor = await start(browser)
      await answerUpTo(visitor, CHECK)
      await visitor.page.getByRole('button', { name: 'Send' }).click()
      const first = await visitor.page.locator('main').innerText()
      await goInHistory(visitor.page, -1)
      check(visitor.page.url().endsWith('/ended'), 'Back after sending shows something of the form')
      check(!(await visitor.page.locator('main').innerText()).includes(first), 'the sent page is shown again')
      await visitor.close()
    }
  },
  {
    name: 'form: sent pages are all of one size',
    body: async browser => {
      const sizes = new Set()
      for (let round = 0; round < 2; round++) {
        const visitor = await start(browser)
        await answerUpTo(visitor, CHECK)
        const [response] = await Promise.all([
          visitor.page.waitForResponse(r => r.url().endsWith('/sent')),
          visitor.page.getByRole('button', { name: 'Send' }).click()
        ])
        sizes.add((await response.body()).length)
        await visitor.close()
      }
      equal(sizes.size, 1, 'sizes')
      equal([...sizes][0] % 4096, 0, 'bytes beyond a step')
    }
  },
  {
    name: 'form: a post that is not from our page changes nothing',
    body: async browser => {
      const visitor = await start(browser)
      const response = await visitor.context.request.post(`${PUBLIC}/q/1`, { form: { t: 'forged', a1: 'no' } })
      equal(response.status(), 400, 'status')
      await visitor.page.goto('/answers')
      check(visitor.page.url().endsWith('/q/1'), 'the answer was taken')
      await visitor.close()
    }
  },
  {
    name: 'form: the pages beside it are accessible and neutral',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      for (const path of ['/help-now', '/leaving-quickly', '/stay-safe-online', '/privacy', '/cookies', '/contact', '/accessibility', '/ended']) {
        await visitor.page.goto(path)
        await visitor.look()
        await visitor.neutral()
        check(await visitor.page.getByRole('button', { name: /Exit this page/ }).isVisible(), `${path} has no exit`)
        check(await visitor.page.getByRole('link', { name: 'Get help now' }).isVisible(), `${path} has no help`)
      }
      visitor.quiet()
      await visitor.close()
    }
  },
  {
    name: 'form: boxes say what they are for only to those who ask for it',
    body: async browser => {
      const visitor = await start(browser)
      const tokens = async () => visitor.page.locator('main form').locator('input, textarea').evaluateAll(
        boxes => boxes.filter(box => /text|textarea/.test(box.type)).map(box => box.getAttribute('autocomplete')).join())
      await answerUpTo(visitor, 'What is your name?')
      equal(await tokens(), 'off,off', 'at first')
      await visitor.page.getByRole('link', { name: 'Accessibility' }).click()
      await visitor.look()
      await visitor.page.getByRole('button', { name: 'Let my browser fill in' }).click()
      equal(await tokens(), 'name,off', 'once it was asked for')
      await visitor.page.goto('/accessibility')
      check((await visitor.page.locator('main').innerText()).includes('You asked for it'), 'the page says so')
      await visitor.look()
      await visitor.close()
    }
  },
  {
    name: 'form: pages are never kept by the browser; styles are',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      const page = await visitor.context.request.get(`${PUBLIC}/`)
      equal(page.headers()['cache-control'], 'no-store', 'the page')
      const style = /href="(\/static\/[^"]+\.css)"/.exec(await page.text())[1]
      const sheet = await visitor.context.request.get(PUBLIC + style)
      check(/immutable/.test(sheet.headers()['cache-control']), 'the style')
      check(!/@font-face|url\(["']?https?:/.test(await sheet.text()), 'the style fetches')
      await visitor.close()
    }
  }
]
