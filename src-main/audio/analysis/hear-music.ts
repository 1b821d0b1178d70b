import { SURE_TEMPO } from '../../../src-shared/analysis/hearing.ts'
import { type BeatCurves, beatCurves } from '../../../src-shared/dsp/beat-curves.ts'
import { pitchClasses } from '../../../src-shared/dsp/pitch-classes.ts'
import { type SoundFrames, soundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import { findMeter, type HeardMeter } from './find-meter.ts'
import { type HeardBeats, hearBeats } from './hear-beats.ts'
import { type HeardKey, hearKey } from './hear-key.ts'

/** Work that can be stopped and tells how far it is (0..1). */
export type ListeningWork = { readonly checkpoint: () => void; readonly progress: (fraction: number) => void }

/** Beats, bars and key of a stretch of music, and what they were heard in; undefined what is not there. */
export type HeardMusic = {
  readonly frames: SoundFrames
  readonly curves: BeatCurves
  readonly beats: HeardBeats | undefined
  readonly meter: HeardMeter | undefined
  readonly key: HeardKey | undefined
  /** moments, seconds, between which the music is compared: bar lines and the end, or even spans where no bars are sure */
  readonly lines: readonly number[]
}

/** spans where no bars are known */
const SPAN_SECONDS = 2

const evenSpans = (seconds: number): number[] => Array.from({ length: Math.floor(seconds / SPAN_SECONDS) + 1 }, (_, i) => i * SPAN_SECONDS)

/** The one pair of ears of the studio. @param mono at about 22 kHz, @param isWhole a recording from its beginning to its end */
export const hearMusic = (mono: Float32Array, sampleRateHz: number, isWhole: boolean, { checkpoint, progress }: ListeningWork): HeardMusic => {
  const seconds = mono.length / sampleRateHz
  const frames = soundFrames(mono, sampleRateHz, checkpoint)
  progress(0.45)
  const curves = beatCurves(mono, sampleRateHz, checkpoint)
  progress(0.7)
  const heard = hearBeats(curves, seconds, checkpoint)
  progress(0.85)
  const counted = heard && findMeter(frames, curves, heard, seconds, checkpoint)
  const beats = counted?.beats
  const meter = counted?.meter
  const bars = beats && meter ? beats.beats.filter((_, i) => i >= meter.firstBar && (i - meter.firstBar) % meter.beatsPerBar === 0) : []
  const areBarsKnown = beats !== undefined && beats.confidence >= SURE_TEMPO && bars.length >= 4
  const lines = areBarsKnown ? [...bars, seconds] : evenSpans(seconds)
  const key = hearKey(frames, pitchClasses(mono, sampleRateHz, frames.tuningSemitones, checkpoint), lines, isWhole)
  progress(1)
  return { frames, curves, beats, meter, key, lines }
}
