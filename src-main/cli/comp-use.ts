import { InvalidArgumentError } from '@commander-js/extra-typings'
import { compEdges, compPieces, EMPTY_COMP, swipeComp } from '../../src-shared/project/comp-pieces.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import type { CompPiece } from '../../src-shared/project/document.ts'
import { shortTakeName } from '../../src-shared/project/edits/index.ts'
import { stretch } from './option-values.ts'
import { clock } from './table.ts'

/** Which take plays from when to when, in seconds; `take` is what the person wrote, or `song`. */
export type CompUse = { readonly take: string; readonly from: number; readonly to: number }

/** "1:0:10-0:14": take 1 from 0:10 to 0:14. @throws InvalidArgumentError */
export const compUse = (text: string): CompUse => {
  const at = text.indexOf(':')
  if (at < 1) throw new InvalidArgumentError('Give a take and a stretch with a colon between them: 1:0:10-0:14.')
  return { take: text.slice(0, at).trim(), ...stretch(text.slice(at + 1)) }
}

const songOf = ({ document, takes }: ProjectView) => {
  const song = takes.find(({ id }) => id === document.currentTakeId)
  if (!song) throw new Error(`song ${document.trackId} without a take`)
  return song
}

export const edgesOf = (view: ProjectView): number[] => compEdges(view.document.comp ?? EMPTY_COMP, songOf(view))

/** The same words twice are no mistake: what plays there already needs no edit. */
export const playsAlready = (view: ProjectView, piece: CompPiece): boolean => {
  const comp = view.document.comp ?? EMPTY_COMP
  return piece.endFrame <= songOf(view).lengthFrames && JSON.stringify(swipeComp(comp, songOf(view), piece)) === JSON.stringify(comp)
}

/** The comp of a song, a line for each piece. */
export const compWords = (view: ProjectView): string => {
  const song = songOf(view)
  return compPieces(view.document.comp ?? EMPTY_COMP, song)
    .map(({ startFrame, endFrame, takeId }) => {
      const take = view.takes.find(({ id }) => id === takeId)
      const name = takeId === song.id || !take ? 'the song' : shortTakeName(take, view.document)
      return `${clock(startFrame / song.sampleRateHz)}–${clock(endFrame / song.sampleRateHz)}  ${name}`
    })
    .join('\n')
}
