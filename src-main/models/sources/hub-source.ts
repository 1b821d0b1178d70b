import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { ModelSource } from '../../../src-shared/models/catalog.ts'
import type { Downloaded } from '../../platform/http/index.ts'

type HubSource = Extract<ModelSource, { kind: 'hub' }>
type Env = Readonly<Record<string, string | undefined>>

const HUB = 'https://huggingface.co'

const endpoint = (env: Env): string => (env.HF_ENDPOINT || HUB).replace(/\/+$/, '')

/** Where a file of the hub, or of the mirror that HF_ENDPOINT names, is fetched. */
export const hubAddress = ({ repo, revision, file }: HubSource, env: Env): string =>
  `${endpoint(env)}/${repo}/resolve/${encodeURIComponent(revision)}/${file.split('/').map(encodeURIComponent).join('/')}`

/** HF_TOKEN, for repositories that ask to accept their terms first. */
export const hubHeaders = (env: Env): Readonly<Record<string, string>> => (env.HF_TOKEN ? { authorization: `Bearer ${env.HF_TOKEN}` } : {})

/** What the hub itself says the bytes are: the sha-256 of large files, git's own hash of small ones. */
export type StatedHash = { readonly kind: 'sha256' | 'git'; readonly hex: string }

export const statedHash = ({ firstHeaders }: Pick<Downloaded, 'firstHeaders'>): StatedHash | undefined => {
  for (const name of ['x-linked-etag', 'etag']) {
    const hex = /^(?:W\/)?"?([0-9a-f]{40}|[0-9a-f]{64})"?$/.exec(firstHeaders[name] ?? '')?.[1]
    if (hex) return { kind: hex.length === 64 ? 'sha256' : 'git', hex }
  }
  return undefined
}

/** The name that git gives to these bytes. */
export const gitHashOfFile = async (path: string, bytes: number): Promise<string> => {
  const hash = createHash('sha1').update(`blob ${bytes}\0`)
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
