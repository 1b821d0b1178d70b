import { type ExportChoices, isSoundFormat, LOUDNESS_TARGETS, SAMPLE_RATES_HZ } from '../../src-shared/mixdown/export-options.ts'
import { isLossless } from './export-store.ts'

export const FORMATS = [
  { value: 'wav', label: 'WAV' },
  { value: 'aiff', label: 'AIFF' },
  { value: 'flac', label: 'FLAC' },
  { value: 'mp3', label: 'MP3' },
  { value: 'ogg', label: 'OGG' },
  { value: 'segno', label: 'Project' },
  { value: 'mid', label: 'MIDI' },
  { value: 'musicxml', label: 'MusicXML' },
] as const

/** What each kind of file is for, in a line. */
export const PURPOSES: Readonly<Record<ExportChoices['format'], string>> = {
  wav: 'For studios: lossless, a Broadcast Wave with the song’s markers.',
  aiff: 'For studios with Logic and Macs: lossless, with the song’s markers.',
  flac: 'For archives and stores: lossless, half the size.',
  mp3: 'For everyone: small, plays everywhere.',
  ogg: 'For games and the web: small, free of patents.',
  segno: 'The whole song with all its takes, stems and history, for another Segno Studio, which opens it with Import.',
  mid: 'The notes as they are played, with tempo map and names.',
  musicxml: 'The score for MuseScore, Sibelius, Dorico and Finale.',
}

export const kilohertz = (hertz: number): string => `${hertz / 1_000} kHz`
export const RATES = [{ value: 'own', label: 'As the song' }, ...SAMPLE_RATES_HZ.slice(0, 4).map((rate) => ({ value: String(rate), label: kilohertz(rate) }))]
const minus = (value: number): string => String(value).replace('-', '−')
export const TARGETS = [
  { value: 'own', label: 'As it is', detail: '' },
  ...LOUDNESS_TARGETS.map(({ name, targetLufs }) => ({ value: String(targetLufs), label: `${minus(targetLufs)} LUFS`, detail: name })),
]

/** "24-bit WAV, 48 kHz, −14 LUFS" */
export const summary = ({ format, bits, sampleRateHz, mp3, loudness }: ExportChoices): string => {
  const name = FORMATS.find(({ value }) => value === format)?.label ?? format
  if (format === 'segno') return 'Project file (.segno)'
  if (!isSoundFormat(format)) return name
  const depth = bits === 32 && format === 'flac' ? 24 : bits
  const kind = isLossless(format)
    ? `${depth === 32 ? '32-bit float' : `${depth}-bit`} ${name}`
    : format === 'mp3'
      ? `MP3 ${mp3 === 'v0' ? 'V0' : '320 kbit/s'}`
      : name
  return [kind, sampleRateHz && kilohertz(sampleRateHz), loudness && `${minus(loudness.targetLufs)} LUFS, peak ≤ ${minus(loudness.ceilingDbtp)} dBTP`]
    .filter(Boolean)
    .join(' · ')
}
