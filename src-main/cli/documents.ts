import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { knowledge } from '../../src-shared/knowledge/contract.ts'
import { library, type Track } from '../../src-shared/library/contract.ts'
import type { ProjectView } from '../../src-shared/project/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { proposedTakes, takesById } from '../../src-shared/project/edits/index.ts'
import { ask } from './ask.ts'
import type { StudioServices } from './studio-services.ts'

/** The JSON documents that commands print. `path` is the file in the audio store: read it, never write it. */

const pathOf = (studio: StudioServices, { audioSha256 }: { readonly audioSha256: Take['audioSha256'] }): string => studio.audioPath(audioSha256)

/** What `generate` says of a song. */
export const generatedDocument = async (studio: StudioServices, trackId: TrackId) => {
  const track = await ask(library.get, studio.handlers.library.get, { trackId })
  const { title, seconds, sampleRateHz, channelCount, audioSha256, seed, engine, plan, loudness, lyrics, studio: room = 'open' } = track
  const influences = await ask(knowledge.influencesOf, studio.handlers.knowledge.influencesOf, { trackId })
  const sound = { seconds, sampleRateHz, channelCount, sha256: audioSha256 }
  return {
    trackId,
    title,
    path: pathOf(studio, track),
    ...sound,
    seed,
    engine,
    studio: room,
    plan,
    loudness,
    ...(lyrics && { lyrics: lyrics.map(({ bar, text, scheme }) => ({ bar: bar + 1, text, scheme })) }),
    ...(influences.length > 0 && { influences }),
  }
}

/** What lists say of a song: all that the library knows, and where it lies. */
export const trackDocument = (studio: StudioServices, track: Track) => {
  const { id, ...rest } = track
  return { trackId: id, ...rest, path: pathOf(studio, track) }
}

export type TakeState = 'current' | 'proposed' | 'discarded' | 'earlier'

export const takeStates = ({ document, takes }: ProjectView): Map<Take['id'], TakeState> => {
  const proposed = new Set(proposedTakes(document, takesById(takes)).map(({ id }) => id))
  return new Map(
    takes.map(({ id }) => [
      id,
      id === document.currentTakeId ? 'current' : document.discardedTakeIds[id] ? 'discarded' : proposed.has(id) ? 'proposed' : 'earlier',
    ]),
  )
}

/** What `regenerate`, `extend` and `enhance` say of a take, and `takes list` of each. */
export const takeDocument = (studio: StudioServices, take: Take) => {
  const { id, trackId, parentTakeId, sampleRateHz, lengthFrames, region, regions, pieces, proof, kind, number, prompt, seed, strategy, reason } = take
  const { loudness, enhancement } = take
  const inSeconds = ({ startFrame, endFrame }: NonNullable<Take['region']>) => ({
    startSeconds: startFrame / sampleRateHz,
    endSeconds: endFrame / sampleRateHz,
  })
  return {
    trackId,
    takeId: id,
    parentTakeId,
    kind,
    number,
    path: pathOf(studio, take),
    seconds: lengthFrames / sampleRateHz,
    region: region && inSeconds(region),
    ...(regions && { regions: regions.map(inSeconds) }),
    ...(pieces && { pieces: pieces.map((piece) => ({ takeId: piece.takeId, ...inSeconds(piece) })) }),
    crossfadeSeconds: proof?.crossfadeSeconds,
    outsideIdentical: proof?.outsideIdentical,
    ...(proof?.piecesIdentical !== undefined && { piecesIdentical: proof.piecesIdentical }),
    seamLoudnessStepLu: proof?.seams.map(({ loudnessStepLu }) => loudnessStepLu),
    seams: proof?.seams.map(({ atFrame, ...seam }) => ({ atSeconds: atFrame / sampleRateHz, ...seam })),
    strategy,
    reason,
    prompt,
    seed,
    loudness,
    ...(enhancement && { enhancement }),
  }
}
