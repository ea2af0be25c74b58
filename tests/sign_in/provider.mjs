// A real OpenID Connect provider over TLS: people sign in with any name, programs with a secret.
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { generateKeyPairSync } from 'node:crypto'
import Provider from 'oidc-provider'

const [folder, staffUrl, audience, fixedPort] = process.argv.slice(2)
const roles = { ann: ['dvds-decisions'], bob: ['dvds-decisions'], sula: ['dvds-supervisors'], nobody: [] }
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const key = { ...privateKey.export({ format: 'jwk' }), kid: 'of-today', use: 'sig', alg: 'ES256' }
const machine = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [], id_token_signed_response_alg: 'ES256' }

const server = createServer({ cert: readFileSync(`${folder}/cert.pem`), key: readFileSync(`${folder}/key.pem`) })
server.listen(Number(fixedPort ?? 0), '127.0.0.1', () => {
  const port = server.address().port
  const provider = new Provider(`https://localhost:${port}`, {
    jwks: { keys: [key] },
    cookies: { keys: ['a key of the test'] },
    clients: [
      {
        client_id: 'clarion',
        client_secret: 'a secret: of + the test & of nobody else',
        redirect_uris: [`${staffUrl}/auth/callback`],
        post_logout_redirect_uris: [`${staffUrl}/signed-out`],
        backchannel_logout_uri: `${staffUrl}/auth/backchannel-logout`,
        backchannel_logout_session_required: true,
        id_token_signed_response_alg: 'ES256'
      },
      { client_id: 'front', client_secret: 'the front desk', ...machine },
      // Its tokens are bound to the certificate that it shows; here a field stands for the connection.
      { client_id: 'gateway', client_secret: 'the gateway', tls_client_certificate_bound_access_tokens: true, ...machine },
      { client_id: 'reader', client_secret: 'no role at all', ...machine }
    ],
    claims: { openid: ['sub', 'roles'], profile: ['name'], acr: null, auth_time: null, iss: null, sid: null },
    conformIdTokenClaims: false,
    // Without its own dispatcher, which refuses addresses of this machine.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, name: `Test ${id}`, roles: roles[id] ?? [] }) }),
    extraTokenClaims: (context, token) => ({ roles: ['front', 'gateway'].includes(token.clientId) ? ['intake:write', 'of another house'] : [] }),
    features: {
      backchannelLogout: { enabled: true },
      clientCredentials: { enabled: true },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        getCertificate: (context) => context.get('test-certificate') && readFileSync(`${folder}/${context.get('test-certificate')}.pem`, 'utf8')
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: (context, resource) => ({
          scope: '', audience: resource, accessTokenTTL: 600, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } }
        })
      }
    }
  })
  provider.on('backchannel.error', (context, error) => console.log('back-channel logout:', error.message, error.cause))
  const answer = provider.callback()
  server.on('request', answer)
  writeFileSync(`${folder}/provider-port`, String(port))
})
