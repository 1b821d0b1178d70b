import type { ProjectDocument, Take } from '../../../src-shared/project/document.ts'
import { takeTitle as spokenTitle, takePlace } from '../../../src-shared/project/edits/index.ts'

/** "Take 2", "Comp", "Comp 2"; a name that was given stands apart. */
export const takeTitle = (take: Take): string => {
  const title = spokenTitle(take).replace(/^the comp$/, 'comp')
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`
}

/** "take 2", "take 2, Dry drums" */
export const takeLabel = ({ takeNotes }: Pick<ProjectDocument, 'takeNotes'>, take: Take): string => {
  const name = takeNotes[take.id]?.name
  return name === undefined ? spokenTitle(take) : `${spokenTitle(take)}, ${name}`
}

/** "Bars 9–12, take 2", "Longer ending, take 1": what stands where takes of several places are listed. */
export const placedName = (take: Take): string => {
  const place = takePlace(take)
  return place === '' ? takeTitle(take) : `${place.charAt(0).toUpperCase()}${place.slice(1)}, ${spokenTitle(take).replace(/^the comp$/, 'comp')}`
}

/** "Bars 9–12, takes 3 and 4": the takes of one click, told from those of other clicks on the same bars. */
export const groupName = (takes: readonly Take[]): string => {
  const [first] = takes
  if (!first) return ''
  const name = placedName(first)
  const others = takes.slice(1).map(({ number }) => number)
  const last = others.pop()
  return last === undefined ? name : `${name.replace(/take (\d+)$/, 'takes $1')}${others.map((number) => `, ${number}`).join('')} and ${last}`
}

/** What was liked best stands first; takes without stars keep the order in which they were made. */
export const bestFirst = (takes: readonly Take[], { takeNotes }: Pick<ProjectDocument, 'takeNotes'>): Take[] =>
  takes.toSorted((a, b) => (takeNotes[b.id]?.stars ?? 0) - (takeNotes[a.id]?.stars ?? 0) || a.number - b.number)
