import { open } from 'node:fs/promises'
import { readByteRange } from './byte-range.ts'
import { fileBody } from './file-body.ts'

/** A file that the window may read: where it lies and what it is. */
export type MediaFile = { readonly path: string; readonly contentType: string }
export type ResolveMedia = (kind: string, id: string) => Promise<MediaFile | undefined>

const answer = (status: number, headers: Record<string, string>, body: BodyInit | null = null) => new Response(body, { status, headers })

/**
 * Serves `segno-media://<kind>/<id>`: GET and HEAD with single byte ranges (206, 416). The page says ids, never paths; `resolve` decides.
 * Only the app's own origin may read the bytes.
 */
export const createMediaHandler =
  (resolve: ResolveMedia, appOrigin: string) =>
  async (request: Request): Promise<Response> => {
    const shared = {
      'Access-Control-Allow-Origin': appOrigin,
      'Access-Control-Expose-Headers': 'Accept-Ranges, Content-Length, Content-Range',
      'X-Content-Type-Options': 'nosniff',
    }
    if (request.method === 'OPTIONS') {
      return answer(204, { ...shared, 'Access-Control-Allow-Methods': 'GET, HEAD', 'Access-Control-Allow-Headers': 'Range' })
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, { ...shared, Allow: 'GET, HEAD, OPTIONS' })

    const { hostname: kind, pathname } = new URL(request.url)
    const id = /^\/([\w.-]+)$/.exec(pathname)?.[1]
    const media = id === undefined ? undefined : await resolve(kind, id)
    if (!media) return answer(404, shared)

    const file = await open(media.path, 'r').catch(() => undefined)
    if (!file) return answer(404, shared)
    try {
      const { size } = await file.stat()
      const range = readByteRange(request.headers.get('range'), size)
      const headers = { ...shared, 'Accept-Ranges': 'bytes', 'Content-Type': media.contentType }
      if (range === 'unsatisfiable') {
        await file.close()
        return answer(416, { ...headers, 'Content-Range': `bytes */${size}` })
      }
      const { start, end } = range === 'whole' ? { start: 0, end: size - 1 } : range
      const ranged = { ...headers, 'Content-Length': String(end - start + 1), ...(range !== 'whole' && { 'Content-Range': `bytes ${start}-${end}/${size}` }) }
      const status = range === 'whole' ? 200 : 206
      if (request.method === 'HEAD' || size === 0) {
        await file.close()
        return answer(status, ranged)
      }
      return answer(status, ranged, fileBody(file, { start, end }))
    } catch (cause) {
      await file.close().catch(() => undefined)
      throw cause
    }
  }
