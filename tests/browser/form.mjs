// Fills in the form as somebody would, page by page, by what the journey asks and not by its words: so one script
// goes through it in every language, and with every answer.
import { readFileSync } from 'node:fs'
import { PUBLIC, Visitor } from './chromium.mjs'
import { check } from './runner.mjs'

const JOURNEY = JSON.parse(readFileSync(process.env.JOURNEY, 'utf8'))

// By pointer: a text, a list of values, a date of three texts, or `true` for what is only ticked.
export const SHORT = {
  '/danger_now': 'no',
  '/language': 'en',
  '/asking_about': 'partner',
  '/applicant/name': 'Quillon Testcanary',
  '/applicant/birth_date': ['27', 'March', '1994'],
  '/applicant/home/choice': 'in_person',
  '/contact/by_phone': true,
  '/contact/phone/number': '07700 900 982',
  '/contact/any_time': true,
  '/subject/name': 'Sam Sample',
  '/agreed': true
}

// Everything that can be said, by somebody who asks for a friend. `text(places)` gives the words of each place, `lines`
// how many lines a place takes.
export function everything (text) {
  const lines = (count, place, ending = () => '') =>
    Array.from({ length: count }, (_, at) => text(place) + ending(at)).join('\n')
  return {
    '/danger_now': 'no',
    '/language': 'other',
    '/language_other': text('/language_other'),
    '/asking_about': 'someone_i_know',
    '/how_you_know': 'other',
    '/how_you_know_other': text('/how_you_know_other'),
    '/they_know': 'no',
    '/applicant/name': text('/applicant/name'),
    '/applicant/other_names': text('/applicant/other_names'),
    '/applicant/birth_date': ['27', 'mawrth', '1994'],
    '/applicant/home/choice': 'address',
    '/applicant/home/address': lines(4, '/applicant/home/address'),
    '/applicant/home/postcode': 'zz99 3wz',
    '/contact/by_phone': true,
    '/contact/by_text': true,
    '/contact/by_email': true,
    '/contact/by_trusted_person': true,
    '/contact/phone/number': '07700 900 471',
    '/contact/phone/only_yours': 'not_sure',
    '/contact/phone/leave_message': 'no',
    '/contact/phone/text_first': 'yes',
    '/contact/email/address': 'quillon@mail.example',
    '/contact/email/others_can_read': 'no',
    '/contact/message': 'no',
    '/contact/trusted_person/name': text('/contact/trusted_person/name'),
    '/contact/trusted_person/reach': text('/contact/trusted_person/reach'),
    '/contact/trusted_person/knows': 'yes',
    '/contact/times': ['monday_morning', 'tuesday_evening', 'sunday_afternoon'],
    '/contact/never': lines(2, '/contact/never'),
    '/contact/someone_else_answers': 'something_else',
    '/contact/someone_else_words': lines(2, '/contact/someone_else_words'),
    '/contact/our_word': text('/contact/our_word'),
    '/contact/your_word': text('/contact/your_word'),
    '/help/needs': ['interpreter', 'quiet_place'],
    '/help/other': lines(3, '/help/other'),
    '/subject/name': text('/subject/name'),
    '/subject/other_names': lines(4, '/subject/other_names'),
    '/subject/birth_date': ['1', '12', '1980'],
    '/subject/age_about': '45',
    '/subject/address': lines(2, '/subject/address'),
    '/subject/past_addresses': lines(4, '/subject/past_addresses'),
    '/subject/phone': text('/subject/phone'),
    '/subject/email': text('/subject/email'),
    '/subject/social': text('/subject/social'),
    '/subject/work': text('/subject/work'),
    '/subject/car': text('/subject/car'),
    '/subject/anything_else': lines(4, '/subject/anything_else'),
    '/person_at_risk/name': text('/person_at_risk/name'),
    '/person_at_risk/birth_date': ['2', 'Feb', '1990'],
    '/person_at_risk/address': lines(2, '/person_at_risk/address'),
    '/person_at_risk/safe_way': lines(2, '/person_at_risk/safe_way'),
    '/together/now': 'on_and_off',
    '/together/live_together': 'no',
    '/together/began': text('/together/began'),
    '/children/any': 'yes',
    '/children/list': lines(2, '/children/list', at => `, ${at + 3}`),
    '/reasons/kinds': ['something_they_did', 'a_feeling'],
    '/reasons/words': lines(3, '/reasons/words'),
    '/how_are_things/feel_safe': 'some_of_the_time',
    '/how_are_things/hurt_or_threatened': 'no',
    '/support': 'not_now',
    '/agreed': true
  }
}

// Without the language, and without where staff fill it in.
export const pathOf = page => new URL(page.url()).pathname.replace(/^\/console\/ask(?=\/|$)/, '').replace(/^\/cy(\/|$)/, '/') || '/'

export function questionAt (path) {
  return JOURNEY.pages.find(({ slug }) => `/${slug}` === path)
}
export const SLUGS = JOURNEY.pages.map(({ slug }) => slug)

// A line each; a person's ends in the age.
async function fillRows (page, field, name, answer) {
  const add = page.locator(`button[name="add"][value="${name}"]`)
  for (const [at, line] of answer.split('\n').entries()) {
    const boxes = page.locator(`input[name="${name}"]`)
    if (at >= await boxes.count()) await add.click()
    const [, words, age] = field.kind === 'people' ? /^(.*?)(?:, (\d+))?$/.exec(line) : [line, line]
    await boxes.nth(at).fill(words)
    if (age) await page.locator(`input[name="${name}-age"]`).nth(at).fill(age)
  }
}

async function fill (page, field, name, answer) {
  const value = v => page.locator(`[name="${name}"][value="${v}"]`)
  switch (field.kind) {
    case 'radios': return value(answer).check()
    case 'checkboxes':
    case 'times':
      for (const one of answer) await value(one).check()
      return
    case 'tick': return page.locator(`[name="${name}"]`).check()
    case 'date':
      for (const [at, part] of ['day', 'month', 'year'].entries()) await page.locator(`[name="${name}-${part}"]`).fill(answer[at])
      return
    case 'lines':
    case 'people': return fillRows(page, field, name, answer)
    default: return page.locator(`[name="${name}"]`).fill(answer)
  }
}

// What this page asks, answered.
export async function answerPage (page, answers) {
  const asked = questionAt(pathOf(page))
  for (const [at, field] of (asked?.fields ?? []).entries()) {
    const name = `a${at + 1}`
    if (field.kind === 'flags') {
      for (const option of field.options) {
        if (answers[option.pointer]) await page.locator(`[name="${name}"][value="${option.value}"]`).check()
      }
    } else if (answers[field.pointer] !== undefined && await page.locator(`[name^="${name}"]`).count() > 0) {
      await fill(page, field, name, answers[field.pointer])
    }
  }
}

export const goOn = page => page.locator('main form button[type=submit]:not([name])').last().click()

export async function begin (page, prefix = '') {
  await page.goto(prefix || '/')
  await goOn(page)
}

// Answers page after page until `last`, a path without its language; `each` looks at every page before it is answered.
export async function answerUpTo (page, last, answers = SHORT, each = async () => {}) {
  for (let guard = 0; guard < 60; guard++) {
    const path = pathOf(page)
    await each(path)
    if (path === last) return
    await answerPage(page, answers)
    await goOn(page)
    const title = await page.title()
    check(pathOf(page) !== path || !/^[^ ]+: /.test(title), `${path} was not accepted: ${await page.locator('main').innerText()}`)
  }
  throw new Error(`never came to ${last}`)
}

export async function start (browser, options = {}) {
  const visitor = await Visitor.at(browser, PUBLIC, options)
  await begin(visitor.page)
  return visitor
}
