import { HEARING_VERSION, type Hearing, SURE_TEMPO } from '../../../src-shared/analysis/hearing.ts'
import { beatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import { soundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import { describeMood } from './describe-mood.ts'
import { findMeter } from './find-meter.ts'
import { findForm } from './find-sections.ts'
import { gridOfBeats } from './grid-of-beats.ts'
import { hearBeats } from './hear-beats.ts'
import { hearKey } from './hear-key.ts'

/** Work that can be stopped and tells how far it is (0..1). */
export type ListeningWork = { readonly checkpoint: () => void; readonly progress: (fraction: number) => void }

/** Below this peak a recording is silence. */
const SILENT_PEAK = 10 ** (-65 / 20)
/** spans where no bars are known */
const SPAN_SECONDS = 2

const evenSpans = (seconds: number): number[] => Array.from({ length: Math.floor(seconds / SPAN_SECONDS) + 1 }, (_, i) => i * SPAN_SECONDS)

/** Everything the studio hears in a recording. About 0.6 s of work a minute of sound. @param mono at about 22 kHz */
export const listen = (mono: Float32Array, sampleRateHz: number, { checkpoint, progress }: ListeningWork): Hearing => {
  const seconds = mono.length / sampleRateHz
  const nothing = { version: HEARING_VERSION, seconds, isSilent: true, parts: [], partsConfidence: 0 }
  if (!mono.some((sample) => Math.abs(sample) > SILENT_PEAK)) return nothing
  const frames = soundFrames(mono, sampleRateHz, checkpoint)
  progress(0.45)
  const curves = beatCurves(mono, sampleRateHz, checkpoint)
  progress(0.75)
  const heard = hearBeats(curves, seconds, checkpoint)
  progress(0.9)
  const meter = heard && findMeter(frames, curves, heard.beats)
  const grid = heard && gridOfBeats(heard, meter)
  const bars = heard && meter ? heard.beats.filter((_, i) => i >= meter.firstBar && (i - meter.firstBar) % meter.beatsPerBar === 0) : []
  const areBarsKnown = heard !== undefined && heard.confidence >= SURE_TEMPO && bars.length >= 4
  const lines = areBarsKnown ? [...bars, seconds] : evenSpans(seconds)
  checkpoint()
  const key = hearKey(frames, lines, areBarsKnown)
  const form = findForm(frames, lines)
  checkpoint()
  const tempi = grid?.tempoMap.map(({ tempoBpm }) => tempoBpm) ?? []
  const tempo = heard && {
    bpm: heard.tempoBpm,
    lowestBpm: Math.min(heard.tempoBpm, ...tempi),
    highestBpm: Math.max(heard.tempoBpm, ...tempi),
    isSteady: heard.isSteady,
    confidence: heard.confidence,
  }
  const mood = describeMood(frames, {
    tempoBpm: tempo?.bpm,
    tempoConfidence: tempo?.confidence ?? 0,
    mode: key?.key.mode,
    keyConfidence: key?.confidence ?? 0,
  })
  progress(1)
  return {
    ...nothing,
    isSilent: false,
    ...(tempo && { tempo }),
    ...(meter && {
      meter: { timeSignature: { beats: meter.beatsPerBar, unit: 4 as const }, confidence: meter.meterConfidence, downbeatConfidence: meter.downbeatConfidence },
    }),
    ...(grid && { grid }),
    ...(key && { key }),
    tuningCents: Math.round(frames.tuningSemitones * 100),
    parts: form.sections.map(({ label, firstLine, endLine, energy }) => ({
      label,
      startSeconds: firstLine === 0 ? 0 : (lines[firstLine] as number),
      endSeconds: endLine >= lines.length - 1 ? seconds : (lines[endLine] as number),
      energy,
    })),
    partsConfidence: form.confidence,
    mood,
  }
}
