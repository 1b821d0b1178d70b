import type { TakeId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Preference, Take } from '../../../src-shared/project/document.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { transport, useTransport } from '../../transport/index.ts'
import { laneName } from '../comp/comp-lanes.ts'
import { openView } from '../editor-store.ts'
import { useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { isEmpty, spanOf } from '../time/keyboard-selection.ts'
import type { Span } from '../time/time-words.ts'
import { keepFocus } from '../waveform/keep-focus.ts'
import { shiftOf } from '../waveform/song-picture.ts'
import { activeGroupOf, hearTake } from './audition.ts'
import { dealRound, outcomeWords, type Slot, takeBehind } from './blind-round.ts'
import { useBlind } from './blind-store.ts'
import { matchGainDb } from './loudness-match.ts'
import { currentTakeOf } from './take-groups.ts'

/** What is heard around the changed bars: the ear needs the way in and out. */
const AROUND_SECONDS = 2

/** The song and the open takes of its group that can be switched to at the same place. */
const candidatesOf = (view: ProjectView, song: Take): Take[] => {
  const group = activeGroupOf(view, useSession.getState().groupId)
  return [song, ...(group?.takes ?? [])].filter((take) => take.sampleRateHz === song.sampleRateHz && shiftOf(view, song, take) === 0)
}

/** The marked bars, else what the takes changed with a little around it. */
const stretchFor = (song: Take, candidates: readonly Take[]): Span => {
  const { selection } = useSession.getState()
  if (selection && !isEmpty(selection)) return spanOf(selection)
  const regions = candidates.flatMap(({ region }) => (region ? [region] : []))
  const around = AROUND_SECONDS * song.sampleRateHz
  return {
    startFrame: Math.max(0, Math.min(...regions.map(({ startFrame }) => startFrame)) - around),
    endFrame: Math.min(...candidates.map(({ lengthFrames }) => lengthFrames), Math.max(...regions.map(({ endFrame }) => endFrame)) + around),
  }
}

/** 80 random bits. */
const newId = (): string => [...crypto.getRandomValues(new Uint8Array(10))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const startBlind = async (): Promise<void> => {
  const view = openView()
  const song = view && currentTakeOf(view)
  if (!view || !song || useBlind.getState().round) return
  const takes = candidatesOf(view, song)
  if (takes.length < 2) {
    notify('There is nothing to compare: make takes of some bars first.')
    return
  }
  const span = stretchFor(song, takes)
  const candidates = takes.map(({ id }) => id)
  const reply = await studio.editing.stretchLoudness({ trackId: view.document.trackId, takeIds: candidates, ...span })
  if (!reply.ok) {
    notifyFailure(reply.error)
    return
  }
  const loudness = reply.value.map(({ integratedLufs }) => ({ loudness: { integratedLufs, truePeakDbtp: 0 } }))
  const gains = new Map(candidates.map((takeId, index) => [takeId, matchGainDb(loudness[index] ?? {}, loudness)]))
  await hearTake(song.id)
  for (const { audioSha256 } of takes) void transport.prepare(audioSha256, span.startFrame)
  transport.setCompare(undefined)
  const decided: readonly Preference[] = []
  const deal = dealRound(candidates, Object.values(view.document.preferences), Math.random)
  useBlind.setState({ round: { song, candidates, deal, span, gains, heard: 'a', wereHeard: [], toldApart: undefined, decided } })
  transport.seekFrame(span.startFrame)
  transport.setLoop(span)
  await hearSlot('a')
  await transport.play()
}

/** In place of what is heard, at the same moment, equally loud. For the rest of the window it is the song that sounds. */
export const hearSlot = async (slot: Slot): Promise<void> => {
  const { round } = useBlind.getState()
  const take = round && openView()?.takes.find(({ id }) => id === takeBehind(round.deal, slot))
  if (!round || !take) return
  useBlind.setState({ round: { ...round, heard: slot, wereHeard: [...new Set([...round.wereHeard, slot])] } })
  await transport.switchSource(take.audioSha256, round.gains.get(take.id) ?? 0, {
    takeId: round.song.id,
    shownSha256: round.song.audioSha256,
  })
  if (useTransport.getState().status !== 'playing') await transport.play()
}

/** What the musician takes X for; told with the decision, and only once. */
export const nameX = (slot: 'a' | 'b'): void => {
  const { round } = useBlind.getState()
  if (round) useBlind.setState({ round: { ...round, toldApart: round.deal.x === round.deal[slot] } })
}

/** Writes down the letter that is heard as the better one, and deals anew. */
export const preferHeard = async (): Promise<void> => {
  const { round } = useBlind.getState()
  const view = openView()
  if (!round || !view) return
  if (!(round.wereHeard.includes('a') && round.wereHeard.includes('b'))) {
    notify('Listen to both first: press 1 and 2.')
    return
  }
  const takeId = takeBehind(round.deal, round.heard)
  const againstTakeId = takeId === round.deal.a ? round.deal.b : round.deal.a
  const preference: Preference = { at: Date.now(), takeId, againstTakeId, ...(round.toldApart !== undefined && { toldApart: round.toldApart }) }
  if (!(await applyEdit({ type: 'take.prefer', id: newId(), preference }))) return
  const decided = [...round.decided, preference]
  const deal = dealRound(round.candidates, [...Object.values(view.document.preferences), preference], Math.random)
  useBlind.setState({ round: { ...round, deal, decided, heard: 'a', wereHeard: [], toldApart: undefined } })
  await hearSlot('a')
}

const nameIn = (view: ProjectView) => (takeId: TakeId) => {
  const take = view.takes.find(({ id }) => id === takeId)
  return take ? laneName(view.document, take) : 'A take'
}

/** Back to the song, whose name was on what sounded; also where the editor itself goes. */
export const leaveBlind = async (): Promise<void> => {
  const { round } = useBlind.getState()
  if (!round) return
  useBlind.setState({ round: undefined })
  // its bar goes, and with it what was pressed
  requestAnimationFrame(keepFocus)
  if (useTransport.getState().source?.takeId !== round.song.id) return
  transport.setLoop(undefined)
  await transport.switchSource(round.song.audioSha256, 0, { takeId: round.song.id })
}

/** Shows the names again, and what came out. */
export const endBlind = async (): Promise<void> => {
  const { round } = useBlind.getState()
  const view = openView()
  await leaveBlind()
  if (!round || !view) return
  await hearTake(view.document.currentTakeId)
  if (round.decided.length > 0) notify(outcomeWords(round.candidates, round.decided, nameIn(view)))
}
