import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { Key } from '../../../src-shared/score/score.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import { openWav } from '../wav/wav-reader.ts'
import { decimate, toMono } from './decimate.ts'
import { findKey } from './find-key.ts'
import { findPulse } from './find-tempo.ts'
import { measureLoudness } from './measure-loudness.ts'
import { onsetCurve } from './onset-curve.ts'

/** What a stretch of a recording sounds like; undefined where there is nothing to hear. */
export type MusicAnalysis = {
  readonly tempoBpm: number | undefined
  /** 0..1 */
  readonly tempoConfidence: number
  /** the first beat and the first bar line at or after the asked frame, seconds from it; bars are taken to have four beats */
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

const nextAfter = (seconds: number, period: number): number => {
  const wrapped = ((seconds % period) + period) % period
  return period - wrapped < 1e-3 ? 0 : wrapped
}

/** Music made with a computer has whole tempi; a measurement is a few hundredths off them. */
const settle = (tempoBpm: number): number => (Math.abs(tempoBpm - Math.round(tempoBpm)) < 0.03 ? Math.round(tempoBpm) : tempoBpm)

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

  const beatFactor = Math.max(1, Math.round(sampleRateHz / 22_050))
  const forBeats = decimate(mono, beatFactor)
  const pulse = findPulse(onsetCurve(forBeats, sampleRateHz / beatFactor))
  checkpoint(work.flags)
  work.progress(0.8)
  const keyFactor = Math.max(1, Math.round(sampleRateHz / beatFactor / 11_025))
  const key = findKey(decimate(forBeats, keyFactor), sampleRateHz / beatFactor / keyFactor)
  work.progress(1)
  const beatSeconds = 60 / (pulse?.tempoBpm ?? 120)
  const shift = (fromFrame - from) / sampleRateHz
  return {
    tempoBpm: pulse && settle(pulse.tempoBpm),
    tempoConfidence: pulse?.confidence ?? 0,
    beatPhaseSeconds: pulse ? nextAfter(pulse.firstBeatSeconds - shift, beatSeconds) : 0,
    barPhaseSeconds: pulse ? nextAfter(pulse.firstBarSeconds - shift, beatSeconds * 4) : 0,
    key: key?.key,
    keyConfidence: key?.confidence ?? 0,
    integratedLufs,
    isSilent: false,
  }
}
