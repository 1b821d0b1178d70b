import { describe, expect, test } from 'vitest'
import type { ProjectCommand } from '../commands.ts'
import type { ProjectDocument } from '../document.ts'
import { applyCommand, applyDiff, takesById } from './index.ts'
import { makeDocument, makeTake, ORIGINAL, regenerated, takeId } from './song-for-tests.ts'

const BAR = 96_000
const one = regenerated(takeId('one'), 1)
const two = regenerated(takeId('two'), 2)
const other = regenerated(takeId('other'), 3, { sampleRateHz: 44_100 })
const takes = takesById([makeTake(), one, two, other])

const codeOf = (document: ProjectDocument, command: ProjectCommand) => {
  const applied = applyCommand(document, takes, command)
  return applied.ok ? 'ok' : applied.error.code
}
const labels: string[] = []
const apply = (document: ProjectDocument, command: ProjectCommand): ProjectDocument => {
  const applied = applyCommand(document, takes, command)
  if (!applied.ok) throw new Error(`${applied.error.code}: ${applied.error.message}`)
  labels.push(applied.value.label)
  expect(applyDiff(applied.value.document, applied.value.backward)).toEqual(document)
  return applied.value.document
}

describe('a comp in the document', () => {
  test('is swiped, moved, faded and cleared, each under a name of its own', () => {
    labels.length = 0
    let song = apply(makeDocument(), { type: 'comp.use', takeId: one.id, startFrame: 4 * BAR, endFrame: 6 * BAR })
    song = apply(song, { type: 'take.rename', takeId: two.id, name: 'Dry drums' })
    song = apply(song, { type: 'comp.use', takeId: two.id, startFrame: 5 * BAR, endFrame: 8 * BAR })
    song = apply(song, { type: 'comp.move-edge', fromFrame: 5 * BAR, toFrame: 5.5 * BAR })
    song = apply(song, { type: 'comp.fade', atFrame: 5.5 * BAR, seconds: 0.1 })
    expect(song.comp).toEqual({
      spans: { [4 * BAR]: { endFrame: 5.5 * BAR, takeId: one.id }, [5.5 * BAR]: { endFrame: 8 * BAR, takeId: two.id } },
      fades: { [5.5 * BAR]: 0.1 },
    })
    song = apply(song, { type: 'comp.use', takeId: ORIGINAL, startFrame: 0, endFrame: 5.5 * BAR })
    expect(song.comp).toEqual({ spans: { [5.5 * BAR]: { endFrame: 8 * BAR, takeId: two.id } }, fades: { [5.5 * BAR]: 0.1 } })
    song = apply(song, { type: 'comp.clear' })
    expect(song.comp).toBeUndefined()
    expect(labels).toEqual([
      'Comp: take 1 in bars 5–6',
      'Name take 2: bars 5–8 “Dry drums”',
      'Comp: “Dry drums” in bars 6–8',
      'Comp: move the edge at bar 6 to bar 6.3',
      'Comp: crossfade of 100 ms at bar 6.3',
      'Comp: the song in bars 1–6',
      'Clear the comp',
    ])
  })

  test('goes when another take becomes the song', () => {
    const song = apply(makeDocument(), { type: 'comp.use', takeId: one.id, startFrame: 4 * BAR, endFrame: 6 * BAR })
    expect(apply(song, { type: 'take.accept', takeId: two.id }).comp).toBeUndefined()
  })

  test.each<[string, ProjectCommand]>([
    ['project.invalid-edit', { type: 'comp.use', takeId: other.id, startFrame: 0, endFrame: BAR }],
    ['project.invalid-edit', { type: 'comp.use', takeId: one.id, startFrame: BAR, endFrame: BAR }],
    ['project.invalid-edit', { type: 'comp.use', takeId: one.id, startFrame: BAR, endFrame: 4_800_001 }],
    ['project.invalid-edit', { type: 'comp.use', takeId: ORIGINAL, startFrame: 0, endFrame: BAR }],
    ['take.not-found', { type: 'comp.use', takeId: takeId('nobody'), startFrame: 0, endFrame: BAR }],
    ['project.invalid-edit', { type: 'comp.move-edge', fromFrame: BAR, toFrame: 2 * BAR }],
    ['project.invalid-edit', { type: 'comp.fade', atFrame: BAR, seconds: 0.1 }],
    ['project.invalid-edit', { type: 'comp.clear' }],
  ])('%s is refused where there is nothing to change', (code, command) => expect(codeOf(makeDocument(), command)).toBe(code))

  test('an edge is not moved past the next one', () => {
    const song = apply(makeDocument(), { type: 'comp.use', takeId: one.id, startFrame: 4 * BAR, endFrame: 6 * BAR })
    expect(codeOf(song, { type: 'comp.move-edge', fromFrame: 4 * BAR, toFrame: 6 * BAR })).toBe('project.invalid-edit')
    expect(codeOf(song, { type: 'comp.move-edge', fromFrame: 6 * BAR, toFrame: 3 * BAR })).toBe('project.invalid-edit')
  })
})

describe('what is said of takes', () => {
  test('names, stars and blind preferences are undoable and read in the history', () => {
    labels.length = 0
    let song = apply(makeDocument(), { type: 'take.rate', takeId: one.id, stars: 4 })
    song = apply(song, { type: 'take.rename', takeId: one.id, name: ' Wide ' })
    expect(song.takeNotes).toEqual({ [one.id]: { stars: 4, name: 'Wide' } })
    song = apply(song, { type: 'take.prefer', id: 'aaaaaaaa', preference: { at: 1, takeId: two.id, againstTakeId: ORIGINAL, toldApart: true } })
    song = apply(song, { type: 'take.rate', takeId: one.id, stars: 0 })
    song = apply(song, { type: 'take.rename', takeId: one.id, name: '' })
    expect(song.takeNotes).toEqual({})
    expect(labels).toEqual([
      'Rate take 1 4 stars',
      'Name take 1: bars 5–8 “Wide”',
      'Decide blind comparison 1',
      'Take the stars off “Wide”',
      'Take the name off take 1: bars 5–8',
    ])
    expect(codeOf(song, { type: 'take.rate', takeId: one.id, stars: 0 })).toBe('project.invalid-edit')
    expect(codeOf(song, { type: 'take.prefer', id: 'bbbbbbbb', preference: { at: 1, takeId: one.id, againstTakeId: one.id } })).toBe('project.invalid-edit')
  })
})
