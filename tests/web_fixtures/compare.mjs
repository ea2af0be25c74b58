// Our components against every fixture that govuk-frontend publishes for them: the same tree of elements, attributes
// and words, or a difference that differences.json gives a reason for; then what the templates write out by themselves.
// Usage: compare.mjs FIXTURES PROGRAM TEMPLATES TABLE
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { parseFragment } from 'parse5'
import { usesIn } from './uses.mjs'

const [folder, program, templates] = process.argv.slice(2)
const differences = JSON.parse(readFileSync('differences.json', 'utf8'))

// Attributes and classes have no order; spaces between elements and at their edges show nothing.
function tree (node) {
  if (node.nodeName === '#text') return node.value.replace(/\s+/g, ' ')
  const attributes = (node.attrs ?? []).map(({ name, value }) =>
    [name, name === 'class' ? value.split(/\s+/).filter(Boolean).sort().join(' ') : value]).sort()
  const children = (node.childNodes ?? []).map(tree)
    .map((child, at, all) => typeof child !== 'string' ? child : trimmed(child, at === 0, at === all.length - 1))
    .filter((child, at, all) => child !== '' && !(child === ' ' && besideBlock(all, at)))
  return { name: node.nodeName, attributes, children }
}
function trimmed (text, first, last) {
  if (first) text = text.trimStart()
  return last ? text.trimEnd() : text
}
const INLINE = new Set(['a', 'span', 'strong', 'em', 'br', 'code'])
function besideBlock (all, at) {
  return [all[at - 1], all[at + 1]].some(beside => typeof beside === 'object' && !INLINE.has(beside.name))
}
const shape = html => JSON.stringify(tree(parseFragment(html)))

const asked = []
for (const component of Object.keys(differences.components)) {
  const { fixtures } = JSON.parse(readFileSync(`${folder}/${component}/fixtures.json`, 'utf8'))
  for (const { name, options, html } of fixtures) asked.push({ component, name, options, html })
}
const lines = asked.map(({ component, options }) => JSON.stringify({ component, options })).join('\n') + '\n'
const answers = execFileSync(program, [templates], { input: lines, maxBuffer: 1 << 26, encoding: 'utf8' })
  .trim().split('\n').map(line => JSON.parse(line))

// Options are named as in `items[].hint.html`; a rule `attributes` also covers `items[].attributes.data-x`.
function reasonFor (rules, option) {
  const names = option.split(/\.|\[\]\.?/).filter(Boolean)
  for (let from = 0; from < names.length; from++) {
    for (let to = names.length; to > from; to--) {
      const rule = names.slice(from, to).join('.')
      if (rules[rule]) return rule
    }
  }
}

let good = 0
let bad = 0
const used = new Set()
const table = {}
const explained = []
asked.forEach(({ component, name, html }, at) => {
  const row = table[component] ??= { fixtures: 0, same: 0, explained: 0 }
  row.fixtures++
  const own = differences.components[component]
  if (shape(answers[at].html) === shape(html)) {
    row.same++
    good++
    if (own.fixtures?.[name]) {
      bad++
      console.log(`FAILED  ${component}: ${name} is listed as different and is the same`)
    }
    return
  }
  const rules = { ...differences.options, ...own.options }
  const found = answers[at].left.map(option => reasonFor(rules, option)).filter(Boolean)
  for (const rule of found) used.add(own.options?.[rule] ? `${component}.${rule}` : rule)
  const reasons = [...new Set(found.map(rule => rules[rule]))]
  for (const [attribute, reason] of Object.entries(own.adds ?? {})) {
    const without = text => shape(text.replaceAll(new RegExp(` ${attribute}="[^"]*"`, 'g'), ''))
    if (without(answers[at].html) === without(html)) reasons.push(reason)
  }
  if (own.fixtures?.[name]) reasons.push(own.fixtures[name])
  if (reasons.length > 0) {
    row.explained++
    good++
    explained.push(`${component}: ${name}: ${reasons.join('; ')}`)
  } else {
    bad++
    console.log(`FAILED  ${component}: ${name}\n  wanted ${shape(html)}\n  got    ${shape(answers[at].html)}`)
    console.log(`  options not offered: ${answers[at].left.join(', ') || 'none'}`)
  }
})
for (const [component, { options, fixtures }] of Object.entries(differences.components)) {
  for (const rule of Object.keys(options ?? {})) {
    if (!used.has(`${component}.${rule}`)) { bad++; console.log(`FAILED  ${component}: no fixture needs the reason for ${rule}`) }
  }
  for (const name of Object.keys(fixtures ?? {})) {
    const there = asked.some(fixture => fixture.component === component && fixture.name === name)
    if (!there) { bad++; console.log(`FAILED  ${component}: there is no fixture ${name}`) }
  }
}

console.log(explained.join('\n'))
const sheet = readFileSync(`${folder}/../govuk-frontend.min.css`, 'utf8')
const { uses, faults } = usesIn(templates, folder, differences.templates, sheet)
good += uses.length - faults.filter(({ reason }) => !reason).length
for (const { name, part, fault, reason } of faults) {
  if (!reason) { bad++; console.log(`FAILED  ${name}: ${part} ${fault}`) }
}
for (const rule of Object.keys(differences.templates)) {
  if (!faults.some(fault => fault.rule === rule)) { bad++; console.log(`FAILED  no template needs the reason for: ${rule}`) }
}

// One line for each component that any page uses; the table in this folder is the one that is checked.
const rooms = [...new Set(uses.map(({ name }) => name.split('/')[0]))].sort()
const blocks = [...new Set([...Object.keys(table), ...uses.map(({ block }) => block)])].sort()
const count = (list, block, room) => list.filter(one => one.block === block && (!room || one.name.startsWith(`${room}/`))).length
const rows = blocks.map(block => {
  const { fixtures, same, explained } = table[block] ?? { fixtures: '', same: '', explained: '' }
  return [block, fixtures, same, explained, ...rooms.map(room => count(uses, block, room) || ''), count(faults, block) || '']
})
const sums = rows[0].map((_, column) => column === 0 ? 'all' : rows.reduce((sum, row) => sum + Number(row[column]), 0))
const lines_of = cells => `| ${cells.join(' | ')} |`
const reasonsOf = Object.entries(differences.templates).map(([rule, reason]) => `- ${rule.replace('* ', 'any part ')}: ${reason}`)
const written = [
  '# Fixtures matched',
  '',
  'Written by `tests/web_fixtures/run` with `CLARION_REWRITE=1`, and checked by each run. Left: all fixtures that govuk-frontend publishes for',
  'the components we make whole, the same tree of elements, attributes and words; the reasons of what differs stand in `differences.json`',
  'and are printed for each. Right: every element of every template that bears a class of a component, by room, held against all fixtures',
  'of that component: the same element in the same place, with the attributes all of them have and none that no fixture has.',
  '',
  lines_of(['component', 'fixtures', 'same', 'different, with a reason', ...rooms.map(room => `elements in ${room}`), 'of these different, with a reason']),
  lines_of(['---', ...Array(rooms.length + 4).fill('---:')]),
  ...[...rows, sums].map(lines_of),
  '',
  'Why elements of the templates differ:',
  '',
  ...reasonsOf,
  ''
].join('\n')
console.log(`\n${written}`)
const [, , , , , tableFile] = process.argv
if (process.env.CLARION_REWRITE === '1') writeFileSync(tableFile, written)
else if (readFileSync(tableFile, 'utf8') !== written) { bad++; console.log(`FAILED  ${tableFile} is not what was found: run with CLARION_REWRITE=1 and read the difference`) }
console.log(`${good} passed, ${bad} failed`)
process.exitCode = bad === 0 ? 0 : 1
