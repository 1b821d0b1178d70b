import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { type AudioService, createAudioService, readTags, writeWav24 } from '../../audio/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import { createTagPool } from './tag-pool.ts'
import { createTagWriter, type TagWriter } from './tag-writer.ts'

let folder = ''
let database: Database
let audio: AudioService
let pool: ThreadPool
let writer: TagWriter
const at = (...names: string[]) => join(folder, ...names)
const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const ffmpeg = (to: string, ...how: readonly string[]) => {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', '-i', at('in', 'source.wav'), ...how, to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return to
}
/** of the packets as another program reads them */
const packets = (path: string) => spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-map', '0:a', '-c', 'copy', '-f', 'hash', '-'], { encoding: 'utf8' }).stdout
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-tags-'))
  for (const name of ['in', 'work']) mkdirSync(at(name))
  database = await openDatabase({ path: at('studio.sqlite'), backupsFolder: at('backups'), now: Date.now })
  audio = createAudioService({ peaksFolder: at('peaks'), pathOf: String, threads: 1 })
  pool = createTagPool()
  writer = createTagWriter({ database, audio, pool, now: Date.now })
  await writeWav24(at('in', 'source.wav'), [Float32Array.from({ length: 22_050 }, (_, i) => 0.4 * Math.sin(i * 0.06))], 22_050)
})
afterAll(async () => {
  await Promise.all([audio.close(), pool.close()])
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each(['mp3', 'flac', 'ogg', 'm4a', 'wav', 'aiff'])('tags of %s are written without touching the sound, and given back', async (ending) => {
  if (!hasFfmpeg) return
  const path = ffmpeg(at('in', `one.${ending}`), '-metadata', 'title=Before', '-metadata', 'artist=Someone')
  const sound = packets(path)
  const before = await readTags(path)
  const order = {
    title: 'Tîtle 🎹',
    artist: null,
    album: 'Album',
    genre: 'House',
    bpm: 121,
    key: 'F#m',
    comment: 'two\nlines',
    cover: { mimeType: 'image/png', data: PNG },
  }
  const expected = await writer.preview(path, order)
  expect(expected.differences.find(({ field }) => field === 'title')).toEqual({ field: 'title', before: before.title, after: 'Tîtle 🎹' })
  expect(await writer.write(path, order, at('work'), context())).toEqual(expected)
  const { cover, ...after } = await readTags(path)
  expect(after).toMatchObject({ title: 'Tîtle 🎹', album: 'Album', genre: 'House', bpm: 121, key: 'F#m', comment: 'two\nlines' })
  expect(after.artist).toBeUndefined()
  expect(cover?.sha256).toBe(createHash('sha256').update(PNG).digest('hex'))
  expect(packets(path)).toBe(sound)
  expect(await writer.write(path, order, at('work'), context())).toEqual({ differences: [], notKept: [] })

  await writer.undo(path, at('work'), context())
  expect(await readTags(path)).toEqual(before)
  expect(packets(path)).toBe(sound)
  await expect(writer.undo(path, at('work'), context())).rejects.toMatchObject({ failure: { code: 'tags.nothing-to-undo' } })
  expect(readdirSync(at('in')).filter((name) => name.startsWith('.segno'))).toEqual([])
  expect(readdirSync(at('work'))).toEqual([])
})

const TIMED = '[00:02.82]rain on the window\n[00:10.24]\n[00:20.14]light again'
test.each(['mp3', 'flac', 'ogg', 'm4a', 'wav', 'aiff'])('words and a long comment of %s are written, and given back to the letter', async (ending) => {
  if (!hasFfmpeg) return
  const path = ffmpeg(at('in', `words.${ending}`))
  const comment = 'a long story '.repeat(700).trim()
  await writer.write(path, { comment, lyrics: TIMED }, at('work'), context())
  const before = await readTags(path)
  expect(before.asWritten).toEqual({ comment, lyrics: TIMED })
  expect(before.timedLyrics?.map(({ seconds }) => seconds)).toEqual([2.82, 10.24, 20.14])
  // plain words leave the times of the same words alone
  expect((await writer.preview(path, { comment, lyrics: 'rain on the window\nlight again' })).differences).toEqual([])
  const order = { comment: 'short', lyrics: 'rain on the window\n\nlight at last' }
  expect((await writer.write(path, order, at('work'), context())).differences.at(-1)).toEqual({
    field: 'lyrics',
    before: '“rain on the window”, 2 lines with times',
    after: '2 lines, other from line 2',
  })
  expect((await readTags(path)).asWritten).toEqual(order)
  await writer.undo(path, at('work'), context())
  expect(await readTags(path)).toEqual(before)
  await writer.undo(path, at('work'), context())
  expect((await readTags(path)).asWritten).toEqual({ comment: undefined, lyrics: undefined })
  // times that were laid over the same words go away again
  const plain = 'rain on the window\nlight again'
  await writer.write(path, { lyrics: plain }, at('work'), context())
  await writer.write(path, { lyrics: TIMED }, at('work'), context())
  await writer.undo(path, at('work'), context())
  expect((await readTags(path)).asWritten.lyrics).toBe(plain)
})

test('stars are kept where a kind of file keeps them', async () => {
  if (!hasFfmpeg) return
  for (const ending of ['mp3', 'flac', 'ogg', 'm4a']) {
    const path = ffmpeg(at('in', `stars.${ending}`))
    await writer.write(path, { rating: 4 }, at('work'), context())
    expect((await readTags(path)).rating, ending).toBe(4)
    expect((await writer.undo(path, at('work'), context())).differences, ending).toEqual([{ field: 'rating', before: '4' }])
    expect((await readTags(path)).rating, ending).toBeUndefined()
  }
  const wav = at('in', 'source.wav')
  const bytes = readFileSync(wav)
  await expect(writer.write(wav, { rating: 4 }, at('work'), context())).rejects.toMatchObject({ failure: { code: 'tags.unwritable' } })
  expect(readFileSync(wav).equals(bytes)).toBe(true)
  // beside other tags the stars are left out, and said
  for (const path of [wav, ffmpeg(at('in', 'stars.aiff'))]) {
    const { differences, notKept } = await writer.preview(path, { title: 'Starry', rating: 4 })
    expect([differences.map(({ field }) => field), notKept]).toEqual([['title'], ['rating']])
    expect((await writer.write(path, { title: 'Starry', rating: 4 }, at('work'), context())).notKept).toEqual(['rating'])
    expect((await readTags(path)).title).toBe('Starry')
  }
})

test('a file that is no sound, or not there, stays as it is', async () => {
  writeFileSync(at('in', 'prose.mp3'), 'only words '.repeat(200))
  await expect(writer.write(at('in', 'prose.mp3'), { title: 'x' }, at('work'), context())).rejects.toMatchObject({ failure: { code: expect.any(String) } })
  expect(readFileSync(at('in', 'prose.mp3'), 'utf8')).toBe('only words '.repeat(200))
  await expect(writer.preview(at('in', 'none.mp3'), { title: 'x' })).rejects.toMatchObject({ failure: { code: 'file.not-found' } })
})

/** An ID3v2.3 file of one frame, as an old program wrote it: the frame says Latin-1 whatever it holds. */
const withFrame = (name: string, id: string, body: Uint8Array) => {
  const frame = Buffer.alloc(10)
  frame.write(id, 0, 'latin1')
  frame.writeUInt32BE(body.length, 4)
  const size = frame.length + body.length
  const head = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, (size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127])
  writeFileSync(at('in', name), Buffer.concat([head, frame, body, Buffer.alloc(2_000)]))
  return readTags(at('in', name))
}

test('odd encodings are read where they are sure, long text is cut, covers that are no pictures are refused', async () => {
  // "さくら" in Shift-JIS, said to be Latin-1
  expect((await withFrame('sjis.mp3', 'TIT2', Buffer.from([0, 0x82, 0xb3, 0x82, 0xad, 0x82, 0xe7]))).title).toBe('さくら')
  expect((await withFrame('latin.mp3', 'TIT2', Buffer.from([0, 0x43, 0x61, 0x66, 0xe9]))).title).toBe('Café')
  expect((await withFrame('utf8.mp3', 'TIT2', Buffer.concat([Buffer.from([0]), Buffer.from('Fähre')]))).title).toBe('Fähre')
  expect((await withFrame('utf16.mp3', 'TIT2', Buffer.concat([Buffer.from([1, 0xff, 0xfe]), Buffer.from('夜🎹', 'utf16le')]))).title).toBe('夜🎹')
  const long = await withFrame('long.mp3', 'TIT2', Buffer.concat([Buffer.from([0]), Buffer.from('x'.repeat(10_000))]))
  expect(long.title).toHaveLength(200)
  expect(long.notes).toEqual(['Its title has 10,000 characters, and was cut.'])
  const picture = (data: Buffer) => Buffer.concat([Buffer.from('\0image/png\0\x03\0', 'latin1'), data])
  const svg = await withFrame('svg.mp3', 'APIC', picture(Buffer.from('<svg onload="alert(1)"/>')))
  expect(svg.cover).toBeUndefined()
  expect(svg.notes).toEqual(['Its cover is neither a JPEG nor a PNG, and was left out.'])
  const huge = await withFrame('huge.mp3', 'APIC', picture(Buffer.concat([PNG, Buffer.alloc(11_000_000)])))
  expect(huge.notes).toEqual(['Its cover has 11 MB, and was left out.'])
})
