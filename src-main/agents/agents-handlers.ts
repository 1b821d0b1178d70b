import { type agents, MAX_WISH_CHARACTERS, type Proposal, type Reply } from '../../src-shared/agents/contract.ts'
import type { Intent } from '../../src-shared/agents/intent.ts'
import type { QualityReport } from '../../src-shared/agents/quality.ts'
import type { Plan } from '../../src-shared/generation/plan.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import type { StudioHandlers } from '../../src-shared/ipc/studio-contract.ts'
import { type Failure, FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { AskContext, LanguageModel } from '../llm/index.ts'
import type { Events } from '../platform/events.ts'
import type { ProjectService } from '../project/index.ts'
import { arrangeSpans, partsOf } from './arrangement.ts'
import { type Lyrics, placeLines } from './lyrics/index.ts'
import type { PromptAgent } from './prompt-agent.ts'
import type { ProposalDesk } from './proposal-desk.ts'
import type { SongConcept } from './song-concept.ts'
import type { SongTools } from './song-tools.ts'
import { type SongFacts, understand } from './understand.ts'
import { wordsSoFar } from './words-so-far.ts'

export type AgentsParts = {
  readonly model: LanguageModel
  readonly promptAgent: PromptAgent
  readonly desk: ProposalDesk
  readonly tools: SongTools
  readonly project: Pick<ProjectService, 'open'>
  readonly findTrack: (trackId: TrackId) => Promise<Track | undefined>
  readonly studio: Pick<StudioHandlers, 'knowledge' | 'rights'>
  readonly conceive: (wish: string, context: AskContext) => Promise<SongConcept>
  readonly quality: (trackId: TrackId) => Promise<QualityReport | undefined>
  readonly lyrics: (plan: Plan, about: string, context: AskContext) => Promise<Lyrics>
  readonly events: Events
}

type OpenSong = { readonly track: Track; readonly take: Take }
type Asked = Parameters<Handlers<typeof agents>['ask']>[0]

const MOST_SONGS = 5
const tooLong = () => err(failure('prompt.too-long', `This is longer than ${MAX_WISH_CHARACTERS.toLocaleString('en')} characters. Say it in fewer words.`))
/** who asks for a better prompt; there is one at a time */
const PROMPT = 'prompt'
/** what of an answer is words for a reader, by who writes it */
const WRITTEN: Readonly<Partial<Record<Intent['kind'], readonly string[]>>> = { lyrics: ['lines'], create: ['title', 'prompt'] }
const stopped = () => err(failure('agents.stopped', 'Stopped.'))

const EXAMPLES = '“make the bridge quieter”, “drop the drums in the intro”, “slower”, “find something like this”, “split the vocals off”, “may I sell this?”'

/** The orchestrator: understands a wish, hands it to the agent whose job it is, and answers with words and proposals. */
export const createAgentsHandlers = (parts: AgentsParts): Handlers<typeof agents> => {
  const { model, promptAgent, desk, tools, project, findTrack, studio, conceive, quality, lyrics, events } = parts
  const running = new Map<string, AbortController>()

  const openSong = async (trackId: TrackId | undefined): Promise<OpenSong | undefined> => {
    if (!trackId) return undefined
    const track = await findTrack(trackId)
    const view = await project.open(trackId)
    const take = view.ok ? view.value.takes.find(({ id }) => id === view.value.document.currentTakeId) : undefined
    return track && take ? { track, take } : undefined
  }
  const factsOf = ({ take }: OpenSong): SongFacts => ({
    parts: partsOf(take) || 'unknown',
    players: take.plan?.instrumentation.map(({ instrument }) => instrument) ?? [],
    tempoBpm: take.plan?.tempoBpm ?? take.tempoMap?.[0]?.tempoBpm,
  })

  type Said = {
    readonly text: string
    readonly proposals?: readonly Proposal[]
    readonly songs?: Reply['songs']
    readonly written?: Reply['written']
  }
  const needsSong = (): Said => ({ text: 'Open a song in the editor first, then say it again.' })

  const doArrange = (intent: Extract<Intent, { kind: 'arrange' }>, song: OpenSong | undefined, marked: Asked['marked']): Said => {
    if (!song) return needsSong()
    const spans = arrangeSpans(intent, song.take, marked)
    if (typeof spans === 'string') return { text: spans }
    const names = spans.map(({ name }) => name).join(', ')
    const direction = intent.energy < 0 ? 'quieter' : intent.energy > 0 ? 'bigger' : 'with fewer players'
    const note = song.take.scoreSha256 ? [] : ['This song is a recording: new bars are made to fit around it']
    const [first] = spans
    const proposal = desk.propose(
      { tool: 'regenerate', title: `Play ${names} ${direction}`, lines: [...(first?.lines ?? []), ...note], trackId: song.track.id },
      tools.arrange(song.take, spans),
    )
    return {
      text: spans.length === 1 ? `I would play ${names} ${direction}.` : `I would play these parts ${direction}, one after the other: ${names}.`,
      proposals: [proposal],
    }
  }

  const doVariant = ({ tempoFactor, words }: Extract<Intent, { kind: 'variant' }>, song: OpenSong | undefined): Said => {
    const plan = song?.take.plan
    if (!song) return needsSong()
    if (!plan) return { text: 'This song is a recording, so there is no plan to change. Regenerate bars of it, or ask for a new song.' }
    const bpm = /\b(\d{2,3}) ?bpm\b/.exec(words)?.[1]
    const tempoBpm = Math.max(40, Math.min(240, bpm ? Number(bpm) : Math.round(plan.tempoBpm * tempoFactor)))
    const { key, timeSignature, form, style, swing } = plan
    const keepsBand = words === '' || bpm !== undefined
    const proposal = desk.propose(
      {
        tool: 'variant',
        title: 'Make a new version of this song',
        lines: [
          ...(tempoBpm === Math.round(plan.tempoBpm) ? [] : [`Tempo from ${Math.round(plan.tempoBpm)} to ${tempoBpm} bpm`]),
          ...(keepsBand ? [] : [`Other players: ${words}`]),
          'Key, form and seed stay; it becomes a song of its own, and this one is not touched',
        ],
        trackId: song.track.id,
      },
      tools.create({
        prompt: [song.track.prompt, keepsBand ? '' : words].filter(Boolean).join(', '),
        seconds: undefined,
        overrides: { tempoBpm, key, timeSignature, form, style, swing, ...(keepsBand && { instrumentation: plan.instrumentation }) },
        engine: 'score',
        seed: song.track.seed,
        variations: 1,
        influences: [],
      }),
    )
    return { text: 'Tempo and players belong to the whole song, so I would make a new version beside this one.', proposals: [proposal] }
  }

  const doCreate = async ({ prompt: wish }: Extract<Intent, { kind: 'create' }>, context: AskContext): Promise<Said> => {
    const { title, prompt, additions, by } = await conceive(wish, context)
    const proposal = desk.propose(
      {
        tool: 'create',
        title: title ? `Make “${title}”` : 'Make a song',
        lines: [`“${prompt}”`, ...additions.map(({ words, why }) => `${words}: ${why}`)],
      },
      tools.create({ prompt, seconds: undefined, overrides: title ? { title } : {}, engine: 'score', seed: undefined, variations: 1, influences: [] }),
    )
    return {
      text: by === 'model' ? 'A songwriter’s draft, checked against what the studio reads in it. I would make this.' : 'I would make this.',
      proposals: [proposal],
    }
  }

  const doSimilar = async ({ words }: Extract<Intent, { kind: 'similar' }>, song: OpenSong | undefined): Promise<Said> => {
    const query = words === '' ? song && { kind: 'track' as const, trackId: song.track.id } : { kind: 'words' as const, text: words }
    if (!query) return needsSong()
    const found = await studio.knowledge.find({ query, limit: MOST_SONGS })
    if (!found.ok) return { text: found.error.message }
    const songs = found.value.matches.map(({ track, why }) => ({ trackId: track.id, title: track.title, why }))
    return { text: songs.length === 0 ? 'Nothing in your library comes near.' : 'These come nearest in your library:', songs }
  }

  const doExplain = async ({ about }: Extract<Intent, { kind: 'explain' }>, song: OpenSong | undefined): Promise<Said> => {
    if (!song) return needsSong()
    if (about === 'rights') {
      const rights = await studio.rights.of({ trackId: song.track.id })
      return { text: rights.ok ? rights.value.answer : rights.error.message }
    }
    if (about === 'parts') {
      const parts = song.take.sections.map(({ role, barCount }) => `${role} (${barCount} ${barCount === 1 ? 'bar' : 'bars'})`)
      return { text: parts.length === 0 ? 'The parts of this song are not known.' : `In order: ${parts.join(', ')}.` }
    }
    const report = await quality(song.track.id)
    if (!report) return needsSong()
    return { text: [`${report.score} of 100.`, ...report.points.map(({ name, sentence }) => `${name}: ${sentence}`)].join('\n') }
  }

  const doLyrics = async ({ about }: Extract<Intent, { kind: 'lyrics' }>, song: OpenSong | undefined, context: AskContext): Promise<Said> => {
    const plan = song?.take.plan
    if (!song || !plan) return needsSong()
    const { sections, by, trail, misfits } = await lyrics(plan, about, context)
    if (sections.length === 0) return { text: 'This song has no part with a voice in mind: add a verse or a chorus to its plan.' }
    const written = sections.flatMap(({ label, role, lines, words }) => [
      `${role} ${label}`,
      ...lines.map(({ rhyme, syllables: [low, high] }, index) => words[index] ?? `${rhyme}: ${low} to ${high} syllables`),
    ])
    const first =
      by === 'model'
        ? `Words that fit the bars${misfits.length === 0 ? '' : `, except: ${misfits.join(' ')}`}`
        : 'No language model is there to write, so this is what fits: lines, rhymes and syllables for you to fill in.'
    const lines = placeLines(sections)
    const proposals =
      lines.length === 0
        ? []
        : [
            desk.propose(
              {
                tool: 'lyrics',
                title: 'Keep these words with the song',
                lines: [
                  `${lines.length} lines over their bars, under Plan > Words; they go along into its files`,
                  'A step of the song’s history, to be undone there or here',
                ],
                trackId: song.track.id,
              },
              tools.keepLyrics(song.track.id, lines),
            ),
          ]
    return { text: [first, ...written].join('\n'), proposals, written: { by, ...(trail && { trail }) } }
  }

  const answer = async (intent: Intent, song: OpenSong | undefined, marked: Asked['marked'], context: AskContext): Promise<Said> => {
    switch (intent.kind) {
      case 'arrange':
        return doArrange(intent, song, marked)
      case 'variant':
        return doVariant(intent, song)
      case 'create':
        return doCreate(intent, context)
      case 'similar':
        return doSimilar(intent, song)
      case 'split': {
        if (!song) return needsSong()
        const what = intent.only.length > 0 ? intent.only.join(', ') : 'all stems'
        const deed = tools.split(song.track.id, intent.only, song.take.scoreSha256 !== undefined)
        return {
          text: 'I would take the song apart.',
          proposals: [
            desk.propose(
              { tool: 'split', title: `Split off ${what}`, lines: ['The stems lie under the song; the song itself stays'], trackId: song.track.id },
              deed,
            ),
          ],
        }
      }
      case 'rename': {
        if (!song) return needsSong()
        const proposal = desk.propose(
          { tool: 'rename', title: `Rename the song to “${intent.title}”`, lines: [], trackId: song.track.id },
          tools.rename(song.track.id, song.track.title, intent.title),
        )
        return { text: 'I would rename it.', proposals: [proposal] }
      }
      case 'explain':
        return doExplain(intent, song)
      case 'lyrics':
        return doLyrics(intent, song, context)
      case 'unknown':
        return { text: `I did not understand that. I can do things like: ${EXAMPLES}.` }
    }
  }

  const withDesk = async <C extends 'proposal.not-found' | 'proposal.cannot'>(work: Promise<Proposal>) => {
    try {
      return ok(await work)
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      const { code, message } = cause.failure
      return err(failure((code === 'proposal.not-found' ? code : 'proposal.cannot') as C, message) as Failure<C>)
    }
  }

  return {
    async enhancePrompt({ prompt, useModel, influences }) {
      if (prompt.trim() === '') return err(failure('prompt.empty', 'Write a few words first: a mood, a style, an instrument.'))
      if (prompt.length > MAX_WISH_CHARACTERS) return tooLong()
      const cancel = new AbortController()
      running.get(PROMPT)?.abort()
      running.set(PROMPT, cancel)
      try {
        return ok(await promptAgent.enhance(prompt, influences, useModel, { signal: cancel.signal }))
      } catch (cause) {
        if (cancel.signal.aborted) return stopped()
        throw cause
      } finally {
        if (running.get(PROMPT) === cancel) running.delete(PROMPT)
      }
    },
    async ask({ askId, wish, trackId, marked }) {
      if (wish.trim() === '') return err(failure('prompt.empty', `Say what you wish for: ${EXAMPLES}.`))
      if (wish.length > MAX_WISH_CHARACTERS) return tooLong()
      const song = await openSong(trackId)
      if (trackId && !song) return err(failure('track.not-found', 'This song is not in the library any more.'))
      const cancel = new AbortController()
      running.set(askId, cancel)
      try {
        const { signal } = cancel
        // while it is found out what is meant there are no words yet, only the name of a tool
        const { intent, by, trail } = await understand(model, wish, song && factsOf(song), marked !== undefined, { signal })
        const said = await answer(intent, song, marked, {
          signal,
          onText: (json) => events.emit('agents.said', { askId, text: wordsSoFar(json, WRITTEN[intent.kind] ?? []) }),
        })
        cancel.signal.throwIfAborted()
        return ok({
          askId,
          text: said.text,
          by,
          ...(trail && { trail }),
          ...(said.written && { written: said.written }),
          proposals: [...(said.proposals ?? [])],
          songs: [...(said.songs ?? [])],
        })
      } catch (cause) {
        if (cancel.signal.aborted) return stopped()
        throw cause
      } finally {
        running.delete(askId)
      }
    },
    async stop({ askId }) {
      running.get(askId ?? PROMPT)?.abort()
      return ok({})
    },
    apply: ({ proposalId }) => withDesk(desk.apply(proposalId)),
    undo: ({ proposalId }) => withDesk(desk.undo(proposalId)),
    async quality({ trackId }) {
      const report = await quality(trackId)
      return report ? ok(report) : err(failure('track.not-found', 'This song is not in the library any more.'))
    },
  }
}
