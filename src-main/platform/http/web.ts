import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { sealed, stalled } from './network-failures.ts'

/** How a machine reaches the outside: its proxy, the authorities it trusts besides the usual ones. */
export type WebRoute = {
  /** as in the environment: HTTPS_PROXY, HTTP_PROXY, NO_PROXY */
  readonly proxyEnv?: Readonly<Record<string, string | undefined>>
  /** PEM */
  readonly extraAuthorities?: readonly string[]
  /** npm's `strict-ssl=false`: certificates are not looked at */
  readonly isTrusting?: boolean
}

export type WebRequest = {
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly route?: WebRoute
}

export type WebAnswer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** of the first answer, before redirects: a hub says there what the file is */
  readonly firstHeaders: IncomingHttpHeaders
  readonly host: string
  /** ends early with an error when the line is cut, stands still, the signal aborts or the studio is sealed */
  readonly body: AsyncIterable<Buffer>
  /** lets go of the connection without reading the rest */
  close(): void
}

/** The only way out of the studio. */
export type Web = {
  /** @throws FailureError network.sealed before any socket is opened; what the connection throws otherwise */
  open(url: string, request: WebRequest): Promise<WebAnswer>
  readonly isSealed: boolean
  close(): void
}

export type WebOptions = {
  /** looked at before each connection and at each piece that arrives */
  readonly isSealed: () => boolean
  readonly userAgent: string
  /** given up when nothing arrives for so long */
  readonly stallMilliseconds?: number
}

const MOST_REDIRECTS = 6
const STALL_MILLISECONDS = 30_000
const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** The usual authorities, and those that this computer was told to trust (a company's proxy). */
const trust = ({ extraAuthorities = [] }: WebRoute): SecureContext => {
  const known = new Set(getCACertificates('default'))
  try {
    for (const certificate of getCACertificates('system')) known.add(certificate)
  } catch {
    // this platform does not tell; the usual ones stand
  }
  for (const certificate of extraAuthorities) known.add(certificate)
  return createSecureContext({ ca: [...known] })
}

const agentsFor = (route: WebRoute) => {
  const shared = { keepAlive: true, keepAliveMsecs: 5_000, proxyEnv: { ...route.proxyEnv } }
  return {
    'http:': new HttpAgent(shared),
    'https:': new HttpsAgent({ ...shared, secureContext: trust(route), rejectUnauthorized: !route.isTrusting }),
  }
}

const refuse = (message: string): FailureError => new FailureError(failure('network.unsafe-redirect', message))

export const createWeb = ({ isSealed, userAgent, stallMilliseconds = STALL_MILLISECONDS }: WebOptions): Web => {
  const agents = new Map<string, ReturnType<typeof agentsFor>>()
  const agent = (route: WebRoute, protocol: 'http:' | 'https:') => {
    const key = JSON.stringify(route)
    const found = agents.get(key) ?? agentsFor(route)
    agents.set(key, found)
    return found[protocol]
  }
  const requireOpen = () => {
    if (isSealed()) throw sealed()
  }

  const hop = (url: URL, { headers, signal, route = { proxyEnv: process.env } }: WebRequest): Promise<IncomingMessage> => {
    requireOpen()
    signal.throwIfAborted()
    const { protocol } = url
    if (protocol !== 'http:' && protocol !== 'https:') throw refuse(`The address ${url.href} is not one that the studio fetches from.`)
    return new Promise((resolve, reject) => {
      const start = protocol === 'https:' ? requestHttps : requestHttp
      const request = start(url, {
        agent: agent(route, protocol),
        signal,
        // from the first look for the address on
        timeout: stallMilliseconds,
        headers: { ...headers, 'user-agent': userAgent, 'accept-encoding': 'identity' },
      })
      request.once('timeout', () => request.destroy(stalled(url.host, stallMilliseconds / 1000).error))
      request.once('response', resolve)
      request.on('error', reject)
      request.end()
    })
  }

  const read = async function* (response: IncomingMessage): AsyncGenerator<Buffer> {
    for await (const chunk of response) {
      requireOpen()
      yield chunk as Buffer
    }
  }

  return {
    get isSealed() {
      return isSealed()
    },

    async open(address, request) {
      let url = new URL(address)
      let headers = request.headers ?? {}
      let firstHeaders: IncomingHttpHeaders | undefined
      for (let redirects = 0; ; redirects++) {
        const response = await hop(url, { ...request, headers })
        firstHeaders ??= response.headers
        const status = response.statusCode ?? 0
        const { location } = response.headers
        if (!REDIRECTS.has(status) || location === undefined) {
          return { status, headers: response.headers, firstHeaders, host: url.host, body: read(response), close: () => response.destroy() }
        }
        response.destroy()
        if (redirects >= MOST_REDIRECTS) throw refuse(`${url.host} sends the studio in circles. Nothing was fetched.`)
        const next = new URL(location, url)
        if (url.protocol === 'https:' && next.protocol !== 'https:')
          throw refuse(`${url.host} points to an address that is not encrypted (${next.host}). Nothing was fetched.`)
        // what identifies the musician is for the host that it was meant for
        if (next.host !== url.host) headers = Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'))
        url = next
      }
    },

    close() {
      for (const pair of agents.values()) for (const one of Object.values(pair)) one.destroy()
      agents.clear()
    },
  }
}
