// Runs every journey and prints the count that CI reads.
import { accessibleTests } from './accessible.mjs'
import { applicantTests } from './applicant.mjs'
import { assistedTests } from './assisted.mjs'
import { staffTests } from './staff.mjs'
import { naughtyTests } from './naughty.mjs'
import { traceTests } from './traces.mjs'
import { figureTests } from './figures.mjs'
import { limitTests } from './limits.mjs'
import { wrongTurnTests } from './wrong_turns.mjs'
import { launch } from './chromium.mjs'
import { finish, runTests } from './runner.mjs'

// Under a sanitizer only what goes all the way through the server: the pages are the same.
const pages = [...figureTests, ...accessibleTests, ...traceTests]
const brief = process.env.CLARION_BRIEF === '1'
// The last ones send many requests: staff's lists before them are short enough for one page.
const tests = [...applicantTests, ...naughtyTests, ...brief ? [] : pages, ...staffTests, ...assistedTests, ...wrongTurnTests, ...brief ? [] : limitTests]
const browser = await launch()
try {
  await runTests(browser, tests)
} finally {
  await browser.close()
}
finish()
