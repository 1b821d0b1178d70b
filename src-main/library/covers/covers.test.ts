import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MAX_COVER_BYTES } from '../../../src-shared/library/album.ts'
import { checkCover } from './cover-picture.ts'
import { createCoverStore } from './cover-store.ts'

/** The frame of a JPEG of a size: its segments, without pixels. */
const jpeg = (width: number, height: number): Uint8Array => {
  const size = (value: number) => [value >> 8, value & 255]
  const app = [0xff, 0xe0, 0, 16, ...new Array<number>(14).fill(0)]
  const frame = [0xff, 0xc0, 0, 17, 8, ...size(height), ...size(width), 3, ...new Array<number>(9).fill(1)]
  return Uint8Array.from([0xff, 0xd8, ...app, ...frame, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9])
}

test('a cover is a whole JPEG of a size that covers have', () => {
  expect(checkCover(jpeg(1_200, 1_200)).ok).toBe(true)
  const bad: readonly Uint8Array[] = [
    jpeg(30_000, 10),
    jpeg(0, 10),
    jpeg(100, 100).subarray(0, -1),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    Buffer.from([0xff, 0xd8, 0xff, 0xd9]),
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xd9]),
    new Uint8Array(MAX_COVER_BYTES + 1),
    new Uint8Array(),
  ]
  for (const bytes of bad) expect(checkCover(bytes)).toMatchObject({ ok: false, error: { code: 'cover.not-a-picture' } })
})

test('the same picture is one file, named by its bytes', async () => {
  const root = mkdtempSync(join(tmpdir(), 'segno-covers-'))
  const covers = createCoverStore(root)
  const picture = jpeg(10, 10)
  const sha256 = await covers.put(picture)
  expect(await covers.put(picture)).toBe(sha256)
  expect(covers.has(sha256)).toBe(true)
  expect(readFileSync(covers.pathOf(sha256)).equals(picture)).toBe(true)
  rmSync(root, { recursive: true })
})
