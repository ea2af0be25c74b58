// The staff's pages, on a request that a front brought in.
import { STAFF, PUBLIC, Visitor } from './chromium.mjs'
import { check, equal } from './runner.mjs'

const REQUEST = {
  danger_now: 'no',
  asking_about: 'partner',
  applicant: { name: 'Alex Example', birth_date: '1994-03-27', home: { choice: 'in_person' } },
  contact: { by_phone: true, phone: { number: '07700 900 982', leave_message: 'no' }, any_time: true },
  subject: { name: 'Sam Sample', birth_date: '1988-05-12' },
  agreed: true
}

async function bringIn (visitor, key) {
  const answer = await visitor.context.request.post(`${PUBLIC}/api/v1/requests`, {
    headers: { Authorization: 'Demo front', 'Idempotency-Key': key },
    data: REQUEST
  })
  equal(answer.status(), 201, 'the request is taken')
  return (await answer.json()).reference
}

export async function signIn (browser, persona) {
  const visitor = await Visitor.at(browser, STAFF)
  await visitor.page.goto('/demo/sign-in')
  await visitor.page.locator(`input[value="${persona}"] + button`).click()
  await visitor.page.waitForURL('**/console**')
  return visitor
}

export const staffTests = [
  {
    name: 'console: somebody who is not signed in is led to sign in',
    body: async browser => {
      const visitor = await Visitor.at(browser, STAFF)
      await visitor.page.goto('/console')
      check(visitor.page.url().endsWith('/demo/sign-in'), visitor.page.url())
      await visitor.look()
      await visitor.shot('sign-in')
      visitor.quiet()
      await visitor.close()
    }
  },
  {
    name: 'console: intake opens a case, takes an action and sees it in the timeline',
    body: async browser => {
      const visitor = await signIn(browser, 'intake')
      const reference = await bringIn(visitor, 'browser-staff-1')
      const page = visitor.page
      await page.goto('/console')
      await visitor.look()
      await visitor.shot('queue')
      check((await page.locator('main').innerText()).includes('days left'), 'the clock has no words')
      await page.getByRole('link', { name: reference }).click()

      equal(await page.locator('section h2').first().innerText(), 'How to reach the applicant safely', 'first box')
      equal(await page.locator('.clarion-stages [aria-current=step]').innerText(), 'Immediate risk triage', 'stage')
      await visitor.look()
      await visitor.shot('case')
      await page.getByRole('link', { name: 'Add a note' }).click()
      await visitor.look()
      await page.getByRole('button', { name: 'Record' }).click()
      check((await page.title()).startsWith('Error: '), 'an empty note was taken')
      await visitor.look()
      await visitor.shot('action-error')
      await page.getByLabel('Note', { exact: true }).fill('Rota changed: the <afternoon> team has the case.')
      await page.getByRole('button', { name: 'Record' }).click()

      await page.getByText('It is on record').waitFor()
      await page.getByRole('link', { name: 'Whole timeline' }).click()
      check((await page.locator('main').innerText()).includes('Add a note'), 'not in the timeline')
      await visitor.look()
      await page.goto(`/console/cases/${reference}/diagram`)
      check(await page.locator('.clarion-diagram svg').count() === 1, 'no diagram')
      await visitor.look()
      await visitor.shot('diagram')
      visitor.quiet()
      await visitor.close()
    }
  },
  {
    name: 'console: who asked is covered, and shown for a minute to whoever says why',
    body: async browser => {
      const visitor = await signIn(browser, 'intake')
      const reference = await bringIn(visitor, 'browser-staff-reveal')
      const page = visitor.page
      await page.goto(`/console/cases/${reference}`)
      const person = page.locator('.clarion-person').first()
      equal(await person.locator('.clarion-person__name').innerText(), '\u2022'.repeat(6), 'who asked')
      check(!/07700 ?900 ?982/.test(await page.locator('main').innerText()), 'the number to call is not covered')
      await person.getByRole('link', { name: 'Show who it is' }).click()
      await visitor.look()
      await page.getByRole('button', { name: 'Go on' }).click()
      check((await page.title()).startsWith('Error: '), 'no reason was taken')
      await page.getByLabel('Why you need to know now').fill('To call them at the agreed time.')
      const [answer] = await Promise.all([
        page.waitForResponse(response => response.request().method() === 'POST'),
        page.getByRole('button', { name: 'Go on' }).click()
      ])
      equal(answer.headers().refresh, `60; url=/console/cases/${reference}`, 'how long it is shown')
      const shown = await page.locator('main').innerText()
      check(!shown.includes('\u2022'), 'it is still covered')
      check(/07700 ?900 ?982/.test(shown), 'the number to call is not with the person')
      await visitor.look()
      await visitor.shot('revealed')
      await page.goto('/console/break-glass')
      await visitor.look()
      await visitor.close()
      const supervisor = await signIn(browser, 'supervisor')
      await supervisor.page.goto('/console/alerts')
      await supervisor.look()
      await supervisor.close()
    }
  },
  {
    name: 'console: what was typed outlives a change by somebody else',
    body: async browser => {
      const visitor = await signIn(browser, 'intake')
      const reference = await bringIn(visitor, 'browser-staff-2')
      const other = await signIn(browser, 'supervisor')
      await visitor.page.goto(`/console/cases/${reference}/actions/add_note`)
      await visitor.page.getByLabel('Note', { exact: true }).fill('Typed before')
      await other.page.goto(`/console/cases/${reference}/actions/add_note`)
      await other.page.getByLabel('Note', { exact: true }).fill('Faster')
      await other.page.getByRole('button', { name: 'Record' }).click()

      await visitor.page.getByRole('button', { name: 'Record' }).click()

      check((await visitor.page.locator('main').innerText()).includes('Somebody changed this case'), 'no kind words')
      equal(await visitor.page.getByLabel('Note', { exact: true }).inputValue(), 'Typed before', 'what was typed')
      await visitor.look()
      await visitor.page.getByRole('button', { name: 'Record' }).click()
      await visitor.page.getByText('It is on record').waitFor()
      await visitor.close()
      await other.close()
    }
  },
  {
    name: 'console: every form of the actions open to a role is accessible',
    body: async browser => {
      const visitor = await signIn(browser, 'intake')
      const reference = await bringIn(visitor, 'browser-staff-3')
      await visitor.page.goto(`/console/cases/${reference}`)
      const links = await visitor.page.locator('.clarion-actions a').evaluateAll(all => all.map(a => a.getAttribute('href')))
      check(links.length > 0, 'intake can do nothing')
      for (const link of links) {
        await visitor.page.goto(link)
        await visitor.look()
      }
      await visitor.close()
    }
  },
  {
    name: 'console: an agency sees its requests and nothing else',
    body: async browser => {
      const visitor = await signIn(browser, 'agency_health')
      check(visitor.page.url().endsWith('/console/agency'), visitor.page.url())
      await visitor.look()
      const response = await visitor.page.goto('/console')
      check(response.url().endsWith('/console/agency'), 'an agency sees cases')
      await visitor.close()
    }
  },
  {
    name: 'console: the auditor asks the log, and a wrong question is pointed at',
    body: async browser => {
      const visitor = await signIn(browser, 'auditor')
      check(visitor.page.url().includes('/console/audit'), visitor.page.url())
      await visitor.look()
      await visitor.shot('log')
      await visitor.page.getByLabel('Find entries').fill('cls:consultation')
      await visitor.page.getByRole('button', { name: 'Find' }).click()
      const kinds = await visitor.page.locator('.clarion-log tbody td:nth-child(3)').allInnerTexts()
      check(kinds.length > 0 && kinds.every(kind => kind === 'Consultation'), `kinds: ${kinds.join(', ')}`)
      await visitor.page.getByLabel('Find entries').fill('nonsense:::')
      await visitor.page.getByRole('button', { name: 'Find' }).click()
      check((await visitor.page.title()).startsWith('Error: '), 'a wrong question was taken')
      await visitor.look()
      await visitor.close()
    }
  },
  {
    name: 'console: the auditor counts the log, asks a ready-made question, and reads an entry in words',
    body: async browser => {
      const visitor = await signIn(browser, 'auditor')
      await visitor.page.getByRole('link', { name: 'counts' }).click()
      check((await visitor.page.content()).includes('consultation'), 'the counts')
      await visitor.look()
      await visitor.page.goto('/console/audit/questions')
      await visitor.look()
      await visitor.page.getByRole('link', { name: 'Who looked at a case', exact: true }).click()
      check((await visitor.page.locator('tbody tr').count()) > 0, 'nobody looked at a case')
      await visitor.look()
      await visitor.page.goto('/console/audit/events/0')
      check((await visitor.page.content()).includes('counted from 0'), 'the entry in words')
      await visitor.look()
      await visitor.close()
    }
  },
  {
    name: 'console: an auditor keeps a query and asks for an export, and a supervisor agrees to it',
    body: async browser => {
      const visitor = await signIn(browser, 'auditor')
      const { page } = visitor
      await page.goto('/console/audit?q=class%3Aconsultation')
      await page.getByLabel('Keep this query as').fill('What was received')
      await page.getByRole('button', { name: 'Keep' }).click()
      await visitor.look()
      await visitor.shot('kept-queries')
      await page.getByRole('link', { name: 'What was received' }).click()
      check(page.url().includes('kept=') && !page.url().includes('consultation'), `the query is in the address: ${page.url()}`)
      check((await page.locator('.clarion-log tbody tr').count()) > 0, 'the kept query finds nothing')
      await visitor.look()
      await page.goto('/console/audit/kept')
      await page.getByRole('button', { name: 'Take away What was received' }).click()
      check((await page.content()).includes('None is kept'), 'it is still kept')
      await page.goto('/console/audit/exports/new')
      await page.getByRole('button', { name: 'Go on' }).click()
      check((await page.title()).startsWith('Error: '), 'an empty request was taken')
      await visitor.look()
      await page.getByLabel('Query').fill('class:collection')
      await page.getByLabel('Lawfulness').check()
      await page.getByLabel('Who will get it').fill('Professional standards')
      await page.getByLabel('Why').fill('The yearly look at what was received.')
      await page.getByRole('button', { name: 'Go on' }).click()
      check((await page.content()).includes('Professional standards'), 'the export is not listed')
      check((await page.getByRole('link', { name: 'Agree to it' }).count()) === 0, 'one person could agree to their own')
      await visitor.look()
      await visitor.close()
      const other = await signIn(browser, 'supervisor')
      await other.page.getByRole('link', { name: 'Exports' }).click()
      await other.page.getByRole('link', { name: 'Agree to it' }).first().click()
      await other.page.getByLabel('Why').fill('It is as it was asked for.')
      await other.page.getByRole('button', { name: 'Go on' }).click()
      check((await other.page.getByRole('link', { name: 'Entries, CSV' }).count()) > 0, 'it cannot be fetched')
      await other.look()
      await other.shot('exports')
      const download = other.page.waitForEvent('download')
      await other.page.getByRole('link', { name: 'Entries, CSV' }).first().click()
      check((await download).suggestedFilename() === 'entries.csv', 'the file has another name')
      await other.close()
    }
  },
  {
    name: 'console: who keeps records sees what is due, and that an open case is not',
    body: async browser => {
      const visitor = await signIn(browser, 'supervisor')
      const reference = await bringIn(visitor, `retention-${Date.now()}`)
      await visitor.page.getByRole('link', { name: 'Records' }).click()
      await visitor.look()
      await visitor.page.goto(`/console/cases/${reference}/retention`)
      check((await visitor.page.content()).includes('Only when the case is closed'), 'why it cannot be done')
      await visitor.look()
      await visitor.page.goto(`/console/cases/${reference}/retention/hold`)
      await visitor.look()
      await visitor.close()
    }
  },
  {
    name: 'console: the supervisor reads the statistics of a year, where few cases are kept back',
    body: async browser => {
      const visitor = await signIn(browser, 'supervisor')
      await bringIn(visitor, `statistics-${Date.now()}`)
      await visitor.page.getByRole('link', { name: 'Statistics' }).click()
      check((await visitor.page.locator('h1').innerText()).startsWith('Requests received in 20'), 'the heading')
      check((await visitor.page.locator('caption').allInnerTexts()).length > 20, 'the tables')
      check((await visitor.page.content()).includes('[c]'), 'small numbers are told')
      await visitor.look()
      const csv = await visitor.context.request.get(`${STAFF}/api/v1/reports/statistics?format=csv`)
      equal(csv.status(), 200, 'the CSV')
      check((await csv.text()).startsWith('section,table,row,column,value'), 'the first line')
      await visitor.page.goto('/console/reports/statistics?year=1')
      check((await visitor.page.locator('h1').innerText()).includes('cannot be shown'), 'a year that is none')
      await visitor.close()
    }
  },
  {
    name: 'console: a post without the form token changes nothing',
    body: async browser => {
      const visitor = await signIn(browser, 'intake')
      const reference = await bringIn(visitor, 'browser-staff-4')
      const answer = await visitor.context.request.post(`${STAFF}/console/cases/${reference}/actions/add_note`, {
        form: { t: 'forged', v: '1', k: 'forged', form: 'note', '/text': 'forged' }
      })
      equal(answer.status(), 400, 'status')
      await visitor.page.goto(`/console/cases/${reference}/timeline`)
      check(!(await visitor.page.locator('main').innerText()).includes('Add a note'), 'the note was taken')
      await visitor.close()
    }
  }
]
