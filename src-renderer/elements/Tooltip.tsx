import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { Kbd } from './Kbd.tsx'
import styles from './Tooltip.module.css'

/** Put once around the window: neighbouring tips open without waiting. */
export const TooltipProvider = ({ children }: { readonly children: ReactNode }) => (
  <Base.Provider delay={500} closeDelay={0} timeout={300}>
    {children}
  </Base.Provider>
)

/** `keys` are keycaps: ["Ctrl", "Z"]. The tip repeats the control's name; nothing may be said only here. */
export const Tooltip = ({ text, keys, children, side = 'top' }: TooltipProps) => (
  <Base.Root>
    <Base.Trigger render={children} />
    <Base.Portal>
      <Base.Positioner sideOffset={8} side={side} className={styles.positioner}>
        <Base.Popup className={styles.popup}>
          {text}
          {keys && <Kbd caps={keys} />}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

export type TooltipProps = {
  readonly text: string
  readonly keys?: readonly string[] | undefined
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  readonly children: ReactElement
}
