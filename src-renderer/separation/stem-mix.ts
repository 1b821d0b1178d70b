import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { dbToGain } from '../../src-shared/kernel/units.ts'
import { PLAIN_STEM_MIX, type StemMix } from '../../src-shared/project/document.ts'
import type { StemSet } from '../../src-shared/separation/contract.ts'

/** The mixes of a set's stems, by their place in it; a stem without an entry is heard plainly. */
export type StemMixes = Readonly<Record<string, StemMix>>
export type HeardStem = { readonly audioSha256: Sha256; readonly left: number; readonly right: number }

export const mixOf = (mixes: StemMixes, position: number): StemMix => mixes[position] ?? PLAIN_STEM_MIX

/** The middle is unity on both sides; towards one side the other fades by a cosine, so that nothing ever gets louder. */
export const panGains = (pan: number): { readonly left: number; readonly right: number } => ({
  left: pan > 0 ? Math.cos((pan * Math.PI) / 2) : 1,
  right: pan < 0 ? Math.cos((-pan * Math.PI) / 2) : 1,
})

/** The lowest place of the fader is off. */
export const MUTED_BELOW_DB = -59.9

export const isAudible = (set: StemSet, mixes: StemMixes, position: number): boolean => {
  const mix = mixOf(mixes, position)
  const someSolo = set.stems.some((stem) => mixOf(mixes, stem.position).isSoloed)
  return !mix.isMuted && (!someSolo || mix.isSoloed) && mix.gainDb > MUTED_BELOW_DB
}

/** What is heard in place of the song; undefined where every stem is as in the song, which then is heard itself. */
export const heardStems = (set: StemSet, mixes: StemMixes): readonly HeardStem[] | undefined => {
  const isPlain = set.stems.every(({ position }) => {
    const { gainDb, pan, isMuted, isSoloed } = mixOf(mixes, position)
    return gainDb === 0 && pan === 0 && !isMuted && !isSoloed
  })
  if (isPlain) return undefined
  return set.stems
    .filter(({ position }) => isAudible(set, mixes, position))
    .map(({ position, audioSha256 }) => {
      const { gainDb, pan } = mixOf(mixes, position)
      const gain = dbToGain(gainDb + set.baseGainDb)
      const { left, right } = panGains(pan)
      return { audioSha256, left: left * gain, right: right * gain }
    })
}
