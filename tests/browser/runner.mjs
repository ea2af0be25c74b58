// A small runner: tests in order, each with a browser context of its own, one line each.
let passed = 0
let failed = 0

export function check (condition, what) {
  if (!condition) throw new Error(what)
}

export function equal (got, wanted, what) {
  if (got !== wanted) throw new Error(`${what}: got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`)
}

// A test that waits for what never comes fails alone and by its name, and the others still have their turn. Its windows are
// closed under it first, so that the line that waited says so.
const LIMIT_SECONDS = process.env.CLARION_LONG === '1' ? 3600 : 300
const LAST_WORDS_SECONDS = 10
async function bounded (browser, work) {
  const timers = []
  const late = new Promise((resolve, reject) => {
    const after = (seconds, act) => timers.push(setTimeout(act, seconds * 1000))
    after(LIMIT_SECONDS, () => { for (const context of browser.contexts()) context.close().catch(() => {}) })
    after(LIMIT_SECONDS + LAST_WORDS_SECONDS, () => reject(new Error(`not done within ${LIMIT_SECONDS} s`)))
  })
  try {
    await Promise.race([work, late])
  } finally {
    timers.forEach(clearTimeout)
  }
}

export async function runTests (browser, tests) {
  const wanted = process.env.ONLY
  for (const { name, body } of tests) {
    if (wanted && !name.includes(wanted)) continue
    const began = performance.now()
    try {
      await bounded(browser, body(browser))
      passed++
      console.log(`ok      ${name}  (${((performance.now() - began) / 1000).toFixed(0)} s)`)
    } catch (error) {
      failed++
      console.log(`FAILED  ${name}\n        ${error.stack.split('\n').slice(0, 4).join('\n        ')}`)
    }
  }
}

export function finish () {
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
