// Whatever somebody types is taken, kept and shown byte for byte, and acts as nothing but text: hundreds of strings that
// have broken other programs, in every box of the form that takes words. What a box does not take (a date of brackets) is
// answered with a question again, never with a page of the machine's.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parse } from 'parse5'
import { PUBLIC, STAFF, Visitor } from './chromium.mjs'
import { everything, questionAt, SHORT } from './form.mjs'
import { check, equal } from './runner.mjs'

const LIST = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('big-list-of-naughty-strings/blns.json'), 'utf8'))
const OURS = [
  // names as people have them
  "Niamh O'Connor", 'Zoë Brontë-Smith', 'X Æ A-12', 'Ng', 'Null', 'undefined', 'True', 'María José Carreño Quiñones', 'Łukasz Żółć',
  'Nguyễn Thị Ánh', 'Þórunn Ægisdóttir', 'Γιώργος', 'Олексій', 'გიორგი', 'Արամ', 'דוד בן־גוריון', 'محمد عبد الله', 'فاطمه‌زهرا', 'ਹਰਪ੍ਰੀਤ ਕੌਰ',
  'आरती शर्मा', 'রহিমা', 'தமிழ்ச்செல்வி', 'స్రవంతి', 'ಕಾವ್ಯ', 'മാളവിക', 'සමන්ත', 'สมชาย', 'ສົມພອນ', 'မြတ်နိုး', 'សុភា', '김민준', '山田太郎', '欧阳娜娜', 'ᐃᓄᒃ',
  'ᏣᎳᎩ', 'ⵜⵉⴼⵉⵏⴰⵖ', 'አበበ በቂላ', 'ߒߞߏ', '𐐀𐐁𐐂', '𠮷野家', 'Siân Angharad Ŵyn', 'e\u0301 and é', 'ﬁ and ℃ and Å', 'ａｌｅｘ',
  // marks that have a meaning to some machine
  '"', "'", '`', '<', '>', '&', '&amp;', '&#60;b&#62;', '</textarea>', '</title><script>x()</script>', '<b onmouseover="x()">', '" autofocus onfocus="x()',
  "' or '1'='1", "'); DROP TABLE cases; --", '{{text}}', '{{{content_html}}}', '{{> components/input.html}}', '{{#a}}', '${7*7}', '#{7*7}', '<%= 7*7 %>',
  '%00', '%s%n%x', '%2e%2e%2f', '../../etc/passwd', '\\\\host\\share', 'a\\nb', '=1+1', '+1', '-1', '@SUM(A1)', '|calc', '$(reboot)', '; ls', '`id`',
  '[1] (2) {3}', '[[link]]', 'a=b&c=d', 'a+b', 'a;b', 'a%b', '0', '00', '1e999', 'NaN', '-0', '[]', '{}', 'javascript:x()', 'data:text/html,x',
  '://', '?', '#', '--', '/*', '*/', '<!--', '-->', ']]>', '<![CDATA[', '<?xml', '\u2028'.repeat(2) + 'lines', 'a\u2029b',
  // what cannot be seen
  ' two  spaces ', 'tab\there', 'no\u00a0break', 'zero\u200bwidth', 'soft\u00adhyphen', '\ufeffmark', 'bell\u0007', 'esc\u001b[31m', 'c1\u0090x',
  '\u202aas a phone copies it\u202c', '\u2066isolate\u2069', '\u202egnitirw', 'r\u200fl\u200em', 'non\uffff', '\ufdd0', 'a\u0300\u0301\u0302\u0303\u0304',
  '👩🏽‍🚒', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '🇬🇧', '👨‍👩‍👧‍👦 family', '♥\ufe0f', '\u{1F600}'.repeat(50), 'Z̸͎͝a'
]
const LONG_TEXTS = ['w'.repeat(100), '字'.repeat(100), 'a b '.repeat(25)]

// As the form reads what was typed: DECISIONS and `typed_text` say the same in other words.
function typed (text, lines) {
  const ends = text.replace(/\r\n|[\r\n\u0085\u2028\u2029]/g, lines ? '\n' : ' ')
  // eslint-disable-next-line no-control-regex
  const seen = ends.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff]|[\ufffe\uffff]/g, '')
  return seen.replace(/[\t ]+/g, ' ').replace(/ ?\n ?/g, '\n').replace(/^[ \n]+|[ \n]+$/g, '')
}
const isBlank = text => /^[\s\u200b-\u200f\u2060-\u2064]*$/u.test(text)
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const lengthOf = text => [...characters.segment(text)].length
const usable = text => !isBlank(typed(text, false)) && lengthOf(typed(text, false)) <= 100 &&
  [...typed(text, false)].length <= 100 && text.isWellFormed()
const STRINGS = [...OURS, ...LONG_TEXTS, ...LIST].filter(usable)

// Boxes for one line, several lines of one text, and one thing on each line.
const LINE_LISTS = new Set(['/applicant/other_names', '/subject/other_names', '/subject/past_addresses'])
const AREAS = new Set(['/applicant/home/address', '/contact/never', '/contact/someone_else_words', '/help/other', '/subject/address',
  '/subject/anything_else', '/person_at_risk/address', '/person_at_risk/safe_way', '/reasons/words'])

// Every text from `next`; where one line is one thing, a string must not break its line.
function answersOf (next) {
  return everything(place => {
    if (place === '/children/list') return 'Robin'  // a name with an age, which has a test of its own
    return LINE_LISTS.has(place) ? typed(next(), false) : next()
  })
}

function * nodes (node) {
  yield node
  for (const child of node.childNodes ?? []) yield * nodes(child)
}
const attr = (node, name) => node.attrs?.find(a => a.name === name)?.value
const textOf = node => [...nodes(node)].filter(n => n.nodeName === '#text').map(n => n.value).join('')

const ACTING = ['script', 'img', 'iframe', 'svg', 'object', 'embed', 'style', 'link', 'meta', 'video', 'audio', 'marquee', 'base', 'form', 'input', 'textarea', 'a']
function shapeOf (document) {
  const all = [...nodes(document)]
  const count = ACTING.map(name => `${name} ${all.filter(node => node.nodeName === name).length}`).join(', ')
  const handlers = all.flatMap(node => node.attrs ?? []).filter(({ name }) => /^on|^style$/.test(name)).length
  return `${count}, handlers ${handlers}`
}

// A browser without a screen: posts what the page asks and follows where it leads.
class PlainBrowser {
  constructor (context) { this.request = context.request }

  async page (path) {
    const answer = await this.request.get(PUBLIC + path)
    this.path = new URL(answer.url()).pathname
    this.status = answer.status()
    this.document = parse(await answer.text())
    const token = [...nodes(this.document)].find(node => node.nodeName === 'input' && attr(node, 'name') === 't')
    this.token = token && attr(token, 'value')
    return this.document
  }

  async post (path, fields) {
    const body = new URLSearchParams([['t', this.token], ...fields]).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return this.request.post(PUBLIC + path, { data: body, headers, maxRedirects: 0 })
  }

  async begin () {
    const answer = await this.request.post(`${PUBLIC}/begin`, { data: '', headers: { 'content-type': 'application/x-www-form-urlencoded' }, maxRedirects: 0 })
    return answer.headers().location
  }
}

function fieldsFor (path, answers) {
  return (questionAt(path)?.fields ?? []).flatMap((field, at) => {
    const name = `a${at + 1}`
    if (field.kind === 'flags') return field.options.filter(({ pointer }) => answers[pointer]).map(({ value }) => [name, value])
    const answer = answers[field.pointer]
    if (answer === undefined) return []
    if (field.kind === 'date') return ['day', 'month', 'year'].map((part, i) => [`${name}-${part}`, answer[i]])
    if (field.kind === 'lines') return answer.split('\n').map(one => [name, one])
    if (field.kind === 'people') return answer.split('\n').flatMap(one => [[name, one], [`${name}-age`, '']])
    if (field.kind === 'tick') return [[name, 'yes']]
    return Array.isArray(answer) ? answer.map(one => [name, one]) : [[name, answer]]
  })
}

// What a page that was filled in shows in its boxes when it is opened again.
function checkBoxes (document, path, answers) {
  for (const [at, field] of questionAt(path).fields.entries()) {
    const answer = answers[field.pointer]
    if (typeof answer !== 'string' || !['text', 'area', 'lines'].includes(field.kind)) continue
    const boxes = [...nodes(document)].filter(node => attr(node, 'name') === `a${at + 1}`)
    const shown = boxes.map(box => box.nodeName === 'textarea' ? textOf(box) : attr(box, 'value')).join('\n')
    equal(shown, typed(answer, field.kind !== 'text'), `${field.pointer} shown in its box`)
  }
}

async function fillIn (browser, answers) {
  const shapes = []
  let path = await browser.begin()
  for (let guard = 0; path !== '/answers' && guard < 60; guard++) {
    await browser.page(path)
    const answer = await browser.post(path, fieldsFor(path, answers))
    if (answer.status() !== 303) {
      const errors = [...nodes(parse(await answer.text()))].filter(node => attr(node, 'class') === 'govuk-error-message').map(textOf)
      throw new Error(`${path} answers ${answer.status()}: ${errors.join('; ')}: ${JSON.stringify(fieldsFor(path, answers))}`)
    }
    const next = answer.headers().location
    const again = await browser.page(path)
    checkBoxes(again, path, answers)
    shapes.push(`${path}: ${shapeOf(again)}`)
    path = next === '/help-now' ? '/p/1' : next
  }
  const summary = await browser.page('/answers')
  return { summary, shapes: [...shapes, `/answers: ${shapeOf(summary)}`] }
}

const linesShown = cell => {
  const lines = ['']
  for (const child of cell.childNodes) child.nodeName === 'br' ? lines.push('') : lines[lines.length - 1] += textOf(child)
  return lines.join('\n')
}

function textPointers (answers) {
  return Object.keys(answers).filter(pointer => typeof answers[pointer] === 'string' && AREAS.has(pointer))
}
const at = (document, pointer) => pointer.slice(1).split('/').reduce((here, name) => here?.[name], document)

async function checkStored (visitor, reference, answers) {
  const staff = { headers: { Authorization: 'Demo intake' } }
  const { request } = await (await visitor.context.request.get(`${STAFF}/api/v1/cases/${reference}`, staff)).json()
  // Who asked is covered until somebody uncovers it, and then whole.
  for (const role of ['applicant', 'person_at_risk', 'children'].filter(role => request[role])) {
    const answer = await visitor.context.request.post(`${STAFF}/api/v1/cases/${reference}/people/${role}/reveal`, {
      ...staff, data: { reason: 'To see that every byte came back.' }
    })
    const { person, contact } = await answer.json()
    request[role] = person
    if (contact) request.contact = contact.plan
  }
  for (const [pointer, answer] of Object.entries(answers)) {
    const stored = at(request, pointer)
    if (typeof answer !== 'string' || stored === undefined) continue
    if (LINE_LISTS.has(pointer)) equal(stored.join('\n'), typed(answer, true).normalize('NFC'), `${pointer} as it is kept`)
    else if (typeof stored === 'string') equal(stored, typed(answer, AREAS.has(pointer)).normalize('NFC'), `${pointer} as it is kept`)
  }
  const page = await visitor.context.request.get(`${STAFF}/console/cases/${reference}`, staff)
  const console = parse(await page.text())
  const words = [...nodes(console)].filter(node => node.nodeName === '#text').map(node => node.value.trim())
  const subject = typed(answers['/subject/name'], false).normalize('NFC')
  check(words.some(text => text.includes(subject.trim())), `the console does not show /subject/name: ${subject}`)
}

async function round (visitor, next, plainShapes) {
  const browser = new PlainBrowser(visitor.context)
  const answers = answersOf(next)
  const { summary, shapes } = await fillIn(browser, answers)
  if (plainShapes) equal(shapes.join('\n'), plainShapes.join('\n'), 'the elements of the pages')
  const cells = new Set([...nodes(summary)].filter(node => attr(node, 'class')?.includes('summary-list__value')).map(linesShown))
  for (const pointer of [...textPointers(answers), '/applicant/name', '/contact/our_word', '/subject/car']) {
    const wanted = typed(answers[pointer], AREAS.has(pointer))
    check(cells.has(wanted.replace(/\n+/g, '\n')) || cells.has(wanted), `the summary does not show ${pointer}: ${JSON.stringify(wanted)}`)
  }
  const sent = await browser.post('/send', [])
  equal(sent.headers().location, '/sent', 'after sending')
  const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]/.exec(textOf(await browser.page('/sent')))[0]
  await checkStored(visitor, reference, answers)
  return shapes
}

export const naughtyTests = [
  {
    name: 'naughty strings: all are taken, kept and shown byte for byte, and none acts',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      let plains = 0  // no two alike: some names of the form must differ
      const plain = await round(visitor, () => `plain ${++plains}`)
      // Each string once in some box; a long run also puts each into eight boxes more.
      const passes = process.env.CLARION_LONG === '1' ? 9 : 1
      let used = 0
      let rounds = 0
      for (let pass = 0; pass < passes; pass++) {
        let place = pass * 7
        for (used = 0; used < STRINGS.length; rounds++) {
          await round(visitor, () => { used++; return STRINGS[place++ % STRINGS.length] }, plain)
        }
      }
      console.log(`        ${STRINGS.length} strings in ${rounds} forms`)
      check(STRINGS.length > 400, `only ${STRINGS.length} strings`)
      await visitor.close()
    }
  },
  {
    name: 'naughty strings: a box that takes something else asks again, with what was typed',
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      const plain = new PlainBrowser(visitor.context)
      await fillIn(plain, { ...SHORT, '/contact/by_email': true, '/contact/email/address': 'robin@mail.example' })
      const wrong = STRINGS.filter((_, at) => at % (process.env.CLARION_LONG === '1' ? 1 : 6) === 0)
      for (const text of wrong) {
        for (const [path, names] of [['/q/7', ['a1-day', 'a1-month', 'a1-year']], ['/q/10', ['a1']], ['/q/11', ['a1']], ['/q/19', ['a2']]]) {
          await plain.page(path)
          const answer = await plain.post(path, names.map(name => [name, text]))
          if (answer.status() === 303) continue  // a number can be written in many ways
          equal(answer.status(), 422, `${path} for ${JSON.stringify(text)}`)
          const document = parse(await answer.text())
          const title = textOf([...nodes(document)].find(node => node.nodeName === 'title'))
          check(title.startsWith('Error: '), `${path}: the title is ${title}`)
          const box = [...nodes(document)].find(node => attr(node, 'name') === names[0])
          equal(attr(box, 'value'), typed(text, false), `${path} shows what was typed`)
        }
      }
      await visitor.close()
    }
  }
]
