import type { Plan, PlannedPart, PlannedSection, StyleId } from '../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { ControlEvent, LyricLine, MasterCharacter, Mode, Note, PartRole, Score, SectionRole, TimeSignature } from '../../../../src-shared/score/score.ts'
import type { Figure, Slot } from '../compose/figure.ts'
import type { Frame } from '../compose/frame.ts'
import type { HarmonyRequest } from '../compose/harmony.ts'
import type { Motif } from '../compose/motif.ts'
import type { Piece, PieceRequest, Region } from '../compose/piece.ts'
import type { Player } from '../compose/players.ts'
import type { Bound, Solo, Standing } from '../compose/solo.ts'
import type { InstrumentWishes } from '../plan/read-instruments.ts'
import type { Feel, HarmonyTaste, MelodyTaste, Seat } from './taste.ts'

/**
 * A style is data and a few small generators ("figures"). The composer knows no style by name: a new one is a new file that satisfies
 * this type, plus one line in `styles/index.ts`.
 */
export type Style = {
  readonly id: StyleId
  readonly name: string
  readonly tempoBpm: { readonly low: number; readonly typical: number; readonly high: number }
  /** off-beat lengthening and the grid that it acts on */
  readonly swing: {
    readonly low: number
    readonly high: number
    readonly grid: 'eighth' | 'sixteenth' /** where it follows the tempo */
    readonly at?: (tempoBpm: number) => number
  }
  readonly defaultSeconds: number
  /** 0..1 calm..driving: the energy that the forms below are written for; a mood shifts them relative to it */
  readonly baseEnergy: number
  readonly ending: Score['ending']
  /** `valence` 0 dark .. 1 bright: the mood chooses the nearest modes */
  readonly modes: readonly { readonly mode: Mode; readonly valence: number; readonly weight: number }[]
  readonly tonics: readonly string[]
  readonly forms: readonly (readonly PlannedSection[])[]
  readonly ensemble: readonly Seat[]
  readonly harmony: HarmonyTaste
  readonly melody: MelodyTaste
  readonly feel: Feel
  readonly figures: Readonly<Partial<Record<PartRole, readonly FigureChoice[]>>>
  /** other figures for single section roles: a build rolls, a break floats */
  readonly sectionFigures?: Readonly<Partial<Record<SectionRole, Readonly<Partial<Record<PartRole, readonly FigureChoice[]>>>>>>
  readonly master: MasterCharacter
  /** loudness of a role while it plays, LUFS before the master, where it differs from a song's */
  readonly loudness?: Readonly<Partial<Record<PartRole, number>>>
  /** words of invented titles, two lists that combine */
  readonly titles?: TitleWords
  /** what a musician reads on the style's chip, and a wish that shows it at its best */
  readonly card?: { readonly blurb: string; readonly examplePrompt: string }
  /** true: the chairs are all there is (a console's voices); other instruments in a prompt are not understood */
  readonly isClosedBand?: boolean
  /** which instrument a plain word means in this house: "guitar" is an archtop here and a wall of amplifiers there */
  readonly means?: Readonly<Record<string, string>>
  /** the form of exactly `bars` bars (the last one the final chord when `finalBar`), where the words ask for none; `understood` is what the words meant */
  readonly form?: (bars: number, finalBar: boolean, random: Random, understood: readonly string[]) => readonly PlannedSection[]
  /** how its form goes on for exactly `bars` more bars; undefined: main sections return */
  readonly continuation?: (bars: number) => readonly PlannedSection[]
  /** chords by the style's own rules instead of progressions; must fill every bar of the sections */
  readonly harmonise?: (request: HarmonyRequest) => readonly Slot[]
  /**
   * Notes by the style's own rules, by player id. `band` plays what figures and melody writer would: an arranger takes that and works on,
   * a composer leaves it. Called for whole pieces and again, with the chords that stand, when bars are regenerated or added; it draws from
   * `request.random` only. Returned notes are sorted by start and finished (swing and hands are in `microTicks`).
   */
  readonly play?: (request: EnsembleRequest, band: () => Map<string, Note[]>) => Map<string, Note[]>
  /** the whole piece by the style's own rules, instead of chords, figures and melodies; plays all pitched parts */
  readonly compose?: (request: PieceRequest) => Piece
  /** some bars of such a piece anew; what lies outside them stays the very same objects. Goes with `compose` */
  readonly recompose?: (score: Score, request: PieceRequest & Region) => Score
  /** the band by the house's own customs; undefined: the chairs as usual */
  readonly band?: (wishes: InstrumentWishes, understood: readonly string[], random: Random) => readonly PlannedPart[] | undefined
  /** the metre where the words name none; undefined: 4/4 */
  readonly timeSignature?: TimeSignature
  /** players who are one machine (riff, bass and kick): regenerate renews all of them or none */
  readonly renewsTogether?: readonly PartRole[]
  /** what of a player's notes others lean on, when only that player plays bars anew; undefined: nothing */
  readonly bound?: (solo: Solo) => Bound | undefined
  /** words over the piece; bars that are added later are asked for again */
  readonly lyrics?: (request: LyricRequest) => readonly LyricLine[]
  /** pitch bends and controllers that belong to a player's notes, sorted by tick; undefined: those of any band. Asked again when bars change */
  readonly controls?: (player: Player, notes: readonly Note[], frame: Frame) => readonly ControlEvent[] | undefined
}

/** What a band, or a style that plays by its own rules, is asked for. */
export type EnsembleRequest = {
  readonly frame: Frame
  readonly players: readonly Player[]
  readonly slots: readonly Slot[]
  /** the piece's own style */
  readonly style: Style
  /** the style whose figures a player uses; regenerate may send single players elsewhere */
  readonly styleFor: (player: Player) => Style
  readonly random: Random
  readonly adventure: number
  readonly remembered?: readonly Motif[]
  /** one player is drawn anew: the bass locks with the kick that stands, a second voice listens to the tune that stands */
  readonly standing?: Standing | undefined
}

/** What words are written to: the plan, and the frame as it stands. */
export type LyricRequest = { readonly plan: Plan; readonly frame: Pick<Frame, 'sections' | 'barCount' | 'closes' | 'meter'>; readonly random: Random }

export type TitleWords = { readonly first: readonly string[]; readonly second: readonly string[] }

/** A way of playing, with the energies where it belongs (0..1). */
export type FigureChoice = { readonly play: Figure; readonly energy: readonly [number, number]; readonly weight?: number }
