import { expect, test } from 'vitest'
import { NoteSettings } from '../../../../src-shared/transcription/notes.ts'
import { frameToSeconds, HOP_SAMPLES, RATE_HZ } from './frames.ts'
import { goldenGrid } from './golden-inputs.ts'
import goldens from './goldens.json' with { type: 'json' }
import { pickNotes } from './pick-notes.ts'
import { bendsOf, soundsAlone } from './pitch-bends.ts'
import { createPosteriorgram, packPosteriorgram, unpackPosteriorgram } from './posteriorgram.ts'

/** Origin of the goldens: see `origin` in goldens.json. */
for (const { seed, frames, runs } of goldens.grids) {
  for (const { settings, notes } of runs) {
    test(`notes are those of the Python package: seed ${seed}, ${JSON.stringify(settings)}`, () => {
      const found = pickNotes(goldenGrid(seed, frames), NoteSettings.parse(settings))
      expect(found.map(({ startFrame, endFrame, pitch }) => [startFrame, endFrame, pitch])).toEqual(notes.map(([start, end, pitch]) => [start, end, pitch]))
      found.forEach(({ amplitude }, i) => {
        expect(amplitude).toBeCloseTo(notes[i]?.[3] ?? -1, 4)
      })
    })
  }
}

test('frames lie where the Python package has them, within a tenth of a hop', () => {
  for (const [frame = 0, seconds = 0] of goldens.sound.times) {
    const drift = Math.abs(frameToSeconds(frame) - seconds) * RATE_HZ
    // the package corrects by 172-frame windows where 142 are kept, so it is late by up to a window's drift
    expect(drift).toBeLessThan(HOP_SAMPLES * 0.8)
  }
})

test('what was heard survives its file, and a cut-off file is told', () => {
  const heard = goldenGrid(3, 60)
  const bytes = packPosteriorgram(heard)
  const back = unpackPosteriorgram(bytes)
  expect(back?.note).toEqual(heard.note)
  expect(back?.onset).toEqual(heard.onset)
  expect(back?.contour).toEqual(heard.contour)
  expect(unpackPosteriorgram(bytes.subarray(0, bytes.length - 1))).toBeUndefined()
  expect(unpackPosteriorgram(new Uint8Array(3))).toBeUndefined()
})

test('silence has no notes', () => {
  expect(pickNotes(createPosteriorgram(500), NoteSettings.parse({}))).toEqual([])
  expect(pickNotes(createPosteriorgram(0), NoteSettings.parse({}))).toEqual([])
})

test('a note that bends up by two thirds of a semitone says so', () => {
  const heard = createPosteriorgram(20)
  const centre = (60 - 21) * 3
  for (let frame = 0; frame < 20; frame++) heard.contour[frame * 264 + centre + (frame < 10 ? 0 : 2)] = 60_000
  const bends = bendsOf(heard, { startFrame: 0, endFrame: 20, pitch: 60, amplitude: 1 })
  expect(bends.slice(0, 10)).toEqual(Array(10).fill(0))
  expect(bends.slice(10)).toEqual(Array(10).fill(2 / 3))
})

test('only notes that no other note overlaps sound alone', () => {
  const note = (startFrame: number, endFrame: number) => ({ startFrame, endFrame, pitch: 60, amplitude: 1 })
  expect(soundsAlone([note(0, 10), note(10, 20), note(15, 18), note(17, 40), note(41, 50)])).toEqual([true, false, false, false, true])
})
