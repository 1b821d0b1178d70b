import { expect, test } from 'vitest'
import { chordSong, chordTurn, RATE_HZ } from '../../../src-shared/dsp/music-for-tests.ts'
import { pitchClasses } from '../../../src-shared/dsp/pitch-classes.ts'
import { soundFrames } from '../../../src-shared/dsp/sound-frames.ts'
import { hearKey } from './hear-key.ts'

const NAMES = {
  major: ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'],
  minor: ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B'],
}

test.each([0, 5, 10])('chords around tonic %d are heard in their key, major and minor', (tonic) => {
  for (const mode of ['major', 'minor'] as const) {
    const chords = Array.from({ length: 4 }, () => chordTurn(tonic, mode === 'minor')).flat()
    const sound = chordSong(chords, 1)
    const frames = soundFrames(sound, RATE_HZ)
    const bars = Array.from({ length: chords.length + 1 }, (_, i) => i)
    const heard = hearKey(frames, pitchClasses(sound, RATE_HZ, frames.tuningSemitones), bars, true)
    expect(heard?.key).toEqual({ tonic: NAMES[mode][tonic], mode })
    expect(heard?.confidence).toBeGreaterThan(0.6)
  }
})
