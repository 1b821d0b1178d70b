import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import type { FileTags } from './file-tags.ts'
import { riffChunk } from './riff-chunk.ts'

export type BroadcastWave = {
  readonly tags: FileTags
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly bits: number
  readonly isFloat: boolean
  /** where the first sample belongs on the time line, frames */
  readonly timeReferenceFrames: number
  readonly loudness: Loudness | undefined
}

const FIXED_BYTES = 602
/** "not said" in EBU Tech 3285, version 2 */
const NO_LEVEL = 0x7fff

const PLAIN: Readonly<Record<string, string>> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '…': '...',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  ø: 'o',
  Ø: 'O',
}

/** At most `bytes` of ASCII, as the standard says: a strict reader refuses the whole file for one other letter. iXML and the tags say it in full. */
const field = (text: string, bytes: number): Buffer => {
  const plain = text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[“”„‘’–—…ßæÆøØ]/gu, (letter) => PLAIN[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]+/gu, '?')
  const whole = Buffer.from(plain, 'latin1').subarray(0, bytes)
  return Buffer.concat([whole, Buffer.alloc(bytes - whole.length)])
}

const hundredths = (value: number | undefined): number => (value === undefined ? NO_LEVEL : Math.max(-32_768, Math.min(32_767, Math.round(value * 100))))

/** The `bext` chunk of a Broadcast Wave (EBU Tech 3285 v2). Stands before the sound. */
export const bextChunk = ({ tags, sampleRateHz, channelCount, bits, isFloat, timeReferenceFrames, loudness }: BroadcastWave): Uint8Array => {
  const body = Buffer.alloc(FIXED_BYTES)
  field([tags.title, tags.artist].filter(Boolean).join(', '), 256).copy(body, 0)
  field('Segno Studio', 32).copy(body, 256)
  field(tags.isrc ?? '', 32).copy(body, 288)
  field(tags.date ?? '', 10).copy(body, 320)
  body.writeBigUInt64LE(BigInt(timeReferenceFrames), 338)
  body.writeUInt16LE(2, 346)
  const levels = [loudness?.integratedLufs, undefined, loudness?.truePeakDbtp, undefined, undefined]
  for (const [index, level] of levels.entries()) body.writeInt16LE(hundredths(level), 412 + index * 2)
  const channels = channelCount === 1 ? 'mono' : 'stereo'
  const history = `A=PCM,F=${sampleRateHz},W=${bits},M=${channels},T=Segno Studio${isFloat ? ' (float)' : ''}\r\n`
  return riffChunk('bext', Buffer.concat([body, Buffer.from(history)]))
}

const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\ufffe\uffff]/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')

/** The iXML chunk (ixml.info 3.0): what recorders and editors of film sound read. */
export const ixmlChunk = ({ tags, sampleRateHz, channelCount, bits, timeReferenceFrames }: BroadcastWave): Uint8Array => {
  const line = (name: string, value: string | number | undefined) => (value === undefined ? '' : `<${name}>${escaped(String(value))}</${name}>`)
  const low = timeReferenceFrames % 2 ** 32
  const high = Math.floor(timeReferenceFrames / 2 ** 32)
  const rate = `${sampleRateHz}`
  const names = channelCount === 1 ? ['Mono'] : ['Left', 'Right']
  const tracks = names.map(
    (name, i) => `<TRACK><CHANNEL_INDEX>${i + 1}</CHANNEL_INDEX><INTERLEAVE_INDEX>${i + 1}</INTERLEAVE_INDEX><NAME>${name}</NAME></TRACK>`,
  )
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<BWFXML>',
    '<IXML_VERSION>3.01</IXML_VERSION>',
    line('PROJECT', tags.album ?? tags.title),
    line('TAKE', 1),
    line('NOTE', tags.comment),
    '<SPEED>',
    line('FILE_SAMPLE_RATE', rate),
    line('DIGITIZER_SAMPLE_RATE', rate),
    line('AUDIO_BIT_DEPTH', bits),
    line('TIMESTAMP_SAMPLE_RATE', rate),
    line('TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI', high),
    line('TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO', low),
    '</SPEED>',
    '<BEXT>',
    line('BWF_DESCRIPTION', tags.title),
    line('BWF_ORIGINATOR', 'Segno Studio'),
    line('BWF_TIME_REFERENCE_LOW', low),
    line('BWF_TIME_REFERENCE_HIGH', high),
    '</BEXT>',
    '<USER>',
    line('FULL_TITLE', tags.title),
    line('ARTIST', tags.artist),
    line('TEMPO', tags.tempoBpm),
    line('KEY', tags.key),
    line('DIGITAL_SOURCE_TYPE', tags.digitalSourceType),
    '</USER>',
    `<TRACK_LIST><TRACK_COUNT>${channelCount}</TRACK_COUNT>${tracks.join('')}</TRACK_LIST>`,
    '</BWFXML>',
  ].join('\n')
  return riffChunk('iXML', Buffer.from(xml))
}
