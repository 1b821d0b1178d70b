import { ProjectDocument } from '../../src-shared/project/document.ts'
import { applyDiff, brokenInvariants, DocumentDiff, type TakesById } from '../../src-shared/project/edits/index.ts'

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A saved document, or undefined when it is damaged: no JSON, another shape, or at odds with the takes that exist. */
export const readDocument = (text: string, takes: TakesById): ProjectDocument | undefined => {
  const parsed = ProjectDocument.safeParse(parseJson(text))
  return parsed.success && brokenInvariants({ document: parsed.data, takes }).length === 0 ? parsed.data : undefined
}

/** The document after these saved diffs, in this order; undefined when one is damaged or does not fit. */
export const applySteps = (document: ProjectDocument, diffs: readonly string[]): ProjectDocument | undefined => {
  let stepped = document
  for (const text of diffs) {
    const diff = DocumentDiff.safeParse(parseJson(text))
    if (!diff.success) return undefined
    try {
      stepped = applyDiff(stepped, diff.data)
    } catch {
      return undefined
    }
  }
  const parsed = ProjectDocument.safeParse(stepped)
  return parsed.success ? parsed.data : undefined
}

/** The value of whatever JSON there is, for salvage. */
export const readLoosely = (text: string): Record<string, unknown> => {
  const value = parseJson(text)
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
