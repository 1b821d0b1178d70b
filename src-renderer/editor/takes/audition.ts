import type { TakeId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { type TransportSource, transport, useTransport } from '../../transport/index.ts'
import { openView } from '../editor-store.ts'
import { useSession } from '../session-store.ts'
import { shiftOf } from '../waveform/song-picture.ts'
import { isBlind } from './blind-store.ts'
import { heardTakeOf } from './heard-take.ts'
import { matchGainDb } from './loudness-match.ts'
import { currentTakeOf, openGroupsOf, type TakeGroup, takeByKey, toggleAb } from './take-groups.ts'
import { createTurns } from './turns.ts'

/** The group that the keys 1–4 and the cards speak of: the chosen one, else the newest. */
export const activeGroupOf = (view: ProjectView, groupId: string | undefined): TakeGroup | undefined => {
  const groups = openGroupsOf(view).filter((group) => group.takes.length > 0)
  return groups.find((group) => group.groupId === groupId) ?? groups[0]
}

const sourceOf = (view: ProjectView, take: Take, gainDb: number): TransportSource => ({
  audioSha256: take.audioSha256,
  title: view.title,
  trackId: view.document.trackId,
  takeId: take.id,
  gainDb,
  ...(take.tempoMap && take.timeSignature ? { grid: { tempoMap: take.tempoMap, timeSignature: take.timeSignature, firstBarFrame: take.firstBarFrame } } : {}),
})

/** Everything that is compared: the song and the open takes of its group. */
const comparedWith = (view: ProjectView): readonly Take[] => {
  const current = currentTakeOf(view)
  const group = activeGroupOf(view, useSession.getState().groupId)
  return [...(current ? [current] : []), ...(group?.takes ?? [])]
}

/**
 * Plays a take in place of what is heard: same moment of the song, loudness matched, the loop goes on. Loads the song first where the
 * transport holds another one.
 */
export const hearTake = (takeId: TakeId | undefined): Promise<void> => turns.take(() => switchTo(takeId))

/** When what was chosen last is what is heard: a key that means the heard take must not mean the one before. */
export const whenHeard = (): Promise<void> => turns.ended()

const turns = createTurns()
const switchTo = async (takeId: TakeId | undefined): Promise<void> => {
  const view = openView()
  const current = view && currentTakeOf(view)
  const next = view?.takes.find((take) => take.id === takeId) ?? current
  if (!view || !current || !next || isBlind()) return
  const heard = heardTakeOf(view, useTransport.getState())
  const compared = comparedWith(view)
  const source = sourceOf(view, next, compared.length > 1 ? matchGainDb(next, compared) : 0)
  // at once: a slower switch to the take before must not come back as the one heard last
  if (next.id !== current.id) useSession.setState({ heardBefore: next.id })
  const playing = useTransport.getState()
  if (playing.source?.trackId !== view.document.trackId || playing.status === 'failed' || !heard) {
    await transport.load(source)
  } else if (heard.sampleRateHz === next.sampleRateHz) {
    const moved = shiftOf(view, current, next) - shiftOf(view, current, heard)
    const { loop } = playing
    await transport.switchSource(next.audioSha256, source.gainDb ?? 0, {
      takeId: next.id,
      title: view.title,
      ...(source.grid ? { grid: source.grid } : {}),
    })
    if (moved !== 0) {
      transport.seekFrame(transport.currentFrame() + moved)
      if (loop) transport.setLoop({ startFrame: Math.max(0, loop.startFrame + moved), endFrame: loop.endFrame + moved })
    }
  } else {
    const wasPlaying = playing.status === 'playing'
    const atFrame = Math.round((transport.currentFrame() / heard.sampleRateHz) * next.sampleRateHz)
    await transport.load(source, { atFrame })
    if (wasPlaying) await transport.play()
  }
  offerCompare(view)
}

/** The transport's own A/B switch: A is the song, B the take heard last. */
const offerCompare = (view: ProjectView): void => {
  const current = currentTakeOf(view)
  const group = activeGroupOf(view, useSession.getState().groupId)
  const other = group?.takes.find((take) => take.id === useSession.getState().heardBefore) ?? group?.takes[0]
  if (!current || !other || shiftOf(view, current, other) !== 0) {
    transport.setCompare(undefined)
    return
  }
  const compared = comparedWith(view)
  transport.setCompare({ a: sourceOf(view, current, matchGainDb(current, compared)), b: sourceOf(view, other, matchGainDb(other, compared)) })
}

/** Keys 1–4. Starts playing at the new bars when nothing plays, because a take is chosen to be heard. */
export const hearNumber = async (key: number): Promise<void> => {
  const view = openView()
  const take = view && takeByKey(activeGroupOf(view, useSession.getState().groupId), key)
  if (!take) return
  await playTake(take)
}

/** How much of the song is heard before the new bars start: the ear needs the way in. */
const LEAD_IN_SECONDS = 2

export const playTake = async (take: Take): Promise<void> => {
  await hearTake(take.id)
  if (useTransport.getState().status === 'playing') return
  if (take.region) transport.seekFrame(Math.max(0, take.region.startFrame - LEAD_IN_SECONDS * take.sampleRateHz))
  await transport.play()
}

export const hearOther = (): void => {
  const view = openView()
  const current = view && currentTakeOf(view)
  if (!view || !current) return
  const heard = heardTakeOf(view, useTransport.getState())
  const { groupId, heardBefore } = useSession.getState()
  const heardTake = heard && heard.id !== current.id ? heard.id : undefined
  void hearTake(toggleAb(activeGroupOf(view, groupId), heardTake, heardBefore))
}

/**
 * The document changed (accept, undo, jump): what is heard must still belong to it. A take that is neither the song nor open gives way to
 * the song; a take that became the song is simply relabelled, without a gap in the sound.
 */
export const followDocument = (view: ProjectView): void => {
  if (isBlind()) return
  const { source } = useTransport.getState()
  if (source?.trackId !== view.document.trackId) return
  const isOpen = openGroupsOf(view).some((group) => group.takes.some((take) => take.id === source.takeId))
  if (!isOpen) void hearTake(view.document.currentTakeId)
  else offerCompare(view)
}

/** Fetches the sound around the playhead for the open takes, so that switching answers at once. */
export const prepareTakes = (group: TakeGroup | undefined): void => {
  for (const take of group?.takes ?? []) void transport.prepare(take.audioSha256)
}
