import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Job } from '../../src-shared/jobs/contract.ts'
import { failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, Sha256, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { createEvents } from '../platform/events.ts'
import { runCli } from './run-cli.ts'
import type { StudioServices } from './studio-services.ts'

const track = (title: string, id: string): Track => ({
  id: `trk_${id.padStart(8, '0')}` as TrackId,
  title,
  origin: 'generated',
  engine: 'score',
  engineVersion: '1',
  prompt: 'rain',
  seed: 7,
  seconds: 20,
  sampleRateHz: 44_100,
  channelCount: 2,
  currentTakeId: 'tak_00000001' as TakeId,
  audioSha256: 'a'.repeat(64) as Sha256,
  isFavourite: false,
  isDisliked: false,
  rating: 0,
  tags: [],
  createdAt: 0,
  updatedAt: 0,
  licence: 'MIT',
})
const LIBRARY = [track('Rain on Glass', 'rain1'), track('Rain on Tin', 'rain2'), track('Night "Bus"\n🚌', 'bus'), track('night', 'night')]
const JOB = 'job_00000001' as JobId

/** A studio with four songs and one job that runs until it is cancelled. */
const fakeStudio = () => {
  const events = createEvents((cause) => {
    throw cause
  })
  const calls: string[] = []
  let endJob = (_: Job) => {}
  const ended = new Promise<Job>((resolve) => {
    endJob = resolve
  })
  const job: Job = {
    id: JOB,
    kind: 'x',
    title: 'Generate: rain',
    lane: 'cpu',
    priority: 0,
    position: 0,
    state: 'running',
    fraction: 0.4,
    stage: 'mixing',
    attempt: 1,
    createdAt: 0,
  }
  const studio = {
    events,
    jobs: { whenEnded: () => ended },
    importPaths: async () => err(failure('import.nothing', 'x')),
    exportTrack: async () => ok({ jobId: JOB }),
    exportMany: async () => ok({ jobId: JOB }),
    exportHandoff: async () => ok({ jobId: JOB }),
    exportStems: async () => ok({ jobId: JOB }),
    writeMidi: async () => undefined,
    transcribeFile: async (_path: string, { language = 'any' }: { language?: string }) => {
      calls.push(`listen for ${language}`)
      return err(failure('model.not-installed', 'Install Whisper.'))
    },
    audioPath: (sha: Sha256) => `/audio/${sha}.wav`,
    close: async () => void calls.push('close'),
    handlers: {
      library: {
        list: async ({ text, limit }: { text: string; limit: number }) => {
          const tracks = LIBRARY.filter(({ title }) => title.toLowerCase().includes(text.toLowerCase())).slice(0, limit)
          return ok({ tracks, total: tracks.length })
        },
        get: async ({ trackId }: { trackId: TrackId }) => {
          const found = LIBRARY.find(({ id }) => id === trackId)
          return found ? ok({ ...found, takeCount: 1, albumIds: [] }) : err(failure('track.not-found', 'No such song.'))
        },
      },
      generation: {
        start: async () => {
          calls.push('start')
          setTimeout(() => events.emit('jobs.changed', job), 5)
          return ok({ groupId: 'g', jobs: [{ jobId: JOB, seed: 1 }] })
        },
      },
      jobs: {
        cancel: async () => {
          calls.push('cancel')
          endJob({ ...job, state: 'cancelled' })
          return ok(job)
        },
      },
    },
  } as unknown as StudioServices
  return { studio, calls }
}

const run = async (words: readonly string[], whileItRuns = async (_: { interrupt: () => void }) => {}) => {
  const out = { stdout: '', stderr: '' }
  const { studio, calls } = fakeStudio()
  let interrupt = () => {}
  const defects: unknown[] = []
  const [code] = await Promise.all([
    runCli(words, {
      stdout: { write: (text) => (out.stdout += text) },
      stderr: { write: (text) => (out.stderr += text) },
      folder: '/somewhere',
      restoreLibrary: async () => ({ json: { restored: false }, text: 'sound' }),
      openStudio: async () => studio,
      onInterrupt: (callback) => {
        interrupt = callback
        return () => {}
      },
      reportDefect: (cause) => defects.push(cause),
    }),
    whileItRuns({ interrupt: () => interrupt() }),
  ])
  return { code, ...out, calls, defects }
}

test.each<[string, readonly string[]]>([
  ['an unknown command', ['sing']],
  ['no command at all', ['tracks']],
  ['a missing option', ['generate']],
  ['a missing argument', ['regenerate', '--from', '1', '--to', '2']],
  ['an unknown option', ['generate', '--prompt', 'x', '--loud']],
  ['a tempo backwards', ['library', 'list', '--tempo', '110-90']],
  ['an unknown order', ['library', 'list', '--sort', 'colour']],
  ['a day that is none', ['library', 'search', 'x', '--added-from', 'yesterday']],
  ['a seed that is no number', ['generate', '--prompt', 'x', '--seed', 'seven']],
  ['five variations', ['generate', '--prompt', 'x', '--variations', '5']],
  ['an unknown style', ['generate', '--prompt', 'x', '--style', 'polka']],
  ['a slider beyond 1', ['regenerate', 'night', '--from', '1', '--to', '2', '--weirdness', '1.5']],
  ['a language without a recording', ['generate', '--prompt', 'x', '--language', 'de']],
  ['a language nobody writes so', ['generate', '--voice', 'wish.wav', '--language', 'German']],
  ['a time that is none', ['regenerate', 'night', '--from', 'soon', '--to', '2']],
])('%s is said once, as one document and one sentence', async (_, words) => {
  const { code, stdout, stderr } = await run([...words, '--json'])
  expect(code).toBe(2)
  const { error } = JSON.parse(stdout)
  expect(error.code).toBe('cli.usage')
  expect(stderr.trim()).toBe(error.message)
  expect(stderr.trim().split('\n')).toHaveLength(1)
})

test.each<[string, string, string]>([
  ['its id', 'trk_000rain2', 'Rain on Tin'],
  ['the beginning of its id', 'trk_00000bu', 'Night "Bus"\n🚌'],
  ['its title in any case', 'NIGHT', 'night'],
  ['the beginning of its title', 'rain on g', 'Rain on Glass'],
])('a song is found by %s', async (_, words, title) => {
  const { code, stdout } = await run(['tracks', 'show', words, '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ title, path: `/audio/${'a'.repeat(64)}.wav` })
})

test.each([
  ['Rain', 'track.ambiguous'],
  ['Sunshine', 'track.not-found'],
  ['trk_99999999', 'track.not-found'],
  ['', 'track.not-found'],
])('“%s” is refused with %s', async (words, code) => {
  const shown = await run(['tracks', 'show', words, '--json'])
  expect(shown.code).toBe(1)
  expect(JSON.parse(shown.stdout).error.code).toBe(code)
  expect(shown.calls).toEqual(['close'])
})

test.each<[string, readonly string[], string]>([
  ['before the song', ['--from=-2', '--to', '2'], 'region.outside-song'],
  ['of no length', ['--from', '2', '--to', '2'], 'region.empty'],
  ['backwards', ['--from', '4', '--to', '2'], 'region.empty'],
])('a region %s is refused', async (_, words, code) => {
  const shown = await run(['regenerate', 'night', ...words, '--json'])
  expect(JSON.parse(shown.stdout).error.code).toBe(code)
  expect(shown.code).toBe(1)
})

test('tables are for people, and a title cannot break them', async () => {
  const { stdout } = await run(['tracks', 'list'])
  expect(stdout.split('\n')).toHaveLength(LIBRARY.length + 2)
  expect(stdout).toContain('Night "Bus" 🚌')
})

test('Ctrl-C cancels what runs, and says so', async () => {
  const shown = await run(['generate', '--prompt', 'rain', '--json'], async ({ interrupt }) => {
    await sleep(30)
    interrupt()
  })
  expect(shown.code).toBe(130)
  expect(JSON.parse(shown.stdout)).toEqual({ error: { code: 'cli.cancelled', message: expect.any(String) } })
  expect(shown.calls).toEqual(['start', 'cancel', 'close'])
  expect(shown.stderr).toContain('40 % Generate: rain · mixing')
})

test('help goes to stdout and succeeds', async () => {
  const { code, stdout, stderr } = await run(['--help'])
  expect([code, stderr]).toEqual([0, ''])
  for (const word of ['generate', 'regenerate', 'extend', 'tracks', 'takes', 'undo', 'redo', 'import', 'export', 'verify', 'jobs', 'doctor']) {
    expect(stdout).toContain(word)
  }
})

test('a defect is reported to the log and never shown raw', async () => {
  const { code, stdout, defects } = await run(['doctor', '--json'])
  expect(code).toBe(1)
  expect(JSON.parse(stdout).error.code).toBe('cli.defect')
  expect(defects).toHaveLength(1)
})

test('a spoken prompt is listened to in the language that is given', async () => {
  expect((await run(['generate', '--voice', 'wish.wav', '--language', 'de'])).calls).toContain('listen for de')
  expect((await run(['generate', '--voice', 'wish.wav'])).calls).toContain('listen for any')
})
