// Runs every journey and prints the count that CI reads.
import { applicantTests } from './applicant.mjs'
import { staffTests } from './staff.mjs'
import { traceTests } from './traces.mjs'
import { launch } from './chromium.mjs'
import { finish, runTests } from './runner.mjs'

const browser = await launch()
try {
  await runTests(browser, [...applicantTests, ...traceTests, ...staffTests])
} finally {
  await browser.close()
}
finish()
