import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { Key } from '../../../src-shared/score/score.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import { openWav } from '../wav/wav-reader.ts'
import { decimate, toMono } from './decimate.ts'
import { hearMusic } from './hear-music.ts'
import { measureLoudness } from './measure-loudness.ts'

/** What a stretch of a recording sounds like; undefined where there is nothing to hear. */
export type MusicAnalysis = {
  readonly tempoBpm: number | undefined
  /** 0..1 */
  readonly tempoConfidence: number
  /** the first beat and the first bar line at or after the asked frame, seconds from it */
  readonly beatPhaseSeconds: number
  readonly barPhaseSeconds: number
  readonly key: Key | undefined
  readonly keyConfidence: number
  readonly integratedLufs: number | undefined
  readonly isSilent: boolean
}
export type AnalyseRequest = { readonly path: string; readonly fromFrame: number; readonly toFrame: number }

/** Enough to know tempo and key; more would only cost time. */
const MOST_SECONDS = 75
const SILENT_LUFS = -65

/** At most `MOST_SECONDS` with the asked span in the middle, moved inside the file: the surroundings say what the span should be. */
const windowAround = (fromFrame: number, toFrame: number, lengthFrames: number, mostFrames: number): { from: number; to: number } => {
  const length = Math.min(lengthFrames, mostFrames)
  const from = Math.max(0, Math.min(lengthFrames - length, Math.round((fromFrame + toFrame - length) / 2)))
  return { from, to: from + length }
}

/** The first of rising moments at or after one; beyond the last they go on in steps. */
const firstAfter = (moments: readonly number[], seconds: number, step: number): number => {
  const last = moments.at(-1) ?? 0
  const found = moments.find((moment) => moment > seconds - 1e-3)
  return Math.max(0, (found ?? last + Math.ceil((seconds - last) / step - 1e-6) * step) - seconds)
}

/** Tempo, beats, key and loudness around frames `fromFrame`..`toFrame`. About a second of work. Runs in a worker. */
export const analyseMusic = async ({ path, fromFrame, toFrame }: AnalyseRequest, work: DecodeWork): Promise<MusicAnalysis> => {
  const wav = await openWav(path)
  const { sampleRateHz, lengthFrames } = wav.layout
  const { from, to } = windowAround(fromFrame, toFrame, lengthFrames, MOST_SECONDS * sampleRateHz)
  const mono = toMono(await wav.read(from, to).finally(() => wav.close()))
  work.progress(0.1)
  const { integratedLufs } = await measureLoudness(path, from, to, { flags: work.flags, progress: () => undefined })
  checkpoint(work.flags)
  work.progress(0.3)
  const nothing = { tempoBpm: undefined, tempoConfidence: 0, beatPhaseSeconds: 0, barPhaseSeconds: 0, key: undefined, keyConfidence: 0 }
  if (integratedLufs === undefined || integratedLufs < SILENT_LUFS) return { ...nothing, integratedLufs, isSilent: true }

  const factor = Math.max(1, Math.round(sampleRateHz / 22_050))
  const isWhole = from === 0 && to === lengthFrames
  const { beats, meter, key } = hearMusic(decimate(mono, factor), sampleRateHz / factor, isWhole, {
    checkpoint: () => checkpoint(work.flags),
    progress: (fraction) => work.progress(0.3 + 0.7 * fraction),
  })
  const shift = (fromFrame - from) / sampleRateHz
  const beatSeconds = (60 / (beats?.tempoBpm ?? 120)) * (4 / (meter?.unit ?? 4))
  const beatsPerBar = meter?.beatsPerBar ?? 4
  const bars = beats?.beats.filter((_, i) => i >= (meter?.firstBar ?? 0) && (i - (meter?.firstBar ?? 0)) % beatsPerBar === 0)
  return {
    tempoBpm: beats?.tempoBpm,
    tempoConfidence: beats?.confidence ?? 0,
    beatPhaseSeconds: beats ? firstAfter(beats.beats, shift, beatSeconds) : 0,
    barPhaseSeconds: bars ? firstAfter(bars, shift, beatSeconds * beatsPerBar) : 0,
    key: key?.key,
    keyConfidence: key?.confidence ?? 0,
    integratedLufs,
    isSilent: false,
  }
}
