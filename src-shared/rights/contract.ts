import { z } from 'zod'
import { call } from '../ipc/call.ts'
import { TrackId } from '../kernel/ids.ts'
import { HistoryEntry } from '../project/contract.ts'

/** `ask`: it depends on something that the studio cannot know. */
export const MayISell = z.enum(['yes', 'no', 'ask'])
export type MayISell = z.output<typeof MayISell>

/** Something that is heard in a song, and its terms. */
export const RightsSource = z.object({
  kind: z.enum(['engine', 'model', 'recording', 'instruments']),
  /** engine or model id, or the file that was brought in */
  id: z.string(),
  name: z.string(),
  licence: z.string(),
  mayISell: MayISell,
  note: z.string(),
  /** takes of the song's lineage that it made */
  takes: z.number().int(),
})
export type RightsSource = z.output<typeof RightsSource>

/** What a person, as against engines and agents, did to the song. */
export const Contribution = z.object({
  /** written by hand, all prompts of the lineage together */
  promptCharacters: z.number().int(),
  takesMade: z.number().int(),
  takesChosen: z.number().int(),
  byPerson: z.number().int(),
  byAgent: z.number().int(),
  byPipeline: z.number().int(),
  /** edits that still stand, oldest first */
  log: z.array(HistoryEntry.pick({ label: true, at: true, actor: true })),
})
export type Contribution = z.output<typeof Contribution>

export const Rights = z.object({
  verdict: MayISell,
  /** the verdict in plain words */
  answer: z.string(),
  sources: z.array(RightsSource),
  contribution: Contribution,
  /** how it came to be: a sentence for people, IPTC's word for machines */
  disclosure: z.string(),
  digitalSourceType: z.string().optional(),
})
export type Rights = z.output<typeof Rights>

const track = z.object({ trackId: TrackId })

export const rights = {
  of: call({ input: track, output: Rights, failures: ['track.not-found', 'project.damaged'] }),
  /** asks where with the system's own dialog, then writes the provenance manifest as JSON */
  saveManifest: call({
    input: track,
    output: z.object({ fileName: z.string().optional() }),
    failures: ['track.not-found', 'project.damaged', 'disk.full', 'disk.read-only'],
  }),
} as const
