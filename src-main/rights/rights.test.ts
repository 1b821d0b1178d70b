import { expect, test } from 'vitest'
import type { StemSetId, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { createRightsService, type FindTerms } from './index.ts'
import type { StemOrigin } from './rights-service.ts'

const terms = (name: string, mayISell: 'yes' | 'no' | 'ask') => ({
  name,
  kind: 'model' as const,
  licence: { id: name, name: `${name} licence`, mayISell, note: `${name} says ${mayISell}.` },
})
const KNOWN: Readonly<Record<string, ReturnType<FindTerms>>> = {
  score: { ...terms('Built-in engine', 'yes'), kind: 'engine' },
  'musicgen-small': terms('MusicGen', 'no'),
  htdemucs: terms('HTDemucs', 'ask'),
}
const take = (id: string, more: Partial<Take> = {}): Take =>
  ({
    id: id as TakeId,
    kind: 'regenerate',
    lengthFrames: 480_000,
    sampleRateHz: 48_000,
    engine: 'score',
    prompt: '',
    reason: 'because',
    strategy: 'compose',
    groupId: 'g',
    createdAt: 1_700_000_000_000,
    ...more,
  }) as Take
type Song = { readonly title: string; readonly takes: readonly Take[]; readonly sourceName?: string; readonly history?: ProjectView['history'] }

const service = (songs: Readonly<Record<string, Song>>, stems: Readonly<Record<string, StemOrigin>> = {}) => {
  const trackOf = (id: string): Track | undefined => {
    const song = songs[id]
    return song && ({ id, title: song.title, audioSha256: 'ab'.repeat(32), ...(song.sourceName && { sourceName: song.sourceName }) } as Track)
  }
  return createRightsService({
    library: { find: async (id) => trackOf(id), listTakes: async (id) => songs[id]?.takes ?? [] },
    project: {
      open: async (id) => {
        const { takes = [], history = [] } = songs[id] ?? {}
        return ok({ takes, history, document: { currentTakeId: takes.at(-1)?.id } } as unknown as ProjectView)
      },
    },
    findTerms: (id) => KNOWN[id],
    stemOrigin: async (setId) => stems[setId],
    appVersion: '1.2.3',
  })
}
const of = async (asked: ReturnType<typeof service>, id: string) => {
  const found = await asked.of(id as TrackId)
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}
const original = (engine = 'score') => take('tak_original', { kind: 'original', engine, prompt: 'rain' })

test('a song of the built-in engine may be sold, and says so', async () => {
  const found = await of(service({ a: { title: 'A', takes: [original()] } }), 'a')
  expect(found).toMatchObject({ verdict: 'yes', digitalSourceType: expect.stringContaining('algorithmicMedia') })
  expect(found.sources.map(({ name }) => name)).toEqual(['Built-in engine', 'FluidR3 Mono'])
})

test('bars by a model that forbids selling forbid it until they are played anew', async () => {
  const bars = take('tak_bars', { engine: 'musicgen-small', parentTakeId: 'tak_original' as TakeId, region: { startFrame: 0, endFrame: 1_000 } })
  const again = take('tak_again', { parentTakeId: 'tak_bars' as TakeId, region: { startFrame: 0, endFrame: 1_000 } })
  const songs = (takes: readonly Take[]) => service({ a: { title: 'A', takes } })
  expect(await of(songs([original(), bars]), 'a')).toMatchObject({ verdict: 'no', answer: expect.stringMatching(/^No, because of MusicGen/) })
  expect((await of(songs([original(), bars, again]), 'a')).verdict).toBe('yes')
})

test('a model that nobody knows any more, and a recording, have to be asked about', async () => {
  expect((await of(service({ a: { title: 'A', takes: [original('gone')] } }), 'a')).answer).toContain('does not know gone any more')
  const imported = take('tak_in', { kind: 'imported', engine: 'import' })
  const found = await of(service({ a: { title: 'A', takes: [imported], sourceName: 'demo.wav' } }), 'a')
  expect(found.sources).toMatchObject([{ kind: 'recording', name: '“demo.wav”', mayISell: 'ask' }])
})

test('a stem that became a song carries the terms of the song it was taken out of, and of what took it', async () => {
  const stem = take('tak_stem', { kind: 'imported', engine: 'import', strategy: 'stem', groupId: 'stm_00000001' })
  const songs = { a: { title: 'A', takes: [original('musicgen-small')] }, b: { title: 'A (drums)', takes: [stem] } }
  const origin: StemOrigin = { trackId: 'a' as TrackId, takeId: 'tak_original' as TakeId, makerId: 'htdemucs' }
  const found = await of(service(songs, { ['stm_00000001' as StemSetId]: origin }), 'b')
  expect(found.verdict).toBe('no')
  expect(found.sources.map(({ name }) => name)).toEqual(['HTDemucs', 'MusicGen'])
})

test('the log counts what stands, by whom, and the manifest tells every step', async () => {
  const entry = (label: string, actor: 'person' | 'agent', isUndone = false) => ({ index: 0, label, at: 1_700_000_000_000, actor, isUndone })
  const bars = take('tak_bars', { parentTakeId: 'tak_original' as TakeId, seed: 7, prompt: 'louder', region: { startFrame: 48_000, endFrame: 96_000 } })
  const song = {
    title: 'A',
    takes: [original(), take('tak_other'), bars],
    history: [entry('Accept', 'person'), entry('Mark', 'agent'), entry('No', 'person', true)],
  }
  const asked = service({ a: song })
  expect((await of(asked, 'a')).contribution).toMatchObject({ byPerson: 1, byAgent: 1, takesMade: 3, takesChosen: 1, promptCharacters: 'rainlouder'.length })
  const text = await asked.manifestOf('a' as TrackId)
  const manifest = JSON.parse(text.ok ? text.value : '{}')
  expect(manifest.isSigned).toBe(false)
  expect(manifest.assertions[0]).toEqual({ label: 'c2pa.hash.data', data: { alg: 'sha256', hash: 'ab'.repeat(32) } })
  expect(manifest.assertions[1].data.actions.map(({ action }: { action: string }) => action)).toEqual(['c2pa.created', 'c2pa.edited'])
  expect(manifest.assertions[1].data.actions[1].parameters).toMatchObject({ seed: 7, prompt: 'louder', changes: { startSeconds: 1, endSeconds: 2 } })
})

test('what an older studio or a file says of its making decides, and is not lost', async () => {
  const imported = (origin: Take['origin']) => take('tak_in', { kind: 'imported', engine: 'import', ...(origin && { origin }) })
  const told = (makers: string[], digitalSourceType?: string) =>
    imported({ toldBy: 'older-studio', makers, helpers: [], recordings: [], ...(digitalSourceType && { digitalSourceType }) })
  const songs = (one: Take) => service({ a: { title: 'A', takes: [one], sourceName: 'x.wav' } })
  const older = await of(songs(told(['facebook/musicgen-large'])), 'a')
  expect(older).toMatchObject({ verdict: 'no', answer: expect.stringMatching(/^No, because of facebook\/musicgen-large/) })
  expect(older.disclosure).toContain('generative AI (facebook/musicgen-large)')
  expect((await of(songs(told(['Suno v9'])), 'a')).answer).toContain('It was made with Suno v9 elsewhere')
  const unnamed = await of(songs(told([], 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia')), 'a')
  expect(unnamed.sources.map(({ name }) => name)).toEqual(['“x.wav”', 'generative AI, as its file says'])
})

test('a stem whose song is gone, and a restored song, still say what they are made of', async () => {
  const origin = { toldBy: 'song' as const, makers: ['score', 'musicgen-small'], helpers: ['htdemucs'], recordings: ['demo.wav'] }
  const stem = take('tak_stem', { kind: 'imported', engine: 'import', strategy: 'stem', groupId: 'stm_gone', origin })
  const found = await of(service({ b: { title: 'B', takes: [stem] } }), 'b')
  expect(found.verdict).toBe('no')
  expect(found.sources.map(({ name }) => name)).toEqual(['“demo.wav”', 'Built-in engine', 'FluidR3 Mono', 'MusicGen', 'HTDemucs'])
  const restored = take('tak_new', { kind: 'enhance', engine: 'score', origin: { ...origin, helpers: [], recordings: [] } })
  expect((await of(service({ c: { title: 'C', takes: [restored] } }), 'c')).verdict).toBe('no')
})
