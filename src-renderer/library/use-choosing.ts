import { useMemo } from 'react'

/**
 * Some choices ask main first (all songs, a range that is not loaded). What is pressed meanwhile means the songs that will be chosen then, not those
 * that were chosen before.
 */
export const useChoosing = () =>
  useMemo(() => {
    let underWay: Promise<unknown> | undefined
    return {
      /** a choice that is under way */
      choose: (choice: Promise<unknown>): void => {
        const mine = choice
          .catch(() => undefined)
          .then(() => {
            if (underWay === mine) underWay = undefined
          })
        underWay = mine
      },
      /** the deed at once or, where a choice is under way, after it */
      onceChosen:
        (deed: () => void): (() => void) =>
        () =>
          void (underWay ? underWay.then(deed) : deed()),
    }
  }, [])
