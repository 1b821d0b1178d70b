import type { PlannedPart } from '../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { PartRole } from '../../../../src-shared/score/score.ts'
import { findInstrument, INSTRUMENTS, type Instrument } from '../instruments.ts'
import type { Style } from '../styles/style.ts'
import type { InstrumentWishes } from './read-instruments.ts'

const ORDER: readonly PartRole[] = ['drums', 'percussion', 'bass', 'chords', 'pad', 'arp', 'lead', 'counter', 'texture']
const inOrder = (parts: readonly PlannedPart[]): PlannedPart[] => parts.toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role))

/** Players when nobody else may play: what is polyphonic carries chords, tune and, if it reaches low enough, its own bass. */
const onlyThese = (instruments: readonly { instrument: Instrument; role: PartRole | undefined }[], roles: readonly PartRole[], style: Style): PlannedPart[] => {
  const parts: PlannedPart[] = []
  const has = (role: PartRole): boolean => parts.some((part) => part.role === role)
  for (const { instrument, role } of instruments) {
    const sings = instrument.monophonic && instrument.roles.includes('lead') && !has('lead')
    parts.push({
      role: role ?? (sings ? 'lead' : (instrument.roles.find((candidate) => !has(candidate)) ?? instrument.roles[0] ?? 'lead')),
      instrument: instrument.id,
    })
  }
  for (const role of roles) {
    if (has(role)) continue
    const seat = style.ensemble.find((candidate) => candidate.role === role)
    const id = seat?.instruments[0] ?? INSTRUMENTS.find((candidate) => candidate.roles[0] === role)?.id
    if (id) parts.push({ role, instrument: id })
  }
  const rich = instruments.find(({ instrument }) => !instrument.monophonic && (instrument.roles.includes('chords') || instrument.roles.includes('arp')))
  if (rich) {
    const { instrument } = rich
    if (!has('chords')) parts.push({ role: 'chords', instrument: instrument.id })
    if (!has('lead')) parts.push({ role: 'lead', instrument: instrument.id })
    if (!has('bass') && instrument.range.low <= 40) parts.push({ role: 'bass', instrument: instrument.id })
  }
  return parts
}

/** Chairs that stay empty more often when the musician has named a band. */
const EXTRAS: ReadonlySet<PartRole> = new Set(['arp', 'counter', 'pad', 'percussion'])
const CHEERFUL: ReadonlySet<string> = new Set(['whistle', 'glockenspiel', 'banjo', 'harmonica', 'hand-percussion'])

/** The style's chairs, the musician's own instruments in the chairs they fit, nobody who was sent away. */
const seatOne = (style: Style, wishes: InstrumentWishes, mood: { readonly energy: number; readonly valence: number }, random: Random): PlannedPart[] => {
  const { energy, valence } = mood
  const allowed = (role: PartRole, id: string): boolean => !wishes.without.roles.has(role) && !wishes.without.instruments.has(id)
  if (wishes.only && !style.isClosedBand && (wishes.named.length > 0 || wishes.wantedRoles.length > 0)) {
    const parts = onlyThese(wishes.named, wishes.wantedRoles, style).filter((part) => allowed(part.role, part.instrument))
    if (parts.length > 0) return inOrder(parts)
  }
  const isChair = (role: PartRole, id: string): boolean => style.ensemble.some((seat) => seat.role === role && seat.instruments.includes(id))
  const parts: PlannedPart[] = []
  const taken = new Set<PartRole>()
  for (const { instrument, role } of wishes.named
    .filter(({ instrument: { id, roles } }) => !style.isClosedBand || roles.some((own) => isChair(own, id)))
    .toSorted((a, b) => Number(b.role !== undefined) - Number(a.role !== undefined) || a.instrument.roles.length - b.instrument.roles.length)) {
    const sings = instrument.monophonic && instrument.roles.includes('lead') && !taken.has('lead')
    const roles: readonly PartRole[] = role ? [role, ...instrument.roles] : sings ? ['lead', ...instrument.roles] : instrument.roles
    const free = roles.find((candidate) => !taken.has(candidate) && allowed(candidate, instrument.id))
    const seat = free ?? roles.find((candidate) => ['lead', 'chords', 'pad', 'texture', 'percussion'].includes(candidate))
    if (!seat || !allowed(seat, instrument.id)) continue
    parts.push({ role: seat, instrument: instrument.id })
    taken.add(seat)
  }
  const chip = style.id === 'chip' || style.isClosedBand === true
  for (const chair of style.ensemble) {
    if (taken.has(chair.role)) continue
    const wanted = wishes.wantedRoles.includes(chair.role)
    const draw = random.fork(`chair ${chair.role}`)
    const soloist = wishes.named.find(
      ({ instrument }) =>
        !instrument.monophonic && instrument.roles.includes('lead') && instrument.roles.includes('chords') && !instrument.roles.includes('pad'),
    )
    const keys = soloist ?? wishes.named.find(({ instrument }) => instrument.id.includes('piano'))
    if (chair.role === 'lead' && keys && !chip && allowed('lead', keys.instrument.id) && draw.fork('own').chance(0.65)) {
      parts.push({ role: 'lead', instrument: keys.instrument.id })
      taken.add('lead')
      continue
    }
    const crowd = wishes.named.length >= 2 && EXTRAS.has(chair.role) && !style.isClosedBand ? 0.45 : 1
    if (!wanted && !draw.chance(chair.presence * crowd * (chair.role === 'drums' && energy < 0.2 && !chip ? 0.5 : 1))) continue
    const choices = chair.instruments.filter(
      (id) =>
        allowed(chair.role, id) &&
        findInstrument(id) &&
        !(valence < 0.4 && CHEERFUL.has(id)) &&
        !parts.some((part) => part.instrument === id && chair.role !== 'lead'),
    )
    if (choices.length === 0) continue
    const id = choices[draw.weighted(choices.map((_, index) => 1 / (index + 1.5)))]
    if (id && allowed(chair.role, id)) parts.push({ role: chair.role, instrument: id })
    taken.add(chair.role)
  }
  for (const role of wishes.wantedRoles) {
    if (taken.has(role) || wishes.without.roles.has(role) || style.isClosedBand) continue
    const id =
      INSTRUMENTS.find((instrument) => instrument.roles[0] === role && instrument.styles.includes(style.id) && allowed(role, instrument.id))?.id ??
      INSTRUMENTS.find((instrument) => instrument.roles.includes(role) && allowed(role, instrument.id))?.id
    if (id) parts.push({ role, instrument: id })
    taken.add(role)
  }
  if (parts.length === 0 || parts.every((part) => part.role === 'texture')) {
    const rescue = INSTRUMENTS.find((instrument) => instrument.roles.some((role) => ['chords', 'pad', 'lead'].includes(role) && allowed(role, instrument.id)))
    const role = rescue?.roles.find((candidate) => allowed(candidate, rescue.id)) ?? 'chords'
    parts.push({ role, instrument: rescue?.id ?? 'piano' })
  }
  return inOrder(parts)
}

/** Plain words in the house's sense, as far as the house has one; a "guitar solo" means the guitar that sits in the lead's chair. */
const inTheHouse = (wishes: InstrumentWishes, { means = {}, ensemble }: Style): InstrumentWishes => {
  const meant = ({ id }: Instrument, role: PartRole | undefined): Instrument | undefined => {
    const plain = findInstrument(means[id] ?? '')
    if (!plain || !role || plain.roles.includes(role)) return plain
    return findInstrument(ensemble.find((seat) => seat.role === role)?.instruments[0] ?? '') ?? plain
  }
  return {
    ...wishes,
    named: wishes.named.map((wish) => ({ ...wish, instrument: meant(wish.instrument, wish.role) ?? wish.instrument })),
    without: { ...wishes.without, instruments: new Set([...wishes.without.instruments].flatMap((id) => [id, means[id] ?? id])) },
  }
}

/** Chairs without which the house would not be itself, beside instruments that were named for their parts. */
const withEssentials = (parts: readonly PlannedPart[], style: Style, wishes: InstrumentWishes): PlannedPart[] => {
  const missing = style.ensemble.flatMap(({ role, instruments, isEssential }): PlannedPart[] => {
    const id = instruments.find((instrument) => !wishes.without.instruments.has(instrument))
    const isHere = parts.some((part) => part.role === role && instruments.includes(part.instrument))
    return isEssential && !isHere && id !== undefined && !wishes.only && !wishes.without.roles.has(role) ? [{ role, instrument: id }] : []
  })
  return inOrder([...parts, ...missing])
}

/** Seats the band; whoever sits in a doubled chair is recorded twice. */
export const seatBand = (style: Style, asked: InstrumentWishes, mood: { readonly energy: number; readonly valence: number }, random: Random): PlannedPart[] => {
  const wishes = inTheHouse(asked, style)
  const isDoubled = ({ role, instrument }: PlannedPart): boolean =>
    style.ensemble.some((seat) => seat.role === role && seat.isDoubled && seat.instruments.includes(instrument))
  const parts = withEssentials(seatOne(style, wishes, mood, random), style, wishes)
  return parts.flatMap((part) => {
    const same = parts.filter(({ role, instrument }) => role === part.role && instrument === part.instrument)
    return isDoubled(part) && same.length === 1 ? [part, part] : [part]
  })
}
