import type { Player } from '../../../compose/players.ts'
import type { Compass } from '../counterpoint/line.ts'

/** What a player does: real voices that it plays, or a doubling that joins where everybody plays. */
export type Chair = {
  readonly player: Player
  readonly voices: readonly number[]
  /** a doubling plays `voices` so many octaves away, in tutti only */
  readonly doubling?: number
}
export type Seating = { readonly chairs: readonly Chair[]; readonly compasses: readonly Compass[] }

/** Voices of a string quartet, highest first; every compass has room for a theme in any key. */
const FOUR: readonly Compass[] = [
  { low: 60, high: 86 },
  { low: 55, high: 79 },
  { low: 48, high: 72 },
  { low: 36, high: 62 },
]
const THREE: readonly Compass[] = [
  { low: 60, high: 84 },
  { low: 53, high: 77 },
  { low: 36, high: 62 },
]

export const isUnpitched = ({ role, instrument }: Player): boolean =>
  role === 'drums' || role === 'percussion' || role === 'texture' || instrument.voice.kind === 'drumkit' || instrument.voice.kind === 'texture'
/** Keys, harp, guitar, string sections: several voices at once. */
const isRich = ({ instrument }: Player): boolean => !instrument.monophonic && instrument.range.high - instrument.range.low >= 30

const overlap = ({ instrument }: Player, { low, high }: Compass): number => Math.min(high, instrument.range.high) - Math.max(low, instrument.range.low)

/** The nearest compass that the player has, as wide as before where possible. */
const within = (compass: Compass, { instrument }: Player): Compass => {
  const width = compass.high - compass.low
  const { low, high } = instrument.range
  const from = Math.max(low, Math.min(compass.low, high - width))
  return { low: from, high: Math.min(high, Math.max(compass.high, from + width)) }
}

/** Octaves that bring a compass into the range of an instrument: 0 where it is already. */
const octavesFor = (player: Player, compass: Compass): number =>
  [0, 1, -1, 2, -2].toSorted((a, b) => overlap(player, shift(compass, b)) - overlap(player, shift(compass, a)) || Math.abs(a) - Math.abs(b))[0] ?? 0
const shift = ({ low, high }: Compass, octaves: number): Compass => ({ low: low + 12 * octaves, high: high + 12 * octaves })

/** One keyboard alone, written for two hands. */
const handsOf = (pitched: readonly Player[]): { right: Player; left: Player } | undefined => {
  const right = pitched.find((player) => player.role === 'lead' && isRich(player))
  const left = pitched.find((player) => player.role !== 'lead' && player.instrument.id === right?.instrument.id)
  return right && left && pitched.length === 2 ? { right, left } : undefined
}

/**
 * Shares the voices out: tune, bass and inner voices to those whose role and range suit, what is left to a player of several notes. Who has no
 * voice of his own doubles. Compasses are narrowed to what the players have.
 */
export const seatVoices = (players: readonly Player[], voiceCount: 3 | 4, isFugal: boolean): Seating => {
  const pitched = players.filter((player) => !isUnpitched(player))
  const hands = handsOf(pitched)
  if (hands) {
    const upper = isFugal && voiceCount === 4 ? [0, 1] : [0]
    const chairs: Chair[] = [
      { player: hands.right, voices: upper },
      { player: hands.left, voices: Array.from({ length: voiceCount - upper.length }, (_, index) => index + upper.length) },
    ]
    return { chairs, compasses: (voiceCount === 4 ? FOUR : THREE).map((compass) => within(compass, hands.right)) }
  }
  const wanted = voiceCount === 4 ? FOUR : THREE
  const taken = new Map<number, Player>()
  const used = new Set<Player>()
  const lowest = wanted.length - 1
  const take = (voice: number, fits: (player: Player) => boolean): void => {
    if (taken.has(voice)) return
    const compass = wanted[voice] as Compass
    const best = pitched
      .filter((player) => !used.has(player) && fits(player) && overlap(player, compass) >= 12)
      .toSorted((a, b) => overlap(b, compass) - overlap(a, compass))[0]
    if (!best) return
    taken.set(voice, best)
    used.add(best)
  }
  const solo = (player: Player): boolean => !isRich(player)
  take(0, (player) => player.role === 'lead')
  take(lowest, (player) => player.role === 'bass')
  for (const voice of [1, 2].filter((inner) => inner < lowest)) take(voice, (player) => player.role === 'counter' && solo(player))
  for (const voice of [2, 1].filter((inner) => inner < lowest)) take(voice, solo)
  take(lowest, solo)
  const rich = pitched
    .filter((player) => isRich(player))
    .toSorted((a, b) => Number(used.has(a)) - Number(used.has(b)) || Number(b.role === 'chords') - Number(a.role === 'chords'))
  const keys = rich[0]
  const open = wanted.map((_, voice) => voice).filter((voice) => !taken.has(voice))
  const chairs: Chair[] = pitched.flatMap((player): Chair[] => {
    const own = [...taken].flatMap(([voice, holder]) => (holder === player ? [voice] : []))
    const all = player === keys ? [...own, ...open].toSorted((a, b) => a - b) : own
    if (all.length > 0) return [{ player, voices: all }]
    // a second pair of keys plays everything where everybody plays; single instruments join tune or bass
    const voice = player.role === 'bass' || player.instrument.range.high < 62 ? lowest : 0
    return [
      {
        player,
        voices: isRich(player) && player.role !== 'lead' ? wanted.map((_, index) => index) : [voice],
        doubling: octavesFor(player, wanted[voice] as Compass),
      },
    ]
  })
  const compasses = wanted.map((compass, voice) => {
    const holder = chairs.find(({ voices, doubling }) => doubling === undefined && voices.includes(voice))?.player
    return holder ? within(compass, holder) : compass
  })
  return { chairs, compasses }
}
