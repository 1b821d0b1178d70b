import type { Take } from '../project/document.ts'
import { lineageOf } from './origin.ts'
import type { SoundOrigin } from './sound-origin.ts'
import { survivingTakes } from './surviving-takes.ts'

/**
 * What a new song owes to the song that it was made from: all that is still heard in that take, which stays known when the older song is deleted.
 *
 * @param sourceName of the older song, the file that it came from
 * @param also models that worked on the sound on its way into the new one
 */
export const inheritedOrigin = (takes: readonly Take[], from: Take, sourceName: string | undefined, also: readonly string[] = []): SoundOrigin => {
  const heard = survivingTakes(lineageOf(takes, from))
  const makers = heard.flatMap((take) => [
    ...(take.origin?.makers ?? []),
    ...(take.kind === 'imported' || (take.origin && !take.parentTakeId) ? [] : [take.engine]),
  ])
  const helpers = heard.flatMap(({ origin, enhancement }) => [...(origin?.helpers ?? []), ...(enhancement ? [enhancement.model] : [])])
  const recordings = heard.flatMap(({ kind, origin }) => (origin?.toldBy === 'song' ? origin.recordings : kind === 'imported' ? [sourceName ?? 'a file'] : []))
  const told = heard.find(({ origin }) => origin?.digitalSourceType)?.origin?.digitalSourceType
  return {
    toldBy: 'song',
    makers: [...new Set(makers)].slice(0, 40),
    helpers: [...new Set([...helpers, ...also])].slice(0, 40),
    recordings: [...new Set(recordings)].slice(0, 40),
    ...(told && { digitalSourceType: told }),
  }
}
