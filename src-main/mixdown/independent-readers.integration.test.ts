import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { SoundFormat } from '../../src-shared/mixdown/export-options.ts'
import { type AudioService, createAudioService, type FileTags, writeWav24 } from '../audio/index.ts'
import { askPython, pythonWith } from './python-for-tests.ts'

/** What programs by others read in our files: mutagen, wavinfo (both of PyPI) and Python's own aifc. `SEGNO_PYTHON` names a Python that has them. */
const mutagen = pythonWith('mutagen')
const wavinfo = pythonWith('wavinfo')
const aifc = pythonWith('aifc')

const RATE = 44_100
const SECONDS = 4
const COMMENT = 'Made by AI. Segno Studio. Engine: score 3.1, seed 7. Licence: yours. Leaned on: “Grey Mornings”.'
const TAGS = {
  title: 'Déjà “vu” 🎵',
  artist: 'AC/DC ../..',
  album: 'Night & <Day>',
  isrc: 'USRC17607839',
  tempoBpm: 92,
  key: 'F#m',
  date: '2026-11-27',
  lyrics: '[00:01.00]one line\n[00:02.50]and another — ünï',
  comment: COMMENT,
  digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
  cover: { mimeType: 'image/png' as const, bytes: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...new Uint8Array(3_000)]) },
}
const CUES = [
  { atSeconds: 0.5, name: 'Intro A' },
  { atSeconds: 1, untilSeconds: 2.5, name: 'the “good” bars' },
  { atSeconds: 3.25, name: 'Dröp' },
]

let folder = ''
let audio: AudioService
const encode = async (format: SoundFormat, tags: FileTags = TAGS): Promise<string> => {
  const target = join(folder, `out.${format}`)
  const order = { source: join(folder, 'song.wav'), target, format, tags, cues: CUES, timeReferenceSeconds: 3_600.5, bits: 16 as const }
  await audio.encode(order, { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
  return target
}
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-readers-'))
  audio = createAudioService({ peaksFolder: join(folder, 'peaks'), pathOf: String, threads: 1 })
  const channels = [0, 1].map(() => Float32Array.from({ length: SECONDS * RATE }, (_, i) => 0.3 * Math.sin(i / 20)))
  await writeWav24(join(folder, 'song.wav'), channels, RATE)
})
afterAll(async () => {
  await audio.close()
  rmSync(folder, { recursive: true, force: true })
})

const READ_TAGS = `
import base64, json, sys, mutagen
from mutagen.flac import Picture
f = mutagen.File(sys.argv[1])
t = f.tags
said = {'seconds': f.info.length}
if hasattr(t, 'getall'):
    for name, frame in {'title':'TIT2','artist':'TPE1','album':'TALB','isrc':'TSRC','bpm':'TBPM','key':'TKEY','date':'TDRC','lyrics':'USLT','comment':'COMM'}.items():
        found = t.getall(frame)
        if found: said[name] = str(found[0])
    own = t.getall('TXXX:DigitalSourceType')
    said['source'] = str(own[0]) if own else None
    cover = t.getall('APIC')
    if cover: said.update(cover=len(cover[0].data), mime=cover[0].mime, kind=int(cover[0].type))
else:
    for name, key in {'title':'title','artist':'artist','album':'album','isrc':'isrc','bpm':'bpm','key':'initialkey','date':'date','lyrics':'lyrics','comment':'comment','source':'digitalsourcetype'}.items():
        if key in t: said[name] = t[key][0]
    cover = getattr(f, 'pictures', None) or [Picture(base64.b64decode(p)) for p in t.get('metadata_block_picture', [])]
    if cover: said.update(cover=len(cover[0].data), mime=cover[0].mime, kind=int(cover[0].type))
print(json.dumps(said))
`

test.skipIf(!mutagen).each(['wav', 'aiff', 'flac', 'mp3', 'ogg'] as const)('mutagen reads all of %s', async (format) => {
  const { seconds, ...said } = askPython<Record<string, unknown>>(mutagen ?? '', READ_TAGS, await encode(format))
  const { title, artist, album, isrc, key, date, lyrics, digitalSourceType: source } = TAGS
  expect(said).toEqual({
    ...{ title, artist, album, isrc, key, date, lyrics, source },
    bpm: '92',
    comment: COMMENT,
    cover: TAGS.cover.bytes.length,
    mime: 'image/png',
    kind: 3,
  })
  expect(Math.abs(Number(seconds) - SECONDS)).toBeLessThan(0.1)
})

const sox = spawnSync('sox', ['--version']).status === 0
/** SoX finds the sound only where every chunk before it has an even length, or is padded as it expects */
test.skipIf(!sox).each(['wav', 'aiff', 'flac', 'ogg'] as const)('SoX hears all of %s, with a tag of odd and of even length', async (format) => {
  for (const title of ['odd', 'even']) {
    const path = await encode(format, { ...TAGS, title })
    const { stdout, stderr } = spawnSync('sox', ['--info', '-s', path], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(Number(stdout)).toBe(SECONDS * RATE)
  }
})

const READ_WAV = `
import json, sys
from wavinfo import WavInfoReader
w = WavInfoReader(sys.argv[1], info_encoding='utf-8')
print(json.dumps({
    'time': w.bext.time_reference, 'version': w.bext.version, 'originator': w.bext.originator, 'date': w.bext.originator_date,
    'speed': w.ixml.parsed.findtext('SPEED/FILE_SAMPLE_RATE'), 'note': w.ixml.parsed.findtext('NOTE'),
    'high': w.ixml.parsed.findtext('SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI'), 'low': w.ixml.parsed.findtext('SPEED/TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO'),
    'cues': [[c.position, c.sample_offset] for c in w.cues.cues], 'labels': [[l.name, l.text] for l in w.cues.labels],
    'spans': [[r.name, r.length] for r in w.cues.ranges], 'frames': w.data.frame_count, 'bits': w.fmt.bits_per_sample,
}))
`

test.skipIf(!wavinfo)('wavinfo reads bext, iXML and cue points of a WAV', async () => {
  const time = 3_600.5 * RATE
  const at = CUES.map(({ atSeconds }) => atSeconds * RATE)
  expect(askPython(wavinfo ?? '', READ_WAV, await encode('wav'))).toMatchObject({
    ...{ time, version: 2, originator: 'Segno Studio', date: TAGS.date, speed: '44100', high: '0', low: String(time) },
    cues: at.map((frame) => [frame, frame]),
    labels: CUES.map(({ name }, index) => [index + 1, name]),
    spans: [[2, 1.5 * RATE]],
    ...{ frames: SECONDS * RATE, bits: 16 },
  })
})

test.skipIf(!aifc)('Python reads the markers of an AIFF', async () => {
  const script = `
import warnings; warnings.simplefilter('ignore')
import aifc, json, sys
a = aifc.open(sys.argv[1])
print(json.dumps({'marks': [[n, at, name.decode('utf8')] for n, at, name in a.getmarkers() or []], 'frames': a.getnframes(), 'rate': a.getframerate(), 'width': a.getsampwidth()}))
`
  expect(askPython(aifc ?? '', script, await encode('aiff'))).toEqual({
    marks: CUES.map(({ atSeconds, name }, index) => [index + 1, atSeconds * RATE, name]),
    ...{ frames: SECONDS * RATE, rate: RATE, width: 2 },
  })
})
