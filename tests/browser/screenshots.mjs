// Pictures of every page in every state: SCREENSHOTS/<language>-<width>-<nn>-<state>.png
import { launch, PUBLIC, Visitor } from './chromium.mjs'
import { states } from './states.mjs'

const folder = process.env.SCREENSHOTS
const languages = (process.env.LANGUAGES ?? 'en').split(',')
const widths = (process.env.WIDTHS ?? '320,1280').split(',').map(Number)

const browser = await launch()
for (const language of languages) {
  const visitor = await Visitor.at(browser, PUBLIC)
  let number = 0
  for await (const state of states(visitor.page, language === 'en' ? '' : `/${language}`)) {
    number++
    for (const width of widths) {
      await visitor.page.setViewportSize({ width, height: width < 600 ? 640 : 900 })
      const path = `${folder}/${language}-${width}-${String(number).padStart(2, '0')}-${state}.png`
      await visitor.page.screenshot({ path, fullPage: true })
    }
  }
  console.log(`${language}: ${number} states`)
  await visitor.close()
}
await browser.close()
