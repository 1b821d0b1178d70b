import { create } from 'mutative'
import { ok, type Result } from '../../kernel/result.ts'
import type { ProjectCommand } from '../commands.ts'
import type { ProjectDocument } from '../document.ts'
import { planAcceptTake } from './accept-take.ts'
import { planAddRegion } from './add-region.ts'
import { planAttachStems } from './attach-stems.ts'
import { planCorrectGrid, planResetGrid } from './correct-grid.ts'
import { planDetachStems } from './detach-stems.ts'
import { planDiscardTakes } from './discard-takes.ts'
import type { DocumentDiff } from './document-diff.ts'
import type { EditFailure, EditPlan, EditScene, TakesById } from './edit.ts'
import { planClearComp, planFadeComp, planMoveCompEdge, planSwipeComp } from './edit-comp.ts'
import { planAddMarker, planColourMarker, planMoveMarker, planRemoveMarker, planRenameMarker } from './edit-markers.ts'
import { brokenInvariants } from './invariants.ts'
import { planMixStem, planPlainStems } from './mix-stem.ts'
import { planPreferTake, planRateTake, planRenameTake } from './note-take.ts'
import { planRemoveRegion } from './remove-region.ts'
import { planRenameRegion } from './rename-region.ts'
import { planResizeRegion } from './resize-region.ts'
import { planRestoreTakes } from './restore-takes.ts'
import { planWriteLyrics } from './write-lyrics.ts'

/** The document after one edit, the edit's name in the history, and the two diffs that lead there and back. */
export type AppliedEdit = {
  readonly document: ProjectDocument
  readonly label: string
  readonly forward: DocumentDiff
  readonly backward: DocumentDiff
}

const plan = (scene: EditScene, command: ProjectCommand): Result<EditPlan, EditFailure> => {
  switch (command.type) {
    case 'region.add':
      return planAddRegion(scene, command)
    case 'region.resize':
      return planResizeRegion(scene, command)
    case 'region.rename':
      return planRenameRegion(scene, command)
    case 'region.remove':
      return planRemoveRegion(scene, command)
    case 'marker.add':
      return planAddMarker(scene, command)
    case 'marker.move':
      return planMoveMarker(scene, command)
    case 'marker.rename':
      return planRenameMarker(scene, command)
    case 'marker.colour':
      return planColourMarker(scene, command)
    case 'marker.remove':
      return planRemoveMarker(scene, command)
    case 'take.accept':
      return planAcceptTake(scene, command)
    case 'take.discard':
      return planDiscardTakes(scene, command)
    case 'take.restore':
      return planRestoreTakes(scene, command)
    case 'take.rename':
      return planRenameTake(scene, command)
    case 'take.rate':
      return planRateTake(scene, command)
    case 'take.prefer':
      return planPreferTake(scene, command)
    case 'comp.use':
      return planSwipeComp(scene, command)
    case 'comp.move-edge':
      return planMoveCompEdge(scene, command)
    case 'comp.fade':
      return planFadeComp(scene, command)
    case 'comp.clear':
      return planClearComp(scene, command)
    case 'stems.attach':
      return planAttachStems(scene, command)
    case 'stems.detach':
      return planDetachStems(scene, command)
    case 'stems.mix':
      return planMixStem(scene, command)
    case 'stems.plain':
      return planPlainStems(scene, command)
    case 'lyrics.write':
      return planWriteLyrics(scene, command)
    case 'grid.correct':
      return planCorrectGrid(scene, command)
    case 'grid.reset':
      return planResetGrid(scene, command)
  }
}

/**
 * Plans the edit on the read-only document, applies it in one go, and checks the invariants. The document passed in is untouched.
 *
 * @throws Error  the edit broke an invariant: a defect in the edit, never the musician's fault
 */
export const applyCommand = (document: ProjectDocument, takes: TakesById, command: ProjectCommand): Result<AppliedEdit, EditFailure> => {
  const planned = plan({ document, takes }, command)
  if (!planned.ok) return planned
  const [next, forward, backward] = create(document, planned.value.change, { enablePatches: true })
  const broken = brokenInvariants({ document: next, takes })
  if (broken.length > 0) throw new Error(`edit ${command.type} broke the document: ${broken.join('; ')}`)
  return ok({ document: next, label: planned.value.label, forward: forward as DocumentDiff, backward: backward as DocumentDiff })
}
