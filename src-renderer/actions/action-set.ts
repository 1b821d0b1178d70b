/** Scopes of single elements: heard only while the focus is inside one, and there before everything else. */
const INNER_SCOPES = ['outline', 'stem', 'lanes', 'marks', 'list'] as const
export type InnerScope = (typeof INNER_SCOPES)[number]
export const isInner = (scope: ActionScope): scope is InnerScope => INNER_SCOPES.some((inner) => inner === scope)

/** Where an action lives. Keys of a scope are heard only while its screen is up; 'everywhere' always. */
export type ActionScope = InnerScope | 'everywhere' | 'create' | 'library' | 'albums' | 'editor' | 'settings'

export type ActionDefinition = {
  /** sentence case, a verb first: "Regenerate marked bars" */
  readonly title: string
  /** tinykeys syntax, "$mod" is Ctrl or Command: ["Space"], ["$mod+k"], ["Shift+?"] */
  readonly keys?: readonly string[]
  /** heard even while a text field has the focus */
  readonly whileTyping?: boolean
  /** what has to be there for it, where its place offers it only sometimes: "Only in the trash" */
  readonly needs?: string
  /** arrows and digits: the command palette shows them last */
  readonly isKeyOnly?: boolean
}

/** All actions of one place, as data: the key sheet, the palette and the conflict test read the same list. */
export type ActionSet<K extends string = string> = {
  readonly scope: ActionScope
  /** heading in the key sheet and the palette */
  readonly group: string
  readonly actions: Readonly<Record<K, ActionDefinition>>
}

export const defineActions = <const K extends string>(scope: ActionScope, group: string, actions: Record<K, ActionDefinition>): ActionSet<K> => ({
  scope,
  group,
  actions,
})
