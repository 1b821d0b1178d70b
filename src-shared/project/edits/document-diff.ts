import { apply, type Patches } from 'mutative'
import { z } from 'zod'
import type { ProjectDocument } from '../document.ts'

/**
 * One change of a document. Paths are keys (the document holds records, never lists), so a diff stays valid whatever else is in it.
 * This is what the history table keeps: diffs, never copies.
 */
export const DocumentDiff = z.array(
  z.object({ op: z.enum(['add', 'remove', 'replace']), path: z.array(z.union([z.string(), z.number()])), value: z.unknown().optional() }),
)
export type DocumentDiff = z.output<typeof DocumentDiff>

export const applyDiff = (document: ProjectDocument, diff: DocumentDiff): ProjectDocument => apply(document, diff as Patches)
