import type { StudioCard } from '../../../../src-shared/studios/contract.ts'
import type { StudioId } from '../../../../src-shared/studios/studio-id.ts'
import type { Ensemble } from '../styles/ensemble.ts'
import { addEnsemble, findEnsemble } from '../styles/index.ts'
import { blueNoteCard } from './blue-note/card.ts'
import { chiptuneCard } from './chiptune/card.ts'
import { cypherCard } from './cypher/card.ts'
import { ironcladCard } from './ironclad/card.ts'
import { openCard } from './open-card.ts'
import { virtuosoCard } from './virtuoso/card.ts'

type Shelf = { readonly card: StudioCard; readonly load: () => Promise<Ensemble> }

/** Every studio with an ensemble, one line each. A card is read at the start, an ensemble when it is first needed. */
const SHELF: readonly Shelf[] = [
  { card: chiptuneCard, load: async () => (await import('./chiptune/index.ts')).ensemble },
  { card: cypherCard, load: async () => (await import('./cypher/index.ts')).ensemble },
  { card: ironcladCard, load: async () => (await import('./ironclad/index.ts')).ensemble },
  { card: blueNoteCard, load: async () => (await import('./blue-note/index.ts')).ensemble },
  { card: virtuosoCard, load: async () => (await import('./virtuoso/index.ts')).ensemble },
]

export const STUDIO_CARDS: readonly StudioCard[] = [openCard, ...SHELF.map(({ card }) => card)]

export const cardOf = (id: StudioId): StudioCard | undefined => STUDIO_CARDS.find((card) => card.id === id)

/** The studio that a style belongs to, without loading anything. */
export const studioOfStyle = (style: string): StudioId => SHELF.find(({ card }) => card.styles.some((own) => own === style))?.card.id ?? 'open'

/** Has the studio's styles and rules in this thread; once loaded it costs nothing. The open studio is always there. */
export const loadStudio = async (id: StudioId): Promise<Ensemble | undefined> => {
  const known = findEnsemble(id)
  if (known) return known
  const found = SHELF.find(({ card }) => card.id === id)
  if (!found) return undefined
  const ensemble = await found.load()
  addEnsemble(ensemble)
  return ensemble
}
