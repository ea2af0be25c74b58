// What scripts add to the form: everything works without them. Leaves no trace: stores nothing,
// fetches nothing but the sign of life that the person presses for.
import { CharacterCount, ErrorSummary, ExitThisPage, SkipLink } from 'govuk-frontend'

const SECOND = 1000

// Leaves so that Back does not return: the page goes blank at once and its place in the history
// is taken by where one goes.
class SafeExit extends ExitThisPage {
  static moduleName = 'clarion-exit'

  exitPage () {
    document.title = '\u00a0'
    document.body.hidden = true
    window.location.replace(this.$button.href)
  }

  // Keyboards on a screen send Shift of their own while one types.
  handleKeypress (event) {
    if (window.matchMedia('(any-pointer: fine)').matches) super.handleKeypress(event)
  }
}

// Asks before an hour without use is over, and closes the page when it is.
class StillThere {
  constructor (root) {
    this.root = root
    this.form = root.querySelector('form')
    this.form.addEventListener('submit', event => this.stay(event))
    for (const kind of ['visibilitychange', 'pageshow']) {
      document.addEventListener(kind, () => this.look())
    }
    this.begin()
  }

  begin () {
    this.root.hidden = true
    this.opened = Date.now()
    this.timer = this.timer ?? setInterval(() => this.look(), 5 * SECOND)
  }

  // By the clock, not by counting: a telephone in a pocket counts nothing.
  look () {
    const passed = (Date.now() - this.opened) / SECOND
    const { idle, warn, ended } = this.root.dataset
    if (passed >= Number(idle)) return window.location.replace(ended)
    if (passed < Number(idle) - Number(warn) || !this.root.hidden) return
    this.before = document.activeElement
    this.root.hidden = false
    this.root.focus()
  }

  // What was typed stays on the page; only when this fails is the page left. Who could not be heard
  // just now is still asked; a form that is over meanwhile says so, before more is typed into it.
  async stay (event) {
    event.preventDefault()
    const answer = await fetch(this.form.action, {
      method: 'POST', body: new URLSearchParams(new FormData(this.form)), redirect: 'follow', cache: 'no-store'
    }).catch(() => null)
    if (!answer) return this.form.submit()
    const { ended } = this.root.dataset
    if (new URL(answer.url).pathname === ended) return window.location.replace(ended)
    if (!answer.ok) return
    this.begin()
    this.before?.focus()
  }
}

document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')

// The way out first. What one part cannot do takes nothing from the others.
for (const [name, Part] of [
  ['clarion-exit', SafeExit],
  ['govuk-error-summary', ErrorSummary],
  ['govuk-character-count', CharacterCount],
  ['govuk-skip-link', SkipLink]
]) {
  for (const root of document.querySelectorAll(`[data-module="${name}"]`)) {
    try {
      new Part(root)
    } catch (error) {
      console.error(error)
    }
  }
}
document.querySelector('.clarion-quick-exit')?.addEventListener('click', event => {
  event.preventDefault()
  document.body.hidden = true
  window.location.replace(event.currentTarget.href)
})
const still = document.getElementById('still')
if (still) new StillThere(still)
