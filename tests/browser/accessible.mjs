// Every page in every state: axe finds nothing, the HTML is valid, nothing scrolls sideways, and whoever has only a
// keyboard sees where they are. In both languages. CLARION_LONG=1 takes each state in every setting; a short run takes
// a quarter of a language's states in one setting each, others with each day's ROTATION, and says how many that is.
import { HtmlValidate } from 'html-validate'
import { PUBLIC, Visitor } from './chromium.mjs'
import { check, equal } from './runner.mjs'
import { signIn } from './staff.mjs'
import { assistedStates, states } from './states.mjs'

const LONG = process.env.CLARION_LONG === '1'
const ROTATION = Number(process.env.ROTATION ?? Math.floor(Date.now() / 86_400_000))
const LANGUAGES = ['', '/cy']
const WIDE = { width: 1280, height: 900 }
export const SETTINGS = [
  { name: 'wide', size: WIDE },
  { name: '320 px', size: { width: 320, height: 640 } },
  // 1280 by 1024 pixels at 400 %.
  { name: '400 %', size: { width: 320, height: 256 } },
  { name: 'forced colours', size: WIDE, media: { forcedColors: 'active' } }
]

const html = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Three habits of govuk-frontend's own markup: role=button on links, role=group on fieldsets, one attribute a line.
    'prefer-native-element': 'off',
    'no-redundant-role': 'off',
    'attribute-boolean-style': 'off',
    // The boxes of one question have one name: their values are a list.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
    // Mustache leaves the ends of lines as they fall.
    'no-trailing-whitespace': 'off'
  }
})

// Before scripts or browsers have mended anything.
export function rawPages (page) {
  const seen = { text: Promise.resolve('') }
  page.on('response', response => {
    if (response.request().isNavigationRequest() && response.status() !== 303) seen.text = response.text().catch(() => 'gone before it was read')
  })
  return seen
}

export async function valid (raw, state) {
  const report = await html.validateString(await raw.text)
  const said = report.results.flatMap(result => result.messages).map(m => `${m.ruleId} at line ${m.line}: ${m.message}`)
  equal(said.join('; '), '', `the HTML of ${state}`)
}

async function reflows (page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  check(over <= 0, `${where} scrolls sideways by ${over} px`)
}

export async function inSetting (visitor, state, { name, size, media = {} }) {
  const { page } = visitor
  await page.setViewportSize(size)
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light', ...media })
  await visitor.axe(`${state}, ${name}`)
  await reflows(page, `${state}, ${name}`)
  await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' })
  await page.setViewportSize(WIDE)
}

// What has the focus: its words, whether one sees that it has it, and whether anything lies over all of it.
function focused () {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const small = at.matches('input[type=radio], input[type=checkbox]')
  const drawn = small ? getComputedStyle(at.labels[0], '::before') : getComputedStyle(at)
  const box = (small ? at.labels[0] : at).getBoundingClientRect()
  const inside = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].some(([across, down]) => {
    const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down)
    return top && (at.contains(top) || top.contains(at) || [...(at.labels ?? [])].some(label => label.contains(top)))
  })
  return {
    words: (at.innerText || at.value || at.name || at.id || '').trim().slice(0, 40),
    href: at.getAttribute('href'),
    id: at.id,
    shown: (drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) > 0) || drawn.boxShadow !== 'none',
    inside
  }
}

async function byKeyboard (page, state) {
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0) })
  const first = []
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(focused)
    if (!at) return
    if (first.length < 2) first.push(at.href)
    check(at.shown, `${state}: one does not see the focus on "${at.words}"`)
    check(at.inside, `${state}: "${at.words}" is hidden while it has the focus`)
    if (first.length === 2) equal(first.join(), '#main,/exit', `${state}: first stops of the Tab key`)
  }
  throw new Error(`${state}: the Tab key never comes to an end`)
}

async function startAfresh (page) {
  // Where the Tab key starts is where the page was left; the first press must meet the skip link.
  await page.evaluate(() => {
    const start = document.createElement('span')
    start.tabIndex = -1
    document.body.prepend(start)
    start.focus()
    start.remove()
  })
}

// Which of all that a run looks at: every fourth state of a language. Over sixteen days it is everything.
const SHARES = 2 * LANGUAGES.length
function share (number, language, settings) {
  if (LONG) return settings
  const turn = number + ROTATION
  return turn % SHARES === language ? [settings[Math.floor(turn / SHARES) % settings.length]] : []
}
// The other one when the state's turn comes again.
const keyboardSize = number => [WIDE, SETTINGS[2].size][Math.floor((number + ROTATION) / SHARES) % 2]

// What costs little is looked at in every state; `looks` counts the rest.
async function lookAt (visitor, raw, state, settings, looks) {
  const { page } = visitor
  await valid(raw, state)
  await page.setViewportSize(SETTINGS[1].size)
  await reflows(page, state)
  await page.setViewportSize(WIDE)
  for (const setting of settings) {
    await inSetting(visitor, state, setting)
    looks[setting.name] = (looks[setting.name] ?? 0) + 1
  }
}

async function byKeyboardAt (page, state, sizes) {
  // The same visit: coming to every state once more takes longer than looking.
  for (const size of sizes) {
    await page.setViewportSize(size)
    await startAfresh(page)
    await byKeyboard(page, state)
  }
  await page.setViewportSize(WIDE)
}

function report (number, looks, more = '') {
  const said = Object.entries(looks).map(([name, count]) => `${name} ${count}`).join(', ')
  const wanted = number * SETTINGS.length
  const taken = Object.values(looks).reduce((sum, count) => sum + count, 0)
  console.log(`        ${number} states, looked at with axe ${taken} of ${wanted} times (${said})${more}`)
  if (LONG) equal(taken, wanted, 'states and settings looked at')
  else console.log(`        this share is ROTATION=${ROTATION}; CLARION_LONG=1 takes all`)
}

function walk (language, prefix) {
  return {
    name: `pages: every state in ${language ? 'Welsh' : 'English'} is accessible, valid, holds at 320 px, at 400 % and in forced colours, and needs no mouse`,
    body: async browser => {
      const visitor = await Visitor.at(browser, PUBLIC)
      const raw = rawPages(visitor.page)
      const looks = {}
      let number = 0
      for await (const state of states(visitor.page, prefix)) {
        const settings = share(number, language, SETTINGS)
        await lookAt(visitor, raw, state, settings, looks)
        await visitor.neutral()
        equal(await visitor.page.locator('html').getAttribute('lang'), prefix.slice(1) || 'en', `${state}: the language`)
        await byKeyboardAt(visitor.page, state, LONG ? [WIDE, SETTINGS[2].size] : settings.length ? [keyboardSize(number)] : [])
        number++
      }
      report(number, looks, '; by the keyboard as well')
      visitor.quiet()
      await visitor.close()
    }
  }
}

function walkAssisted (language, prefix) {
  return {
    name: `pages: every state that staff read out in ${language ? 'Welsh' : 'English'} is accessible, valid and holds at 320 px, at 400 % and in forced colours`,
    body: async browser => {
      const visitor = await signIn(browser, 'intake')
      const raw = rawPages(visitor.page)
      const looks = {}
      let number = 0
      for await (const state of assistedStates(visitor.page, prefix)) {
        await lookAt(visitor, raw, state, share(number, language, SETTINGS), looks)
        number++
      }
      report(number, looks)
      visitor.quiet()
      await visitor.close()
    }
  }
}

function walkWithoutScripts (language, prefix) {
  return {
    name: `pages: every state in ${language ? 'Welsh' : 'English'} is accessible without scripts`,
    body: async browser => {
      // axe is a script itself, so the pages' own are kept from them: the policy forbids any within the pages.
      const visitor = await Visitor.at(browser, PUBLIC)
      await visitor.context.route(/\.js$/, route => route.abort())
      let number = 0
      let looked = 0
      for await (const state of states(visitor.page, prefix)) {
        equal(await visitor.page.locator('noscript').count(), 0, 'words for browsers without scripts alone')
        if (LONG || (number + ROTATION) % 3 === 0) {
          await visitor.axe(state)
          looked++
        }
        number++
      }
      console.log(`        ${number} states, ${looked} of them looked at with axe`)
      await visitor.close()
    }
  }
}

const inTurn = (test, index) => LONG || index === ROTATION % LANGUAGES.length
export const accessibleTests = [
  ...LANGUAGES.map((prefix, language) => walk(language, prefix)),
  ...LANGUAGES.map((prefix, language) => walkAssisted(language, prefix)).filter(inTurn),
  ...LANGUAGES.map((prefix, language) => walkWithoutScripts(language, prefix)).filter(inTurn)
]
