import type { TakeSection } from './document.ts'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
/** "A", "B2": letters tell parts of one role from each other, longer labels are names of their own. */
const isLetter = (label: string): boolean => label.length <= 2

/** What a section is called on the screen and in every file: "Intro", "Verse A", "Exposition". */
export const sectionName = ({ role, label }: Pick<TakeSection, 'role' | 'label'>): string => {
  const name = capital(role)
  if (label === '' || label.toLowerCase() === role) return name
  if (!isLetter(label)) return capital(label)
  return role === 'intro' || role === 'outro' ? name : `${name} ${label}`
}
