import { z } from 'zod'
import { call } from '../ipc/call.ts'
import { TrackQuery } from './track-query.ts'

/** `behind`: the letter whose list was told last. */
export const NextLettersQuery = TrackQuery.omit({ cursor: true, offset: true }).extend({ behind: z.string().optional() })
export type NextLettersQuery = z.output<typeof NextLettersQuery>

/** A text that may be typed next and what `list` answers to it, as JSON: most are never looked at, and a text crosses in a moment. */
const KnownList = z.object({ text: z.string(), page: z.string() })
/** `behind`: ask again from there, there are more. */
export const NextLetters = z.object({ lists: z.array(KnownList), behind: z.string().optional() })
export type NextLetters = z.output<typeof NextLetters>

/** What a list would answer with one letter more, so that the letter finds its songs in the window. */
export const nextLetters = { nextLetters: call({ input: NextLettersQuery, output: NextLetters }) } as const
