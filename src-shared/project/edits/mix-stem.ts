import type { StemSetId } from '../../kernel/ids.ts'
import { ok } from '../../kernel/result.ts'
import { PLAIN_STEM_MIX, type StemMix } from '../document.ts'
import type { PlanEdit } from './edit.ts'
import { invalidEdit } from './find-in-scene.ts'

type Mixing = { readonly setId: StemSetId; readonly position: number; readonly name: string; readonly change: StemChange }
type StemChange = { readonly [K in keyof StemMix]?: StemMix[K] | undefined }

const decibels = (gainDb: number): string => `${gainDb > 0 ? '+' : gainDb < 0 ? '−' : ''}${Math.abs(gainDb).toFixed(1)} dB`
const place = (pan: number): string => (pan === 0 ? 'to the middle' : `${Math.round(Math.abs(pan) * 100)} % ${pan < 0 ? 'left' : 'right'}`)

const labelOf = (name: string, { isMuted, isSoloed, gainDb, pan }: StemChange): string => {
  if (isSoloed !== undefined) return `${isSoloed ? 'Solo' : 'Unsolo'} ${name}`
  if (isMuted !== undefined) return `${isMuted ? 'Mute' : 'Unmute'} ${name}`
  if (gainDb !== undefined) return `${name} at ${decibels(gainDb)}`
  return pan === undefined ? `Mix ${name}` : `${name} ${place(pan)}`
}

const isPlain = (mix: StemMix): boolean => mix.gainDb === 0 && mix.pan === 0 && !mix.isMuted && !mix.isSoloed

const gone = (setId: StemSetId) => invalidEdit('These stems are no longer under the song. Nothing was changed.', { setId })

/** Mutes, soloes, turns or moves one stem. A stem that is heard plainly has no entry. */
export const planMixStem: PlanEdit<Mixing> = ({ document }, { setId, position, name, change }) => {
  const before = document.stems[setId]
  if (!before) return gone(setId)
  const old = before[position] ?? PLAIN_STEM_MIX
  const mix: StemMix = {
    gainDb: change.gainDb ?? old.gainDb,
    pan: change.pan ?? old.pan,
    isMuted: change.isMuted ?? old.isMuted,
    isSoloed: change.isSoloed ?? old.isSoloed,
  }
  return ok({
    label: labelOf(name, change),
    change: (draft) => {
      const mixes = draft.stems[setId] ?? {}
      if (isPlain(mix)) delete mixes[position]
      else mixes[position] = mix
    },
  })
}

/** All stems of a set as they sound in the song. */
export const planPlainStems: PlanEdit<{ readonly setId: StemSetId }> = ({ document }, { setId }) => {
  const before = document.stems[setId]
  if (!before) return gone(setId)
  if (Object.keys(before).length === 0) return invalidEdit('Every stem is heard as in the song already.', { setId })
  return ok({
    label: 'Hear the stems as the song',
    change: (draft) => {
      draft.stems[setId] = {}
    },
  })
}
