import type { IdSource, OfferId } from '../../src-shared/kernel/ids.ts'

/** Keeps the paths that a person dropped or chose, so that the window only ever holds a word for them. An offer is taken once. */
export type OfferDesk = {
  offer(paths: readonly string[]): OfferId
  take(offerId: OfferId): readonly string[] | undefined
  /** the same, and it stays on the desk */
  lookAt(offerId: OfferId): readonly string[] | undefined
}

const KEPT_OFFERS = 32

export const createOfferDesk = (ids: IdSource): OfferDesk => {
  const offers = new Map<OfferId, readonly string[]>()
  return {
    offer(paths) {
      const offerId = ids.offer()
      offers.set(offerId, [...paths])
      const oldest = offers.keys().next()
      if (offers.size > KEPT_OFFERS && !oldest.done) offers.delete(oldest.value)
      return offerId
    },
    lookAt: (offerId) => offers.get(offerId),
    take(offerId) {
      const paths = offers.get(offerId)
      offers.delete(offerId)
      return paths
    },
  }
}
