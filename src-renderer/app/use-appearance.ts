import { useEffect } from 'react'
import { useSettings } from '../settings/index.ts'

const MORE_CONTRAST = '(prefers-contrast: more)'
const USUAL_TEXT_PX = 16

/** Writes the musician's wishes about motion, contrast and the size of words where the tokens look for them. */
export const useAppearance = (): void => {
  const motion = useSettings((state) => state.settings.reducedMotion)
  const contrast = useSettings((state) => state.settings.contrast)
  const textPercent = useSettings((state) => state.settings.textPercent)
  useEffect(() => {
    const root = document.documentElement
    if (motion === 'system') delete root.dataset.motion
    else root.dataset.motion = motion === 'on' ? 'reduced' : 'full'
  }, [motion])
  useEffect(() => {
    const root = document.documentElement
    const system = window.matchMedia(MORE_CONTRAST)
    const write = () => {
      root.dataset.contrast = contrast === 'high' || (contrast === 'system' && system.matches) ? 'high' : 'standard'
    }
    write()
    system.addEventListener('change', write)
    return () => system.removeEventListener('change', write)
  }, [contrast])
  useEffect(() => {
    document.documentElement.style.fontSize = `${(USUAL_TEXT_PX * textPercent) / 100}px`
    // what counts in pixels (columns, rows, canvases) looks again
    window.dispatchEvent(new Event('resize'))
  }, [textPercent])
}
