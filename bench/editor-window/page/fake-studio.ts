import type { StudioClient } from '../../../src-shared/ipc/studio-contract.ts'
import type { Job } from '../../../src-shared/jobs/contract.ts'
import { JobId, type Sha256 } from '../../../src-shared/kernel/ids.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { ProjectDocument, Take } from '../../../src-shared/project/document.ts'
import { applyCommand, applyDiff, type DocumentDiff, takesById } from '../../../src-shared/project/edits/index.ts'
import { Settings } from '../../../src-shared/settings/contract.ts'
import { makePeaksFile, makeSpectrumFile, makeTake, RATE, sha, trackId } from './song.ts'

type Edit = { label: string; at: number; forward: DocumentDiff; backward: DocumentDiff }
type Listener = (payload: never) => void

/** Main as the editor sees it, in the page: the real edits, a queue that takes a moment, takes without sound. */
export const fakeStudio = (song: Take, regions: ProjectDocument['regions'], takeMilliseconds = 1_500): StudioClient => {
  const listeners = new Map<string, Set<Listener>>()
  const tell = (name: string, payload: unknown) => {
    for (const listener of listeners.get(name) ?? []) listener(payload as never)
  }
  const on = (domain: string) => (name: string, listener: Listener) => {
    const key = `${domain}.${name}`
    const known = listeners.get(key) ?? new Set()
    listeners.set(key, known.add(listener))
    return () => known.delete(listener)
  }
  let document: ProjectDocument = {
    schemaVersion: 1,
    trackId,
    currentTakeId: song.id,
    regions,
    markers: {},
    discardedTakeIds: {},
    stems: {},
    takeNotes: {},
    preferences: {},
  }
  let takes: Take[] = [song]
  const edits: Edit[] = []
  let done = 0
  let revision = 0
  let made = 0
  const view = (): ProjectView => ({
    document,
    revision,
    title: 'Rain on the fire escape',
    takes,
    history: edits.map((edit, index) => ({ index, label: edit.label, at: edit.at, actor: 'person', isUndone: index >= done })),
  })
  const changed = () => {
    revision += 1
    tell('project.changed', view())
    return ok(view())
  }
  const step = (forward: boolean) => {
    const edit = edits[forward ? done : done - 1]
    if (!edit) return
    document = applyDiff(document, forward ? edit.forward : edit.backward)
    done += forward ? 1 : -1
  }
  const makeTakes = (kind: 'regenerate' | 'extend', count: number, more: (number: number) => Partial<Take>) => {
    made += 1
    const groupId = `group-${made}`
    const jobIds = Array.from({ length: count }, (_, i) => {
      const id = JobId.parse(`job_${String(made).padStart(4, '0')}${String(i).padStart(4, '0')}`)
      const job = (state: Job['state'], fraction: number, stage: string): Job => ({
        id,
        kind: `editing.${kind}`,
        title: `${kind === 'extend' ? 'Extend' : 'Regenerate'} (take ${i + 1})`,
        lane: 'cpu',
        priority: 0,
        position: i,
        state,
        fraction,
        stage,
        attempt: 1,
        createdAt: Date.now(),
        subjectId: trackId,
        groupId,
      })
      tell('jobs.changed', job('queued', 0, ''))
      const stages = ['Composing', 'Rendering', 'Mastering', 'Proving']
      stages.forEach((stage, at) => {
        setTimeout(() => tell('jobs.changed', job('running', at / stages.length, stage)), takeMilliseconds * (i * 0.5 + at / stages.length))
      })
      setTimeout(
        () => {
          const parent = takes.find((take) => take.id === document.currentTakeId) ?? song
          const take: Take = {
            ...parent,
            ...makeTake(`${made}x${i}`, parent.lengthFrames / RATE),
            lengthFrames: parent.lengthFrames,
            parentTakeId: parent.id,
            groupId,
            number: i + 1,
            audioSha256: sha(made * 4 + i + 2),
            kind,
            strategy: 'recompose',
            reason: 'The song has a score, so the bars are composed anew in its key, tempo and harmony.',
            createdAt: Date.now(),
            loudness: { integratedLufs: -14.1 + i * 0.4, truePeakDbtp: -1.1 },
            ...more(i + 1),
          }
          takes = [...takes, take]
          tell('jobs.changed', job('succeeded', 1, ''))
          changed()
        },
        takeMilliseconds * (i * 0.5 + 1),
      )
      return id
    })
    return ok({ groupId, jobIds })
  }
  const proof = (from: number, to: number, number: number): Take['proof'] => ({
    outsideIdentical: true,
    comparedFrames: song.lengthFrames - (to - from),
    crossfadeSeconds: 0.02,
    seams: [
      { atFrame: from, loudnessStepLu: 0.3 / number },
      { atFrame: to, loudnessStepLu: -0.1 * number },
    ],
  })
  serveMedia((audioSha256) => takes.find((take) => take.audioSha256 === audioSha256)?.lengthFrames ?? song.lengthFrames)

  const answers: Record<string, Record<string, (input: never) => unknown>> = {
    project: {
      open: () => ok(view()),
      apply: ({ command }: { command: Parameters<typeof applyCommand>[2] }) => {
        const applied = applyCommand(document, takesById(takes), command)
        if (!applied.ok) return err(applied.error)
        edits.splice(done)
        edits.push({ label: applied.value.label, at: Date.now(), forward: applied.value.forward, backward: applied.value.backward })
        document = applied.value.document
        done += 1
        return changed()
      },
      undo: () => {
        if (done === 0) return err({ code: 'history.nothing-to-undo', message: 'Nothing to undo.' })
        step(false)
        return changed()
      },
      redo: () => {
        if (done === edits.length) return err({ code: 'history.nothing-to-redo', message: 'Nothing to redo.' })
        step(true)
        return changed()
      },
      goTo: ({ index }: { index: number }) => {
        while (done > index + 1) step(false)
        while (done < index + 1) step(true)
        return changed()
      },
      audioLayout: ({ audioSha256 }: { audioSha256: Sha256 }) =>
        ok({
          audioSha256,
          sampleRateHz: RATE,
          channelCount: 2,
          lengthFrames: takes.find((take) => take.audioSha256 === audioSha256)?.lengthFrames ?? song.lengthFrames,
          encoding: 'pcm16',
          dataOffset: 0,
        }),
    },
    editing: {
      strategy: () =>
        ok({
          strategy: 'recompose',
          chosen: 'compose',
          ways: [],
          reason: 'The song has a score: the marked bars are composed anew in its key, tempo and harmony.',
        }),
      regenerate: ({ startFrame, endFrame, takes: count }: { startFrame: number; endFrame: number; takes: number }) =>
        makeTakes('regenerate', count, (number) => ({ region: { startFrame, endFrame }, proof: proof(startFrame, endFrame, number) })),
      extend: ({ seconds, takes: count, direction }: { seconds: number; takes: number; direction: 'after' | 'before' }) =>
        makeTakes('extend', count, (number) => {
          const added = Math.round(seconds * RATE)
          const lengthFrames = song.lengthFrames + added
          const startFrame = direction === 'after' ? song.lengthFrames : 0
          return { lengthFrames, region: { startFrame, endFrame: startFrame + added }, proof: proof(startFrame, startFrame + added, number) }
        }),
    },
    settings: { get: () => ok(Settings.parse({})), update: () => ok(Settings.parse({})) },
    jobs: { list: () => ok([]), cancel: () => err({ code: 'job.wrong-state', message: 'It is over already.' }) },
  }
  const domain = (name: string) =>
    new Proxy({} as Record<string, unknown>, {
      get: (_, word: string) =>
        word === 'on' ? on(name) : async (input: never) => answers[name]?.[word]?.(input) ?? err({ code: 'ipc.defect', message: `no ${name}.${word} here` }),
    })
  return new Proxy({}, { get: (_, name: string) => domain(name) }) as unknown as StudioClient
}

/** Answers the private media protocol inside the page: peaks that look like music, samples that are a quiet tone. */
const serveMedia = (lengthOf: (audioSha256: string) => number): void => {
  const real = window.fetch.bind(window)
  const peaks = new Map<string, Uint8Array<ArrayBuffer>>()
  const spectra = new Map<string, Uint8Array<ArrayBuffer>>()
  window.fetch = async (input, init) => {
    const url = String(input)
    const [, kind, audioSha256] = /^segno-media:\/\/(peaks|audio|spectra)\/([0-9a-f]{64})$/.exec(url) ?? []
    if (!kind || !audioSha256) return real(input, init)
    if (kind === 'peaks') {
      const file = peaks.get(audioSha256) ?? makePeaksFile(lengthOf(audioSha256), Number.parseInt(audioSha256.slice(0, 2), 16))
      peaks.set(audioSha256, file)
      return new Response(file)
    }
    if (kind === 'spectra') {
      const file = spectra.get(audioSha256) ?? makeSpectrumFile(lengthOf(audioSha256))
      spectra.set(audioSha256, file)
      const [, first, last] = /bytes=(\d+)-(\d+)/.exec(new Headers(init?.headers).get('range') ?? '') ?? []
      return new Response(file.slice(Number(first), Number(last) + 1), { status: 206 })
    }
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(new Headers(init?.headers).get('range') ?? '') ?? []
    const samples = new Int16Array((Number(to) - Number(from) + 1) / 2)
    const first = Number(from) / 4
    for (let i = 0; i < samples.length; i++) samples[i] = 9_000 * Math.sin((first + (i >> 1)) * 0.06) * Math.sin((first + (i >> 1)) * 0.0004)
    return new Response(samples.buffer, { status: 206 })
  }
}
