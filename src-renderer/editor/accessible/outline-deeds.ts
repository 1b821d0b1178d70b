import type { MarkerId } from '../../../src-shared/kernel/ids.ts'
import { answer, confirm } from '../../announcer/index.ts'
import { useTransport } from '../../transport/index.ts'
import { openView } from '../editor-store.ts'
import { removeMarker, startNamingMarker } from '../markers/marker-edits.ts'
import { growMark } from '../marks.ts'
import { removeRegion, startRenaming } from '../regions/region-edits.ts'
import { markedSpan, select, selectSpan, useSession } from '../session-store.ts'
import { toggleStem } from '../stems/stem-edits.ts'
import { hearTake } from '../takes/audition.ts'
import { acceptTake, discardTake } from '../takes/take-decisions.ts'
import { chooseMarker, chooseRegion, heardNow, seekSong } from '../tools/waveform-desk.ts'
import { sayLevel } from './say-level.ts'
import type { SongItem } from './song-item.ts'

/** A seam is heard best with the way in to it. */
const LEAD_IN_SECONDS = 2

const takeOf = ({ takeId }: SongItem) => openView()?.takes.find(({ id }) => id === takeId)

/** A playing song is not torn away from under the ear. */
const goToStart = ({ startFrame }: SongItem, leadInSeconds = 0): void => {
  const now = heardNow()
  if (!now || useTransport.getState().status === 'playing') return
  void seekSong(Math.max(0, startFrame + now.shift - leadInSeconds * now.heard.sampleRateHz))
}

/** Enter: marks the item's bars and puts the playhead before them; a take is heard, a marker or a seam only gone to, a meter read. */
export const openItem = async (item: SongItem): Promise<void> => {
  const take = takeOf(item)
  switch (item.kind) {
    case 'meter':
      return sayLevel()
    case 'seam':
      goToStart(item, LEAD_IN_SECONDS)
      return answer(`Playhead ${LEAD_IN_SECONDS} seconds before the seam.`)
    case 'marker':
      if (item.markerId) chooseMarker(item.markerId)
      return answer(`Playhead at ${item.name}.`)
    case 'region':
      if (item.regionId) chooseRegion(item.regionId)
      return goToStart(item)
    case 'take':
      if (!take) return
      useSession.setState({ groupId: take.groupId, tab: 'change' })
      selectInside(item)
      await hearTake(take.id)
      return goToStart(item)
    default:
      selectInside(item)
      goToStart(item)
  }
}

/** An extension lies outside the song as it is now: there is nothing to mark yet. */
const selectInside = ({ startFrame, endFrame }: SongItem): void => {
  const end = heardNow()?.song.lengthFrames ?? 0
  const inside = { startFrame: Math.min(end, Math.max(0, startFrame)), endFrame: Math.min(end, Math.max(0, endFrame)) }
  if (inside.endFrame > inside.startFrame) selectSpan(inside)
}

/** Shift with Enter: the take becomes the song. */
export const acceptItem = (item: SongItem): void => {
  const take = item.kind === 'take' ? takeOf(item) : undefined
  if (take) void acceptTake(take)
  else answer('Only a take can be accepted.')
}

/** Delete: a marker or a region's mark goes, a take is put away. All can be undone. */
export const removeItem = (item: SongItem): void => {
  const take = item.kind === 'take' ? takeOf(item) : undefined
  if (take) void discardTake(take)
  else if (item.markerId) removeMarkerOf(item.markerId)
  else if (item.regionId) void removeRegion(item.regionId)
  else answer(`${item.name} cannot be removed here.`)
}

const removeMarkerOf = (markerId: MarkerId): void => {
  const marker = openView()?.document.markers[markerId]
  if (marker) void removeMarker(marker)
}

/** The key of "Rename": what has a name of the musician's own. */
export const renameItem = ({ markerId, regionId, name }: SongItem): void => {
  if (markerId) startNamingMarker(markerId)
  else if (regionId) startRenaming(regionId)
  else answer(`${name} cannot be renamed here.`)
}

/** M and S on a stem. False: the key means something else here. */
export const toggleItemStem = ({ kind, stemIndex, name }: SongItem, what: 'isMuted' | 'isSoloed'): boolean => {
  if (kind !== 'stem' || stemIndex === undefined) return false
  toggleStem(stemIndex, what)
  confirm(`${what === 'isMuted' ? 'Mute' : 'Solo'}, ${name}.`)
  return true
}

/** Shift with an arrow: the marked bars grow by one line of the snap; they begin as the item's own. */
export const growFrom = ({ startFrame, endFrame }: SongItem, direction: -1 | 1): void => {
  if (!markedSpan() && endFrame > startFrame)
    select(direction > 0 ? { anchorFrame: startFrame, headFrame: endFrame } : { anchorFrame: endFrame, headFrame: startFrame })
  growMark(direction)
}
