import { ok } from '../../kernel/result.ts'
import type { ProjectCommand } from '../commands.ts'
import type { GridCorrection, Take } from '../document.ts'
import type { EditScene, PlanEdit } from './edit.ts'
import { findTake, invalidEdit } from './find-in-scene.ts'

type Correct = Extract<ProjectCommand, { type: 'grid.correct' }>

/** The recording that a take comes from. */
const rootOf = ({ takes }: EditScene, take: Take): Take => {
  let root = take
  for (let parent = root.parentTakeId && takes.get(root.parentTakeId); parent; parent = root.parentTakeId && takes.get(root.parentTakeId)) root = parent
  return root
}

const tempoWords = (tempoBpm: number): string => `${Math.round(tempoBpm * 10) / 10} bpm`

const labelOf = ({ what, grid, key }: Correct): string => {
  switch (what) {
    case 'tempo':
      return grid?.tempoMap[0] ? `Set the tempo to ${tempoWords(grid.tempoMap[0].tempoBpm)}` : 'Set the tempo'
    case 'taps':
      return grid?.tempoMap[0] ? `Tap the tempo: ${tempoWords(grid.tempoMap[0].tempoBpm)}` : 'Tap the tempo'
    case 'meter':
      return grid ? `Set the meter to ${grid.timeSignature.beats}/${grid.timeSignature.unit}` : 'Set the meter'
    case 'first bar':
      return 'Move the bar lines'
    case 'bar line':
      return 'Move one bar line'
    case 'key':
      return key ? `Set the key to ${key.tonic} ${key.mode}` : 'Set the key'
  }
}

/** A person corrects tempo, bars or key of a recording. Songs with a score know theirs; they are facts, not guesses. */
export const planCorrectGrid: PlanEdit<Correct> = (scene, command) => {
  const current = findTake(scene, scene.document.currentTakeId)
  if (!current.ok) return current
  if (current.value.scoreSha256 || rootOf(scene, current.value).scoreSha256)
    return invalidEdit('This song’s bars and key are written in its score, so there is nothing to correct.', { takeId: current.value.id })
  if (!command.grid && !command.key) return invalidEdit('There is nothing to correct.', {})
  const before = scene.document.correction
  const correction: GridCorrection = {
    ...before,
    takeId: current.value.id,
    ...(command.grid && { grid: command.grid }),
    ...(command.key && { key: command.key }),
  }
  // a key alone leaves the old grid's frames with the take they were counted in
  if (!command.grid && before?.grid) correction.takeId = before.takeId
  return ok({
    label: labelOf(command),
    change: (draft) => {
      draft.correction = correction
    },
  })
}

export const planResetGrid: PlanEdit<object> = ({ document }) =>
  document.correction
    ? ok({
        label: 'Back to the bars the studio hears',
        change: (draft) => {
          delete draft.correction
        },
      })
    : invalidEdit('The bars are as the studio hears them already.', {})
