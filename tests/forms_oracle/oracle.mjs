// Breaks every form's example in every place it can, and asks both ajv and our checker: valid or not?
import { readdirSync, readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2020.js'

const [folder, verdicts] = process.argv.slice(2)

const isDate = (text) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
const digits = (text) => text.replace(/[^0-9]/g, '').length
const formats = {
  date: isDate,
  'date-time': (text) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text)),
  email: (text) => /^[^\s@<>(),;:"\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text),
  telephone: (text) => /^\+?[0-9 ()./-]+$/.test(text) && digits(text) >= 6 && digits(text) <= 15,
  postcode: (text) => /^[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}$/i.test(text.replaceAll(' ', '')) && !/^ | $/.test(text),
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text),
}

// One broken copy for each thing that can be done to each place.
const replacements = [null, 0, -1, 1e9, true, false, '', ' ', 'x', 'not on any list', 'x'.repeat(3001), [], {}, ['x'], '2026-02-30', 'née O’Brien']
function * broken (value) {
  for (const other of replacements) if (JSON.stringify(other) !== JSON.stringify(value)) yield other
  if (Array.isArray(value)) {
    yield [...value, ...value]
    yield Array(60).fill(value[0] ?? 'x')
    for (let index = 0; index < value.length; index++) {
      yield value.filter((_, other) => other !== index)
      for (const inner of broken(value[index])) yield value.map((old, other) => other === index ? inner : old)
    }
  } else if (value !== null && typeof value === 'object') {
    yield { ...value, unknown_field: 1 }
    for (const key of Object.keys(value)) {
      const { [key]: removed, ...rest } = value
      yield rest
      for (const inner of broken(removed)) yield { ...value, [key]: inner }
    }
  }
}

// A rule of the house over every form (DECISIONS.md 11): a text of nothing but spaces is no answer.
const saysNothing = (value) => typeof value === 'string'
  ? value !== '' && value.trim() === ''
  : value !== null && typeof value === 'object' && Object.values(value).some(saysNothing)

const questions = []
const expected = []
const ajv = new Ajv({ strict: false, allErrors: false, formats })
for (const file of readdirSync(folder).filter((name) => name.endsWith('.schema.json'))) {
  const schema = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  const validate = ajv.compile({ ...schema, $id: undefined })
  const example = schema.examples?.[0]
  if (example === undefined || !validate(example)) {
    questions.push({ file, value: example ?? null })
    expected.push(true)
  }
  for (const value of [example, ...broken(example)]) {
    questions.push({ file, value })
    expected.push(validate(value) && !saysNothing(value))
  }
}

const answer = spawnSync(verdicts, [folder], {
  input: questions.map((question) => JSON.stringify(question)).join('\n') + '\n',
  maxBuffer: 1 << 28,
  encoding: 'utf8'
})
if (answer.status !== 0) throw new Error(`forms_verdicts ended with ${answer.status}: ${answer.stderr}`)
const ours = answer.stdout.trimEnd().split('\n')
let passed = 0
let failed = 0
questions.forEach((question, index) => {
  const same = ours[index] === (expected[index] ? 'valid' : 'invalid')
  if (same) passed++
  else if (++failed <= 20) console.log(`${question.file}: ajv ${expected[index]}, ours ${ours[index]}: ${JSON.stringify(question.value).slice(0, 400)}`)
})
console.log(`${questions.length} values over ${new Set(questions.map((question) => question.file)).size} forms`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
