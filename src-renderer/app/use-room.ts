import { useSyncExternalStore } from 'react'

const subscribe = (onChange: () => void): (() => void) => {
  window.addEventListener('resize', onChange)
  return () => window.removeEventListener('resize', onChange)
}

const TIGHT_PX = 860
const NARROW_PX = 1180

/** Larger words need more room, as if the window were smaller. */
const roomPx = (): number => (window.innerWidth * 16) / (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16)

/** 'narrow': rail, place and jobs side by side leave the place too little room; 'tight' (200 % zoom): the full rail alone does. */
export const useRoom = (): 'wide' | 'narrow' | 'tight' =>
  useSyncExternalStore(subscribe, () => {
    const room = roomPx()
    return room <= TIGHT_PX ? 'tight' : room <= NARROW_PX ? 'narrow' : 'wide'
  })
