type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'preventDefault' | 'target'> & { readonly currentTarget: HTMLElement }

/**
 * For `onKeyDown` of a dialog: Ctrl or ⌘ with Enter presses what its footer is for, wherever the keyboard is in it; Enter alone does as long as
 * nothing in it was gone to.
 */
export const pressPrimary = (event: Press): void => {
  const { key, ctrlKey, metaKey, currentTarget, target } = event
  if (key !== 'Enter' || !(ctrlKey || metaKey || target === currentTarget)) return
  const primary = currentTarget.querySelector<HTMLButtonElement>('footer [data-variant="primary"]:not(:disabled)')
  if (!primary) return
  event.preventDefault()
  primary.click()
}
