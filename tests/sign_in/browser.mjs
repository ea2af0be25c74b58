// As much of a browser as signing in needs: cookies by host, redirects that are looked at, forms that are sent.
import { request } from 'node:https'

// `shown`: the certificate and key of a program, as { cert, key }.
export const ask = (url, { method = 'GET', headers = {}, body, shown = {} } = {}) => new Promise((resolve, reject) => {
  const sent = request(url, { method, headers, rejectUnauthorized: false, timeout: 20_000, ...shown }, (response) => {
    let text = ''
    response.on('data', (part) => { text += part })
    response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }))
  })
  sent.on('timeout', () => sent.destroy(new Error('no answer')))
  sent.on('error', reject)
  sent.end(body)
})

export class Browser {
  constructor () { this.jars = new Map() }

  jar (url) {
    const host = new URL(url).host
    if (!this.jars.has(host)) this.jars.set(host, new Map())
    return this.jars.get(host)
  }

  async go (url, { form, headers = {} } = {}) {
    const jar = this.jar(url)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const posted = form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}
    const answer = await ask(url, {
      method: form ? 'POST' : 'GET',
      headers: { ...(cookie ? { cookie } : {}), ...posted, ...headers },
      body: form ? new URLSearchParams(form).toString() : undefined
    })
    answer.cookies = answer.headers['set-cookie'] ?? []
    for (const line of answer.cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name); else jar.set(name, value)
    }
    answer.location = answer.headers.location && new URL(answer.headers.location, url).href
    return answer
  }

  // Through the provider's own pages, until it sends the browser to an address of `home`. Says which pages it saw.
  async throughProvider (url, home, { login, cancel = false }) {
    const seen = []
    let page = await this.go(url)
    for (let step = 0; step < 20; ++step) {
      if (page.location?.startsWith(home)) return { address: page.location, seen }
      if (page.location) { page = await this.go(page.location); continue }
      const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1]
      const prompt = /name="prompt" value="([^"]+)"/.exec(page.text)?.[1] ?? 'other'
      if (!action) throw new Error(`stuck at ${page.status}: ${page.text.slice(0, 300)}`)
      seen.push(prompt)
      const abort = /href="([^"]+\/abort)"/.exec(page.text)?.[1]
      if (cancel && abort) { page = await this.go(new URL(abort, url).href); continue }
      page = await this.go(new URL(action, url).href, { form: { prompt, login, password: 'any' } })
    }
    throw new Error('went round in circles')
  }
}
