import { useEffect } from 'react'
import { useSettings } from '../settings/index.ts'

/** Writes the musician's wish about motion where the tokens look for it. */
export const useMotion = (): void => {
  const wish = useSettings((state) => state.settings.reducedMotion)
  useEffect(() => {
    const root = document.documentElement
    if (wish === 'system') delete root.dataset.motion
    else root.dataset.motion = wish === 'on' ? 'reduced' : 'full'
  }, [wish])
}
