import { extname, resolve } from 'node:path'
import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { type TranscriptionId, transcription } from '../../../src-shared/transcription/contract.ts'
import { ask } from '../ask.ts'
import { findTrack } from '../find-track.ts'
import { seconds, share, wholeNumber } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'
import { clock, table } from '../table.ts'

const SHOWN_NOTES = 12
const NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B']
const pitchName = (pitch: number): string => `${NAMES[pitch % 12]}${Math.floor(pitch / 12) - 1}`

export const addMidi = (program: Program, run: RunCommand): void => {
  program
    .command('midi <track>')
    .description('hear the notes of a recording and write them as MIDI; good for one pitched instrument or a stem, not for drums')
    .option('--to <file>', 'a file ending in .mid')
    .option('--from <time>', 'listen from here on, seconds or m:ss', seconds)
    .option('--until <time>', 'listen up to here', seconds)
    .option('--sound <name>', 'what to listen to: “Song”, a take or a stem by its name')
    .option('--onset <share>', 'how sure it must be that a note begins, 0 to 1; lower finds more', share, 0.5)
    .option('--frame <share>', 'how sure it must be that a note still sounds, 0 to 1; lower makes longer notes', share, 0.3)
    .option('--min-ms <n>', 'leave out shorter notes', wholeNumber(20, 1000), 128)
    .option('--bends', 'write how the pitch of notes that sound alone moves', false)
    .option('--force', 'replace a file that is there already', false)
    .action((words, options) =>
      run(async ({ studio, follow, folder }) => {
        const path = options.to === undefined ? undefined : resolve(folder, options.to)
        if (path !== undefined && extname(path).toLowerCase() !== '.mid')
          throw new FailureError(failure('export.unknown-format', `Notes are written as MIDI. End the name in .mid instead of ${options.to}.`))
        const { id: trackId, title } = await findTrack(studio, words)
        const { sounds } = await ask(transcription.list, studio.handlers.transcription.list, { trackId })
        const wanted = options.sound?.toLowerCase()
        const sound = wanted === undefined ? sounds[0] : sounds.find(({ name }) => name.toLowerCase() === wanted)
        if (!sound) {
          const names = sounds.map(({ name }) => `“${name}”`).join(', ')
          throw new FailureError(failure('transcription.no-such-sound', `${title} has no sound “${options.sound}”. It has ${names}.`))
        }
        let transcriptionId: TranscriptionId | undefined
        const stop = studio.events.on('transcription.finished', (made) => {
          transcriptionId = made.transcriptionId
        })
        const { jobId } = await ask(transcription.start, studio.handlers.transcription.start, {
          trackId,
          audioSha256: sound.audioSha256,
          settings: { onsetThreshold: options.onset, frameThreshold: options.frame, minimumMilliseconds: options.minMs, withBends: options.bends },
          ...(options.from !== undefined && { startSeconds: options.from }),
          ...(options.until !== undefined && { endSeconds: options.until }),
        })
        await follow([jobId])
        stop()
        if (!transcriptionId) throw new Error(`job ${jobId} succeeded without notes`)
        const { notes, ...facts } = await ask(transcription.get, studio.handlers.transcription.get, { transcriptionId })
        if (path !== undefined) await studio.writeMidi(transcriptionId, path, { force: options.force })
        const rows = notes
          .slice(0, SHOWN_NOTES)
          .map((note) => [clock(note.startSeconds), pitchName(note.pitch), `${(note.endSeconds - note.startSeconds).toFixed(2)} s`, String(note.velocity)])
        if (notes.length === 0) {
          const text = `${title}, ${facts.name}: no notes were heard. Lower --onset and --frame, or listen to a stem with --sound.`
          return { json: { ...facts, notes }, text }
        }
        const head = `${title}, ${facts.name}: ${notes.length} notes${path === undefined ? '' : ` in ${path}`}`
        const rest = notes.length > SHOWN_NOTES ? [`and ${notes.length - SHOWN_NOTES} more`] : []
        return {
          json: { ...facts, notes, ...(path !== undefined && { path }) },
          text: [head, table(['At', 'Note', 'Length', 'Velocity'], rows), ...rest].join('\n'),
        }
      }),
    )
}
