import type { TakeSection } from '../../../src-shared/project/document.ts'

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** "Intro", "Verse A", "Chorus B": the part's role, and its letter where letters say more than the role. */
export const sectionName = ({ role, label }: Pick<TakeSection, 'role' | 'label'>): string => {
  const name = capital(role)
  return label === '' || label.toLowerCase() === role || role === 'intro' || role === 'outro' ? name : `${name} ${label}`
}
