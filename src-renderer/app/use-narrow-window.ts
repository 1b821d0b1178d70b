import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(max-width: 1180px)')

const subscribe = (onChange: () => void): (() => void) => {
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

/** True where rail, place and jobs side by side would leave the place too little room. */
export const useNarrowWindow = (): boolean => useSyncExternalStore(subscribe, () => query.matches)
