import type { ProjectDocument, Take } from '../../../src-shared/project/document.ts'

/** "Take 2", "Comp"; a name that was given stands apart. */
export const takeTitle = (take: Take): string => (take.kind === 'comp' ? 'Comp' : `Take ${take.number}`)

/** "take 2", "take 2, Dry drums" */
export const takeLabel = ({ takeNotes }: Pick<ProjectDocument, 'takeNotes'>, take: Take): string => {
  const name = takeNotes[take.id]?.name
  const title = take.kind === 'comp' ? 'the comp' : `take ${take.number}`
  return name === undefined ? title : `${title}, ${name}`
}

/** What was liked best stands first; takes without stars keep the order in which they were made. */
export const bestFirst = (takes: readonly Take[], { takeNotes }: Pick<ProjectDocument, 'takeNotes'>): Take[] =>
  takes.toSorted((a, b) => (takeNotes[b.id]?.stars ?? 0) - (takeNotes[a.id]?.stars ?? 0) || a.number - b.number)
