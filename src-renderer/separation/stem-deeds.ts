import type { StemSet } from '../../src-shared/separation/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { goTo } from '../navigation/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'

/** Asks for a folder, then writes one WAV a stem into a new folder there. */
export const exportStemSet = async ({ id: setId, trackId }: StemSet): Promise<void> => {
  const reply = await studio.mixdown.saveStems({ trackId, setId })
  if (!reply.ok) notifyFailure(reply.error)
}

export const openStemAsSong = async (set: StemSet, position: number): Promise<void> => {
  const reply = await studio.separation.openAsSong({ setId: set.id, position })
  if (!reply.ok) return notifyFailure(reply.error)
  const { trackId } = reply.value
  const name = set.stems.find((stem) => stem.position === position)?.name ?? 'The stem'
  notify(`${name} is a song of its own in the library`, { label: 'Open', run: () => goTo({ place: 'editor', trackId }) })
}

export const bringBack = async ({ id: setId }: StemSet): Promise<void> => {
  const reply = await studio.separation.attach({ setId })
  if (!reply.ok) notifyFailure(reply.error)
}

/** The same stems of the song as it is now; what is there already is only shown. */
export const stemsAgain = async ({ id: setId }: StemSet): Promise<void> => {
  const reply = await studio.separation.again({ setId })
  if (!reply.ok) notifyFailure(reply.error, reply.error.code === 'model.not-installed' ? toModels : undefined)
}
const toModels = { label: 'Open Models', run: () => goTo({ place: 'models' as const, modelId: 'htdemucs' }) }

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`

/** For good: these sets are under no song. */
export const deleteStemSets = async (sets: readonly StemSet[]): Promise<void> => {
  let freed = 0
  for (const { id: setId } of sets) {
    const reply = await studio.separation.discard({ setId })
    if (!reply.ok) return notifyFailure(reply.error)
    freed += reply.value.freedBytes
  }
  notify(`Removed stems are deleted: ${megabytes(freed)} of disk are free again`)
}
