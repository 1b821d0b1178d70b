import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How a file is given out wrongly, or slowly. Each is looked at for every request, so a list of moods can run out. */
export type Mood = {
  /** the line is cut after so many bytes of the body */
  readonly cutAfter?: number
  /** after so many bytes nothing more comes, and the line stays open */
  readonly stallAfter?: number
  /** Content-Length says this instead of the truth; the true bytes follow */
  readonly claimedLength?: number
  /** Range is not understood: the whole file comes each time */
  readonly ignoresRange?: boolean
  readonly status?: number
  readonly retryAfter?: string
  /** other bytes of the same length */
  readonly bytes?: Buffer
  readonly etag?: string
  /** stated by the hub's first answer */
  readonly linkedEtag?: string | undefined
  /** the hub's revision, stated with the answer */
  readonly commit?: string
  /** sends on to this address */
  readonly location?: string
  /** a pause after each piece of 64 kB */
  readonly slowMilliseconds?: number
}

export type TestServer = {
  readonly url: string
  /** what was asked: "GET /path bytes=5-" */
  readonly asked: string[]
  readonly headersOf: IncomingMessage['headers'][]
  /** moods of a path in the order of requests; afterwards it is given out as it is */
  put(path: string, bytes: Buffer, moods?: Mood[]): void
  close(): Promise<void>
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const PIECE = 65_536

const untilTaken = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go)
      resolve()
    }
    response.once('drain', go).once('close', go)
  })

const give = async (response: ServerResponse, bytes: Buffer, mood: Mood): Promise<void> => {
  const end = Math.min(bytes.length, mood.cutAfter ?? mood.stallAfter ?? bytes.length)
  for (let at = 0; at < end; at += PIECE) {
    if (response.destroyed) return
    const isTaken = response.write(bytes.subarray(at, Math.min(at + PIECE, end)))
    if (!isTaken) await untilTaken(response)
    if (mood.slowMilliseconds) await new Promise((resolve) => setTimeout(resolve, mood.slowMilliseconds))
  }
  if (mood.stallAfter !== undefined && mood.stallAfter < bytes.length) return
  if (mood.cutAfter !== undefined && mood.cutAfter < bytes.length) {
    // what was written goes out first
    await new Promise((resolve) => setTimeout(resolve, 20))
    response.socket?.destroy()
  } else response.end()
}

/** A hub on this computer that tells the truth until it is told not to: Range, If-Range, ETag, X-Linked-ETag. */
export const startTestServer = async (): Promise<TestServer> => {
  const files = new Map<string, { bytes: Buffer; moods: Mood[] }>()
  const asked: string[] = []
  const headersOf: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push([request.method, path, request.headers.range].filter(Boolean).join(' '))
    headersOf.push(request.headers)
    const file = files.get(path)
    if (!file) return void response.writeHead(404).end()
    const mood = file.moods.shift() ?? {}
    const body = mood.bytes ?? file.bytes
    const etag = mood.etag ?? `"${sha256Of(body).slice(0, 32)}"`
    const linked = 'linkedEtag' in mood ? mood.linkedEtag : `"${sha256Of(body)}"`
    const common = {
      etag,
      ...(linked !== undefined && { 'x-linked-etag': linked, 'x-linked-size': String(body.length) }),
      ...(mood.commit && { 'x-repo-commit': mood.commit }),
    }
    if (mood.status !== undefined && mood.location === undefined)
      return void response.writeHead(mood.status, { ...(mood.retryAfter !== undefined && { 'retry-after': mood.retryAfter }) }).end('not now')
    if (mood.location !== undefined) return void response.writeHead(mood.status ?? 302, { ...common, location: mood.location }).end()
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN)
    const isSame = request.headers['if-range'] === undefined || request.headers['if-range'] === etag
    if (Number.isInteger(from) && isSame && !mood.ignoresRange) {
      if (from >= body.length) return void response.writeHead(416, common).end()
      const rest = body.subarray(from)
      response.writeHead(206, { ...common, 'content-range': `bytes ${from}-${body.length - 1}/${body.length}`, 'content-length': rest.length })
      return void give(response, rest, mood)
    }
    response.writeHead(200, { ...common, 'content-length': mood.claimedLength ?? body.length })
    return void give(response, body, mood)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    headersOf,
    put: (path, bytes, moods = []) => void files.set(path, { bytes, moods }),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
