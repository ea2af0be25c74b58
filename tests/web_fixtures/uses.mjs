// Every element of every template that bears a class of a govuk-frontend component, held against all the fixtures
// published for that component: the same element, within the same part of it, with the attributes that each fixture
// has and none that no fixture has. So what a page writes out by itself (tables, banners, details) is compared as well.
import { readdirSync, readFileSync } from 'node:fs'
import { parse, parseFragment } from 'parse5'

// Not components but the house's type, layout and links: they have no fixtures.
const STYLES = /^govuk-(body|heading|caption|link|list|grid|width-container|main-wrapper|template|frontend-supported|visually-hidden|section-break|clearfix|form-group|button-group|label-wrapper|input-prefix|!)/

const classesOf = node => (node.attrs?.find(({ name }) => name === 'class')?.value ?? '').split(/\s+/).filter(Boolean)
const blockOf = name => name.replace(/^govuk-/, '').replace(/(__|--).*$/, '')
const partOf = name => name.replace(/--.*$/, '')

// `{{#a}}<p>{{/a}}` is a <p> that may be there: all that a template can say is looked at, whatever the data says.
function plain (text, templates, depth = 0) {
  if (depth > 5) throw new Error('partials without an end')
  return text
    .replace(/\{\{>\s*([^}\s]+)\s*\}\}/g, (_, name) => plain(templates.get(name), templates, depth + 1))
    .replace(/\[\[|\]\]/g, '')
    .replace(/\{\{\{.*?\}\}\}|\{\{[#^/!].*?\}\}/gs, '')
    .replace(/\{\{.*?\}\}/gs, 'x')
}

// Each element with a class of a component: which, in what, and its attributes.
function * parts (node, above = []) {
  const all = classesOf(node)
  const mine = all.filter(name => name.startsWith('govuk-') && !STYLES.test(name))
  for (const name of new Set(mine.map(partOf))) {
    const block = blockOf(name)
    const within = above.find(other => blockOf(other) === block && other !== name) ?? ''
    yield { block, part: name, element: node.nodeName, within, classes: mine.filter(one => partOf(one) === name), attributes: node.attrs.map(({ name }) => name).filter(one => one !== 'class') }
  }
  const parents = [...mine.map(partOf), ...above]
  for (const child of node.childNodes ?? []) yield * parts(child, parents)
  if (node.content) yield * parts(node.content, parents)
}

export function grammarOf (folder) {
  const grammar = new Map()
  for (const component of readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(({ name }) => name)) {
    let fixtures
    try { fixtures = JSON.parse(readFileSync(`${folder}/${component}/fixtures.json`, 'utf8')).fixtures } catch { continue }
    for (const { html } of fixtures) {
      for (const { part, element, within, classes, attributes } of parts(parseFragment(html))) {
        if (!grammar.has(part)) grammar.set(part, { elements: new Set(), within: new Set(), classes: new Set(), some: new Set(), always: new Set(attributes) })
        const rule = grammar.get(part)
        rule.elements.add(element)
        rule.within.add(within)
        for (const name of classes) rule.classes.add(name)
        for (const name of attributes) rule.some.add(name)
        for (const name of rule.always) if (!attributes.includes(name)) rule.always.delete(name)
      }
    }
  }
  return grammar
}

function faultsOf (found, grammar, sheet) {
  const rule = grammar.get(found.part)
  if (!rule) return ['unknown']
  const faults = []
  if (!rule.elements.has(found.element)) faults.push(`is a <${found.element}>`)
  if (!rule.within.has(found.within)) faults.push(`within ${found.within || 'nothing of it'}`)
  for (const name of found.classes) if (!rule.classes.has(name) && !sheet.includes(name)) faults.push(`class ${name}`)
  for (const name of rule.always) if (!found.attributes.includes(name)) faults.push(`without ${name}`)
  for (const name of found.attributes) if (!rule.some.has(name) && !name.startsWith('data-i18n')) faults.push(`with ${name}`)
  return faults
}

// Each such element there is, and each way in which one differs, with the reason when there is one.
export function usesIn (root, folder, reasons, sheet) {
  const grammar = grammarOf(folder)
  const templates = new Map()
  for (const room of readdirSync(root)) {
    for (const file of readdirSync(`${root}/${room}`)) templates.set(`${room}/${file}`, readFileSync(`${root}/${room}/${file}`, 'utf8'))
  }
  const uses = []
  const faults = []
  for (const [name, text] of templates) {
    const html = plain(text, templates)
    const tree = /<html/.test(html) ? parse(html) : parseFragment(wrapped(html))
    for (const found of parts(tree)) {
      uses.push({ name, ...found })
      for (const fault of faultsOf(found, grammar, sheet)) {
        const rule = [`${found.part} ${fault}`, `* ${fault}`].find(one => reasons[one])
        faults.push({ name, ...found, fault, rule, reason: reasons[rule] })
      }
    }
  }
  return { uses, faults }
}

// Rows and cells alone are dropped by the parser: it is given the table around them.
function wrapped (html) {
  if (/^\s*<(tr|th|td)\b/.test(html)) return `<table class="govuk-table"><tbody class="govuk-table__body">${html}</tbody></table>`
  return html
}
