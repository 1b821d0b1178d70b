import { open } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { contentPolicy } from './content-policy.ts'
import { fileBody } from './file-body.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/**
 * Serves the built window, `segno-app://studio/…`, from one folder. Nothing outside the folder and no unknown kind of file is ever read;
 * every answer carries the content policy.
 */
export const createAppHandler = (folder: string) => {
  const root = normalize(folder) + sep
  const headers = {
    'Content-Security-Policy': contentPolicy(),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
  }
  const refuse = (status: number) => new Response(null, { status, headers })

  return async (request: Request): Promise<Response> => {
    if (request.method !== 'GET') return refuse(405)
    const { hostname, pathname } = new URL(request.url)
    if (hostname !== 'studio') return refuse(404)
    const name = decodePath(pathname === '/' ? '/index.html' : pathname)
    const path = name === undefined ? undefined : join(root, name)
    const contentType = CONTENT_TYPES[extname(path ?? '').toLowerCase()]
    if (!path?.startsWith(root) || !contentType) return refuse(404)
    const file = await open(path, 'r').catch(() => undefined)
    if (!file) return refuse(404)
    const { size } = await file.stat()
    const answered = { ...headers, 'Content-Type': contentType, 'Content-Length': String(size) }
    if (size > 0) return new Response(fileBody(file, { start: 0, end: size - 1 }), { headers: answered })
    await file.close()
    return new Response(null, { headers: answered })
  }
}

const decodePath = (pathname: string): string | undefined => {
  try {
    const decoded = decodeURIComponent(pathname)
    return decoded.includes('\0') ? undefined : decoded
  } catch {
    return undefined
  }
}
