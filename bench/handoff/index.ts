// Does a real DAW open a hand-off? Songs are made, handed off and imported into Ardour without a screen: names, lengths, every sample of every stem,
// every note, the tempo map. What is not installed is said and left out. `npm run bench -- handoff`
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import midiFile from '@tonejs/midi'
import { createStudio } from '../../src-main/app/composition-root.ts'
import { readWavLayout, readWavSpan } from '../../src-main/audio/index.ts'
import { locateDataFolder } from '../../src-main/platform/files/index.ts'
import { launchNodeProcess } from '../../src-main/platform/processes/index.ts'
import type { JobId } from '../../src-shared/kernel/ids.ts'
import { type ArdourSession, ardourMissing, importIntoArdour } from './ardour.ts'

/** a steady tempo that MIDI cannot say exactly; one that slows down at its end */
const PROMPTS = { steady: { prompt: 'lofi, 90 bpm', studio: 'open' }, slowing: { prompt: 'minuet for string quartet', studio: 'virtuoso' } } as const
const SECONDS = 30

const say = (line: string): void => console.log(line)
const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** How many samples of a channel differ from Ardour's copy of it. */
const differing = async (path: string, session: ArdourSession): Promise<number> => {
  const { lengthFrames, channelCount } = await readWavLayout(path)
  const own = await readWavSpan(path, 0, lengthFrames)
  let count = 0
  for (let channel = 0; channel < channelCount; channel++) {
    const side = channelCount === 2 ? `%${channel === 0 ? 'L' : 'R'}` : ''
    const copy = join(session.audioFolder, `${basename(path, '.wav')}${side}.wav`)
    if (!existsSync(copy)) throw new Error(`Ardour has no ${basename(copy)}`)
    const [theirs] = await readWavSpan(copy, 0, lengthFrames)
    for (let frame = 0; frame < lengthFrames; frame++) if (own[channel]?.[frame] !== theirs?.[frame]) count++
  }
  return count
}

const compare = async (session: ArdourSession, sounds: readonly string[], score: string): Promise<void> => {
  const { header, tracks } = new midiFile.Midi(readFileSync(score))
  const layouts = await Promise.all(sounds.map(readWavLayout))
  const rate = layouts[0]?.sampleRateHz ?? 0
  const names = sounds.map((path) => basename(path, '.wav'))
  const found = names.map((name) => session.sounds.find((sound) => sound.name === name))
  say(
    `stems     ${found.filter(Boolean).length} of ${names.length} by their names, all from ${greatest(found.map((one) => (one?.atSeconds ?? Number.NaN) * rate))} samples`,
  )
  say(`lengths   off by ${greatest(found.map((one, index) => Math.round((one?.seconds ?? Number.NaN) * rate - (layouts[index]?.lengthFrames ?? 0))))} samples`)
  let differ = 0
  for (const path of sounds) differ += await differing(path, session)
  say(`samples   ${differ} differ`)
  let missing = 0
  const off: number[] = []
  for (const { name, notes } of tracks) {
    const part = session.parts.find((one) => one.name.includes(Buffer.from(name, 'latin1').toString('utf8')))
    const own = notes.map(({ ticks, midi }) => [ticks / header.ppq, midi] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
    if (part?.notes.length !== own.length) missing++
    else off.push(...own.map(([quarters], index) => quarters - (part.notes[index]?.[0] ?? Number.NaN)))
  }
  const quarterSeconds = 60 / (header.tempos[0]?.bpm ?? 120)
  say(`notes     ${tracks.length - missing} of ${tracks.length} parts whole, off by ${(greatest(off) * quarterSeconds * rate).toFixed(2)} samples`)
  const between = header.tempos.findIndex(({ ticks }) => ticks % header.ppq !== 0)
  const kept = session.tempos.slice(0, between < 0 ? undefined : between)
  const late = greatest(kept.map(({ quarters, atSeconds }) => atSeconds - header.ticksToSeconds(quarters * header.ppq))) * rate
  const moved = between < 0 ? '' : `; ${header.tempos.filter(({ ticks }) => ticks % header.ppq !== 0).length} between beats, which Ardour moves to the next one`
  say(`tempo     ${session.tempos.length} of ${header.tempos.length} events, on beats off by ${late.toFixed(2)} samples${moved}`)
  say(`meter     ${session.meter}, ${header.timeSignatures[0]?.timeSignature.join('/')} written`)
}

const missing = ardourMissing()
if (missing) say(`Ardour is left out: ${missing}.`)
else {
  const home = mkdtempSync(join(tmpdir(), 'segno-handoff-'))
  const awake = setInterval(() => undefined, 60_000)
  try {
    const folder = locateDataFolder({ platform: process.platform, env: { SEGNO_HOME: home }, home })
    const studio = await createStudio({ folder, env: process.env, now: Date.now, claimOnlyOwn: true, launchProcess: launchNodeProcess })
    const finish = async (jobId: JobId) => {
      const job = await studio.jobs.whenEnded(jobId)
      if (job.state !== 'succeeded') throw new Error(job.error?.message ?? job.state)
    }
    for (const [name, { prompt, studio: room }] of Object.entries(PROMPTS)) {
      const started = await studio.handlers.generation.start({
        prompt,
        studio: room,
        seconds: SECONDS,
        seed: 3,
        variations: 1,
        engine: 'score',
        overrides: {},
      })
      if (!started.ok) throw new Error(started.error.message)
      for (const { jobId } of started.value.jobs) await finish(jobId)
      const listed = await studio.handlers.library.list({ text: '', view: 'all', sort: 'createdAt', descending: true, limit: 1 })
      const track = listed.ok ? listed.value.tracks[0] : undefined
      if (!track) throw new Error('no song')
      const target = join(home, name)
      const handed = await studio.exportHandoff(track.id, target, { target: 'all', force: false })
      if (!handed.ok) throw new Error(handed.error.message)
      await finish(handed.value.jobId)
      const stems = readdirSync(join(target, 'Stems')).map((file) => join(target, 'Stems', file))
      const score = readdirSync(join(target, 'MIDI')).find((file) => !file.endsWith(' - tempo.mid'))
      if (!score) throw new Error('no MIDI')
      say(`\n${track.title}: ${prompt}`)
      const path = join(target, 'MIDI', score)
      await compare(await importIntoArdour(join(home, `${name}-ardour`), 44_100, [path], stems), stems, path)
    }
    await studio.close()
  } finally {
    clearInterval(awake)
    rmSync(home, { recursive: true, force: true })
  }
}
