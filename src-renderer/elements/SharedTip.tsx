import { Tooltip as Base } from '@base-ui/react/tooltip'
import { type RefObject, useEffect, useState } from 'react'
import styles from './Tooltip.module.css'

const DELAY_MILLISECONDS = 500

/**
 * One tip for every `IconButton` inside `within` that has `isTipShared`. In a list with a hundred buttons in sight a tip each is most of what
 * a new row costs.
 */
export const SharedTip = ({ within }: { readonly within: RefObject<HTMLElement | null> }) => {
  const [tip, setTip] = useState<{ readonly button: Element; readonly text: string }>()
  useEffect(() => {
    const element = within.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let over: Element | null = null
    const hide = () => {
      clearTimeout(timer)
      over = null
      setTip(undefined)
    }
    const look = (event: Event) => {
      const button = event.target instanceof Element ? event.target.closest('[data-shared-tip]') : null
      if (button === over) return
      hide()
      over = button
      const text = button?.getAttribute('aria-label')
      if (button && text) timer = setTimeout(() => button.isConnected && setTip({ button, text }), DELAY_MILLISECONDS)
    }
    element.addEventListener('pointerover', look)
    for (const name of ['pointerleave', 'pointerdown', 'scroll', 'keydown']) element.addEventListener(name, hide, { passive: true })
    return () => {
      clearTimeout(timer)
      element.removeEventListener('pointerover', look)
      for (const name of ['pointerleave', 'pointerdown', 'scroll', 'keydown']) element.removeEventListener(name, hide)
    }
  }, [within])
  return (
    <Base.Root open={tip !== undefined}>
      <Base.Portal>
        <Base.Positioner anchor={tip?.button ?? null} sideOffset={8} className={styles.positioner}>
          <Base.Popup className={styles.popup}>{tip?.text}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
