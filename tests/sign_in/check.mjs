// People and programs sign in at a running service with a real provider, rightly and in every wrong way.
import { readFileSync, writeFileSync } from 'node:fs'
import { Browser, ask } from './browser.mjs'

const [folder, staff, publicUrl, audience, wanted, providerPid] = process.argv.slice(2)
const issuer = `https://localhost:${readFileSync(`${folder}/provider-port`, 'utf8')}`
const example = JSON.stringify(JSON.parse(readFileSync(`${folder}/request.schema.json`, 'utf8')).examples[0])
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))
let passed = 0
let failed = 0
const check = (words, good, got = '') => {
  if (good) { ++passed } else { ++failed; console.log(`not so: ${words} ${got}`) }
}
const session = (browser) => browser.jar(staff).get('__Host-staff')
const isIn = async (browser) => (await browser.go(`${staff}/console`)).status === 200
const formToken = (text) => /name="t" value="([^"]+)"/.exec(text)?.[1]

// The way to the provider's answer, which is not yet given to us.
const answerFor = async (browser, login, query = '', extra = {}) => {
  const begun = await browser.go(`${staff}/signin${query}`)
  const { address, seen } = await browser.throughProvider(begun.location, staff, { login, ...extra })
  return { begun, address, seen }
}
const signIn = async (login, browser = new Browser(), query = '') => {
  const { address, seen } = await answerFor(browser, login, query)
  return { browser, answer: await browser.go(address), seen, address }
}
const untilReady = async () => {
  for (let tries = 0; tries < 100; ++tries) {
    if ((await ask(`${staff}/signin`)).status === 303) return
    await sleep(200)
  }
}
const tokenFor = async (client, secret, resource = audience, certificate = '') => {
  const answer = await ask(`${issuer}/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(certificate ? { 'test-certificate': certificate } : {}),
      authorization: 'Basic ' + Buffer.from(`${client}:${encodeURIComponent(secret)}`).toString('base64')
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource }).toString()
  })
  return JSON.parse(answer.text).access_token
}
const paper = (name) => ({ cert: readFileSync(`${folder}/${name}.pem`), key: readFileSync(`${folder}/${name}.key`) })
const bring = (authorization, key, shown) => ask(`${publicUrl}/api/v1/requests`, {
  method: 'POST',
  shown,
  headers: { ...(authorization ? { authorization } : {}), 'idempotency-key': key, 'content-type': 'application/json' },
  body: example
})

const people = async () => {
  await untilReady()
  const stranger = new Browser()
  const turned = await stranger.go(`${staff}/console`)
  check('whoever is not signed in is shown the way', turned.status === 303 && turned.location === `${staff}/signin?to=/console`, turned.location)
  const { begun, address } = await answerFor(stranger, 'ann', '?to=/console/search')
  const asked = new URL(begun.location).searchParams
  check('code flow with PKCE S256, state and nonce', asked.get('response_type') === 'code' && asked.get('code_challenge_method') === 'S256' &&
    asked.get('code_challenge').length === 43 && asked.get('state').length >= 22 && asked.get('nonce').length >= 22)
  check('the half-way cookie is host-bound and not stored', /^__Host-signin=[^;]+; Path=\/; Secure; HttpOnly; SameSite=Lax$/.test(begun.cookies[0]), begun.cookies[0])
  const before = session(stranger)
  const back = await stranger.go(address)
  const line = back.cookies.find((each) => each.startsWith('__Host-staff='))
  check('the session cookie has no expiry and 128 random bits', /^__Host-staff=[\w-]{22}\.[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Strict$/.test(line ?? ''), line)
  check('nobody is signed in before', before === undefined)
  check('they go on to where they wanted', back.status === 200 && back.headers.refresh === '0; url=/console/search', back.headers.refresh)
  const home = await stranger.go(`${staff}/console`)
  check('the console knows them', home.status === 200 && home.text.includes('Test ann'), home.status)
  check('the half-way cookie is gone', !stranger.jar(staff).has('__Host-signin'))

  const replay = await stranger.go(address)
  check('the same answer again is refused: not begun', replay.status === 400, replay.status)

  // A known id is never taken over: fixation.
  const fixed = new Browser()
  fixed.jar(staff).set('__Host-staff', 'AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA')
  await signIn('bob', fixed)
  check('a cookie that was there before gets a new id and family', await isIn(fixed) && !session(fixed).includes('AAAAAAAAAAAAAAAAAAAAAA'))
  const first = session(fixed)
  await signIn('bob', fixed)
  const copied = new Browser()
  copied.jar(staff).set('__Host-staff', first)
  check('signing in again ends the session before', await isIn(fixed) && !(await isIn(copied)))
  check('the family stays with the same person', session(fixed).split('.')[1] === first.split('.')[1])
  const other = new Browser()
  other.jar(staff).set('__Host-staff', session(fixed))
  await signIn('ann', other)
  check('and with nobody else', session(other).split('.')[1] !== first.split('.')[1])

  // A fresh sign-in asks them again although the provider knows them.
  const { browser } = await signIn('bob')
  const quiet = await signIn('bob', browser)
  const fresh = await signIn('bob', browser, '?again=1&to=/console')
  check('the provider knows them without asking', !quiet.seen.includes('login'), quiet.seen)
  check('a fresh sign-in asks them', fresh.seen.includes('login') && await isIn(browser), fresh.seen)

  // Out again.
  const token = formToken((await browser.go(`${staff}/console`)).text)
  const forged = await browser.go(`${staff}/sign-out`, { form: { t: 'x' } })
  check('a forged sign-out is refused', forged.status === 400 && await isIn(browser), forged.status)
  const out = await browser.go(`${staff}/sign-out`, { form: { t: token } })
  check('signing out sends them to the provider without their name', out.headers.refresh?.startsWith(`0; url=${issuer}/session/end?client_id=clarion&`) &&
    !out.headers.refresh.includes('hint'), out.headers.refresh)
  check('and empties the browser', out.headers['clear-site-data'] === '"cache", "storage"' && session(browser) === undefined)
  check('and ends the session', !(await isIn(browser)))

  // What they typed when the session was over comes back to them.
  const typing = (await signIn('ann')).browser
  const key = formToken((await typing.go(`${staff}/console`)).text)
  const half = session(typing)
  await typing.go(`${staff}/sign-out`, { form: { t: key } })
  typing.jar(staff).set('__Host-staff', half)
  const locked = await typing.go(`${staff}/console/search`, { form: { t: key, name: 'Jo "Quote" <b>' } })
  check('what was typed is kept in the page', locked.status === 401 && locked.text.includes('value="Jo &quot;Quote&quot; &lt;b&gt;"'), locked.status)
}

const wrongAnswers = async () => {
  await untilReady()
  const refused = async (words, status, change, prepare = async () => {}) => {
    const browser = new Browser()
    const { address } = await answerFor(browser, 'ann')
    await prepare(browser)
    const changed = new URL(address)
    await change(changed.searchParams, browser)
    const answer = await browser.go(changed.href)
    check(words, answer.status === status && !(await isIn(browser)), answer.status)
  }
  await refused('another state', 400, (query) => query.set('state', 'x'.repeat(43)))
  await refused('no state', 400, (query) => query.delete('state'))
  await refused('another browser', 400, (query, browser) => browser.jars.clear())
  await refused('a changed cookie', 400, (query, browser) => {
    const value = browser.jar(staff).get('__Host-signin')
    browser.jar(staff).set('__Host-signin', value.replace('.0.', '.1.'))
  })
  await refused('another issuer', 403, (query) => query.set('iss', 'https://attacker.example'))
  await refused('no issuer', 403, (query) => query.delete('iss'))
  await refused('no code', 403, (query) => query.delete('code'))
  await refused('a made-up code', 403, (query) => query.set('code', 'made-up'))
  await refused("somebody else's code", 403, async (query) => {
    const { address } = await answerFor(new Browser(), 'bob')
    query.set('code', new URL(address).searchParams.get('code'))
  })
  const browser = new Browser()
  const { address } = await answerFor(browser, 'ann', '', { cancel: true })
  check('whoever gives up is told so', new URL(address).searchParams.get('error') === 'access_denied' && (await browser.go(address)).status === 403)
  const nobody = await signIn('nobody')
  check('somebody without a role here is not signed in', nobody.answer.status === 403 && !(await isIn(nobody.browser)), nobody.answer.status)
  const astray = await answerFor(new Browser(), 'ann', '?to=https://attacker.example/')
  const led = await new Browser().go(astray.address)
  check('no way leads elsewhere', !JSON.stringify(led.headers).includes('attacker'))
  for (const junk of ['', '?code=%00', '?state=' + 'y'.repeat(4000), '?code=a&code=b', '?error=%3Cscript%3E']) {
    const answer = await ask(`${staff}/auth/callback${junk}`)
    check('junk is 400 ' + junk.slice(0, 20), answer.status === 400, answer.status)
  }
}

const backChannel = async () => {
  const { browser } = await signIn('ann')
  const copy = new Browser()
  copy.jar(staff).set('__Host-staff', session(browser))
  const leave = await browser.go(`${issuer}/session/end?client_id=clarion`)
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(leave.text)?.[1]
  const started = Date.now()
  await browser.go(`${issuer}/session/end/confirm`, { form: { xsrf, logout: 'yes' } })
  while (await isIn(copy) && Date.now() - started < 10_000) await sleep(50)
  const took = Date.now() - started
  console.log(`back-channel logout took ${took} ms`)
  check('signing out at the provider ends it here within 5 s', took < 5_000, took)
  const bearer = await tokenFor('front', 'the front desk')
  for (const token of ['', 'x', 'a.b.c', bearer, bearer.replace(/\.[^.]*$/, '.')]) {
    const answer = await ask(`${staff}/auth/backchannel-logout`, {
      method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ logout_token: token }).toString()
    })
    check('a logout token that is none is 400', answer.status === 400, answer.status)
  }
}

const programs = async () => {
  const good = await tokenFor('front', 'the front desk')
  const taken = await bring(`Bearer ${good}`, 'one')
  check('a program brings a request in', taken.status === 201, taken.status + taken.text)
  check('the same key gets the same answer', (await bring(`Bearer ${good}`, 'one')).text === taken.text)
  const none = await bring('', 'two')
  check('without a token: 401 and where to ask', none.status === 401 && none.headers['www-authenticate'] ===
    `Bearer realm="clarion", resource_metadata="${staff}/.well-known/oauth-protected-resource"`, none.headers['www-authenticate'])
  const wrong = [good.slice(0, -2), good + 'A', good.replace(/^[^.]*/, 'eyJhbGciOiJub25lIn0'), await tokenFor('front', 'the front desk', 'https://other.example/api'), 'x']
  for (const token of wrong) {
    const answer = await bring(`Bearer ${token}`, 'three')
    check('a wrong token: the one 401', answer.status === 401 && answer.headers['www-authenticate'].endsWith(', error="invalid_token"'), answer.status)
  }
  const plain = await tokenFor('reader', 'no role at all')
  check('a token without a role is refused by role', (await bring(`Bearer ${plain}`, 'four')).status === 403)
  const cases = await ask(`${staff}/api/v1/cases`, { headers: { authorization: `Bearer ${good}` } })
  check('the front desk knows no cases', cases.status === 403, cases.status)
  const named = JSON.parse((await ask(`${staff}/.well-known/oauth-protected-resource`)).text)
  check('it names its issuers', named.resource === staff && named.authorization_servers[0] === issuer)
}

// RFC 8705: a bound token is good on a connection of its own certificate, and nowhere else.
const bound = async () => {
  const token = await tokenFor('gateway', 'the gateway', audience, 'gateway')
  const { cnf } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'))
  check('the provider binds the token', cnf?.['x5t#S256']?.length === 43, JSON.stringify(cnf))
  const taken = await bring(`Bearer ${token}`, 'bound', paper('gateway'))
  check('a bound token on its own connection', taken.status === 201, taken.status + taken.text)
  for (const [words, shown] of [['without a certificate', undefined], ["with another's certificate", paper('other')]]) {
    const answer = await bring(`Bearer ${token}`, 'bound', shown)
    check(`a bound token ${words}: the one 401`, answer.status === 401 && answer.headers['www-authenticate'].endsWith(', error="invalid_token"'), answer.status)
  }
  for (const name of ['stranger', 'late']) {
    const answer = await bring(`Bearer ${token}`, 'bound', paper(name)).catch(() => undefined)
    check(`no connection with a certificate that is ${name}`, answer === undefined, answer?.status)
  }
  const free = await tokenFor('front', 'the front desk')
  check('an unbound token with a certificate is what it was', (await bring(`Bearer ${free}`, 'free', paper('other'))).status === 201)
  check('people need none', (await ask(`${staff}/signin`)).status === 303)
}

const providerGoes = async () => {
  const { browser } = await signIn('ann')
  const token = await tokenFor('front', 'the front desk')
  const waiting = new Browser()
  const { address } = await answerFor(waiting, 'bob')
  process.kill(Number(providerPid), 'SIGSTOP')
  const started = Date.now()
  const slow = waiting.go(address)
  let longest = 0
  for (let round = 0; round < 10; ++round) {
    const asked = Date.now()
    check('a slow provider keeps nobody from working', await isIn(browser))
    longest = Math.max(longest, Date.now() - asked)
  }
  console.log(`a page took ${longest} ms at most while the provider hung`)
  const answer = await slow
  check('whoever comes back meanwhile gets a clear page', answer.status === 503 && answer.text.includes('does not answer'), answer.status)
  check('in bounded time', Date.now() - started < 20_000, Date.now() - started)
  process.kill(Number(providerPid), 'SIGCONT')
  process.kill(Number(providerPid), 'SIGTERM')
  await sleep(11_000)
  const fresh = await new Browser().go(`${staff}/signin`)
  check('a provider that is down: a clear page', fresh.status === 503 && fresh.text.includes('does not answer') && fresh.headers['retry-after'] === '60', fresh.status)
  check('whoever is signed in goes on', await isIn(browser))
  check('a program goes on with the keys that are known', (await bring(`Bearer ${token}`, 'nine')).status === 201)
}

// For the service that comes after this one.
const signedInForLater = async () => {
  await untilReady()
  const signed = await signIn('sula')
  writeFileSync(`${folder}/cookie`, session(signed.browser), { mode: 0o600 })
  return signed
}

// A service that was started when the provider was down already.
const withoutProvider = async () => {
  const kept = new Browser()
  kept.jar(staff).set('__Host-staff', readFileSync(`${folder}/cookie`, 'utf8'))
  check('no session outlives the service, nor a role that its configuration gave', !(await isIn(kept)))
  check('people get a clear page', (await ask(`${staff}/signin`)).status === 503)
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = `${part({ alg: 'ES256', kid: 'x', typ: 'at+jwt' })}.${part({ iss: issuer })}.AAAA`
  const answer = await bring(`Bearer ${token}`, 'ten')
  check('programs get 503 and when to come again', answer.status === 503 && answer.headers['retry-after'] !== undefined, answer.status)
  check('who says nothing is still a stranger', (await bring('', 'ten')).status === 401)
}

// By the code that two people made; the provider is down all the while.
const emergency = async () => {
  const code = readFileSync(`${folder}/code`, 'utf8').trim()
  const send = (browser, written) => browser.go(`${staff}/signin/emergency`, { form: { code: written } })
  const down = await ask(`${staff}/signin`)
  check('the page that says the provider is down leads there', down.text.includes('href="/signin/emergency"'), down.status)
  check('it is a page for everybody', (await ask(`${staff}/signin/emergency`)).text.includes('name="code"'))
  for (const wrong of ['', 'A'.repeat(26), code.replace(/.$/, (last) => last === 'A' ? 'B' : 'A'), 'x'.repeat(5000)]) {
    const browser = new Browser()
    const answer = await send(browser, wrong)
    check('a wrong code is refused', answer.status === 403 && !(await isIn(browser)), answer.status)
  }
  const browser = new Browser()
  const came = await send(browser, ` ${code.toLowerCase()} `)
  check('the code lets them in', came.status === 303 && came.location.endsWith('/console') && await isIn(browser), came.status)
  check('with a cookie like any other', /^__Host-staff=[\w-]{22}\.[\w-]{22}; Path=\/; Secure; HttpOnly; SameSite=Strict$/.test(came.cookies[0]), came.cookies[0])
  check('for what it says and no more', (await browser.go(`${staff}/console/alerts`)).status === 403)
  const second = new Browser()
  const again = await send(second, code)
  check('the code is good once', again.status === 403 && !(await isIn(second)), again.status)
}

if (wanted === 'all') {
  const { browser } = await signedInForLater()
  for (const part of [people, wrongAnswers, backChannel, programs, bound, providerGoes]) await part()
  check('somebody is signed in when the service ends', await isIn(browser))
} else if (wanted === 'emergency') {
  await emergency()
} else {
  await withoutProvider()
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
