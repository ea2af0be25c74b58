// What answers where a provider should be: one that calls itself something else, and one that has moved. Says who asked for what.
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'

const [folder] = process.argv.slice(2)
const kDescription = '/.well-known/openid-configuration'
const server = createServer({ cert: readFileSync(`${folder}/cert.pem`), key: readFileSync(`${folder}/key.pem`) }, (request, response) => {
  console.log(request.url)
  const own = `https://localhost:${server.address().port}`
  if (request.url === `/moved${kDescription}`) {
    response.writeHead(302, { location: `${own}/good${kDescription}` }).end()
  } else if (request.url.endsWith(kDescription)) {
    const name = request.url === `/other${kDescription}` ? 'elsewhere' : request.url.split('/')[1]
    response.writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ issuer: `${own}/${name}`, jwks_uri: `${own}/keys` }))
  } else {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"keys": []}')
  }
})
server.listen(0, '127.0.0.1', () => writeFileSync(`${folder}/impostor-port`, String(server.address().port)))
