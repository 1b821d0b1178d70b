import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import type { WebRoute } from '../../platform/http/index.ts'

type Env = Readonly<Record<string, string | undefined>>

/** What npm's own client would use on this machine to fetch a package. */
export type NpmConfig = {
  /** with a slash at its end */
  registryFor(packageName: string): string
  /** what identifies the musician at an address; empty where npm knows nothing for it */
  headersFor(url: string): Readonly<Record<string, string>>
  /** tarball addresses that name the public registry are fetched from the registry in use, as npm does */
  readonly replaceRegistryHost: string
  readonly route: WebRoute
}

const PUBLIC_REGISTRY = 'https://registry.npmjs.org/'

/** `key = value` lines as npm reads them: comments, quotes, `${NAME}` from the environment, `key[]` lists. */
export const parseNpmrc = (text: string, env: Env): ReadonlyMap<string, readonly string[]> => {
  const values = new Map<string, string[]>()
  for (const line of text.split(/\r?\n/)) {
    const found = /^\s*([^#;[\s=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line)
    if (!found) continue
    const [, key = '', raw = ''] = found
    const bare = /^"(.*)"$|^'(.*)'$/.exec(raw)
    const value = (bare?.[1] ?? bare?.[2] ?? raw).replace(/\$\{([^}?]+)\??\}/g, (_, name: string) => env[name] ?? '').replaceAll('\\n', '\n')
    const isList = key.endsWith('[]')
    const name = (isList ? key.slice(0, -2) : key).trim()
    values.set(name, isList ? [...(values.get(name) ?? []), value] : [value])
  }
  return values
}

const read = (path: string | undefined): string => {
  if (path === undefined) return ''
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Where npm's global file may lie: beside the npm or node that a shell would find. */
const globalFiles = (env: Env): readonly string[] => {
  const prefix = env.npm_config_prefix ?? env.NPM_CONFIG_PREFIX ?? env.PREFIX
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean)
  return [...(prefix ? [prefix] : []), ...folders.map((folder) => (process.platform === 'win32' ? folder : dirname(folder)))].map((folder) =>
    join(folder, 'etc', 'npmrc'),
  )
}

/** `//host/path/` of an address: how npm ties a token to a place. */
const placesOf = (url: string): string[] => {
  const { host, pathname } = new URL(url)
  const parts = pathname.split('/').filter(Boolean)
  return Array.from({ length: parts.length + 1 }, (_, dropped) => `//${[host, ...parts.slice(0, parts.length - dropped)].join('/')}/`)
}

/**
 * Read in npm's order: `npm_config_*` in the environment, the person's file, the machine's. (A project's `.npmrc` is for that project.)
 * Nothing is spawned: npm need not be installed.
 */
export const readNpmConfig = (env: Env, home: string = homedir()): NpmConfig => {
  const fromEnv = new Map(
    Object.entries(env).flatMap(([name, value]) => {
      const key = /^npm_config_(.+)$/i.exec(name)?.[1]
      if (!key || value === undefined || value === '') return []
      // `npm_config_//host/:_authToken` and `npm_config_@scope:registry` keep their form
      return [[/^(\/\/|@)/.test(key) ? key : key.toLowerCase().replaceAll(/(?!^)_/g, '-'), [value]] as const]
    }),
  )
  const user = parseNpmrc(read(fromEnv.get('userconfig')?.[0] ?? join(home, '.npmrc')), env)
  const machine = [...(fromEnv.get('globalconfig') ?? []), ...globalFiles(env)].map((path) => parseNpmrc(read(path), env)).find(({ size }) => size > 0)
  const all = (key: string): readonly string[] => fromEnv.get(key) ?? user.get(key) ?? machine?.get(key) ?? []
  const value = (key: string): string | undefined => all(key)[0] || undefined

  const slashed = (url: string) => (url.endsWith('/') ? url : `${url}/`)
  const proxy = value('proxy') ?? value('http-proxy')
  const proxyOf = (words: readonly (string | undefined)[]) => words.find((word) => word !== undefined && word !== 'null' && word !== 'false' && word !== '')
  const authorities = [...all('ca').filter((text) => text.includes('BEGIN CERTIFICATE')), ...splitPem(read(value('cafile')))]

  return {
    registryFor(packageName) {
      const scope = packageName.startsWith('@') ? packageName.split('/')[0] : undefined
      return slashed((scope && value(`${scope}:registry`)) ?? value('registry') ?? PUBLIC_REGISTRY)
    },
    headersFor(url): Readonly<Record<string, string>> {
      for (const place of placesOf(url)) {
        const token = value(`${place}:_authToken`)
        if (token) return { authorization: `Bearer ${token}` }
        const basic = value(`${place}:_auth`)
        if (basic) return { authorization: `Basic ${basic}` }
        const [name, password] = [value(`${place}:username`), value(`${place}:_password`)]
        if (name && password) return { authorization: `Basic ${btoa(`${name}:${Buffer.from(password, 'base64').toString()}`)}` }
      }
      return {}
    },
    replaceRegistryHost: value('replace-registry-host') ?? 'npmjs',
    route: {
      proxyEnv: {
        HTTPS_PROXY: proxyOf([value('https-proxy'), proxy, env.HTTPS_PROXY, env.https_proxy, env.HTTP_PROXY, env.http_proxy]),
        HTTP_PROXY: proxyOf([proxy, env.HTTP_PROXY, env.http_proxy]),
        NO_PROXY: proxyOf([value('noproxy'), value('no-proxy'), env.NO_PROXY, env.no_proxy]),
      },
      extraAuthorities: authorities,
      isTrusting: value('strict-ssl') === 'false',
    },
  }
}

const splitPem = (text: string): string[] => text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
