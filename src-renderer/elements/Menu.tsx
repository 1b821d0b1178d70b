import { ContextMenu as BaseContext } from '@base-ui/react/context-menu'
import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement } from 'react'
import floating from './floating.module.css'
import { type MenuItem, renderMenuItems } from './menu-items.tsx'

/** A button that opens a list of actions. `trigger` is any focusable element. */
export const Menu = ({
  trigger,
  items,
  align = 'start',
}: {
  readonly trigger: ReactElement
  readonly items: readonly MenuItem[]
  readonly align?: 'start' | 'end'
}) => (
  <Base.Root modal={false}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner className={floating.positioner} sideOffset={6} align={align}>
        <Base.Popup className={floating.popup}>{renderMenuItems(items, Base)}</Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)

/** The same list on right-click, the menu key or Shift-F10 anywhere inside `children`, one element. */
export const ContextMenu = ({
  items,
  children,
  onOpenChange,
}: {
  readonly items: readonly MenuItem[]
  readonly children: ReactElement
  readonly onOpenChange?: (isOpen: boolean) => void
}) => (
  <BaseContext.Root onOpenChange={(isOpen) => onOpenChange?.(isOpen)}>
    <BaseContext.Trigger render={children} />
    <BaseContext.Portal>
      <BaseContext.Positioner className={floating.positioner}>
        <BaseContext.Popup className={floating.popup}>{renderMenuItems(items, BaseContext)}</BaseContext.Popup>
      </BaseContext.Positioner>
    </BaseContext.Portal>
  </BaseContext.Root>
)
