import { locateDataFolder } from '../platform/files/index.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'
import { createStudio } from './composition-root.ts'

/** A studio that hears a second of speech and is killed as soon as it begins to write it down: `SEGNO_HOME=FOLDER node fixture.dictating-process.ts`. */
const studio = await createStudio({ folder: locateDataFolder(), env: process.env, now: Date.now, claimOnlyOwn: false, launchProcess: launchNodeProcess })
studio.events.on('jobs.changed', ({ kind, state }) => {
  if (kind === 'voice' && state === 'running') process.kill(process.pid, 'SIGKILL')
})
const { voice } = studio.handlers
const begun = await voice.begin({})
if (!begun.ok) throw new Error(begun.error.message)
const { recordingId } = begun.value
await voice.append({ recordingId, sampleRateHz: 16_000, pcm16: Buffer.alloc(32_000, 9).toString('base64') })
await voice.finish({ recordingId })
