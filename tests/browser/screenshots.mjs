// Pictures of every page in every state: SCREENSHOTS/<language>-<width>-<nn>-<state>.png
import { launch, PUBLIC, Visitor } from './chromium.mjs'
import { signIn } from './staff.mjs'
import { assistedStates, states } from './states.mjs'

const folder = process.env.SCREENSHOTS
const languages = (process.env.LANGUAGES ?? 'en').split(',')
const widths = (process.env.WIDTHS ?? '320,1280').split(',').map(Number)

async function take (page, language, number, state) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 600 ? 640 : 900 })
    const path = `${folder}/${language}-${width}-${String(number).padStart(3, '0')}-${state}.png`
    await page.screenshot({ path, fullPage: true })
  }
}

const browser = await launch()
for (const language of languages) {
  const prefix = language === 'en' ? '' : `/${language}`
  const applicant = await Visitor.at(browser, PUBLIC)
  const staff = await signIn(browser, 'intake')
  let number = 0
  for await (const state of states(applicant.page, prefix)) await take(applicant.page, language, ++number, state)
  for await (const state of assistedStates(staff.page, prefix)) await take(staff.page, language, ++number, state)
  console.log(`${language}: ${number} states at ${widths.join(' and ')} pixels`)
  await applicant.close()
  await staff.close()
}
await browser.close()
