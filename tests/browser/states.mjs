// Every page of the form in every state that somebody can bring it to, one after another.
import { answerPage, begin, everything, goOn, pathOf, SHORT, SLUGS } from './form.mjs'
import { check } from './runner.mjs'

const BESIDE = ['/', '/help-now', '/leaving-quickly', '/stay-safe-online', '/privacy', '/cookies', '/contact', '/accessibility', '/stop-contact', '/ended', '/no-such-page']
// In the middle of a form these have more to say.
const BESIDE_A_FORM = ['/help-now', '/leaving-quickly', '/accessibility', '/still-there']

// Nobody is trusted who is the one worried about.
const nameIn = place => place === '/contact/trusted_person/name' ? 'Robin Testcanary' : 'Quillon Testcanary'
const nameOf = path => path === '/' ? 'start' : path.slice(1).replaceAll('/', '-')

// Fills every box with more than it takes; false when the page has none.
async function overfill (page) {
  const boxes = page.locator('main form input[type=text], main form textarea')
  for (const box of await boxes.all()) await box.fill('x'.repeat(3500))
  return await boxes.count() > 0
}

// Leaves the page as it was, when nothing on it can be wrong.
async function * inError (page, name) {
  const address = page.url()
  for (const spoil of [async () => true, overfill]) {
    if (!await spoil(page)) break
    await goOn(page)
    if (await page.locator('.govuk-error-summary').count() > 0) {
      yield `${name}-error`
      break
    }
    await page.goto(address)
  }
  // What could not be taken is still there, for whoever comes back.
  await page.goto(address)
  for (const box of await page.locator('main form input[type=text], main form textarea').all()) await box.fill('')
}

async function * questions (page, answers, seen, last) {
  for (let guard = 0; guard < 60; guard++) {
    const path = pathOf(page)
    if (path === last) return
    if (path === '/help-now') throw new Error('the answers lead to help')
    if (!seen.has(path)) {
      seen.add(path)
      yield nameOf(path)
      yield * inError(page, nameOf(path))
    }
    await answerPage(page, answers)
    await goOn(page)
    check(pathOf(page) !== path, `${path} was not accepted`)
  }
  throw new Error(`never came to ${last}`)
}

async function * ofAForm (page, prefix) {
  for (const path of BESIDE_A_FORM) {
    await page.goto(prefix + path)
    yield `${nameOf(path)}-within`
  }
  await page.goto(`${prefix}/q/21`)
  await page.locator('[name=a1]').fill('+44 7700 900471')
  await goOn(page)
  yield 'same-number'
  await page.goto(`${prefix}/q/18`)
  await page.locator('[name=a1]').fill('Testcanary, Robin')
  await goOn(page)
  check(pathOf(page) === '/q/13', `the person to trust is the one worried about, and that led to ${pathOf(page)}`)
  yield 'same-person'
  await page.locator('[name=a1]').fill('Somebody Else')
  await goOn(page)
  await page.goto(`${prefix}/q/3`)
  await answerPage(page, { '/asking_about': 'partner' })
  await goOn(page)
  yield 'change-removes'
  await page.goto(`${prefix}/q/25`)
  await page.locator('textarea').first().fill('x'.repeat(150_000))
  await goOn(page)
  yield 'too-long'
  await page.goto(`${prefix}/q/25`)
  await page.locator('[name=t]').first().evaluate(token => { token.value = 'forged' })
  await goOn(page)
  yield 'not-understood'
}

// The same as staff read it out; `page` is signed in as somebody who may open a case.
export async function * assistedStates (page, prefix = '') {
  const base = `/console/ask${prefix}`
  await page.goto(base)
  yield 'assisted-start'
  await goOn(page)
  yield 'assisted-start-error'
  await page.locator('[name="channel"][value="phone"]').check()
  await goOn(page)
  const seen = new Set(['/answers'])
  for await (const state of questions(page, everything(nameIn), seen, '/answers')) yield `assisted-${state}`
  yield 'assisted-answers'
  for (const path of ['/help-now', '/no-such-page']) {
    await page.goto(base + path)
    yield `assisted${path.replace('/', '-')}`
  }
  await page.goto(`${base}/answers`)
  await goOn(page)
  yield 'assisted-sent'
}

// Goes from state to state, and says the name of each once `page` shows it. Whoever looks must not go elsewhere.
export async function * states (page, prefix = '') {
  for (const path of BESIDE) {
    await page.goto(path === '/' ? prefix || '/' : prefix + path)
    yield nameOf(path)
  }
  const seen = new Set()
  await begin(page, prefix)
  yield * questions(page, everything(nameIn), seen, '/answers')
  yield 'answers'
  yield * ofAForm(page, prefix)
  await page.goto(`${prefix}/answers`)
  await goOn(page)
  yield 'sent'
  await page.goto(`${prefix}/stop-contact`)
  await goOn(page)
  yield 'stop-contact-told'
  // Somebody young who asks as part of the job, and reaches us instead of being reached.
  const other = { ...SHORT, '/language': prefix.slice(1) || 'en', '/applicant/birth_date': ['27', '3', '2015'], '/asking_about': 'professional', '/contact/by_phone': false, '/contact/i_will_contact': true, '/person_at_risk/name': 'Robin' }
  await begin(page, prefix)
  yield * questions(page, other, seen, '/answers')
  yield 'answers-short'
  const missed = SLUGS.filter(slug => !seen.has(`/${slug}`))
  check(missed.length === 0, `pages nobody came to: ${missed.join(', ')}`)
}
