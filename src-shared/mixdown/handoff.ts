import { z } from 'zod'

/** Programs that a song can be handed to. `all`: the files of each of them. */
export const HandoffTarget = z.enum(['all', 'reaper', 'ableton', 'dawproject', 'fl'])
export type HandoffTarget = z.output<typeof HandoffTarget>

/** The project files that a target opens; FL Studio takes the stems and the MIDI files themselves. */
export const PROJECT_FILES = ['dawproject', 'rpp', 'als'] as const
export type ProjectFile = (typeof PROJECT_FILES)[number]
const FILES_OF: Readonly<Record<HandoffTarget, readonly ProjectFile[]>> = {
  all: PROJECT_FILES,
  reaper: ['rpp'],
  ableton: ['als'],
  dawproject: ['dawproject'],
  fl: [],
}
export const projectFilesFor = (target: HandoffTarget): readonly ProjectFile[] => FILES_OF[target]
