import { useSyncExternalStore } from 'react'

const subscribe = (onChange: () => void): (() => void) => {
  window.addEventListener('resize', onChange)
  return () => window.removeEventListener('resize', onChange)
}

const TIGHT_PX = 860
const NARROW_PX = 1180

/** 'narrow': rail, place and jobs side by side leave the place too little room; 'tight' (200 % zoom): the full rail alone does. */
export const useRoom = (): 'wide' | 'narrow' | 'tight' =>
  useSyncExternalStore(subscribe, () => (window.innerWidth <= TIGHT_PX ? 'tight' : window.innerWidth <= NARROW_PX ? 'narrow' : 'wide'))
