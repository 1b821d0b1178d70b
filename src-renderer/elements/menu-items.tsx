import type { ComponentProps, ComponentType, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import floating from './floating.module.css'
import { Kbd } from './Kbd.tsx'

/** `'separator'` draws a hairline. The label is the verb that happens. */
export type MenuItem =
  | 'separator'
  | {
      readonly label: string
      readonly icon?: ReactNode
      readonly keys?: readonly string[] | undefined
      readonly isDanger?: boolean
      readonly isDisabled?: boolean
      readonly onSelect: () => void
    }

type Parts = {
  readonly Item: ComponentType<ComponentProps<'div'> & { disabled?: boolean; onClick?: () => void }>
  readonly Separator: ComponentType<{ className?: string | undefined }>
}

export const renderMenuItems = (items: readonly MenuItem[], { Item, Separator }: Parts) =>
  items.map((item, index) =>
    item === 'separator' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity of their own
      <Separator key={`separator-${index}`} className={floating.separator} />
    ) : (
      <Item
        key={item.label}
        className={classNames(floating.item, item.isDanger && floating.danger)}
        disabled={item.isDisabled ?? false}
        onClick={item.onSelect}
      >
        {item.icon}
        {item.label}
        {item.keys && (
          <span className={floating.detail}>
            <Kbd caps={item.keys} />
          </span>
        )}
      </Item>
    ),
  )
