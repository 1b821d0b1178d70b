import { HEARING_VERSION, type Hearing } from '../../../src-shared/analysis/hearing.ts'
import { hearMusic, type ListeningWork } from '../../audio/index.ts'
import { describeMood } from './describe-mood.ts'
import { findForm } from './find-sections.ts'
import { gridOfBeats } from './grid-of-beats.ts'

/** Below this peak a recording is silence. */
const SILENT_PEAK = 10 ** (-65 / 20)

/** Everything the studio hears in a recording. About 0.6 s of work a minute of sound. @param mono at about 22 kHz */
export const listen = (mono: Float32Array, sampleRateHz: number, { checkpoint, progress }: ListeningWork): Hearing => {
  const seconds = mono.length / sampleRateHz
  const nothing = { version: HEARING_VERSION, seconds, isSilent: true, parts: [], partsConfidence: 0 }
  if (!mono.some((sample) => Math.abs(sample) > SILENT_PEAK)) return nothing
  const { frames, beats, meter, key, lines } = hearMusic(mono, sampleRateHz, true, { checkpoint, progress: (done) => progress(0.9 * done) })
  const grid = beats && gridOfBeats(beats, meter)
  checkpoint()
  const form = findForm(frames, lines)
  checkpoint()
  const tempi = grid?.tempoMap.map(({ tempoBpm }) => tempoBpm) ?? []
  const tempo = beats && {
    bpm: beats.tempoBpm,
    lowestBpm: Math.min(beats.tempoBpm, ...tempi),
    highestBpm: Math.max(beats.tempoBpm, ...tempi),
    isSteady: beats.isSteady,
    confidence: beats.confidence,
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
      meter: { timeSignature: { beats: meter.beatsPerBar, unit: meter.unit }, confidence: meter.meterConfidence, downbeatConfidence: meter.downbeatConfidence },
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
