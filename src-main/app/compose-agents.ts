import { randomBytes } from 'node:crypto'
import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import type { JobId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { conceive, createAgentsHandlers, createLyricsAgent, createPromptAgent, createProposalDesk, createSongTools, type QualityDesk } from '../agents/index.ts'
import { INSTRUMENTS, readSaid } from '../generation/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { LanguageModel } from '../llm/index.ts'
import type { Events } from '../platform/events.ts'
import type { JobService } from '../platform/jobs/index.ts'
import type { ProjectService } from '../project/index.ts'

export type AgentsCore = {
  readonly studio: Omit<StudioHandlers, 'desktop' | 'agents'>
  readonly model: LanguageModel
  readonly quality: QualityDesk
  readonly tracks: TrackReader
  readonly project: ProjectService
  readonly jobs: JobService
  readonly events: Events
  readonly studioName: () => string | undefined
}

const unattended = (): WorkContext => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

/** The agents, on top of everything else the studio can do; joined to the rest by `composition-root.ts`. */
export const composeAgents = ({ studio, model, quality, tracks, project, jobs, events, studioName }: AgentsCore): StudioHandlers['agents'] => {
  const whenEnded = (jobId: JobId) => jobs.whenEnded(jobId)
  const names = new Map(INSTRUMENTS.map(({ id, name }) => [id, name]))
  const promptAgent = createPromptAgent({
    model,
    async plan(prompt, influences) {
      const planned = await studio.generation.plan({ prompt, seconds: undefined, overrides: {}, seed: 1, influences: [...influences] })
      if (!planned.ok) throw new Error(planned.error.message)
      return planned.value
    },
    said: readSaid,
    instrumentName: (id) => names.get(id) ?? id,
    studioName,
  })
  /** what the wish says in so many words must be in the draft too */
  const checkDraft = async ({ prompt }: { readonly prompt: string }, wish: string): Promise<string | undefined> => {
    const [asked, drafted] = [readSaid(wish), readSaid(prompt)]
    const lost = [
      ...(asked.tempoBpm !== undefined && drafted.tempoBpm !== asked.tempoBpm ? [`the tempo of ${asked.tempoBpm} bpm`] : []),
      ...(asked.tonic !== undefined && drafted.tonic !== asked.tonic ? [`the key of ${asked.tonic}`] : []),
      ...(asked.timeSignature && JSON.stringify(drafted.timeSignature) !== JSON.stringify(asked.timeSignature)
        ? [`the meter ${asked.timeSignature.beats}/${asked.timeSignature.unit}`]
        : []),
      ...asked.instruments.filter((id) => !drafted.instruments.includes(id)).map((id) => names.get(id)?.toLowerCase() ?? id),
    ]
    return lost.length === 0 ? undefined : `Your line lost what the wish says: ${lost.join(', ')}. Write it again with that in it.`
  }
  const newId = () => `prp_${randomBytes(8).toString('hex')}`
  return createAgentsHandlers({
    model,
    promptAgent,
    desk: createProposalDesk({ events, newId, whenEnded }),
    tools: createSongTools({
      studio,
      project,
      whenEnded,
      takeOf: (jobId) => tracks.findPublished(jobId),
      songOf: async (jobId) => (await tracks.findPublished(jobId))?.trackId,
    }),
    project,
    findTrack: (trackId) => tracks.find(trackId),
    studio,
    conceive: (wish, context) => conceive(model, promptAgent, checkDraft, wish, context),
    quality: (trackId) => quality.reportOf(trackId, unattended()),
    lyrics: createLyricsAgent(model).write,
    events,
  })
}
