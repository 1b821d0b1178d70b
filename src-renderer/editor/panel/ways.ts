import type { RegenerateWay, WayOption } from '../../../src-shared/editing/ways.ts'
import type { Choice } from '../editor-store.ts'

export type How = RegenerateWay | 'automatic'

/** The way that Regenerate would go now; a closed one that was picked by hand stays the answer, so that the panel can say what it lacks. */
export const wayInUse = ({ chosen, ways }: Choice, how: How): WayOption | undefined => ways.find(({ way }) => way === (how === 'automatic' ? chosen : how))

/** What could be installed so that a better way opens: the closed one that was picked, else the first that was passed over on the way to the chosen one. */
export const worthInstalling = (choice: Choice, how: How): WayOption | undefined => {
  const { chosen, ways } = choice
  const before =
    how === 'automatic'
      ? ways.slice(
          0,
          Math.max(
            0,
            ways.findIndex(({ way }) => way === chosen),
          ),
        )
      : ways.filter(({ way }) => way === how)
  // a song with a score is composed whatever is installed
  if (how === 'automatic' && choice.strategy === 'recompose') return undefined
  return before.find(({ isAvailable, modelId }) => !isAvailable && modelId !== undefined)
}

/** What the panel says under the chooser. */
export const wordsFor = (choice: Choice, how: How): { readonly name: string; readonly reason: string } => {
  const option = wayInUse(choice, how)
  if (how === 'automatic' || !option) return { name: choice.strategy, reason: choice.reason }
  if (!option.isAvailable) return { name: 'Not available', reason: option.why }
  return { name: option.engineName, reason: option.why }
}
